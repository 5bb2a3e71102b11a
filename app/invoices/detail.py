"""Gathers everything an invoice says, for its window and its paper."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.parties import buyer_of, seller_of
from app.core.access import Actor
from app.core.errors import NotFound
from app.core.folding import sort_key
from app.core.money import Money
from app.core.text import _
from app.customers.model import Customer
from app.invoices import crediting, queries
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.schemas import (
    InvoiceDetail,
    InvoiceKind,
    InvoiceLineRow,
    InvoiceState,
    Related,
    UsagePart,
)
from app.invoices.totals import tax_shown

_SAME = (
    "id", "version", "uid", "kind", "customer_id", "state", "status", "currency", "rounding",
    "issued_on", "due_on", "terms_days", "period_start", "period_end", "automatic", "reference",
    "note", "reason", "run_id", "content_hash", "issued_at", "ended_at", "created_at",
    "created_by", "updated_at", "updated_by",
)  # fmt: skip
# Digits of what is no id any more.
_LONG = 10
_SAME_OF_LINES = (
    "id", "position", "kind", "name", "sku", "period_start", "period_end", "quantity",
    "tax_category", "tax_name", "tax_ppm", "subscription_id", "order_id", "for_customer_id",
)  # fmt: skip


def detail(session: Session, found: Invoice) -> InvoiceDetail:
    """One invoice with its lines and whatever it has to do with."""
    customer = session.get_one(Customer, found.customer_id)
    draft = found.state is InvoiceState.DRAFT

    def money(minor: int) -> Money:
        return Money(minor, found.currency)

    return InvoiceDetail(
        **{name: getattr(found, name) for name in _SAME},
        number=found.number or "",
        customer=customer.name,
        buyer=buyer_of(session, customer) if draft else found.buyer,
        seller=seller_of(session) if draft else found.seller,
        lines=_lines(session, found),
        taxes=tuple(tax_shown(row, found.currency) for row in found.taxes),
        net=money(found.net_minor),
        tax=money(found.tax_minor),
        total=money(found.total_minor),
        paid=money(found.paid_minor),
        credited=money(found.credited_minor),
        owed=money(found.owed_minor),
        credits=_related(session.get(Invoice, found.credits_id or 0)),
        credit_notes=tuple(filter(None, map(_related, _credit_notes(session, found)))),
    )


def find(session: Session, actor: Actor, number: str) -> int:
    """The id of the document of that number; a draft, which has none, is known by its id.

    Raises:
        NotFound: it is not there, or not for this actor to see.
    """
    text = number.strip()
    seen = sa.select(Invoice.id).where(*queries.visible(actor))
    named = Invoice.number_key == (sort_key(text) or "")
    found = session.scalar(seen.where(named, Invoice.number.is_not(None)))
    if found is None and text.isascii() and text.isdigit() and len(text) < _LONG:
        found = session.scalar(seen.where(Invoice.id == int(text)))
    if found is None:
        raise NotFound(
            _("There is no invoice %s, or it is not yours to see. Check the number.") % text
        )
    return found


def usage_part(stored: dict[str, Any]) -> UsagePart:
    """A figure behind a usage line, as it is stored."""
    on = stored.get("on")
    return UsagePart(stored["kind"], stored["quantity"], date.fromisoformat(on) if on else None)


def as_stored(part: UsagePart) -> dict[str, Any]:
    """A figure behind a usage line, to be stored."""
    stored: dict[str, Any] = {"kind": part.kind, "quantity": part.quantity}
    return stored | ({"on": part.on.isoformat()} if part.on else {})


def _lines(session: Session, found: Invoice) -> tuple[InvoiceLineRow, ...]:
    rows = queries.lines_of(session, found.id)
    whose = {row.for_customer_id for row in rows if row.for_customer_id}
    names: dict[int, str | None] = {
        row.id: row.name
        for row in session.execute(
            sa.select(Customer.id, Customer.name).where(Customer.id.in_(whose))
        )
    }
    credited = (
        crediting.gone_back(session, found, rows) if found.kind is InvoiceKind.INVOICE else {}
    )

    def shown(row: InvoiceLine) -> InvoiceLineRow:
        def money(minor: int) -> Money:
            return Money(minor, found.currency)

        return InvoiceLineRow(
            **{name: getattr(row, name) for name in _SAME_OF_LINES},
            detail=tuple(map(usage_part, row.detail)),
            unit=money(row.unit_minor),
            discount=money(row.discount_minor),
            net=money(row.net_minor),
            tax=money(row.tax_minor),
            total=money(row.net_minor + row.tax_minor),
            credited=money(credited.get(row.id, (0, 0))[0]),
            for_customer=names.get(row.for_customer_id or 0),
        )

    return tuple(map(shown, rows))


def _credit_notes(session: Session, found: Invoice) -> list[Invoice]:
    issued = sa.select(Invoice).where(
        Invoice.credits_id == found.id, Invoice.state == InvoiceState.ISSUED
    )
    return list(session.scalars(issued.order_by(Invoice.id)))


def _related(found: Invoice | None) -> Related | None:
    if found is None:
        return None
    total = Money(found.total_minor, found.currency)
    return Related(found.id, found.number or "", total, found.issued_on)
