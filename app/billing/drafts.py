"""What a person fills in about billing, and the rules it must meet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from app.billing import letters
from app.billing.model import STANDARD
from app.billing.schemas import BillsTo, MethodKind
from app.core.addresses import postal_code_problem
from app.core.contact import email_problem
from app.core.countries import COUNTRY_CODES
from app.core.currencies import is_currency
from app.core.draft import Draft
from app.core.text import N_, _

Lines = Mapping[str, tuple[int, str]]
MOST_TERMS = 3650
MOST_DAYS = 3650
MILLION = 1_000_000
# A rate is kept in billionths, in eight bytes.
PLACES = 9
HIGHEST_RATE = Decimal(9_000_000_000)
# More digits than these in a label are somebody's card or account, whatever is between them.
MOST_DIGITS = 8
_LAST = re.compile("[0-9]{0,4}")


@dataclass(frozen=True, slots=True)
class TaxRateDraft(Draft):
    """What a country asks on a category of goods from a day on; `ppm` are parts per million."""

    country: str = ""
    category: str = STANDARD
    name: str = ""
    ppm: int | None = None
    valid_from: date | None = None

    lines: ClassVar[Lines] = {
        "category": (40, N_("Category")),
        "name": (60, N_("Name")),
    }
    required: ClassVar[Mapping[str, str]] = {
        "category": N_('Enter the category, such as "standard".'),
        "name": N_("Enter what the tax is called on invoices, such as VAT."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Country, rate and day."""
        found = {}
        if values["country"] not in COUNTRY_CODES:
            found["country"] = _("Choose the country.")
        if values["ppm"] is None:
            found["ppm"] = _("Enter the rate, also where it is 0.")
        elif not 0 <= values["ppm"] <= MILLION:
            found["ppm"] = _("A tax rate is between 0 and 100 %.")
        if values["valid_from"] is None:
            found["valid_from"] = _("Enter the first day of this rate.")
        return found


@dataclass(frozen=True, slots=True)
class ExchangeRateDraft(Draft):
    """What one unit of a currency is worth in the organization's, from a day on."""

    currency: str = ""
    on_date: date | None = None
    rate: Decimal | None = None

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Currency, day and rate."""
        found = {}
        if not is_currency(values["currency"]):
            found["currency"] = _("Choose the currency.")
        if values["on_date"] is None:
            found["on_date"] = _("Enter the first day of this rate.")
        if problem := rate_problem(values["rate"]):
            found["rate"] = problem
        return found


def rate_problem(rate: Decimal | None) -> str:
    """A sentence when this cannot be an exchange rate; blank when it can."""
    if rate is None:
        return _("Enter the rate.")
    if not rate.is_finite() or not 0 < rate <= HIGHEST_RATE:
        return _("An exchange rate is above zero. Enter what one unit is worth.")
    if rate != round(rate, PLACES):
        return _("An exchange rate has at most %d decimal places.") % PLACES
    return ""


@dataclass(frozen=True, slots=True)
class ProfileDraft(Draft):
    """How a customer is billed; blank texts mean as in the customer's profile.

    `country` is an ISO code. `terms_days` None means as the organization has it.
    """

    name: str = ""
    email: str = ""
    address_line1: str = ""
    address_line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    tax_id: str = ""
    tax_exempt: bool = False
    tax_note: str = ""
    terms_days: int | None = None
    automatic: bool = False
    bills_to: BillsTo = BillsTo.SELF

    lines: ClassVar[Lines] = {
        "name": (200, N_("Name on invoices")),
        "email": (254, N_("Billing e-mail")),
        "address_line1": (200, N_("Address line 1")),
        "address_line2": (200, N_("Address line 2")),
        "city": (100, N_("City")),
        "state": (100, N_("State or province")),
        "postal_code": (20, N_("Postal code")),
        "tax_id": (60, N_("Tax number")),
        "tax_note": (200, N_("Reason for the exemption")),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """E-mail, address, days to pay."""
        found = {}
        if values["email"] and (problem := email_problem(values["email"])):
            found["email"] = problem
        country, code = values["country"], values["postal_code"]
        if country and country not in COUNTRY_CODES:
            found["country"] = _("Choose the country from the list.")
        elif country and code and (problem := postal_code_problem(code, country)):
            found["postal_code"] = problem
        terms = values["terms_days"]
        if terms is not None and not 0 <= terms <= MOST_TERMS:
            found["terms_days"] = _("The days to pay must be between 0 and %d.") % MOST_TERMS
        return found


@dataclass(frozen=True, slots=True)
class MethodDraft(Draft):
    """How a customer pays. Never a whole card or account number: at most its last digits."""

    kind: MethodKind = MethodKind.BANK_TRANSFER
    label: str = ""
    last_digits: str = ""
    active: bool = True

    lines: ClassVar[Lines] = {
        "label": (100, N_("Label")),
        "last_digits": (40, N_("Last digits")),
    }
    required: ClassVar[Mapping[str, str]] = {
        "label": N_('Enter what you call it, such as "Company card".'),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Nothing that looks like a number money can be taken with."""
        found = {}
        if _digits(values["label"]) > MOST_DIGITS:
            found["label"] = _(
                "This looks like a card or account number, which must not be kept here. Give "
                "the method a name, and enter at most the last four digits."
            )
        if not _LAST.fullmatch(values["last_digits"]):
            found["last_digits"] = _("Enter at most the last four digits, and nothing else.")
        return found


@dataclass(frozen=True, slots=True)
class DunningDraft(Draft):
    """What happens so many days after an invoice was due."""

    days: int = 7
    name: str = ""
    subject: str = ""
    body: str = ""
    holds: bool = False

    lines: ClassVar[Lines] = {"name": (100, N_("Name")), "subject": (200, N_("Subject"))}
    paragraphs: ClassVar[Lines] = {"body": (10_000, N_("Letter"))}
    required: ClassVar[Mapping[str, str]] = {
        "name": N_('Enter what you call this step, such as "First reminder".'),
        "subject": N_("Enter the letter's subject."),
        "body": N_("Write the letter."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Days, and gaps that can be filled."""
        found = {}
        if not 1 <= values["days"] <= MOST_DAYS:
            found["days"] = _("A step comes between 1 and %d days after the due day.") % MOST_DAYS
        for name in ("subject", "body"):
            if problem := letters.problem(values[name]):
                found[name] = problem
        return found


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
