"""What the customers' forms need to know before they open, asked for off the GUI thread."""

from dataclasses import dataclass

from app.core.addresses import address_rules
from app.core.contact import email_problem, phone_problem
from app.core.countries import DEFAULT_COUNTRY, Country, countries
from app.core.money import currencies
from app.organization.schemas import OrganizationSettings
from app.staff.schemas import Choice
from app.tags.schemas import TagChip
from ui.kit.desk import Desk


@dataclass(frozen=True, slots=True)
class Facts:
    """The organization's settings, who may own a customer, and the tags one may be given."""

    settings: OrganizationSettings
    staff: tuple[Choice, ...]
    tags: tuple[TagChip, ...] = ()

    @property
    def countries(self) -> tuple[Country, ...]:
        """Every country, by name."""
        return countries()

    @property
    def currencies(self) -> list[str]:
        """Every currency's code, the organization's first."""
        own = self.settings.currency
        return [own, *(found.code for found in currencies() if found.code != own)]


def gather(desk: Desk) -> Facts:
    """Ask for them; runs on a worker.

    It also loads what judges addresses and phones, so that the first field somebody
    leaves does not wait for it.
    """
    countries()
    address_rules(DEFAULT_COUNTRY)
    phone_problem("+1 555 010 0789", DEFAULT_COUNTRY)
    email_problem("anna@example.com")
    services = desk.services
    return Facts(
        services.organization.settings(), services.staff.choices(), services.tags.choices()
    )
