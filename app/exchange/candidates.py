"""Turns the cells of a row into a customer's values, and says what is wrong or odd with them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from app.core.clean import line, paragraph
from app.core.clock import start_of_day
from app.core.contact import normalise_email, phone_problem, website_problem
from app.core.countries import country_code
from app.core.errors import DeskError
from app.core.money import parse
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.schemas import COMPANY_SIZES, Kind
from app.exchange.fields import plain
from app.exchange.reading import Row, Table
from app.exchange.schemas import Options, Problem
from app.exchange.sniff import DateOrder, parse_day
from app.organization.schemas import OrganizationSettings

_EARLIEST, _LATEST = 1900, 2200
_KINDS = {
    Kind.BUSINESS: "business company organization organisation firm corporate b2b firma",
    Kind.INDIVIDUAL: "individual person private consumer b2c privat privatperson einzelperson",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
# The same limits as in the customer window.
_LINES, _PARAGRAPHS = dict(ProfileDraft.lines), dict(ProfileDraft.paragraphs)
# Surely a website; anything else is looked at more closely.
_WEBSITE = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.ASCII | re.IGNORECASE
)
_country = lru_cache(4096)(country_code)


@dataclass(slots=True)
class Candidate:
    """What a row says about a customer.

    `values` holds plain JSON values by column of the customer, never blank ones;
    `full_name` is not a column: whether it is a company's or a person's depends on the
    customer. `email_norm` is the e-mail's key.
    """

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    full_name: str = ""
    email_norm: str | None = None
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def refuse(self, field: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(field, message))

    def warn(self, field: str, message: str | None) -> None:
        """Note a warning, if there is one."""
        if message:
            self.warnings.append(Problem(field, message))


class Reader:
    """Reads rows of one table by its mapping; days are days in the organization's zone."""

    def __init__(
        self,
        table: Table,
        places: Mapping[int, str],
        options: Options,
        settings: OrganizationSettings,
    ) -> None:
        self._places = places
        self._orders = {
            place: options.date_order or table.date_orders.get(place, DateOrder.AMBIGUOUS)
            for place, field in places.items()
            if field == "created_at"
        }
        self._order = next(iter(self._orders.values()), DateOrder.AMBIGUOUS)
        self._decimal_sign = options.decimal_sign or table.decimal_sign or "."
        self._zone, self._currency = settings.time_zone, settings.currency

    def read(self, row: Row) -> Candidate:
        """What the row says."""
        found = Candidate(row)
        found.warn("", row.note)
        if row.problem:
            found.refuse("", row.problem)
            return found
        cells = {field: row.cells[place] for place, field in self._places.items()}
        self._read_texts(found, {name: cell for name, cell in cells.items() if cell.strip()})
        return found

    def _read_texts(self, found: Candidate, cells: dict[str, str]) -> None:
        for name, cell in cells.items():
            if name in _LINES:
                value, problem = line(cell, *_LINES[name])
            elif name in _PARAGRAPHS:
                value, problem = paragraph(cell, *_PARAGRAPHS[name])
            else:
                continue
            if problem:
                found.refuse(name, problem)
            elif value:
                found.values[name] = value
        if "name" in cells:
            found.full_name, problem = line(cells["name"], *_LINES["company_name"])
            if problem:
                found.refuse("name", problem)
        self._read_special(found, cells)
        self._look_at(found)

    def _read_special(self, found: Candidate, cells: dict[str, str]) -> None:
        if cell := cells.get("kind"):
            kind = _KIND_OF.get(plain(cell))
            found.values["kind"] = kind
            if kind is None:
                found.refuse("kind", _("Write Business or Individual, not “%s”.") % _short(cell))
        if cell := cells.get("country"):
            found.values["country"] = code = _country(cell)
            if code is None:
                found.refuse(
                    "country",
                    _("There is no country “%s”. Write its English name or its ISO code.")
                    % _short(cell),
                )
        if cell := cells.get("created_at"):
            self._read_day(found, cell)
        if cell := cells.get("annual_revenue"):
            currency = cells.get("annual_revenue_currency", self._currency).strip().upper()
            self._read_revenue(found, cell, currency)

    def _read_day(self, found: Candidate, cell: str) -> None:
        day = parse_day(cell, self._order)
        if day is None and parse_day(cell, DateOrder.DMY) and parse_day(cell, DateOrder.MDY):
            found.refuse(
                "created_at",
                _("“%s” may be one of two days. Choose the order of day and month.") % cell.strip(),
            )
        elif day is None or not _EARLIEST <= day.year <= _LATEST:
            found.refuse(
                "created_at", _("“%s” is no date. Write it like 2024-01-31.") % _short(cell)
            )
        else:
            found.values["created_at"] = _instant(day, self._zone)

    def _read_revenue(self, found: Candidate, cell: str, currency: str) -> None:
        try:
            amount = parse(cell, currency, self._decimal_sign)
        except DeskError as problem:
            found.refuse("annual_revenue", str(problem))
            return
        if amount.minor < 0:
            found.refuse("annual_revenue", _("The annual revenue cannot be negative."))
        found.values["annual_revenue_minor"] = amount.minor
        found.values["annual_revenue_currency"] = amount.currency

    def _look_at(self, found: Candidate) -> None:
        """Note the e-mail's key, and what is kept as typed though it looks odd."""
        values = found.values
        if "email" in values:
            try:
                found.email_norm = normalise_email(values["email"]).norm
            except DeskError as problem:
                found.refuse("email", str(problem))
        if values.get("company_size", "") not in ("", *COMPANY_SIZES):
            found.refuse("company_size", _("Choose one of %s.") % ", ".join(COMPANY_SIZES))
        if "phone" in values and phone_problem(values["phone"]):
            found.warn("phone", _("Not an international phone number; it is kept as it is."))
        website = values.get("website", "")
        if not _WEBSITE.fullmatch(website) and website_problem(website):
            found.warn("website", _("Not a website's address; it is kept as it is."))


@lru_cache(4096)
def _instant(day: date, zone: str) -> str:
    return start_of_day(day, zone).isoformat()


def _short(cell: str) -> str:
    text = " ".join(cell.split())
    return text if len(text) <= 60 else f"{text[:59]}…"  # noqa: PLR2004 - enough to find it by
