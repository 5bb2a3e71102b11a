"""What crosses the boundary between the organization feature and its callers."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.clean import line
from app.core.currencies import is_currency
from app.core.draft import Draft
from app.core.passwords import LONGEST, SHORTEST, PasswordPolicy
from app.core.text import N_, _

NAME_LENGTH = 200


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

    def problems(self) -> dict[str, str]:
        """Messages keyed by field."""
        found = {"name": _name_problem(self.name)}
        if self.time_zone:
            found["time_zone"] = _time_zone_problem(self.time_zone)
        if self.currency:
            found["currency"] = _currency_problem(self.currency)
        return {field: problem for field, problem in found.items() if problem}


@dataclass(frozen=True, slots=True)
class OrganizationSettings(Draft):
    """What everybody in the organization shares; `version` is the one that was read.

    `idle_minutes` 0 never locks; `grace_days` 0 purges a deleted customer at once.
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
    version: int = 0

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

    def problems(self) -> dict[str, str]:
        """Messages keyed by field."""
        found = {
            "name": _name_problem(self.name),
            "time_zone": _time_zone_problem(self.time_zone),
            "currency": _currency_problem(self.currency),
        }
        for field, title, lowest, highest in _RANGES:
            if not lowest <= getattr(self, field) <= highest:
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
)


def _name_problem(name: str) -> str | None:
    clean, problem = line(name, NAME_LENGTH, _("The organization's name"))
    if not clean:
        return _("Enter the organization's name.")
    return problem


def _time_zone_problem(name: str) -> str | None:
    from zoneinfo import available_timezones  # noqa: PLC0415 - reads a whole folder

    if name in available_timezones():
        return None
    return _("%s is not a time zone. Choose one such as Europe/Berlin.") % name


def _currency_problem(code: str) -> str | None:
    if is_currency(code):
        return None
    return _("%s is not a currency code. Use three capital letters such as EUR or USD.") % code
