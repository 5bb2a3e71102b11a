"""A subscription is past due while an invoice with charges of its is overdue, and no longer."""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.batch import among
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.schemas import InvoiceStatus
from app.subscriptions import events, rules
from app.subscriptions.model import Subscription
from app.subscriptions.schemas import SubscriptionStatus

CHUNK = 500
S, L, V = Subscription, InvoiceLine, Invoice
_OVERDUE = V.status == InvoiceStatus.OVERDUE


def follow(session: Session, payer_ids: Sequence[int]) -> None:
    """Let what these customers' invoices are about stand as they do; call it after a flush."""
    for start in range(0, len(payer_ids), CHUNK):
        whose = among(session, V.customer_id, payer_ids[start : start + CHUNK])
        _move(session, _begins(S.id.in_(_on(whose, _OVERDUE))))
        _move(session, _ends(S.id.in_(_on(whose))))


def begin(session: Session, invoice_ids: Iterable[int]) -> None:
    """The same for invoices that have just become overdue."""
    ids = sorted(set(invoice_ids))
    for start in range(0, len(ids), CHUNK):
        these = among(session, V.id, ids[start : start + CHUNK])
        _move(session, _begins(S.id.in_(_on(these, _OVERDUE))))


def begin_again(session: Session, found: Sequence[Subscription]) -> None:
    """The same for subscriptions that are active again after a pause."""
    _move(session, _begins(among(session, S.id, [one.id for one in found]), _is_late()))


def rebuild(session: Session) -> int:
    """The same for every subscription; how many stood otherwise."""
    return _move(session, _begins(_is_late())) + _move(session, _ends())


def wrong(session: Session) -> list[int]:
    """The subscriptions that are past due and should not be, or the other way round."""
    odd = [*session.scalars(_begins(_is_late())), *session.scalars(_ends())]
    return sorted(one.id for one in odd)


def _begins(*where: sa.ColumnElement[bool]) -> sa.Select[Subscription]:
    return sa.select(S).where(S.status == SubscriptionStatus.ACTIVE, *where)


def _ends(*where: sa.ColumnElement[bool]) -> sa.Select[Subscription]:
    return sa.select(S).where(S.status == SubscriptionStatus.PAST_DUE, ~_is_late(), *where)


def _move(session: Session, asked: sa.Select[Subscription]) -> int:
    """Bring them into the other of the two states; how many."""
    locked = asked.order_by(S.id).with_for_update(of=S).execution_options(populate_existing=True)
    rows = session.scalars(locked).all()
    for found in rows:
        is_late = found.status is SubscriptionStatus.ACTIVE
        rules.move(found, SubscriptionStatus.PAST_DUE if is_late else SubscriptionStatus.ACTIVE)
    session.flush()
    return len(rows)


def _on(*where: sa.ColumnElement[bool]) -> sa.Select[int | None]:
    """The subscriptions such invoices are about."""
    found: sa.Select[Any] = sa.select(L.subscription_id).join(V, V.id == L.invoice_id)
    return found.where(L.subscription_id.is_not(None), *where)


def _is_late() -> sa.ColumnElement[bool]:
    found = sa.select(L.id).join(V, V.id == L.invoice_id)
    return found.where(L.subscription_id == S.id, _OVERDUE).correlate(S).exists()


events.resumed.append(begin_again)
