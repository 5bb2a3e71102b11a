"""Orders on an issued invoice say of their payment what became of that invoice.

Taken back whole by credit notes is refunded, nothing owed any more is paid, written off is
failed. What is still owed is not paid yet; unless a payment for it failed or was given back,
which is told until money comes. Nobody says it by hand there, and a draft says nothing yet.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.core import audit, bulk
from app.core.batch import Batch, among
from app.core.text import _
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.schemas import InvoiceState
from app.orders import moving, rules
from app.orders.model import Order, OrderChange
from app.orders.schemas import ChangeKind, OrderPayment

CHUNK = 500
V, P = Invoice, OrderPayment
_OF = (
    Order.id, Order.number, Order.payment_status, Order.customer_id, V.number.label("invoice"),
)  # fmt: skip


def follow(session: Session, payer_ids: Sequence[int]) -> None:
    """Let orders on the invoices of these customers say what follows; call it after a flush."""
    for start in range(0, len(payer_ids), CHUNK):
        _follow(session, among(session, V.customer_id, payer_ids[start : start + CHUNK]))


def rebuild(session: Session) -> int:
    """The same for every order; how many said something else."""
    return _follow(session)


def say(session: Session, invoice_ids: Iterable[int], to: OrderPayment, words: str) -> None:
    """Tell of orders on these invoices what cannot be seen by what is owed.

    Invoices that are paid in part keep what they say.
    """
    if not (ids := sorted(set(invoice_ids))):
        return
    session.flush()
    asked = (
        sa.select(*_OF, sa.literal(to.value).label("wanted"))
        .join(V, V.id == Order.invoice_id)
        .where(among(session, V.id, ids), V.state == InvoiceState.ISSUED, V.paid_minor == 0)
        .where(V.owed_minor > 0, Order.payment_status != to)
    )
    _set(session, asked, lambda _number: words)


def wrong(session: Session) -> list[int]:
    """The orders that say something else of their payment than their invoice."""
    return list(session.scalars(_odd(sa.select(Order.id)).order_by(Order.id)))


def _follow(session: Session, *where: sa.ColumnElement[bool]) -> int:
    asked = _odd(sa.select(*_OF, _wanted().label("wanted"))).where(*where)
    return _set(session, asked, lambda number: _("Follows %s") % number)


def _set(session: Session, asked: sa.Select[*tuple[Any, ...]], words: Callable[[str], str]) -> int:
    """Let orders say what is wanted, and keep in their history that they did; how many.

    A run may bill very many that were said to be paid: they go past the ORM.
    """
    rows = session.execute(asked.order_by(Order.id).with_for_update(of=Order)).all()
    if not rows:
        return 0
    batch, steps = Batch(session), []
    keys = bulk.next_ids(session, OrderChange, len(rows))
    for row, key in zip(rows, keys, strict=True):
        to = P(row.wanted)
        rules.check_billed(row, to)
        batch.change(Order, row, {"payment_status": to})
        told = row.payment_status.value, to.value, words(row.invoice or "")
        steps.append(moving.step(session, row.id, ChangeKind.PAYMENT, *told) | {"id": key})
    for change in batch.write():
        audit.record(session, change)
    bulk.insert(session, OrderChange, steps)
    return len(rows)


def _odd(asked: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    told = sa.cast(Order.payment_status, sa.String(32))
    found: sa.Select[*tuple[Any, ...]] = (
        asked.select_from(Order)
        .join(V, V.id == Order.invoice_id)
        .where(V.state.in_((InvoiceState.ISSUED, InvoiceState.WRITTEN_OFF)), told != _wanted())
    )
    return found


@cache
def _wanted() -> sa.ColumnElement[str]:
    """What an order should say, as it is stored; made once, for it takes longer than asking."""
    asked, taken = _asked(), _taken_back()
    told = sa.cast(Order.payment_status, sa.String(32))
    stays = sa.and_(V.paid_minor == 0, Order.payment_status.in_((P.FAILED, P.REFUNDED)))
    return sa.case(
        (sa.and_(asked > 0, taken >= asked), P.REFUNDED.value),
        (V.state == InvoiceState.WRITTEN_OFF, P.FAILED.value),
        (V.owed_minor == 0, P.PAID.value),
        (stays, told),
        else_=P.PENDING.value,
    )


def _asked() -> sa.ColumnElement[int]:
    """What the invoice asks for an order."""
    L = aliased(InvoiceLine)  # noqa: N806 - a table
    found = sa.select(sa.func.coalesce(sa.func.sum(L.net_minor + L.tax_minor), 0)).where(
        L.order_id == Order.id, L.invoice_id == V.id
    )
    return found.correlate(Order, V).scalar_subquery()


def _taken_back() -> sa.ColumnElement[int]:
    """What credit notes took back of that."""
    L, C = aliased(InvoiceLine), aliased(Invoice)  # noqa: N806 - tables
    found = (
        sa.select(sa.func.coalesce(sa.func.sum(L.net_minor + L.tax_minor), 0))
        .join(C, C.id == L.invoice_id)
        .where(L.order_id == Order.id, C.credits_id == V.id, C.state == InvoiceState.ISSUED)
    )
    return found.correlate(Order, V).scalar_subquery()
