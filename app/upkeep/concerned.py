"""Links changes of the trail to the customers they concern, where that was not done in time.

What changed before there were such links is told in timelines from then on.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import concerns
from app.core.audit import AuditEvent, AuditPayload
from app.core.batch import among
from app.core.concerns import AuditConcern
from app.core.db import Entity
from app.invoices.model import Invoice
from app.licensing.model import License
from app.orders.model import Order
from app.payments.model import Payment, Refund
from app.subscriptions.model import Subscription

CHUNK = 1000
_KINDS: Mapping[str, type[Entity]] = {
    kind.__tablename__: kind for kind in (License, Subscription, Order, Invoice, Refund)
}
_REFUNDED = sa.func.coalesce(Payment.customer_id, Invoice.customer_id)
# Of each kind its key, and whose the rows are.
_OWNERS: Mapping[str, tuple[Any, sa.Select[*tuple[Any, ...]]]] = {
    **{
        str(kind.__tablename__): (kind.id, sa.select(kind.id, kind.customer_id))
        for kind in (License, Subscription, Order, Invoice)
    },
    Refund.__tablename__: (
        Refund.id,
        sa.select(Refund.id, _REFUNDED)
        .outerjoin(Payment, Payment.id == Refund.payment_id)
        .outerjoin(Invoice, Invoice.id == Refund.credit_id),
    ),
}
_Key = tuple[str, int]
A, C = AuditEvent, AuditConcern
_EVENTS = (
    sa.select(A.seq, A.at, A.action, A.entity, A.entity_id, AuditPayload.body)
    .join(AuditPayload, AuditPayload.seq == A.seq)
    .where(A.entity.in_(_KINDS))
    .order_by(A.seq.desc())
    .limit(CHUNK)
)


def link_missing(session: Session) -> int:
    """Link what is not linked yet; how many changes."""
    done = 0
    # From the newest back: whose a row is now is known, and whose it was the trail says.
    before: dict[_Key, int | None] = {}
    for rows in _chunks(session):
        whose, known = _owners(session, rows), _linked(session, rows)
        for row in rows:
            key, fields = (row.entity, row.entity_id), json.loads(row.body)["changes"]
            if key not in whose:
                continue
            owner = before.get(key, whose[key])
            told = _KINDS[row.entity].audit_tells
            found = told(row.action, owner, fields) if told else ()
            if row.action == "updated" and "customer_id" in fields:
                before[key] = fields["customer_id"][0]
            if found and row.seq not in known:
                concerns.put(session, row.at, [(row.seq, *key, found)])
                done += 1
    return done


def _chunks(session: Session) -> Iterator[Sequence[Any]]:
    last: int | None = None
    while rows := session.execute(_EVENTS if last is None else _EVENTS.where(A.seq < last)).all():
        last = rows[-1].seq
        yield rows


def _owners(session: Session, rows: Sequence[Any]) -> dict[_Key, int | None]:
    """Whose the rows are now, but for those that are gone."""
    found: dict[_Key, int | None] = {}
    for name, (key, asked) in _OWNERS.items():
        if ids := sorted({row.entity_id for row in rows if row.entity == name}):
            owned = session.execute(asked.where(among(session, key, ids)))
            found |= {(name, row[0]): row[1] for row in owned}
    return found


def _linked(session: Session, rows: Sequence[Any]) -> frozenset[int]:
    """Which of these entries are linked already."""
    whom = {row.entity_id for row in rows}
    of = sa.select(C.seq).where(among(session, C.entity_id, sorted(whom)))
    return frozenset(session.scalars(of))
