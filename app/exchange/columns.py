"""The columns an export may have, and how each is made of what is stored.

Cells are made a column at a time: at a million rows that is what keeps pace with the disk.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from itertools import repeat
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core.clock import time_zone
from app.core.countries import country_name
from app.core.db import UtcDateTime
from app.core.errors import NotFound
from app.core.text import _
from app.customers.model import Contact, Customer
from app.customers.queries import ROLES
from app.customers.schemas import Kind, Status
from app.exchange.export_schemas import COLUMNS
from app.licensing.renewals import soonest
from app.organization.schemas import OrganizationSettings
from app.staff.model import StaffUser
from app.tags.book import TagBook

# Money is (minor units, ISO code): an object for each of a million amounts takes too long.
Amount = tuple[int, str]
Cell = str | int | date | bool | Amount | None
C = Customer
Stored = InstrumentedAttribute[Any] | sa.Label[Any]
Make = Callable[..., Sequence[Cell]]


class Shape(Enum):
    """What the cells of a column are. Only days, moments and amounts may be None."""

    TEXT = "text"
    NUMBER = "number"
    YES_NO = "yes_no"
    DAY = "day"
    MOMENT = "moment"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column: `make` gets the values of each of `sources` for some rows, and gives their cells.

    `width` is in characters. The title of `in_currency` names the organization's currency.
    Numbers and amounts that are not `is_summed` have no total on paper.
    """

    sources: tuple[Stored, ...]
    make: Make | None = None
    shape: Shape = Shape.TEXT
    width: int = 16
    in_currency: bool = False
    is_summed: bool = True


class Local:
    """Turns what is stored into what the organization reads: its days, its currency."""

    def __init__(self, settings: OrganizationSettings, book: TagBook | None = None) -> None:
        self._book = book or TagBook()
        self._zone, self.currency = time_zone(settings.time_zone), settings.currency

    def columns(self) -> dict[str, ExportColumn]:
        """Every column by its key, in the order of `COLUMNS`."""
        made = _TEXTS | _COUNTS | self._in_zone_and_currency()
        return {key: made[key] for key in COLUMNS}

    def _in_zone_and_currency(self) -> dict[str, ExportColumn]:
        return {
            "tags": ExportColumn((C.tags,), _few(self._shown_tags), width=24),
            "revenue": ExportColumn((C.revenue_minor,), self._money, Shape.MONEY, in_currency=True),
            "created_at": ExportColumn((C.created_at,), self._days, Shape.DAY, 12),
            "last_activity_at": ExportColumn(
                (C.last_activity_at,), self._moments, Shape.MOMENT, 20
            ),
            "updated_at": ExportColumn((C.updated_at,), self._moments, Shape.MOMENT, 20),
        }

    def _shown_tags(self, tags: str | None) -> str:
        return ", ".join(chip.name for chip in self._book.chips(tags))

    def _money(self, minor: Sequence[int]) -> Sequence[Cell]:
        return list(zip(minor, repeat(self.currency), strict=False))

    def _days(self, found: Sequence[datetime | None]) -> Sequence[Cell]:
        zone = self._zone
        return [at and at.astimezone(zone).date() for at in found]

    def _moments(self, found: Sequence[datetime | None]) -> Sequence[Cell]:
        """Without a zone, which no spreadsheet knows."""
        zone = self._zone
        return [at and at.astimezone(zone).replace(tzinfo=None, microsecond=0) for at in found]


def chosen(
    settings: OrganizationSettings, keys: Sequence[str] | None, book: TagBook | None = None
) -> Mapping[str, ExportColumn]:
    """The columns with these keys, in this order; all of them for None. `book` names tags.

    Raises:
        NotFound: there is no such column.
    """
    known = Local(settings, book).columns()
    if keys is None:
        return known
    for key in keys:
        if key not in known:
            raise NotFound(_("There is no column “%s” to export.") % key)
    return {key: known[key] for key in keys}


def titles(columns: Mapping[str, ExportColumn], currency: str, own: Mapping[str, str]) -> list[str]:
    """What stands in the header; `own` are titles for this once."""
    return [
        own.get(key)
        or (f"{_(COLUMNS[key])} ({currency})" if column.in_currency else _(COLUMNS[key]))
        for key, column in columns.items()
    ]


class Maker:
    """Makes the cells of rows that were read by `select`, as the database's driver gives them.

    A row begins with its id and the key of its e-mail.
    """

    def __init__(self, columns: Mapping[str, ExportColumn]) -> None:
        sources = dict.fromkeys(source for column in columns.values() for source in column.sources)
        places = {source: place for place, source in enumerate(sources, start=2)}
        tables = {getattr(source, "class_", None) for source in sources}
        self.select = sa.select(C.id, C.email_norm, *sources).select_from(C)
        if StaffUser in tables:
            self.select = self.select.outerjoin(StaffUser, StaffUser.id == C.owner_id)
        if Contact in tables:
            primary = sa.and_(Contact.customer_id == C.id, Contact.is_primary)
            self.select = self.select.outerjoin(Contact, primary)
        self._instants = {
            place for source, place in places.items() if isinstance(source.type, UtcDateTime)
        }
        self._made = [
            (column.make, [places[source] for source in column.sources])
            for column in columns.values()
        ]

    def columns(self, rows: Sequence[Sequence[Any]]) -> list[Sequence[Cell]]:
        """The cells of at least one row, by column."""
        stored: list[Sequence[Any]] = list(zip(*rows, strict=True))
        for place in self._instants:
            stored[place] = _instants(stored[place])
        return [
            _with(make, [stored[place] for place in places], len(rows))
            for make, places in self._made
        ]


def _with(make: Make | None, stored: list[Sequence[Any]], rows: int) -> Sequence[Cell]:
    if not stored:
        return [None] * rows
    return make(*stored) if make else stored[0]


def _instants(found: Sequence[datetime | str | None]) -> Sequence[datetime | None]:
    """Moments in UTC; SQLite keeps them as text."""
    if not isinstance(next(filter(None, found), None), str):
        return cast("Sequence[datetime | None]", found)
    read = datetime.fromisoformat
    return [read(f"{at}+00:00") if at else None for at in found]


def _calendar_days(found: Sequence[date | str | None]) -> Sequence[Cell]:
    """Days; SQLite keeps them as text."""
    return [date.fromisoformat(day) if isinstance(day, str) else day for day in found]


def _few(word: Callable[[Any], str]) -> Make:
    """Words for values of which there are few, so that each is looked up once a time."""

    def make(values: Sequence[Any]) -> Sequence[Cell]:
        words = {value: word(value) for value in set(values)}
        return [words[value] for value in values]

    return make


def _told(values: Sequence[str | None]) -> Sequence[Cell]:
    return [value or "" for value in values]


def _persons(first: Sequence[str], last: Sequence[str]) -> Sequence[Cell]:
    return [f"{a} {b}".strip() for a, b in zip(first, last, strict=True)]


def _amounts(minor: Sequence[int | None], currency: Sequence[str]) -> Sequence[Cell]:
    return [
        None if number is None else (number, code)
        for number, code in zip(minor, currency, strict=True)
    ]


def _text(source: Stored, width: int = 16, *, nullable: bool = False) -> ExportColumn:
    return ExportColumn((source,), _told if nullable else None, width=width)


_TEXTS = {
    "name": _text(C.name, 28, nullable=True),
    "role": ExportColumn((C.kind,), _few(lambda kind: _(ROLES[kind]))),
    "phone": _text(C.phone, 20),
    "email": _text(C.email, 30, nullable=True),
    "company": _text(C.company_name, 28),
    "status": ExportColumn((C.status,), _few(lambda one: _(Status(one).value.capitalize()))),
    "client_id": _text(C.client_id),
    "kind": ExportColumn((C.kind,), _few(lambda one: _(Kind(one).value.capitalize())), width=12),
    "country": ExportColumn((C.country,), _few(country_name)),
    "city": _text(C.city),
    "owner": _text(StaffUser.name, nullable=True),
    "person": ExportColumn((C.first_name, C.last_name), _persons, width=24),
    "contact_name": _text(Contact.name, 24, nullable=True),
    "contact_phone": _text(Contact.phone, 20, nullable=True),
    "contact_email": _text(Contact.email, 30, nullable=True),
    "first_name": _text(C.first_name),
    "last_name": _text(C.last_name),
    "legal_name": _text(C.legal_name, 28),
    "website": _text(C.website, 28),
    "address_line1": _text(C.address_line1, 28),
    "address_line2": _text(C.address_line2, 20),
    "postal_code": _text(C.postal_code, 12),
    "state": _text(C.state),
    "description": _text(C.description, 40),
    "company_size": _text(C.company_size, 14),
    "industry": _text(C.industry),
    "annual_revenue_currency": _text(C.annual_revenue_currency, 24),
    "notes": _text(C.notes, 40),
}


def _count(source: Stored, width: int = 16) -> ExportColumn:
    return ExportColumn((source,), None, Shape.NUMBER, width)


# Of the licenses that are valid, the last good day of the one that ends first.
_SOONEST = soonest().label("soonest_expiry")
_COUNTS = {
    "licenses": _count(C.licenses, 10),
    "active_licenses": _count(C.active_licenses),
    "soonest_expiry": ExportColumn((_SOONEST,), _calendar_days, Shape.DAY, 14),
    "subscriptions": _count(C.subscriptions),
    "active_subscriptions": _count(C.active_subscriptions, 20),
    "open_invoices": _count(C.open_invoices),
    "verified": ExportColumn((C.verified,), None, Shape.YES_NO, 10),
    "annual_revenue": ExportColumn(
        (C.annual_revenue_minor, C.annual_revenue_currency), _amounts, Shape.MONEY
    ),
}
