"""The fields of the company form, in its four sections (CCF-02 to CCF-22)."""

from collections.abc import Callable, Sequence

from app.core.passwords import PasswordPolicy
from app.core.text import N_
from app.tags.schemas import TagChip
from ui.customers.editors import country, with_button
from ui.kit.form_editors import paragraph
from ui.kit.form_field import Field, Section
from ui.kit.form_tags import tags
from ui.kit.password import new_password

ADDRESS = (
    Field(
        "address_line1",
        N_("Address line 1"),
        required=True,
        wide=True,
        placeholder=N_("Enter street address"),
        help=N_("Street and building number"),
    ),
    Field(
        "address_line2",
        N_("Address line 2"),
        wide=True,
        placeholder=N_("Enter additional address info"),
        help=N_("Suite, floor or building"),
    ),
    Field("city", N_("City"), placeholder=N_("Enter city")),
    Field("state", N_("State or province"), placeholder=N_("Enter state or province")),
    Field("postal_code", N_("Postal code"), placeholder=N_("Enter postal code")),
)
_COMPANY = (
    Field(
        "company_name",
        N_("Company name"),
        required=True,
        placeholder=N_("Enter company name"),
        help=N_("The legal name, as it stands on invoices and documents"),
    ),
    Field(
        "website",
        N_("Company website"),
        placeholder=N_("example.com"),
        help=N_("For verification and branding"),
    ),
    Field(
        "phone",
        N_("Phone number"),
        placeholder=N_("+1-555-0789"),
        help=N_("With the country code: + and 7 to 15 digits"),
    ),
    Field("country", N_("Country"), country(), help=N_("Decides how addresses are written")),
    Field(
        "description",
        N_("Description"),
        paragraph,
        wide=True,
        placeholder=N_("Business and industry, notes, special requirements or agreements"),
    ),
)
_CONTACT = (
    Field(
        "contact_name",
        N_("Contact name"),
        with_button(N_("Same as admin user"), "sameAsAdmin"),
        wide=True,
        placeholder=N_("Enter contact name"),
    ),
    Field(
        "contact_phone",
        N_("Contact phone"),
        placeholder=N_("+1-555-0789"),
        help=N_("With the country code, for urgent matters"),
    ),
    Field(
        "contact_email",
        N_("Contact e-mail"),
        placeholder=N_("Enter contact e-mail"),
        help=N_("For billing and support"),
    ),
    Field(
        "contact_address",
        N_("Contact address"),
        paragraph,
        wide=True,
        placeholder=N_("Only if it differs from the company's"),
    ),
)


def _admin(policy: Callable[[], PasswordPolicy]) -> tuple[Field, ...]:
    return (
        Field(
            "admin_first_name",
            N_("First name"),
            required=True,
            placeholder=N_("Enter first name"),
        ),
        Field(
            "admin_last_name",
            N_("Last name"),
            required=True,
            placeholder=N_("Enter last name"),
        ),
        Field(
            "admin_email",
            N_("Admin e-mail"),
            required=True,
            wide=True,
            placeholder=N_("Enter admin e-mail"),
            help=N_("The sign-in name; every message about the account goes there"),
        ),
        Field(
            "admin_password", N_("Admin password"), new_password(policy), required=True, wide=True
        ),
    )


def company_sections(
    policy: PasswordPolicy, offered: Sequence[TagChip] = ()
) -> tuple[Section, ...]:
    """The form's sections; new passwords must meet `policy`, `offered` are the tags to choose."""
    chosen = Field("tags", N_("Tags"), tags(lambda: offered), wide=True)
    return (
        Section(N_("Company Information"), (*_COMPANY, chosen)),
        Section(N_("Company Address"), ADDRESS),
        Section(
            N_("User Information"),
            _admin(lambda: policy),
            N_("The person who manages the account and its users."),
        ),
        Section(
            N_("Primary Contact"),
            _CONTACT,
            N_("Left blank, the admin user is the contact."),
        ),
    )
