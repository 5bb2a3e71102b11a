"""Finds what a row makes of a customer: a new one's values, or a known one's changes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.core.access import Actor
from app.core.clock import time_zone
from app.core.countries import country_name
from app.core.money import Money
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.schemas import Kind
from app.exchange.candidates import Candidate, short
from app.exchange.fields import FIELDS
from app.exchange.people import People, Person
from app.exchange.plans import Changed
from app.exchange.tagged import Names
from app.organization.schemas import OrganizationSettings

NAME_LENGTH = ProfileDraft.lines["first_name"][0]
_SHOWN = 200
# The columns a field is kept in, where they have other names.
_COLUMNS = {
    "annual_revenue": ("annual_revenue_minor", "annual_revenue_currency"),
    "owner": ("owner_id",),
}
# A currency goes with its amount, a full name into its parts.
_NOT_BY_ITSELF = frozenset({"annual_revenue_currency", "name"})
# What a blank cell may empty; a customer keeps its number, address, type, owner and day.
_EMPTIED: Mapping[str, Any] = {
    field: ""
    for field in FIELDS
    if field
    not in {"client_id", "email", "kind", "owner", "created_at", "name", "annual_revenue", "tags"}
} | {"annual_revenue_minor": None, "tags": None}


class Comparer:
    """Works out values for one import; days are days in the organization's zone."""

    def __init__(
        self, actor: Actor, people: People, settings: OrganizationSettings, tags: Names, *,
        blanks_clear: bool,
    ) -> None:  # fmt: skip
        self._tags = tags
        self._actor, self._people, self._blanks_clear = actor, people, blanks_clear
        self._zone: ZoneInfo = time_zone(settings.time_zone)

    def created(self, found: Candidate) -> dict[str, Any]:
        """The values of a new customer."""
        values = dict(found.values)
        business = "company_name" in values
        values.setdefault("kind", Kind.BUSINESS if business else Kind.INDIVIDUAL)
        if found.full_name:
            values |= _told_by_name(found, values, None)
        return values

    def changed(self, found: Candidate, stored: Any) -> dict[str, Any]:
        """The values a known customer gets that it has not got."""
        values = (_cleared(found) if self._blanks_clear else {}) | found.values
        if found.email_norm == stored.email_norm:
            values.pop("email", None)
        if found.full_name not in ("", stored.name) and not (
            "name" in found.defaulted and stored.name
        ):
            values |= _told_by_name(found, values, stored)
        if joined := values.get("created_at"):
            days = (stored.created_at, datetime.fromisoformat(joined))
            if len({at.astimezone(self._zone).date() for at in days}) == 1:
                del values["created_at"]
        if "tags" in values:
            values["tags"] = self._tags.joined(stored.tags, values["tags"])
        for name in found.defaulted - _NOT_BY_ITSELF:
            columns = _COLUMNS.get(name, (name,))
            if getattr(stored, columns[0]) not in (None, ""):
                values = {key: value for key, value in values.items() if key not in columns}
        return {name: value for name, value in values.items() if value != getattr(stored, name)}

    def choose_owner(self, found: Candidate, stored: Any) -> None:
        """Settle who of the staff a row means; somebody who left may only stay an owner."""
        if not found.owners:
            return
        if stored is not None and stored.owner_id in {person.id for person in found.owners}:
            return
        here = [person for person in found.owners if person.active]
        if len(here) == 1:
            found.values["owner_id"] = here[0].id
        elif here:
            said = _("Several people here are called “%s”. Write an e-mail address.")
            found.refuse("owner", said % here[0].name)
        else:
            said = _("%s no longer works here. Choose another owner.")
            found.refuse("owner", said % found.owners[0].name)

    def owner_of(self, owner_id: int | None) -> Person | None:
        """The person an owner's id stands for."""
        return self._people.by_id.get(owner_id or 0)

    def told(self, stored: Any, values: Mapping[str, Any]) -> tuple[Changed, ...]:
        """What an update changes, in texts to show; an amount and its currency are one."""
        fields = dict.fromkeys(_FIELD_OF.get(name, name) for name in values)
        before = stored._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
        after = {**before, **values}
        return tuple(
            Changed(field, self._text(field, before), self._text(field, after)) for field in fields
        )

    def _text(self, field: str, values: Mapping[str, Any]) -> str:
        if field == "annual_revenue":
            return _amount(values["annual_revenue_minor"], values["annual_revenue_currency"])
        if field == "owner":
            owner = self.owner_of(values["owner_id"])
            return owner.name if owner else ""
        value = self._tags.book.say(values[field]) if field == "tags" else values[field]
        if field == "created_at":
            at = datetime.fromisoformat(value) if isinstance(value, str) else value
            return str(at.astimezone(self._zone).date())
        if field == "country":
            return country_name(value)
        if field == "kind":
            return _(Kind(value).value.capitalize())
        return short(value or "", _SHOWN)


_FIELD_OF = {column: field for field, columns in _COLUMNS.items() for column in columns}


def _amount(minor: int | None, currency: str) -> str:
    return "" if minor is None else f"{Money(minor, currency).amount} {currency}"


def _cleared(found: Candidate) -> dict[str, Any]:
    """Blank values for blank cells; the parts of a name that is given as one stay."""
    blank = set(found.blank) - _NOT_BY_ITSELF
    if found.full_name:
        blank -= {"company_name", "first_name", "last_name"}
    columns = [name for field in sorted(blank) for name in _COLUMNS.get(field, (field,))]
    return {name: _EMPTIED[name] for name in columns if name in _EMPTIED}


def _told_by_name(found: Candidate, values: dict[str, Any], stored: Any) -> dict[str, Any]:
    """What a full name tells of the parts that have no cells of their own."""
    named = _named(found.full_name, values, stored)
    return {name: value for name, value in named.items() if name not in found.values}


def _named(name: str, values: dict[str, Any], stored: Any) -> dict[str, Any]:
    """Whose name a full name is: the company's where none is given, else the person's."""
    kind = values.get("kind") or stored.kind
    company = values.get("company_name") or (stored.company_name if stored else "")
    if kind is Kind.BUSINESS and not values.get("company_name"):
        return {"company_name": name}
    if name == company:
        return {}
    first, _space, last = name.rpartition(" ")
    return {"first_name": first.rstrip(), "last_name": last} if first else {"first_name": last}
