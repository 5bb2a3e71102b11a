"""Imports payments that were received, as a bank or another program lists them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.clock import time_zone
from app.core.errors import Conflict, Invalid
from app.core.folding import fold
from app.core.progress import Progress
from app.core.text import N_, _
from app.customers.model import Customer
from app.exchange.plans import Label
from app.exchange.tables import amounts, values
from app.exchange.tables.owners import CLIENT_ID, EMAIL, Owners
from app.exchange.tables.target import (
    Judge,
    Judged,
    TableField,
    TableRow,
    Target,
    blamed,
    reported,
)
from app.invoices.model import Invoice
from app.organization.service import current
from app.payments import recording
from app.payments.drafts import PaymentDraft, Share
from app.payments.model import Payment
from app.payments.schemas import PaymentState

FIELDS = {
    "client_id": CLIENT_ID,
    "email": EMAIL,
    "received_on": TableField(N_("Received on"), (
        "received", "receivedon", "paymentdate", "paidon", "paid", "date", "valuedate",
        "bookingdate", "zahlungsdatum", "buchungstag", "datum",
    )),
    "amount": TableField(N_("Amount"), ("amount", "paidamount", "total", "sum", "betrag")),
    "currency": amounts.CURRENCY,
    "method": TableField(N_("Method"), ("paymentmethod", "type", "zahlungsart")),
    "reference": TableField(N_("Reference"), (
        "ref", "transactionid", "transaction", "paymentreference", "verwendungszweck",
    )),
    "invoice": TableField(N_("Invoice number"), (
        "invoicenumber", "invoiceno", "invoiceid", "invoice", "rechnungsnummer",
    )),
    "note": TableField(N_("Note"), ("notes", "comment", "description", "notiz")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _New:
    """A payment to record; `invoice_id` is the only one it is to pay."""

    draft: PaymentDraft
    invoice_id: int | None


class PaymentJudge(Judge):
    """Judges and writes rows of payments.

    The same customer, day, amount, currency and reference is the same payment: as many as
    are there already are unchanged, and only more of them are new.
    """

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        settings = current(session)
        self._zone, self._currency = settings.time_zone, settings.currency
        self._today = session.info["now"].astimezone(time_zone(self._zone)).date()
        self._owners, self._met = Owners(session, actor), Counter[PaymentDraft]()

    def called(self, row: TableRow) -> tuple[str, str]:
        """The amount, and whose it is."""
        return row.text("amount"), row.text("client_id") or row.text("email")

    def judge(self, row: TableRow) -> Judged:
        """Create, or nothing to do."""
        what = self._read(row)
        if problems := what.draft.problems():
            raise Invalid(problems)
        same = PaymentDraft(
            what.draft.customer_id, what.draft.amount, what.draft.received_on,
            reference=fold(what.draft.reference),
        )  # fmt: skip
        self._met[same] += 1
        if self._met[same] <= self._stored(same):
            return Judged(row, Label.UNCHANGED)
        return Judged(row, Label.CREATE, what=what)

    def write(self, decided: Sequence[Judged], progress: Progress) -> None:
        """Record the payments in the order of the file; each pays what it is to pay."""
        for key in sorted({one.what.draft.customer_id for one in decided}):
            self.session.get(Customer, key, with_for_update=True)
        for one in reported(decided, progress):
            with blamed(one):
                self._write(one.what)

    def _write(self, what: _New) -> None:
        draft = what.draft
        if what.invoice_id is not None and draft.amount is not None:
            found = self.session.get_one(Invoice, what.invoice_id)
            least = min(draft.amount.minor, found.owed_minor)
            share = Share(what.invoice_id, type(draft.amount)(least, draft.amount.currency))
            draft = PaymentDraft(
                draft.customer_id, draft.amount, draft.received_on, draft.method,
                reference=draft.reference, note=draft.note,
                shares=(share,) if least > 0 else (), again=True,
            )  # fmt: skip
        recording.record(self.session, self.actor, draft, self._today)

    def _stored(self, same: PaymentDraft) -> int:
        """How many payments are exactly that one."""
        if same.amount is None:
            return 0
        asked = sa.select(sa.func.count()).where(
            Payment.customer_id == same.customer_id,
            Payment.received_on == same.received_on,
            Payment.amount_minor == same.amount.minor,
            Payment.currency == same.amount.currency,
            Payment.reference_norm == same.reference,
            Payment.state != PaymentState.FAILED,
        )
        return self.session.scalar(asked) or 0

    def _read(self, row: TableRow) -> _New:
        currency = amounts.currency_of(row, self._currency)
        at = values.moment(row, "received_on", self._zone)
        if at is None:
            raise Invalid({"received_on": _("Enter the day it was received.")})
        day = at.astimezone(time_zone(self._zone)).date()
        if day > self._today:
            raise Invalid({"received_on": _("It cannot be received in the future. Check the day.")})
        customer_id = amounts.customer_of(self._owners, row)
        draft = PaymentDraft(
            customer_id,
            amounts.amount(row, "amount", currency),
            day,
            row.text("method"),
            reference=row.text("reference"),
            note=row.text("note"),
            again=True,
        )
        return _New(draft, self._invoice(row, customer_id, currency))

    def _invoice(self, row: TableRow, customer_id: int, currency: str) -> int | None:
        """The invoice a row names.

        Raises:
            Invalid: there is none, or it is somebody else's, or in another currency.
        """
        if not (number := row.text("invoice")):
            return None
        found = self.session.scalar(sa.select(Invoice).where(Invoice.number == number))
        if found is None or found.customer_id != customer_id:
            said = _("This customer has no invoice %s. Correct the number, or clear it.")
            raise Invalid({"invoice": said % number})
        if found.currency != currency:
            said = _("Invoice %(number)s is in %(currency)s. Correct the currency or the number.")
            raise Conflict(said % {"number": number, "currency": found.currency})
        return found.id


PAYMENTS = Target(
    "payments", Permission.BILLING_IMPORT, FIELDS, ("received_on", "amount"), PaymentJudge
)  # fmt: skip
