"""Imports invoices that were issued elsewhere, one row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.clock import time_zone
from app.core.errors import Conflict, Invalid
from app.core.money import Money
from app.core.progress import Progress
from app.core.text import N_, _
from app.customers.model import Customer
from app.exchange.plans import Label
from app.exchange.seen import Seen
from app.exchange.tables import amounts, values
from app.exchange.tables.owners import CLIENT_ID, EMAIL, Owners
from app.exchange.tables.target import (
    Judge,
    Judged,
    TableField,
    TableRow,
    Target,
    blamed,
    changed_meanwhile,
    reported,
)
from app.invoices import events, recording
from app.invoices.drafts import InvoiceDraft, LineDraft
from app.invoices.model import Invoice
from app.invoices.recording import Elsewhere
from app.organization.service import current

FIELDS = {
    "number": TableField(N_("Invoice number"), (
        "invoicenumber", "invoiceno", "invoiceid", "invoice", "invoicenr", "number",
        "rechnungsnummer", "rechnung",
    )),
    "client_id": CLIENT_ID,
    "email": EMAIL,
    "issued_on": TableField(N_("Invoice date"), (
        "invoicedate", "issuedate", "issuedon", "issued", "date", "rechnungsdatum", "datum",
    )),
    "due_on": TableField(N_("Due on"), ("due", "duedate", "payby", "fallig", "falligam")),
    "total": TableField(N_("Total"), (
        "total", "totalamount", "amount", "grandtotal", "gross", "sum", "betrag", "summe", "brutto",
    )),
    "tax": TableField(N_("Tax in the total"), ("tax", "vat", "taxamount", "mwst", "ust")),
    "currency": amounts.CURRENCY,
    "description": TableField(N_("Description"), ("item", "what", "subject", "beschreibung")),
    "reference": TableField(N_("Reference"), ("ponumber", "purchaseorder", "yourreference")),
    "name": TableField(N_("Billing name"), ("billingname", "billto", "billingcompany")),
    "address_line1": TableField(N_("Billing address"), ("billingaddress", "billingstreet")),
    "city": TableField(N_("Billing city"), ("billingcity", "billingtown")),
    "state": TableField(N_("Billing state"), ("billingstate", "billingregion")),
    "postal_code": TableField(N_("Billing postal code"), (
        "billingpostalcode", "billingzip", "billingpostcode",
    )),
    "country": TableField(N_("Billing country"), ("billingcountry",)),
}  # fmt: skip
_ADDRESS = ("name", "address_line1", "city", "state", "postal_code")


@dataclass(frozen=True, slots=True)
class _New:
    """An invoice to take in."""

    customer_id: int
    draft: InvoiceDraft
    elsewhere: Elsewhere


class InvoiceJudge(Judge):
    """Judges and writes rows of invoices."""

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        settings = current(session)
        self._zone, self._currency = settings.time_zone, settings.currency
        self._today = session.info["now"].astimezone(time_zone(self._zone)).date()
        self._lines, self._owners = Seen(), Owners(session, actor)

    def called(self, row: TableRow) -> tuple[str, str]:
        """Its number, and whose it is."""
        return row.text("number"), row.text("client_id") or row.text("email")

    def judge(self, row: TableRow) -> Judged:
        """Create, or nothing to do: what was issued never changes."""
        number = row.text("number")
        if not number:
            raise Invalid({"number": _("Enter the number the invoice was issued with.")})
        if (other := self._lines.first(number, row.line)) != row.line:
            said = _("Line %d has the same number. An invoice is one row: keep one of the two.")
            raise Conflict(said % other)
        what = self._read(row, number)
        if problems := what.draft.problems():
            raise Invalid(problems)
        known = self.session.execute(
            sa.select(
                Invoice.customer_id, Invoice.issued_on, Invoice.total_minor, Invoice.currency
            ).where(Invoice.number == number)
        ).first()
        if known is None:
            return Judged(row, Label.CREATE, what=what)
        total = _total(what.draft)
        if tuple(known) == (
            what.customer_id, what.elsewhere.issued_on, total.minor, total.currency,
        ):  # fmt: skip
            return Judged(row, Label.UNCHANGED)
        said = _(
            "There is an invoice %s already, with another customer, day or total. An issued "
            "invoice never changes: leave the row out, or give it another number."
        )
        raise Conflict(said % number)

    def write(self, decided: Sequence[Judged], progress: Progress) -> None:
        """Take the invoices in, in the order of the file."""
        ids = sorted({one.what.customer_id for one in decided})
        held = {}
        for key in ids:
            found = self.session.get(Customer, key, with_for_update=True)
            if found is not None:
                held[key] = found
        for one in reported(decided, progress):
            with blamed(one):
                if (customer := held.get(one.what.customer_id)) is None:
                    raise changed_meanwhile()
                recording.record(self.session, customer, one.what.draft, one.what.elsewhere)
        events.tell_changed(self.session, ids)

    def _read(self, row: TableRow, number: str) -> _New:
        currency = amounts.currency_of(row, self._currency)
        total, tax = self._amounts(row, currency)
        issued, due = self._day(row, "issued_on"), self._day(row, "due_on")
        if issued is None:
            raise Invalid({"issued_on": _("Enter the day it was issued.")})
        if issued > self._today:
            said = _("It cannot have been issued in the future. Check the day.")
            raise Invalid({"issued_on": said})
        if due is not None and due < issued:
            raise Invalid({"due_on": _("It cannot be due before it was issued. Check both days.")})
        name = row.text("description") or _("Invoice %s") % number
        customer_id = amounts.customer_of(self._owners, row)
        draft = InvoiceDraft(
            customer_id,
            currency,
            (LineDraft(name[:300], 1, total - tax, tax=tax),),
            reference=row.text("reference"),
        )
        return _New(customer_id, draft, Elsewhere(number, issued, due, self._buyer(row)))

    def _amounts(self, row: TableRow, currency: str) -> tuple[Money, Money]:
        """The total, and the tax in it."""
        total = amounts.amount(row, "total", currency)
        tax = amounts.amount(row, "tax", currency) or Money(0, currency)
        if total is None:
            raise Invalid({"total": _("Enter the total.")})
        if total.minor < 0:
            said = _("A total cannot be negative. Leave the row out, and make a credit note.")
            raise Invalid({"total": said})
        if not 0 <= tax.minor <= total.minor:
            raise Invalid({"tax": _("The tax is part of the total. Check both amounts.")})
        return total, tax

    def _day(self, row: TableRow, field: str) -> date | None:
        at = values.moment(row, field, self._zone)
        return at.astimezone(time_zone(self._zone)).date() if at else None

    def _buyer(self, row: TableRow) -> dict[str, Any]:
        """Who was billed, as far as the row says; an address takes the place of the whole."""
        told = {name: row.text(name) for name in _ADDRESS}
        country = amounts.country_in(row, "country")
        if not any(told[name] for name in _ADDRESS[1:]) and not country:
            return {"name": told["name"]} if told["name"] else {}
        found: dict[str, Any] = {"address_line2": "", "country": country, **told}
        return found if told["name"] else {k: v for k, v in found.items() if k != "name"}


def _total(draft: InvoiceDraft) -> Money:
    [line] = draft.items
    zero = Money(0, draft.currency)
    return (line.unit or zero) + (line.tax or zero)


INVOICES = Target(
    "invoices", Permission.BILLING_IMPORT, FIELDS, ("number", "issued_on", "total"), InvoiceJudge
)  # fmt: skip
