"""Makes the invoices of a plan, many at a time, past the ORM; the trail is told of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import BillingProfile
from app.billing.parties import buyers_of, seller_of
from app.core import bulk
from app.core.audit import PLAIN, Change, plain
from app.core.batch import among, told
from app.core.clock import add_months
from app.core.db import Entity
from app.core.errors import Conflict
from app.core.folding import search_text, sort_key
from app.core.progress import Progress
from app.core.text import _
from app.core.trail import Trail
from app.customers.following import found_by
from app.customers.model import Customer
from app.invoices import events, issuing, parties, queries, states
from app.invoices.content import content_hash
from app.invoices.model import BillingClaim, BillingRun, Invoice, InvoiceLine
from app.invoices.planning import Plan, Planned
from app.invoices.schemas import InvoiceKind, InvoiceState
from app.orders.model import Order
from app.organization.service import current

CHUNK = 1000
Row = dict[str, Any]
_LINE = (
    "name", "quantity", "unit_minor", "discount_minor", "net_minor", "kind", "sku",
    "tax_category", "tax_name", "tax_ppm", "period_start", "period_end", "subscription_id",
    "order_id", "for_customer_id", "detail",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """What a run made."""

    run_id: int
    first_number: str
    last_number: str


def make(session: Session, plan: Plan, month: date, *, issue: bool, progress: Progress) -> Made:
    """Make the invoices of a plan, and issue them if asked.

    Raises:
        Cancelled: `progress` was.
        Conflict: an order was put on another invoice meanwhile.
    """
    run = BillingRun(
        month=month,
        at=session.info["now"],
        by=session.info["actor"].name,
        issued=issue,
        invoices=len(plan.invoices),
        totals={one.currency: one.minor for one in plan.totals},
    )
    session.add(run)
    session.flush()
    making = _Making(session, run.id, month, plan.orders)
    whose = sorted({one.party.customer_id for one in plan.invoices})
    _lock(session, whose)
    numbers = []
    with Trail(session) as trail:
        trail.tell([_told_of(run)])
        if issue and plan.invoices:
            today = queries.today(session)
            kind = InvoiceKind.INVOICE
            numbers = issuing.numbers(session, kind, today.year, len(plan.invoices))
        for start in range(0, len(plan.invoices), CHUNK):
            chunk = plan.invoices[start : start + CHUNK]
            trail.tell(making.write(chunk, numbers[start : start + CHUNK]))
            progress.report(start + len(chunk), len(plan.invoices))
        if issue:
            for start in range(0, len(whose), CHUNK):
                events.tell_billed(session, whose[start : start + CHUNK])
        trail.close(Progress())
    return Made(run.id, numbers[0] if numbers else "", numbers[-1] if numbers else "")


def _lock(session: Session, ids: Sequence[int]) -> None:
    """Lock customers in their order, before anything of theirs, as everybody does."""
    for start in range(0, len(ids), CHUNK):
        table = bulk.table_of(Customer)
        whose = among(session, table.c.id, ids[start : start + CHUNK])
        session.execute(sa.select(table.c.id).where(whose).order_by(table.c.id).with_for_update())


class _Making:
    """Writes invoices in chunks."""

    def __init__(
        self, session: Session, run_id: int, month: date, orders: Mapping[int, int]
    ) -> None:
        self._session, self._run_id, self._orders = session, run_id, orders
        self._period = (month, add_months(month, 1))
        self._today = queries.today(session)
        self._terms = current(session).payment_terms_days
        self._rounding = parties.rounding(session)
        self._seller = seller_of(session)
        now, name = session.info["now"], session.info["actor"].name
        stamps = {"created_at": now, "updated_at": now, "created_by": name, "updated_by": name}
        self._blank = {kind: bulk.blank(kind) | stamps for kind in (Invoice, InvoiceLine)}

    def write(self, chunk: Sequence[Planned], numbers: Sequence[str]) -> list[Change]:
        """Write some invoices, under these numbers or as drafts; what to tell of them."""
        session = self._session
        customers = parties.load(session, {one.party.customer_id for one in chunk})
        ids = bulk.next_ids(session, Invoice, len(chunk))
        invoices = [
            self._invoice(one, row_id, customers[one.party.customer_id][0])
            for one, row_id in zip(chunk, ids, strict=True)
        ]
        lines = self._lines(chunk, ids)
        if numbers:
            self._issue(invoices, lines, numbers, customers)
        # Written once, as they are issued: no line may be added to an invoice after that.
        with bulk.children_first(session, InvoiceLine, "invoice_id"):
            bulk.insert(session, InvoiceLine, lines)
            bulk.insert(session, Invoice, invoices)
        bulk.insert(session, BillingClaim, list(_claims(chunk, ids)))
        self._take_orders(chunk, ids)
        return [*_told(Invoice, invoices), *_told(InvoiceLine, lines)]

    def _invoice(self, one: Planned, row_id: int, customer: Customer) -> Row:
        return {
            **self._blank[Invoice],
            "id": row_id,
            "uid": str(uuid4()),
            "customer_id": one.party.customer_id,
            "run_id": self._run_id,
            "currency": one.currency,
            "rounding": self._rounding,
            "terms_days": one.party.terms_days,
            "period_start": self._period[0],
            "period_end": self._period[1],
            "automatic": one.party.automatic,
            "buyer": {},
            "seller": {},
            "taxes": one.totals.stored,
            "net_minor": one.totals.net_minor,
            "tax_minor": one.totals.tax_minor,
            "total_minor": one.totals.total_minor,
            "customer_key": customer.name_key,
            "search_text": found_by("", customer),
        }

    def _lines(self, chunk: Sequence[Planned], ids: Sequence[int]) -> list[Row]:
        count = sum(len(one.lines) for one in chunk)
        keys = iter(bulk.next_ids(self._session, InvoiceLine, count))
        return [
            {
                **self._blank[InvoiceLine],
                "id": next(keys),
                "invoice_id": invoice_id,
                "position": place,
                "tax_minor": tax,
                **{name: getattr(line, name) for name in _LINE},
            }
            for one, invoice_id in zip(chunk, ids, strict=True)
            for place, (line, tax) in enumerate(zip(one.lines, one.totals.line_taxes, strict=True))
        ]

    def _take_orders(self, chunk: Sequence[Planned], ids: Sequence[int]) -> None:
        taken = [
            {"_id": order_id, "_invoice": invoice_id, "_version": self._orders[order_id]}
            for one, invoice_id in zip(chunk, ids, strict=True)
            for order_id in one.order_ids
        ]
        if not taken:
            return
        table = bulk.table_of(Order)
        changed = self._session.connection().execute(
            sa.update(table)
            .where(
                table.c.id == sa.bindparam("_id"),
                table.c.version == sa.bindparam("_version"),
                table.c.invoice_id.is_(None),
            )
            .values(invoice_id=sa.bindparam("_invoice")),
            taken,
        )
        if changed.rowcount != len(taken):
            raise Conflict(
                _("Somebody changed an order meanwhile. Nothing was billed; look again first.")
            )

    def _issue(
        self,
        invoices: Sequence[Row],
        lines: Sequence[Row],
        numbers: Sequence[str],
        customers: Mapping[int, tuple[Customer, BillingProfile | None]],
    ) -> None:
        """Let rows be of issued invoices; they are not written yet."""
        by_invoice: dict[int, list[Row]] = {}
        for line in lines:
            by_invoice.setdefault(line["invoice_id"], []).append(line)
        buyers = buyers_of(self._session, [one for one, _profile in customers.values()])
        for row, number in zip(invoices, numbers, strict=True):
            customer = customers[row["customer_id"]][0]
            terms = self._terms if row["terms_days"] is None else row["terms_days"]
            due_on = self._today + timedelta(days=terms)
            amounts = (row["total_minor"], 0, 0)
            status, owed = states.standing(
                row["kind"], InvoiceState.ISSUED, amounts, due_on, self._today
            )
            own_text = search_text([number, row["reference"]])
            row |= {
                "number": number, "state": InvoiceState.ISSUED, "issued_on": self._today,
                "issued_at": self._session.info["now"], "terms_days": terms, "due_on": due_on,
                "buyer": buyers[customer.id], "seller": self._seller,
                "status": status, "owed_minor": owed, "number_key": sort_key(number) or "",
                "own_text": own_text, "search_text": found_by(own_text, customer),
            }  # fmt: skip
            row["content_hash"] = content_hash(row, by_invoice[row["id"]])


def _claims(chunk: Sequence[Planned], ids: Sequence[int]) -> Iterator[Row]:
    """What the invoices claim; an order is claimed once for all its lines."""
    for one, invoice_id in zip(chunk, ids, strict=True):
        amounts: dict[str, Row] = {}
        for line in one.lines:
            row = amounts.setdefault(
                line.source,
                {
                    "source": line.source, "invoice_id": invoice_id,
                    "subscription_id": line.subscription_id, "currency": one.currency,
                    "amount_minor": 0,
                },
            )  # fmt: skip
            row["amount_minor"] += line.net_minor
        yield from amounts.values()


def _told(entity: type[Entity], rows: Sequence[Row]) -> Iterator[Change]:
    """What the trail says of new rows, however many steps made them."""
    names = told(entity, "created")
    subject, key = entity.audit_subject or (entity.__tablename__, "id")
    for row in rows:
        fields = {
            name: [None, kept if type(kept) in PLAIN else plain(kept)]
            for name in names
            if (kept := row[name]) is not None
        }
        yield Change("created", entity.__tablename__, row["id"], subject, row[key], fields)


def _told_of(run: BillingRun) -> Change:
    fields: dict[str, list[Any]] = {
        "month": [None, run.month.isoformat()],
        "issued": [None, run.issued],
        "invoices": [None, run.invoices],
        "totals": [None, run.totals],
    }
    return Change("created", "billing_runs", run.id, "billing_runs", run.id, fields)
