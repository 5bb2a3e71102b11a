"""The domains table."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Entity, folded
from app.domains.schemas import DomainState

DERIVED = {"derived": True}
SORTED = ("name_key", "customer_key", "state", "expires_on", "created_at", "updated_at")


class Domain(Entity):
    """An internet domain a customer uses, perhaps bound to one of its licenses.

    `name` is as people read it, `name_norm` its IDNA form in lower case.
    """

    __tablename__ = "domains"
    __table_args__ = (
        *(sa.Index(f"ix_domains_{name}", name, "id") for name in SORTED),
        sa.Index(
            "uq_domains_name_norm",
            "name_norm",
            unique=True,
            sqlite_where=sa.text("state <> 'removed'"),
            postgresql_where=sa.text("state <> 'removed'"),
        ),
        sa.Index(None, "customer_id", "id"),
        sa.Index(None, "license_id", "id"),
        NEVER_AGAIN,
    )

    name: Mapped[str] = mapped_column(sa.String(253))
    name_norm: Mapped[str] = mapped_column(sa.String(253))
    customer_id: Mapped[int] = mapped_column(sa.ForeignKey("customers.id"))
    license_id: Mapped[int | None] = mapped_column(sa.ForeignKey("licenses.id"))
    state: Mapped[DomainState]
    expires_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")

    name_key: Mapped[str] = mapped_column(folded(), info=DERIVED)
    customer_key: Mapped[str | None] = mapped_column(folded(), info=DERIVED)
    own_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
    search_text: Mapped[str] = mapped_column(sa.Text, default="", info=DERIVED)
