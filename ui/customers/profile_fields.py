"""The fields of the Profile tab: everything staff edit of a customer."""

from app.core.text import N_
from ui.customers import editors
from ui.customers.facts import Facts
from ui.kit.customer_picker import customer
from ui.kit.desk import Desk
from ui.kit.form_editors import paragraph
from ui.kit.form_field import Field, Section
from ui.kit.form_money import money
from ui.kit.form_tags import tags

COMPANY_ONLY = ("legal_name", "company_size", "industry", "annual_revenue")
_ADDRESS = (
    Field("country", N_("Country"), editors.country(blank=True)),
    Field("address_line1", N_("Address line 1"), wide=True),
    Field("address_line2", N_("Address line 2"), wide=True),
    Field("city", N_("City")),
    Field("state", N_("State or province")),
    Field("postal_code", N_("Postal code")),
)


def profile_sections(desk: Desk, facts: Facts) -> tuple[Section, ...]:
    """The tab's sections."""

    def staff() -> list[tuple[object, str]]:
        return [(found.id, found.name) for found in facts.staff]

    return (
        Section(
            N_("Customer"),
            (
                Field("kind", N_("Type")),
                Field(
                    "client_id",
                    N_("Client ID"),
                    required=True,
                    help=N_("Unique; links orders and licenses from elsewhere"),
                ),
                Field("first_name", N_("First name")),
                Field("last_name", N_("Last name")),
                Field("email", N_("E-mail"), editors.email),
                Field("phone", N_("Phone number"), placeholder=N_("+1-555-0789")),
            ),
        ),
        Section(
            N_("Company"),
            (
                Field("company_name", N_("Company name")),
                Field("legal_name", N_("Legal name")),
                Field("website", N_("Website"), placeholder=N_("example.com")),
                Field("company_size", N_("Company size"), editors.company_size),
                Field("industry", N_("Industry"), editors.industry),
                Field("annual_revenue", N_("Annual revenue"), money(*facts.currencies)),
                Field("description", N_("Description"), paragraph, wide=True),
            ),
        ),
        Section(N_("Address"), _ADDRESS),
        Section(
            N_("Relations"),
            (
                Field(
                    "owner_id", N_("Owner"), editors.one_of(staff), help=N_("Who looks after it")
                ),
                Field(
                    "parent_id",
                    N_("Parent customer"),
                    customer(desk),
                    help=N_("The agency or reseller it belongs to"),
                ),
                Field("referred_by_id", N_("Referred by"), customer(desk)),
                Field("tags", N_("Tags"), tags(lambda: facts.tags), wide=True),
            ),
        ),
        Section(
            N_("Notes"),
            (
                Field(
                    "notes",
                    N_("Internal notes"),
                    paragraph,
                    wide=True,
                    help=N_("Seen by staff only"),
                ),
            ),
        ),
    )
