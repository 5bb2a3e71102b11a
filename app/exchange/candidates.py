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
from app.core.countries import country_codes, country_name
from app.core.errors import DeskError, Invalid
from app.core.money import parse
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.schemas import COMPANY_SIZES, Kind
from app.customers.similar import bare_name
from app.exchange.fields import plain, title
from app.exchange.options import NameOrder, Options
from app.exchange.people import People, Person
from app.exchange.plans import Problem
from app.exchange.reading import Row, Table
from app.exchange.rules import Rules, split_name
from app.exchange.sniff import DateOrder, parse_day
from app.exchange.tagged import Names
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
_countries = lru_cache(4096)(country_codes)


@dataclass(slots=True)
class Candidate:
    """What a row says about a customer.

    `values` holds plain JSON values by column of the customer, never blank ones;
    `full_name` is not a column: whether it is a company's or a person's depends on the
    customer. `owners` are the staff its owner may be. `email_norm` is the e-mail's key.
    `defaulted` and `blank` are fields, as `rules.Cells` has them.
    """

    row: Row
    values: dict[str, Any] = field(default_factory=dict)
    full_name: str = ""
    owners: tuple[Person, ...] = ()
    email_norm: str | None = None
    defaulted: frozenset[str] = frozenset()
    blank: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def refuse(self, field: str, message: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(field, message))

    def warn(self, field: str, message: str | None) -> None:
        """Note a warning, if there is one."""
        if message:
            self.warnings.append(Problem(field, message))

    @property
    def company_key(self) -> tuple[str, str] | None:
        """Company and postal code for comparing, None where one of them is blank."""
        name = bare_name(self.values.get("company_name", ""))
        code = squeezed(self.values.get("postal_code", ""))
        return (name, code) if name and code else None


def squeezed(postal_code: str) -> str:
    """A postal code for comparing: letters and digits alone."""
    return plain(postal_code)


class Reader:
    """Reads rows of one table by its mapping; days are days in the organization's zone.

    Raises:
        Invalid: a rule says what cannot be, such as a default that is no country's name;
            keyed "rules".
    """

    def __init__(
        self,
        table: Table,
        places: Mapping[int, str],
        options: Options,
        settings: OrganizationSettings,
        people: People,
        tags: Names,
    ) -> None:
        self._rules, self._people, self._tags = Rules(places, options), people, tags
        joined = next((place for place, field in places.items() if field == "created_at"), None)
        guessed = table.date_orders.get(joined) if joined is not None else DateOrder.YMD
        self._order = (
            options.rule("created_at").date_order
            or options.date_order
            or guessed
            or DateOrder.AMBIGUOUS
        )
        self._names = options.rule("name").names
        self._decimal_sign = (
            options.rule("annual_revenue").decimal_sign
            or options.decimal_sign
            or table.decimal_sign
            or "."
        )
        self._zone, self._currency = settings.time_zone, settings.currency
        self._try(
            {name: rule.default for name, rule in options.rules.items()} | dict(options.fixed)
        )

    def read(self, row: Row) -> Candidate:
        """What the row says."""
        found = Candidate(row)
        found.warn("", row.note)
        if row.problem:
            found.refuse("", row.problem)
            return found
        cells = self._rules.cells(row.cells)
        found.defaulted, found.blank = cells.defaulted, cells.blank
        self._read_texts(found, cells.texts)
        return found

    def _try(self, texts: Mapping[str, str]) -> None:
        """Refuse what would be wrong in every row."""
        found = Candidate(Row(0, ()))
        self._read_texts(found, {name: text for name, text in texts.items() if text.strip()})
        for problem in found.problems:
            raise Invalid({"rules": f"{title(problem.field)}: {problem.message}"})

    def _read_texts(self, found: Candidate, cells: dict[str, str]) -> None:
        if "name" in cells:
            self._read_name(found, cells)
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
        self._read_special(found, cells)
        if tags := cells.get("tags"):
            self._read_tags(found, tags)
        self._look_at(found)

    def _read_name(self, found: Candidate, cells: dict[str, str]) -> None:
        """A full name, as one, or as the parts that have no cells of their own."""
        name, problem = line(cells["name"], *_LINES["company_name"])
        parts: dict[str, str] = {}
        if problem:
            found.refuse("name", problem)
        elif self._names is NameOrder.GUESS:
            found.full_name = name
        elif self._names is NameOrder.COMPANY:
            parts = {"company_name": name}
        else:
            parts = dict(
                zip(("first_name", "last_name"), split_name(name, self._names), strict=True)
            )
        for part, text in parts.items():
            if part not in cells or part in found.defaulted:
                cells[part] = text
        if "name" in found.defaulted:
            found.defaulted |= parts.keys()
        else:
            found.defaulted -= parts.keys()

    def _read_special(self, found: Candidate, cells: dict[str, str]) -> None:
        if cell := cells.get("kind"):
            kind = _KIND_OF.get(plain(cell))
            found.values["kind"] = kind
            if kind is None:
                found.refuse("kind", _("Write Business or Individual, not “%s”.") % short(cell))
        if cell := cells.get("country"):
            self._read_country(found, cell)
        if cell := cells.get("created_at"):
            self._read_day(found, cell)
        if cell := cells.get("annual_revenue"):
            currency = cells.get("annual_revenue_currency", self._currency).strip().upper()
            self._read_revenue(found, cell, currency)
        if cell := cells.get("owner"):
            found.owners = self._people.called(cell)
            if not found.owners:
                found.refuse(
                    "owner",
                    _("Nobody here is called “%s”. Write a colleague's name or e-mail address.")
                    % short(cell),
                )

    def _read_tags(self, found: Candidate, cell: str) -> None:
        tags, problem, odd = self._tags.read(cell)
        if problem:
            found.refuse("tags", problem)
        elif tags:
            found.values["tags"] = tags
        found.warn("tags", odd)

    def _read_country(self, found: Candidate, cell: str) -> None:
        codes = _countries(cell)
        if not codes:
            found.refuse(
                "country",
                _("There is no country “%s”. Write its English name or its ISO code.")
                % short(cell),
            )
            return
        found.values["country"] = codes[0]
        if len(codes) > 1:
            found.warn(
                "country",
                _("“%(cell)s” may be %(first)s or %(second)s; it is taken for the first.")
                % {
                    "cell": short(cell),
                    "first": country_name(codes[0]),
                    "second": country_name(codes[1]),
                },
            )

    def _read_day(self, found: Candidate, cell: str) -> None:
        day = parse_day(cell, self._order)
        if day is None and parse_day(cell, DateOrder.DMY) and parse_day(cell, DateOrder.MDY):
            found.refuse(
                "created_at",
                _("“%s” may be one of two days. Choose the order of day and month.") % cell.strip(),
            )
        elif day is None or not _EARLIEST <= day.year <= _LATEST:
            found.refuse(
                "created_at", _("“%s” is no date. Write it like 2024-01-31.") % short(cell)
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


def short(text: str, most: int = 60) -> str:
    """The text in one line, cut where it is too long to be shown."""
    said = " ".join(text.split())
    return said if len(said) <= most else f"{said[: most - 1]}…"
