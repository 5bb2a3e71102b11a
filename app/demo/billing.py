"""Bills the demo's customers for the last months, and lets most of them pay."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit, bulk, numbers
from app.core.access import Actor
from app.core.audit import Change, plain
from app.core.batch import among, told
from app.core.clock import add_months
from app.core.folding import fold, search_text, sort_key
from app.core.money import Money
from app.core.progress import Progress
from app.customers.following import found_by
from app.customers.model import Customer, CustomerHold
from app.customers.schemas import HoldReason
from app.demo.orders import METHODS
from app.demo.story import Days
from app.invoices import crediting, editing, planning, queries, running, states
from app.invoices.drafts import CreditDraft, InvoiceDraft, LineDraft
from app.invoices.gathering import Wanted
from app.invoices.model import Invoice
from app.invoices.schemas import InvoiceState
from app.orders.model import Order
from app.orders.schemas import OrderPayment
from app.payments import following
from app.payments.model import Allocation, Payment
from app.payments.schemas import PaymentState

SEED = 20261104
MONTHS = 12
# Of so many hundredth parts: who pays nothing, a part, too much; the rest pays what is due.
_NOTHING, _PART, _MORE = 0.05, 0.08, 0.11
_EARLY = 0.3
_CHUNK = 1000
Rows = list[dict[str, Any]]


def bill(session: Session, actor: Actor, days: Days, ids: Sequence[int]) -> int:
    """Bill these customers month by month, let them pay, and return how many invoices.

    Every month is billed by the run the program has for it, on the month's last day.
    """
    if not ids:
        return 0
    now = session.info["now"]
    first = add_months(days.base.date().replace(day=1), -MONTHS)
    try:
        for step in range(MONTHS):
            month = add_months(first, step)
            last = planning.last_day(month)
            session.info["now"] = datetime.combine(last, time(15), UTC)
            plan = planning.plan(session, Wanted(actor, last, ids), Progress())
            if plan.invoices:
                running.make(session, plan, month, issue=True, progress=Progress())
    finally:
        session.info["now"] = now
    session.expire_all()
    _Payers(session, days).pay()
    _take_back(session, actor)
    following.follow_documents(session, ids)
    return int(session.scalar(sa.select(sa.func.count()).select_from(Invoice)) or 0)


class _Payers:
    """Decides who pays what and when, the same on every run."""

    def __init__(self, session: Session, days: Days) -> None:
        self._session, self._rng = session, Random(SEED)  # noqa: S311 - nothing to keep secret
        self._last, self._today = days.base.date(), queries.today(session)
        self._payments, self._allocations = Rows(), Rows()
        self._changed: Rows = []

    def pay(self) -> None:
        """Write payments with what they pay, and what follows for the invoices."""
        columns = (
            Invoice.id, Invoice.customer_id, Invoice.kind, Invoice.number, Invoice.currency,
            Invoice.issued_on, Invoice.due_on, Invoice.total_minor,
        )  # fmt: skip
        held, paid_for = self._held(), self._ordered()
        for row in self._session.execute(sa.select(*columns).order_by(Invoice.id)):
            minor = self._amount(row, held, paid_for.get(row.id))
            self._one(row, minor)
        self._write()

    def _held(self) -> frozenset[int]:
        """Who is suspended for not paying, and so has not paid."""
        asked = sa.select(CustomerHold.customer_id).where(
            CustomerHold.reason == HoldReason.PAYMENT, CustomerHold.released_at.is_(None)
        )
        return frozenset(self._session.scalars(asked))

    def _ordered(self) -> Mapping[int, set[OrderPayment]]:
        """How the orders on each invoice were paid."""
        found: dict[int, set[OrderPayment]] = {}
        asked = sa.select(Order.invoice_id, Order.payment_status)
        for invoice_id, paid in self._session.execute(asked):
            if invoice_id is not None:
                found.setdefault(invoice_id, set()).add(paid)
        return found

    def _amount(
        self, row: sa.Row[*tuple[Any, ...]], held: frozenset[int], orders: set[OrderPayment] | None
    ) -> int:
        """How much of an invoice was paid, in minor units; 0 for nothing."""
        luck, total = self._rng.random(), int(row.total_minor)
        if orders and OrderPayment.PAID in orders:
            return total
        late = row.due_on < self._last
        if row.customer_id in held and row.issued_on > self._last - timedelta(days=100):
            return 0
        if not late:
            part = max(1, total // 2) if luck < _EARLY + _PART else 0
            return total if luck < _EARLY else part
        if luck < _NOTHING and row.issued_on > self._last - timedelta(days=130):
            return 0
        if luck < _PART:
            return max(1, total // 2)
        return total + 1000 if luck < _MORE else total

    def _one(self, row: sa.Row[*tuple[Any, ...]], minor: int) -> None:
        """Note a payment, and where the invoice stands."""
        rng, total = self._rng, int(row.total_minor)
        earliest = min(row.issued_on + timedelta(days=1), self._last)
        latest = min(row.due_on + timedelta(days=9), self._last)
        on = earliest + timedelta(days=rng.randint(0, max(0, (latest - earliest).days)))
        used = min(minor, total)
        status, owed = states.standing(
            row.kind, InvoiceState.ISSUED, (total, used, 0), row.due_on, self._today
        )
        self._changed.append(
            {"_id": row.id, "paid_minor": used, "status": status, "owed_minor": owed}
        )
        uid = str(UUID(int=rng.getrandbits(128), version=4))
        method = METHODS[row.customer_id % len(METHODS)]
        if minor <= 0:
            return
        self._payments.append(
            {
                "uid": uid, "customer_id": row.customer_id, "state": PaymentState.SUCCEEDED,
                "received_on": on, "method": method, "reference": row.number or "",
                "amount_minor": minor, "currency": row.currency, "allocated_minor": used,
                "unapplied_minor": minor - used, "base_minor": minor,
                "invoice": row.id,
            }
        )  # fmt: skip

    def _write(self) -> None:
        self._payments.sort(key=lambda row: row["received_on"])
        count = len(self._payments)
        codes = numbers.take(self._session, "payments", count) if count else []
        for start in range(0, len(self._payments), _CHUNK):
            self._insert(self._payments[start : start + _CHUNK], codes[start : start + _CHUNK])
        table = bulk.table_of(Invoice)
        setting = sa.update(table).where(table.c.id == sa.bindparam("_id"))
        names = ("paid_minor", "status", "owed_minor")
        if self._changed:
            self._session.connection().execute(
                setting.values({name: sa.bindparam(f"_{name}") for name in names}),
                [
                    {"_id": row["_id"], **{f"_{name}": row[name] for name in names}}
                    for row in self._changed
                ],
            )

    def _insert(self, rows: Rows, codes: Sequence[str]) -> None:
        session = self._session
        asked = sa.select(Customer).where(
            among(session, Customer.id, sorted({row["customer_id"] for row in rows}))
        )
        whose = {one.id: one for one in session.scalars(asked)}
        payments, allocations = Rows(), Rows()
        keys = bulk.next_ids(session, Payment, len(rows))
        for values, code, key in zip(rows, codes, keys, strict=True):
            invoice_id = values.pop("invoice")
            stamps = self._stamps(values["received_on"])
            own = search_text([code, values["reference"], values["method"]])
            customer = whose[values["customer_id"]]
            payments.append(
                bulk.blank(Payment) | stamps | values | {
                    "id": key, "number": code, "method_key": sort_key(values["method"]),
                    "reference_norm": fold(values["reference"]), "own_text": own,
                    "customer_key": customer.name_key, "search_text": found_by(own, customer),
                }
            )  # fmt: skip
            allocations.append(
                bulk.blank(Allocation) | stamps | {
                    "payment_id": key, "invoice_id": invoice_id,
                    "amount_minor": values["allocated_minor"], "on_date": values["received_on"],
                }
            )  # fmt: skip
        made = bulk.next_ids(session, Allocation, len(allocations))
        for values, key in zip(allocations, made, strict=True):
            values["id"] = key
        bulk.insert(session, Payment, payments)
        bulk.insert(session, Allocation, allocations)
        for values in payments:
            audit.record(session, _told_of(values))

    def _stamps(self, day: date) -> dict[str, Any]:
        at, name = datetime.combine(day, time(10), UTC), self._session.info["actor"].name
        return {"created_at": at, "created_by": name, "updated_at": at, "updated_by": name}


def _told_of(values: Mapping[str, Any]) -> Change:
    fields = {
        name: [None, plain(values[name])]
        for name in told(Payment, "created")
        if values[name] not in {None, ""}
    }
    return Change("created", "payments", values["id"], "payments", values["id"], fields)


def _take_back(session: Session, actor: Actor) -> None:
    """One of each that seldom happens: a credit note, one void, one written off, a draft."""
    today, actor_sees = queries.today(session), queries.visible(actor)
    asked = (
        sa.select(Invoice.id, Invoice.customer_id)
        .join(Customer, Customer.id == Invoice.customer_id)
        .where(Invoice.paid_minor == 0, Customer.deleted_at.is_(None), *actor_sees)
    )
    newest = session.execute(asked.order_by(Invoice.id.desc()).limit(3)).all()
    if len(newest) < len(("credited", "void", "drafted")):
        return
    oldest = session.execute(asked.order_by(Invoice.id).limit(1)).one()
    credited, voided, drafted = newest
    crediting.credit(session, actor, credited.id, CreditDraft("Billed twice by mistake"), today)
    crediting.end(session, actor, (voided.id, InvoiceState.VOID), "Sent by mistake", today)
    if oldest not in newest:
        lost = (oldest.id, InvoiceState.WRITTEN_OFF)
        crediting.end(session, actor, lost, "The firm was wound up", today)
    editing.create(session, actor, _draft(drafted.customer_id), today)


def _draft(customer_id: int) -> InvoiceDraft:
    lines = (
        LineDraft("Workshop on site", 2, Money(120_000, "EUR")),
        LineDraft("Travel", 1, Money(18_450, "EUR"), discount=Money(1_000, "EUR")),
    )
    return InvoiceDraft(customer_id, "EUR", lines, reference="Offer 2026-17")
