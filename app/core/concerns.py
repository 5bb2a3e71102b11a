"""Which customers a change concerns besides the record it was made to, for their timelines.

Few changes do: whoever wants them reads these rows, in the order of time, instead of the
trail of every record a customer has or had.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import bulk
from app.core.db import Base, Entity, Tells

# A customer, and what became of the row for them: a word of its feature.
Concern = tuple[int, str]


class AuditConcern(Base):
    """An entry of the trail that concerns a customer; its order is that of the timeline.

    It outlives its customer as the trail does, and says no more of them than a number.
    """

    __tablename__ = "audit_concerns"
    __table_args__ = (
        # What became of one row, for one customer.
        sa.Index("ix_audit_concerns_entity_id", "entity_id", "entity", "customer_id", "what"),
        {"sqlite_with_rowid": False},
    )

    entity: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    customer_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    entity_id: Mapped[int]
    what: Mapped[str] = mapped_column(sa.String(32))


@dataclass(frozen=True, slots=True)
class Concerned:
    """How to find out whom a change of a row concerns; `whose` is the customer who has it."""

    tells: Tells
    whose: int | None


def concerned(entity: type[Entity], row: Any) -> Concerned | None:
    """Whom changes of a row concern; None where they are nobody's."""
    return Concerned(entity.audit_tells, row.customer_id) if entity.audit_tells else None


def of(
    whom: Concerned | None, action: str, fields: Mapping[str, Sequence[Any]]
) -> Sequence[Concern]:
    """Whom a change concerns, once it is known what all it was."""
    return whom.tells(action, whom.whose, fields) if whom else ()


def put(
    session: Session, at: datetime, found: Sequence[tuple[int, str, int, Sequence[Concern]]]
) -> None:
    """Keep whom entries concern: each is (seq, entity, its id, concerns)."""
    rows: list[dict[str, Any]] = [
        {
            "entity": entity, "customer_id": customer_id, "at": at, "seq": seq,
            "entity_id": entity_id, "what": what,
        }
        for seq, entity, entity_id, concerns in found
        for customer_id, what in concerns
    ]  # fmt: skip
    bulk.insert(session, AuditConcern, rows)
