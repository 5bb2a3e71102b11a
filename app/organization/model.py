"""The organization this database belongs to, and its shared settings."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Entity


class Organization(Entity):
    """Who sells: one row. `uid` tells databases apart, also copies on other machines."""

    __tablename__ = "organization"

    uid: Mapped[str] = mapped_column(sa.String(36))
    name: Mapped[str] = mapped_column(sa.String(200))
    time_zone: Mapped[str] = mapped_column(sa.String(64))
    currency: Mapped[str] = mapped_column(sa.String(3))
    demo: Mapped[bool]
    settings: Mapped[dict[str, Any]]
