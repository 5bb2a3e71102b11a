"""What crosses the boundary between the organization feature and its callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from app.core.contact import email_problem
from app.core.countries import COUNTRY_CODES
from app.core.currencies import is_currency
from app.core.draft import Draft
from app.core.passwords import LONGEST, SHORTEST, PasswordPolicy
from app.core.text import N_, _
from app.organization.trusted import domains_problem

_NAME = {"name": (200, N_("The organization's name"))}
_SELLER_LINES = {
    "seller_name": (200, N_("The name on invoices")),
    "seller_tax_id": (60, N_("The tax number")),
    "seller_email": (254, N_("The e-mail on invoices")),
}
_SELLER_PARAGRAPHS = {
    "seller_address": (500, N_("The address")),
    "payment_details": (2000, N_("How to pay")),
    "invoice_note": (2000, N_("The note on invoices")),
}
_TRUSTED = {"trusted_domains": (20_000, N_("The trusted domains"))}
# Where tax is rounded: on each line, or once for each rate of a document.
TAX_ROUNDINGS = ("line", "document")
_REQUIRED = {"name": N_("Enter the organization's name.")}


class EmailPolicy(StrEnum):
    """Whether and how a customer's e-mail address may change."""

    VERIFIED = "verified"
    IMMEDIATE = "immediate"
    IMMUTABLE = "immutable"


@dataclass(frozen=True, slots=True)
class OrganizationDraft(Draft):
    """What the first run asks of the organization.

    Blank `time_zone` (IANA name) and `currency` (ISO code) mean this computer's.
    """

    name: str
    time_zone: str = ""
    currency: str = ""
    demo: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = _NAME
    required: ClassVar[Mapping[str, str]] = _REQUIRED

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Zone and currency, where given."""
        zone, currency = values["time_zone"], values["currency"]
        found = {
            "time_zone": _time_zone_problem(zone) if zone else None,
            "currency": _currency_problem(currency) if currency else None,
        }
        return {field: problem for field, problem in found.items() if problem}


@dataclass(frozen=True, slots=True)
class OrganizationSettings(Draft):
    """What everybody in the organization shares; `version` is the one that was read.

    `idle_minutes` 0 never locks; `grace_days` 0 purges a deleted customer at once. What
    begins with `seller` stands on invoices, where a blank name means the organization's;
    `logo` is the SHA-256 of a picture that billing keeps. New files go to
    `attachments_place`: the database, or the folder whose path is `attachments_folder`.
    What begins with `verify` says when customers are verified by themselves;
    `trusted_domains` has one on each line.
    """

    name: str
    time_zone: str
    currency: str
    password_length: int = SHORTEST
    password_upper: bool = True
    password_lower: bool = True
    password_digit: bool = True
    password_special: bool = True
    idle_minutes: int = 10
    grace_days: int = 30
    dormant_months: int = 6
    active_licenses_block_deletion: bool = True
    email_policy: EmailPolicy = EmailPolicy.VERIFIED
    open_on_single_click: bool = False
    export_purpose_required: bool = False
    seller_name: str = ""
    seller_address: str = ""
    seller_country: str = ""
    seller_tax_id: str = ""
    seller_email: str = ""
    payment_details: str = ""
    invoice_note: str = ""
    payment_terms_days: int = 14
    tax_rounding: str = "line"
    logo: str = ""
    attachments_place: str = "database"
    attachments_folder: str = ""
    verify_first_order: bool = False
    verify_referred: bool = False
    verify_email: bool = False
    verify_domains: bool = False
    trusted_domains: str = ""
    version: int = 0

    lines: ClassVar[Mapping[str, tuple[int, str]]] = _NAME | _SELLER_LINES
    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = _SELLER_PARAGRAPHS | _TRUSTED
    required: ClassVar[Mapping[str, str]] = _REQUIRED

    @property
    def password_policy(self) -> PasswordPolicy:
        """What new passwords must contain."""
        return PasswordPolicy(
            self.password_length,
            self.password_upper,
            self.password_lower,
            self.password_digit,
            self.password_special,
        )

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Zone, currency and ranges; who sells."""
        found = {
            "time_zone": _time_zone_problem(values["time_zone"]),
            "currency": _currency_problem(values["currency"]),
            "seller_email": email_problem(seller) if (seller := values["seller_email"]) else None,
            "seller_country": _country_problem(values["seller_country"]),
            "tax_rounding": _rounding_problem(values["tax_rounding"]),
            "trusted_domains": domains_problem(
                values["trusted_domains"], needed=values["verify_domains"]
            ),
        }
        for field, title, lowest, highest in _RANGES:
            if not lowest <= values[field] <= highest:
                found[field] = _("%(title)s must be between %(lowest)d and %(highest)d.") % {
                    "title": _(title),
                    "lowest": lowest,
                    "highest": highest,
                }
        return {field: problem for field, problem in found.items() if problem}


_RANGES = (
    ("password_length", N_("The shortest password"), SHORTEST, LONGEST),
    ("idle_minutes", N_("Minutes until the screen locks"), 0, 24 * 60),
    ("grace_days", N_("Days until a deleted customer is purged"), 0, 3650),
    ("dormant_months", N_("Months until a customer counts as dormant"), 1, 120),
    ("payment_terms_days", N_("Days to pay an invoice"), 0, 3650),
)


def _time_zone_problem(name: str) -> str | None:
    from zoneinfo import available_timezones  # noqa: PLC0415 - reads a whole folder

    if name in available_timezones():
        return None
    return _("%s is not a time zone. Choose one such as Europe/Berlin.") % name


def _currency_problem(code: str) -> str | None:
    if is_currency(code):
        return None
    return _("%s is not a currency code. Use three capital letters such as EUR or USD.") % code


def _country_problem(code: str) -> str | None:
    if not code or code in COUNTRY_CODES:
        return None
    return _("%s is not a country code. Choose the country from the list.") % code


def _rounding_problem(where: str) -> str | None:
    if where in TAX_ROUNDINGS:
        return None
    return _("Tax is rounded for each line or for each document. Choose one of the two.")
