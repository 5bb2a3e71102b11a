"""Who an invoice is for and what tax they pay, as the customer's billing profile has it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.billing.model import BillingProfile, TaxRate
from app.billing.parties import ADDRESS
from app.billing.schemas import BillsTo, Rounding
from app.core import bulk
from app.core.access import Actor
from app.core.batch import among
from app.core.countries import country_name
from app.core.errors import Conflict
from app.core.text import _
from app.customers import queries as customers
from app.customers.model import Customer
from app.invoices.totals import Line
from app.organization.service import current

# What is read of customers here, where their invoices are made, and for the buyer on them.
_READ = (
    "id", "name", "email", "client_id", "country", "deleted_at", "kind", "legal_name",
    "company_name", "first_name", "last_name", *ADDRESS, "name_key", "email_norm", "client_key",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Party:
    """A buyer, as far as the reckoning goes; `terms_days` None is as the organization has it."""

    customer_id: int
    name: str
    country: str
    exempt: bool = False
    tax_note: str = ""
    terms_days: int | None = None
    automatic: bool = False


def party(session: Session, customer: Customer) -> Party:
    """A customer as a buyer."""
    profile = session.scalar(
        sa.select(BillingProfile).where(BillingProfile.customer_id == customer.id)
    )
    return party_of(customer, profile)


def party_of(customer: Customer, profile: BillingProfile | None) -> Party:
    """A customer with its billing profile, if it has one, as a buyer."""
    name = (profile and profile.name) or customer.name or customer.email or customer.client_id
    if profile is None:
        return Party(customer.id, name, customer.country)
    return Party(
        customer.id,
        name,
        profile.country or customer.country,
        profile.tax_exempt,
        profile.tax_note,
        profile.terms_days,
        profile.automatic,
    )


def rounding(session: Session) -> Rounding:
    """Where the organization rounds tax."""
    return Rounding(current(session).tax_rounding)


class Rates:
    """Every tax rate there is; to be used within one transaction."""

    def __init__(self, session: Session) -> None:
        rows = session.scalars(sa.select(TaxRate).order_by(TaxRate.valid_from)).all()
        self._rows: dict[tuple[str, str], list[TaxRate]] = {}
        for row in rows:
            self._rows.setdefault((row.country, row.category), []).append(row)

    def onto(self, line: Line, buyer: Party, on: date) -> Line:
        """A line with its buyer's tax rate of that day.

        Raises:
            Conflict: there is none; the sentence says what can be done.
        """
        if buyer.exempt:
            name = buyer.tax_note or _("Tax exempt")
            return replace(line, tax_name=name, tax_country=buyer.country, tax_ppm=0)
        found = self._rate(buyer.country, line.tax_category, on)
        if found is None:
            raise Conflict(_missing(buyer, line.tax_category))
        return replace(line, tax_name=found.name, tax_country=buyer.country, tax_ppm=found.ppm)

    def named(self, line: Line, buyer: Party) -> Line:
        """A line whose tax is settled, with what such a tax is called where its buyer is."""
        name = next(
            (
                row.name
                for (country, _category), rows in self._rows.items()
                for row in rows
                if country == buyer.country and row.ppm == line.tax_ppm
            ),
            _("Tax"),
        )
        return replace(line, tax_name=name, tax_country=buyer.country)

    def _rate(self, country: str, category: str, on: date) -> TaxRate | None:
        valid = [row for row in self._rows.get((country, category), ()) if row.valid_from <= on]
        return valid[-1] if valid else None


class Billing:
    """Who gets the invoices for what each customer buys: themselves, or a parent account."""

    def __init__(self, session: Session) -> None:
        rows = session.execute(
            sa.select(Customer.id, Customer.parent_id)
            .join(BillingProfile, BillingProfile.customer_id == Customer.id)
            .where(BillingProfile.bills_to == BillsTo.PARENT, Customer.parent_id.is_not(None))
        )
        self._above: Mapping[int, int] = {child: parent for child, parent in rows if parent}

    def payer(self, customer_id: int) -> int:
        """Who is billed for what a customer buys."""
        seen = {customer_id}
        while (above := self._above.get(customer_id)) is not None and above not in seen:
            seen.add(above)
            customer_id = above
        return customer_id

    def payees(self, customer_id: int) -> set[int]:
        """Everybody whose purchases a customer is billed for."""
        theirs = {child for child in self._above if self.payer(child) == customer_id}
        own = {customer_id} if self.payer(customer_id) == customer_id else set()
        return own | theirs


def load(session: Session, ids: Iterable[int]) -> dict[int, tuple[Customer, BillingProfile | None]]:
    """Customers with their billing profiles, to be read only: rows of what is asked of them here.

    There may be very many, and entities take three times as long.
    """
    wanted, table = sorted(ids), bulk.table_of(Customer)
    asked = sa.select(BillingProfile).where(among(session, BillingProfile.customer_id, wanted))
    profiles = {profile.customer_id: profile for profile in session.scalars(asked)}
    columns = (table.c[name] for name in _READ)
    rows = session.execute(sa.select(*columns).where(among(session, table.c.id, wanted)))
    return {row.id: (cast("Customer", row), profiles.get(row.id)) for row in rows}


def hidden(session: Session, actor: Actor, ids: Iterable[int]) -> set[int]:
    """Those of these customers whom the actor does not see."""
    scope = customers.visible(actor)
    if not scope:
        return set()
    wanted = sorted(ids)
    seen = sa.select(Customer.id).where(among(session, Customer.id, wanted), *scope)
    return set(wanted) - set(session.scalars(seen))


def _missing(buyer: Party, category: str) -> str:
    if not buyer.country:
        return _(
            "%s has no country, so its tax is not known. Fill in the country of its billing "
            "address, or enter the tax by hand."
        ) % (buyer.name or _("This customer"))
    return _(
        "There is no %(category)s tax rate for %(country)s. Add one in the settings, also where "
        "it is zero, or enter the tax by hand."
    ) % {"category": category, "country": country_name(buyer.country)}
