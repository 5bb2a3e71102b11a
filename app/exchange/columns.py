"""The columns an export may have, and how each is made of what is stored."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core.countries import country_name
from app.core.errors import NotFound
from app.core.money import Money
from app.core.text import N_, _
from app.customers.model import Customer
from app.customers.queries import ROLES
from app.customers.rules import person_name
from app.customers.schemas import Kind, Status
from app.organization.schemas import OrganizationSettings
from app.staff.model import StaffUser

Cell = str | int | date | bool | Money | None
C = Customer
Stored = InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: `make` gets the values of `sources`. `width` is in characters.

    The title of `in_currency` names the organization's currency.
    """

    title: str
    sources: tuple[Stored, ...]
    make: Callable[..., Cell] | None = None
    width: int = 16
    in_currency: bool = False


class Local:
    """Turns what is stored into what the organization reads: its days, its currency."""

    def __init__(self, settings: OrganizationSettings) -> None:
        self._zone, self.currency = ZoneInfo(settings.time_zone), settings.currency

    def columns(self) -> dict[str, ExportColumn]:
        """Every column by its key: those of the list, in its order, then the record's."""
        return {
            "name": ExportColumn(N_("Name"), (C.name,), width=28),
            "role": ExportColumn(N_("Role"), (C.kind,), lambda kind: _(ROLES[kind])),
            "phone": ExportColumn(N_("Phone"), (C.phone,), width=20),
            "email": ExportColumn(N_("E-mail"), (C.email,), width=30),
            "company": ExportColumn(N_("Company"), (C.company_name,), width=28),
            "status": ExportColumn(N_("Status"), (C.status,), _status, 12),
            "licenses": ExportColumn(N_("Licenses"), (C.licenses,), width=10),
            "active_licenses": ExportColumn(N_("Active licenses"), (C.active_licenses,)),
            "subscriptions": ExportColumn(N_("Subscriptions"), (C.subscriptions,)),
            "active_subscriptions": ExportColumn(
                N_("Active subscriptions"), (C.active_subscriptions,), width=20
            ),
            "revenue": ExportColumn(
                N_("Revenue"), (C.revenue_minor,), self._money, in_currency=True
            ),
            "created_at": ExportColumn(N_("Joined"), (C.created_at,), self._day, 12),
            "client_id": ExportColumn(N_("Client ID"), (C.client_id,)),
            "kind": ExportColumn(N_("Type"), (C.kind,), _kind, 12),
            "country": ExportColumn(N_("Country"), (C.country,), country_name),
            "city": ExportColumn(N_("City"), (C.city,)),
            "owner": ExportColumn(N_("Owner"), (StaffUser.name,)),
            "verified": ExportColumn(N_("Verified"), (C.verified,), width=10),
            "open_invoices": ExportColumn(N_("Open invoices"), (C.open_invoices,)),
            "last_activity_at": ExportColumn(
                N_("Last activity"), (C.last_activity_at,), self._moment, 20
            ),
            "updated_at": ExportColumn(N_("Last changed"), (C.updated_at,), self._moment, 20),
            "person": ExportColumn(N_("Person"), (C.first_name, C.last_name), person_name, 24),
            **_RECORD,
        }

    def _money(self, minor: int) -> Money:
        return Money(minor, self.currency)

    def _day(self, at: datetime | None) -> date | None:
        return at and at.astimezone(self._zone).date()

    def _moment(self, at: datetime | None) -> datetime | None:
        """Without a zone, which no spreadsheet knows."""
        return at and at.astimezone(self._zone).replace(tzinfo=None, microsecond=0)


def chosen(
    settings: OrganizationSettings, keys: Sequence[str] | None
) -> Mapping[str, ExportColumn]:
    """The columns with these keys, in this order; all of them for None.

    Raises:
        NotFound: there is no such column.
    """
    known = Local(settings).columns()
    if keys is None:
        return known
    for key in keys:
        if key not in known:
            raise NotFound(_("There is no column “%s” to export.") % key)
    return {key: known[key] for key in keys}


def titles(columns: Mapping[str, ExportColumn], currency: str) -> list[str]:
    """What stands in the header."""
    return [
        f"{_(column.title)} ({currency})" if column.in_currency else _(column.title)
        for column in columns.values()
    ]


class Maker:
    """Makes the cells of rows that were read by `select`."""

    def __init__(self, columns: Mapping[str, ExportColumn]) -> None:
        sources = dict.fromkeys(source for column in columns.values() for source in column.sources)
        places = {source: place for place, source in enumerate(sources, start=1)}
        self.select = sa.select(C.id, *sources).outerjoin(StaffUser, StaffUser.id == C.owner_id)
        self._made = [
            (column.make, [places[source] for source in column.sources])
            for column in columns.values()
        ]

    def cells(self, row: Sequence[Any]) -> list[Cell]:
        """A row's cells, in the order of the columns."""
        return [
            make(*[row[place] for place in places]) if make else row[places[0]]
            for make, places in self._made
        ]


def _status(status: Status) -> str:
    return _(status.value.capitalize())


def _kind(kind: Kind) -> str:
    return _(kind.value.capitalize())


def _revenue(minor: int | None, currency: str) -> Money | None:
    return None if minor is None else Money(minor, currency)


_RECORD = {
    "first_name": ExportColumn(N_("First name"), (C.first_name,)),
    "last_name": ExportColumn(N_("Last name"), (C.last_name,)),
    "legal_name": ExportColumn(N_("Legal name"), (C.legal_name,), width=28),
    "website": ExportColumn(N_("Website"), (C.website,), width=28),
    "address_line1": ExportColumn(N_("Address line 1"), (C.address_line1,), width=28),
    "address_line2": ExportColumn(N_("Address line 2"), (C.address_line2,), width=20),
    "postal_code": ExportColumn(N_("Postal code"), (C.postal_code,), width=12),
    "state": ExportColumn(N_("State or province"), (C.state,)),
    "description": ExportColumn(N_("Description"), (C.description,), width=40),
    "company_size": ExportColumn(N_("Company size"), (C.company_size,), width=14),
    "industry": ExportColumn(N_("Industry"), (C.industry,)),
    "annual_revenue": ExportColumn(
        N_("Annual revenue"), (C.annual_revenue_minor, C.annual_revenue_currency), _revenue
    ),
    "annual_revenue_currency": ExportColumn(
        N_("Annual revenue currency"), (C.annual_revenue_currency,), width=24
    ),
    "notes": ExportColumn(N_("Notes"), (C.notes,), width=40),
}
