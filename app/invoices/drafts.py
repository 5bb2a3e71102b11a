"""What a person fills in about an invoice or a credit note, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from app.billing.model import STANDARD
from app.core.currencies import is_currency
from app.core.draft import Draft
from app.core.errors import DeskError
from app.core.money import Money
from app.core.text import N_, _

MOST_UNITS = 1_000_000_000
MOST_LINES = 500
MOST_TERMS = 3650
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class LineDraft(Draft):
    """One line of a draft.

    `id` is that of a line that is there already. `tax` is the tax entered by hand; None
    reckons it from the rate of the buyer's country for `tax_category`.
    """

    name: str = ""
    quantity: int = 1
    unit: Money | None = None
    discount: Money | None = None
    tax: Money | None = None
    tax_category: str = STANDARD
    sku: str = ""
    id: int | None = None

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {
        "name": (300, N_("Name")),
        "sku": (60, N_("SKU")),
        "tax_category": (40, N_("Tax category")),
    }
    required: ClassVar[Mapping[str, str]] = {"name": N_("Say what this line is for.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What can be judged without the invoice's currency."""
        found = {}
        if not 1 <= values["quantity"] <= MOST_UNITS:
            found["quantity"] = _("The quantity must be between 1 and %s.") % f"{MOST_UNITS:,}"
        if values["unit"] is None:
            found["unit"] = _("Enter a price.")
        elif values["unit"].minor < 0:
            found["unit"] = _(
                "A price cannot be negative. Enter a discount, or make a credit note."
            )
        elif "quantity" not in found and (problem := self._discount_problem()):
            found["discount"] = problem
        if values["tax"] is not None and values["tax"].minor < 0:
            found["tax"] = _("Tax cannot be negative. Enter 0 if there is none.")
        return found

    def _discount_problem(self) -> str:
        if self.unit is None or self.discount is None:
            return ""
        if self.discount.minor < 0:
            return _("A discount cannot be negative. Enter 0 if there is none.")
        if self.discount.minor > self.unit.minor * self.quantity:
            return _("The discount is above the line's price. Enter a smaller one.")
        return ""


@dataclass(frozen=True, slots=True)
class InvoiceDraft(Draft):
    """An invoice before it is issued; problems of its lines are under "lines.0.quantity".

    `terms_days` None means as the customer's billing profile or the organization has it.
    Lines of runs may be left out of `lines`: they stay as they are.
    """

    customer_id: int | None = None
    currency: str = ""
    items: tuple[LineDraft, ...] = ()
    terms_days: int | None = None
    reference: str = ""
    note: str = ""
    period_start: date | None = None
    period_end: date | None = None

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"reference": (100, N_("Reference"))}
    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = {"note": (10_000, N_("Note"))}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """The lines, each in the invoice's currency."""
        found = {}
        if values["customer_id"] is None:
            found["customer_id"] = _("Choose the customer.")
        if not is_currency(self.currency):
            found["currency"] = _("Choose the currency, such as EUR or USD.")
        if self.terms_days is not None and not 0 <= self.terms_days <= MOST_TERMS:
            found["terms_days"] = _("The days to pay must be between 0 and %d.") % MOST_TERMS
        if len(self.items) > MOST_LINES:
            found["items"] = _("An invoice has at most %d lines. Make two of it.") % MOST_LINES
        start, end = self.period_start, self.period_end
        if start and end and end <= start:
            found["period_end"] = _("The period cannot end before it begins.")
        return found | self._line_problems()

    def _line_problems(self) -> dict[str, str]:
        found: dict[str, str] = {}
        total = 0
        for place, line in enumerate(self.items):
            problems = line.problems()
            for name in ("unit", "discount", "tax"):
                amount: Money | None = getattr(line, name)
                if amount is not None and amount.currency != self.currency:
                    problems[name] = _(
                        "This invoice is in %(one)s, and this amount in %(other)s. One invoice "
                        "has one currency; make another one for the other."
                    ) % {"one": self.currency, "other": amount.currency}
            found |= {f"lines.{place}.{name}": said for name, said in problems.items()}
            if not problems and line.unit:
                total += line.unit.minor * line.quantity
        if not found and is_currency(self.currency) and (problem := _too_large(total)):
            found["items"] = problem
        return found


@dataclass(frozen=True, slots=True)
class CreditLine:
    """So much of an invoice's line, net of tax, is taken back."""

    line_id: int
    net: Money


@dataclass(frozen=True, slots=True)
class CreditDraft(Draft):
    """A credit note: some lines of an issued invoice, or without `items` all that is left."""

    reason: str = ""
    items: tuple[CreditLine, ...] = ()

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"reason": (REASON_LENGTH, N_("Reason"))}
    required: ClassVar[Mapping[str, str]] = {"reason": N_("Say why, so that others understand.")}


def _too_large(minor: int) -> str:
    """Whether tax still finds room beside so much."""
    try:
        Money(minor * 2, "EUR")
    except DeskError as refusal:
        return str(refusal)
    return ""
