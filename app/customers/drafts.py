"""What a person fills in about a customer, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.core.addresses import address_rules, postal_code_problem
from app.core.contact import email_problem, personal_domain, phone_problem, website_problem
from app.core.countries import COUNTRY_CODES, country_name
from app.core.draft import Draft
from app.core.money import Money
from app.core.text import N_, _
from app.customers.schemas import COMPANY_SIZES, HoldKind, HoldReason, Kind
from app.tags.schemas import MOST_TAGS, too_many

Lines = Mapping[str, tuple[int, str]]
Required = Mapping[str, str]

_ADDRESS = {
    "address_line1": (200, N_("Address line 1")),
    "address_line2": (200, N_("Address line 2")),
    "city": (100, N_("City")),
    "state": (100, N_("State or province")),
    "postal_code": (20, N_("Postal code")),
}
_PERSON = {
    "first_name": (100, N_("First name")),
    "last_name": (100, N_("Last name")),
    "phone": (60, N_("Phone number")),
    "client_id": (100, N_("Client ID")),
}
_COMPANY = {
    "company_name": (200, N_("Company name")),
    "website": (300, N_("Website")),
    "industry": (60, N_("Industry")),
}
_EMAIL = {"email": (254, N_("E-mail"))}


@dataclass(frozen=True, slots=True)
class CompanyDraft(Draft):
    """A new company account with its admin user and primary contact (CCF-01 to CCF-30).

    `country` is an ISO code. Without contact fields the admin user is the contact.
    """

    company_name: str = ""
    website: str = ""
    phone: str = ""
    country: str = "US"
    address_line1: str = ""
    address_line2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    description: str = ""
    admin_first_name: str = ""
    admin_last_name: str = ""
    admin_email: str = ""
    admin_password: str = field(default="", repr=False)
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    contact_address: str = ""
    tags: frozenset[int] = frozenset()

    lines: ClassVar[Lines] = {
        "company_name": _COMPANY["company_name"],
        "website": _COMPANY["website"],
        "phone": _PERSON["phone"],
        **_ADDRESS,
        "admin_first_name": _PERSON["first_name"],
        "admin_last_name": _PERSON["last_name"],
        "admin_email": _EMAIL["email"],
        "contact_name": (200, N_("Contact name")),
        "contact_phone": _PERSON["phone"],
        "contact_email": _EMAIL["email"],
    }
    paragraphs: ClassVar[Lines] = {
        "description": (10_000, N_("Description")),
        "contact_address": (500, N_("Contact address")),
    }
    required: ClassVar[Required] = {
        "company_name": N_("Enter the company's legal name."),
        "address_line1": N_("Enter the street and building number."),
        "admin_first_name": N_("Enter the admin user's first name."),
        "admin_last_name": N_("Enter the admin user's last name."),
        "admin_password": N_("Enter a password, or generate one."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """E-mails, phones, website and country."""
        country = values["country"]
        found = {
            "country": _country_problem(country),
            "website": website_problem(values["website"]),
            "phone": phone_problem(values["phone"], country),
            "contact_phone": phone_problem(values["contact_phone"], country),
            "admin_email": email_problem(values["admin_email"]),
            "contact_email": values["contact_email"] and email_problem(values["contact_email"]),
            "tags": _tags_problem(values["tags"]),
        }
        return {name: sentence for name, sentence in found.items() if sentence}

    def warnings(self) -> dict[str, str]:
        """What looks odd but may be right, by field: shown in the form and its review."""
        values = self.values()
        rules = address_rules(values["country"])
        found = {
            name: _("Addresses in %(country)s usually have: %(part)s.")
            % {"country": country_name(values["country"]), "part": _(rules.labels[name])}
            for name in sorted(rules.required)
            if not values[name]
        }
        if problem := postal_code_problem(values["postal_code"], values["country"]):
            found["postal_code"] = problem
        if personal_domain(values["admin_email"]):
            found["admin_email"] = _(
                "This is a personal address. An address at the company's own domain is safer."
            )
        return found


@dataclass(frozen=True, slots=True)
class CustomerDraft(Draft):
    """A new customer by the quick form (CCF-31 to CCF-36).

    An empty `client_id` is given a number. A business may add its company's name, size,
    industry and annual revenue.
    """

    email: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    kind: Kind = Kind.INDIVIDUAL
    company_name: str = ""
    company_size: str = ""
    industry: str = ""
    annual_revenue: Money | None = None
    notes: str = ""
    client_id: str = ""
    active: bool = True
    tags: frozenset[int] = frozenset()

    lines: ClassVar[Lines] = {
        **_PERSON,
        **_EMAIL,
        "company_name": _COMPANY["company_name"],
        "industry": _COMPANY["industry"],
    }
    paragraphs: ClassVar[Lines] = {"notes": (10_000, N_("Notes"))}
    required: ClassVar[Required] = {
        "first_name": N_("Enter a first name."),
        "last_name": N_("Enter a last name."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """E-mail, phone, size and revenue."""
        found = {
            "email": email_problem(values["email"]),
            "phone": phone_problem(values["phone"]),
            "tags": _tags_problem(values["tags"]),
            **_business_problems(values),
        }
        return {name: sentence for name, sentence in found.items() if sentence}


@dataclass(frozen=True, slots=True)
class ProfileDraft(Draft):
    """Every field of a customer that staff edit in its window.

    Phone and website are judged only by the service, and only when they change: an
    import keeps free-form ones as they came.
    """

    kind: Kind
    company_name: str
    legal_name: str
    first_name: str
    last_name: str
    email: str
    phone: str
    website: str
    country: str
    address_line1: str
    address_line2: str
    city: str
    state: str
    postal_code: str
    description: str
    company_size: str
    industry: str
    annual_revenue: Money | None
    notes: str
    client_id: str
    owner_id: int | None
    parent_id: int | None
    referred_by_id: int | None
    tags: frozenset[int] = frozenset()

    lines: ClassVar[Lines] = {
        **_PERSON,
        **_EMAIL,
        **_COMPANY,
        **_ADDRESS,
        "legal_name": (200, N_("Legal name")),
    }
    paragraphs: ClassVar[Lines] = {
        "description": (10_000, N_("Description")),
        "notes": (10_000, N_("Notes")),
    }
    required: ClassVar[Required] = {"client_id": N_("Enter a Client ID; it must be unique.")}
    # A street in another town is nobody's address, and half a name nobody's name.
    together: ClassVar[Mapping[str, tuple[str, ...]]] = {
        N_("Name"): ("first_name", "last_name"),
        N_("Address"): ("country", *_ADDRESS),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """E-mail, country, size and revenue."""
        found = {
            "email": email_problem(values["email"]),
            "country": values["country"] and _country_problem(values["country"]),
            "tags": _tags_problem(values["tags"]),
            **_business_problems(values),
        }
        return {name: sentence for name, sentence in found.items() if sentence}


@dataclass(frozen=True, slots=True)
class ContactDraft(Draft):
    """A person to talk to at a customer."""

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    role: str = ""
    is_primary: bool = False

    lines: ClassVar[Lines] = {
        "name": (200, N_("Name")),
        "phone": _PERSON["phone"],
        "role": (100, N_("Role")),
        **_EMAIL,
    }
    paragraphs: ClassVar[Lines] = {"address": (500, N_("Address"))}
    required: ClassVar[Required] = {"name": N_("Enter the contact's name.")}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """E-mail and phone, where given."""
        found = {
            "email": values["email"] and email_problem(values["email"]),
            "phone": phone_problem(values["phone"]),
        }
        return {name: sentence for name, sentence in found.items() if sentence}


@dataclass(frozen=True, slots=True)
class HoldDraft(Draft):
    """Why a customer is to be held back, how, and until when (None: until released)."""

    kind: HoldKind = HoldKind.SUSPENDED
    reason: HoldReason = HoldReason.MANUAL
    note: str = ""
    ends_at: datetime | None = None

    paragraphs: ClassVar[Lines] = {"note": (2_000, N_("Note"))}


def _country_problem(code: str) -> str | None:
    if code in COUNTRY_CODES:
        return None
    return _("Choose a country by its ISO code of two capital letters, such as US.")


def _tags_problem(tags: frozenset[int]) -> str | None:
    return too_many() if len(tags) > MOST_TAGS else None


def _business_problems(values: Mapping[str, Any]) -> dict[str, str | None]:
    size, revenue = values["company_size"], values["annual_revenue"]
    return {
        "company_size": None
        if size in ("", *COMPANY_SIZES)
        else _("Choose one of %s.") % ", ".join(COMPANY_SIZES),
        "annual_revenue": _("The annual revenue cannot be negative.")
        if revenue and revenue.minor < 0
        else None,
    }
