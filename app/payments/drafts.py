"""What a person fills in about payments, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.billing.drafts import MOST_DIGITS
from app.core.draft import Draft
from app.core.money import Money
from app.core.text import N_, _
from app.payments.schemas import PaymentState

Lines = Mapping[str, tuple[int, str]]
_METHOD = {"method": (100, N_("Method")), "reference": (100, N_("Reference"))}
_NOTE = {"note": (10_000, N_("Note"))}


@dataclass(frozen=True, slots=True)
class Share:
    """So much of a payment or a credit note is to pay an invoice."""

    invoice_id: int
    amount: Money


@dataclass(frozen=True, slots=True)
class FixDraft(Draft):
    """What may be put right about a payment; its amount and its day stay."""

    method: str = ""
    method_id: int | None = None
    reference: str = ""
    note: str = ""

    lines: ClassVar[Lines] = _METHOD
    paragraphs: ClassVar[Lines] = _NOTE

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """No numbers money can be taken with."""
        return _method_problem(values["method"])


@dataclass(frozen=True, slots=True)
class PaymentDraft(Draft):
    """Money that came in, or is announced (PENDING).

    `received_on` None is today. `shares` None pays the oldest due invoices first, () leaves
    all of it as credit; what is announced pays nothing yet. `again` records it though the
    same amount with the same reference is there already.
    """

    customer_id: int | None = None
    amount: Money | None = None
    received_on: date | None = None
    method: str = ""
    method_id: int | None = None
    reference: str = ""
    note: str = ""
    state: PaymentState = PaymentState.SUCCEEDED
    shares: tuple[Share, ...] | None = None
    again: bool = False

    lines: ClassVar[Lines] = _METHOD
    paragraphs: ClassVar[Lines] = _NOTE

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Whose it is, how much, and where it goes."""
        found = _method_problem(values["method"])
        if values["customer_id"] is None:
            found["customer_id"] = _("Choose the customer.")
        if values["amount"] is None:
            found["amount"] = _("Enter the amount.")
        elif values["amount"].minor <= 0:
            found["amount"] = _(
                "Enter an amount above zero. To give money back, refund the payment it came with."
            )
        if values["state"] not in (PaymentState.SUCCEEDED, PaymentState.PENDING):
            found["state"] = _("A new payment was received, or is announced. Choose one of these.")
        if values["state"] is PaymentState.PENDING and values["shares"]:
            found["shares"] = _(
                "An announced payment pays nothing yet. It is allocated when it has arrived."
            )
        return found


@dataclass(frozen=True, slots=True)
class RefundDraft(Draft):
    """Money given back; `on_date` None is today.

    `reopen` allows for more than is left unapplied: it is taken off what the payment
    pays, the newest first, and those invoices are owed again.
    """

    amount: Money | None = None
    on_date: date | None = None
    reason: str = ""
    reference: str = ""
    reopen: bool = False

    lines: ClassVar[Lines] = {"reason": (300, N_("Reason")), "reference": (100, N_("Reference"))}
    required: ClassVar[Mapping[str, str]] = {"reason": N_("Say why, so that others understand.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """How much."""
        if values["amount"] is None:
            return {"amount": _("Enter the amount.")}
        if values["amount"].minor <= 0:
            return {"amount": _("Enter an amount above zero.")}
        return {}


def _method_problem(method: str) -> dict[str, str]:
    if sum(character.isdigit() for character in method) <= MOST_DIGITS:
        return {}
    said = _(
        "This looks like a card or account number, which must not be kept here. Say how it was "
        "paid, with at most the last four digits."
    )
    return {"method": said}
