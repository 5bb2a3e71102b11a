"""What the audit trail says of a change, for entries that are about one."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan
from app.core.access import Actor
from app.core.audit import AuditEvent, AuditPayload
from app.core.concerns import AuditConcern
from app.customers import queries as customers
from app.customers.model import Customer
from app.timeline.parts import WHOSE

C, A = AuditConcern, AuditEvent


@dataclass(frozen=True, slots=True)
class Told:
    """A change with the row it was made to; values are JSON's, and gone once they are erased.

    `names` has the plans the fields speak of, and the customers this actor may see.
    """

    row: Any
    fields: Mapping[str, Sequence[Any]]
    reason: str
    names: Mapping[tuple[str, int], str]

    def new(self, name: str) -> str:
        """What a field of text became; blank where it did not change."""
        return str(self.fields.get(name, ("", ""))[1] or "")

    def name(self, field: str, place: int) -> str:
        """What the record is called that a field named before (0) or names now (1)."""
        found = self.fields.get(field, (None, None))[place]
        return self.names.get((field, found), "")

    def moved(self, field: str) -> str:
        """From which record to which other one; blank where that did not change."""
        old, new = (self.name(field, place) for place in (0, 1))
        return f"{old or '–'} → {new or '–'}" if old != new else ""


def changes_of(model: Any, *columns: Any) -> sa.Select[*tuple[Any, ...]]:
    """The changes of a kind of row that concern one customer, with columns of the rows.

    Entries are looked up by their number: what they concern is known from there alone.
    """
    mine = sa.and_(C.entity == A.entity, C.customer_id == WHOSE, C.at == A.at, C.seq == A.seq)
    return (
        sa.select(
            C.seq.label("key"), C.entity_id, C.at, C.what, A.actor_name.label("who"),
            AuditPayload.body, *columns,
        )
        .select_from(A)
        .join(C, mine)
        .join(model, model.id == C.entity_id)
        .outerjoin(AuditPayload, AuditPayload.seq == A.seq)
    )  # fmt: skip


def who() -> Any:
    """Who made a change, where somebody is looked for."""
    found = sa.select(A.actor_name).where(A.seq == C.seq)
    return found.correlate(C).scalar_subquery()


def told(session: Session, actor: Actor, rows: Sequence[Any]) -> Iterator[Told]:
    """The same rows with what the trail says of them."""
    found = [(row, json.loads(row.body) if row.body else {}) for row in rows]
    fields = [one.get("changes", {}) for _row, one in found]
    names = {
        **_named(session, "plan_id", Plan.id, Plan.name, fields),
        **_named(
            session, "customer_id", Customer.id,
            sa.func.coalesce(sa.func.nullif(Customer.name, ""), Customer.email), fields,
            *customers.visible(actor),
        ),
    }  # fmt: skip
    for (row, one), changed in zip(found, fields, strict=True):
        yield Told(row, changed, str(one.get("reason") or ""), names)


def _named(
    session: Session, field: str, key: Any, name: Any, fields: Sequence[Mapping[str, Any]],
    *where: Any,
) -> dict[tuple[str, int], str]:  # fmt: skip
    ids = {value for one in fields for value in one.get(field, ()) if value is not None}
    if not ids:
        return {}
    found = session.execute(sa.select(key, name).where(key.in_(ids), *where))
    return {(field, row[0]): row[1] or "" for row in found}
