"""What customers' documents add up to, in each currency: kept with every change of one.

Nothing here is an edit: no new version, no entry in the history.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.exchange_rates import Book
from app.billing.model import CustomerBalance
from app.core import bulk
from app.core.batch import among
from app.core.money import Money
from app.customers.model import Customer
from app.invoices.model import Invoice
from app.invoices.schemas import OPEN, InvoiceKind, InvoiceState
from app.payments.model import Payment, Refund
from app.payments.schemas import RECEIVED, PaymentState

CHUNK = 500
B, V, P = CustomerBalance, Invoice, Payment
Key = tuple[int, str]
_FIGURES = (
    "revenue_minor", "outstanding_minor", "credit_minor", "open_invoices", "last_payment_on",
)  # fmt: skip


@dataclass(slots=True)
class Balance:
    """A customer's figures in one currency, as `CustomerBalance` has them."""

    revenue_minor: int = 0
    outstanding_minor: int = 0
    credit_minor: int = 0
    open_invoices: int = 0
    last_payment_on: date | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to keep."""
        return self == Balance()


@dataclass(slots=True)
class Counted:
    """What counting gives for some customers, and what is stored."""

    balances: dict[Key, Balance]
    stored: dict[Key, sa.Row[*tuple[Any, ...]]]
    # Open invoices and revenue in the organization's currency, by customer.
    totals: dict[int, tuple[int, int]]
    stored_totals: dict[int, tuple[int, int]]


def recount(session: Session, customer_ids: Iterable[int]) -> None:
    """Set the balances of these customers to what counting gives; call it after a flush."""
    for ids in _chunks(sorted(set(customer_ids))):
        _keep(session, _counted(session, ids))


def recount_billed(session: Session, customer_ids: Iterable[int]) -> None:
    """The same where only invoices came: all else stays as it is stored, and is not counted."""
    for ids in _chunks(sorted(set(customer_ids))):
        counted = _stored(session, ids)
        billed: dict[Key, Balance] = {}
        _count_invoices(session, ids, billed)
        for key, row in counted.stored.items():
            counted.balances[key] = Balance(**_values(row))
        for key, found in billed.items():
            balance = counted.balances.setdefault(key, Balance())
            balance.outstanding_minor = found.outstanding_minor
            balance.open_invoices = found.open_invoices
        for one in ids:
            counted.totals[one] = (0, counted.stored_totals[one][1])
        for (one, _currency), balance in counted.balances.items():
            opened, revenue = counted.totals[one]
            counted.totals[one] = (opened + balance.open_invoices, revenue)
        _keep(session, counted)


def wrong(session: Session) -> list[int]:
    """The customers whose balances are not what counting gives."""
    found: list[int] = []
    for ids in _chunks(_with_documents(session)):
        counted = _counted(session, ids)
        odd = {customer for customer, _currency in _differing(counted)}
        odd |= {key for key, pair in counted.totals.items() if counted.stored_totals[key] != pair}
        found += sorted(odd)
    return found


def _with_documents(session: Session) -> list[int]:
    """Whoever has documents or balances."""
    counters = sa.or_(Customer.open_invoices != 0, Customer.revenue_minor != 0)
    either = sa.union(
        sa.select(V.customer_id).where(V.state != InvoiceState.DRAFT),
        sa.select(P.customer_id),
        sa.select(B.customer_id),
        sa.select(Customer.id).where(counters),
    )
    return sorted(session.scalars(either))


def _counted(session: Session, ids: Sequence[int]) -> Counted:
    balances: dict[Key, Balance] = {}
    revenue = dict.fromkeys(ids, 0)
    _count_invoices(session, ids, balances)
    _count_payments(session, ids, balances, revenue)
    _count_paid_out(session, ids, balances, revenue)
    counted = _stored(session, ids)
    counted.balances = kept = {key: one for key, one in balances.items() if not one.is_blank}
    opened = dict.fromkeys(ids, 0)
    for (customer_id, _currency), found in kept.items():
        opened[customer_id] += found.open_invoices
    counted.totals = {key: (opened[key], revenue[key]) for key in ids}
    return counted


def _stored(session: Session, ids: Sequence[int]) -> Counted:
    """What is stored, with nothing counted yet."""
    rows = session.execute(sa.select(bulk.table_of(B)).where(among(session, B.customer_id, ids)))
    now = session.execute(
        sa.select(Customer.id, Customer.open_invoices, Customer.revenue_minor).where(
            among(session, Customer.id, ids)
        )
    )
    return Counted(
        {},
        {(row.customer_id, row.currency): row for row in rows},
        {},
        {key: (count, minor) for key, count, minor in now},
    )


def _count_invoices(session: Session, ids: Sequence[int], to: dict[Key, Balance]) -> None:
    is_open = sa.and_(V.kind == InvoiceKind.INVOICE, V.status.in_(sorted(OPEN)))
    is_credit = V.kind == InvoiceKind.CREDIT_NOTE
    rows = session.execute(
        sa.select(
            V.customer_id,
            V.currency,
            sa.func.sum(sa.case((is_open, V.owed_minor), else_=0)),
            sa.func.sum(sa.case((is_open, 1), else_=0)),
            sa.func.sum(sa.case((is_credit, V.owed_minor), else_=0)),
        )
        .where(among(session, V.customer_id, ids), V.state == InvoiceState.ISSUED)
        .group_by(V.customer_id, V.currency)
    )
    for customer_id, currency, owed, many, credit in rows:
        found = to.setdefault((customer_id, currency), Balance())
        found.outstanding_minor, found.open_invoices = int(owed), int(many)
        found.credit_minor += int(credit)


def _count_payments(
    session: Session, ids: Sequence[int], to: dict[Key, Balance], revenue: dict[int, int]
) -> None:
    kept = sa.case((P.state == PaymentState.SUCCEEDED, P.received_on))
    rows = session.execute(
        sa.select(
            P.customer_id,
            P.currency,
            sa.func.sum(P.amount_minor - P.refunded_minor),
            sa.func.sum(P.unapplied_minor),
            sa.func.max(kept),
            sa.func.sum(P.base_minor),
        )
        .where(among(session, P.customer_id, ids), P.state.in_(sorted(RECEIVED)))
        .group_by(P.customer_id, P.currency)
    )
    for customer_id, currency, brought, left, last, base in rows:
        found = to.setdefault((customer_id, currency), Balance())
        found.revenue_minor += int(brought)
        found.credit_minor += int(left)
        found.last_payment_on = last
        revenue[customer_id] += int(base or 0)


def _count_paid_out(
    session: Session, ids: Sequence[int], to: dict[Key, Balance], revenue: dict[int, int]
) -> None:
    """What was given back of credit notes is revenue no more."""
    rows = session.execute(
        sa.select(V.customer_id, V.currency, Refund.amount_minor, Refund.on_date)
        .join(Refund, Refund.credit_id == V.id)
        .where(among(session, V.customer_id, ids))
    ).all()
    if not rows:
        return
    book = Book(session, {row.currency for row in rows})
    for customer_id, currency, minor, day in rows:
        to.setdefault((customer_id, currency), Balance()).revenue_minor -= minor
        revenue[customer_id] -= book.in_base(Money(minor, currency), day) or 0


def _differing(counted: Counted) -> Iterator[Key]:
    for key in {*counted.balances, *counted.stored}:
        row, found = counted.stored.get(key), counted.balances.get(key)
        if row is None or found is None or _values(found) != _values(row):
            yield key


def _values(found: Any) -> dict[str, Any]:
    return {name: getattr(found, name) for name in _FIGURES}


def _keep(session: Session, counted: Counted) -> None:
    table = bulk.table_of(B)
    added, changed, gone = [], [], []
    for key in sorted(_differing(counted)):
        row, found = counted.stored.get(key), counted.balances.get(key)
        if found is None:
            gone.append(counted.stored[key].id)
        elif row is None:
            added.append({"customer_id": key[0], "currency": key[1], **_values(found)})
        else:
            changed.append({"_id": row.id, **_values(found)})
    if gone:
        session.execute(sa.delete(table).where(table.c.id.in_(gone)))
    if changed:
        session.execute(_setting(table, _FIGURES), changed)
    if added:
        session.execute(sa.insert(table), added)
    _keep_totals(session, counted.totals, counted.stored_totals)


def _keep_totals(
    session: Session, totals: Mapping[int, tuple[int, int]], stored: Mapping[int, tuple[int, int]]
) -> None:
    names = ("open_invoices", "revenue_minor")
    changed = [
        {"_id": key, **dict(zip(names, totals[key], strict=True))}
        for key, pair in stored.items()
        if totals[key] != pair
    ]
    if changed:
        session.execute(_setting(bulk.table_of(Customer), names), changed)


def _setting(table: sa.Table, names: Sequence[str]) -> sa.Update:
    values: dict[str, Any] = {name: sa.bindparam(name) for name in names}
    return sa.update(table).where(table.c.id == sa.bindparam("_id")).values(values)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
