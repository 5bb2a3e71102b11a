"""Decides what an import does with each row: one mechanism for rehearsal and run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.progress import Progress
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.model import Customer, PortalUser
from app.customers.queries import visible
from app.customers.rules import person_name
from app.customers.schemas import Kind
from app.exchange.candidates import Candidate, Reader
from app.exchange.fields import FIELDS
from app.exchange.reading import Row
from app.exchange.schemas import Changed, Label, RowPlan
from app.organization.schemas import OrganizationSettings

CHUNK = 500
_NAME_LENGTH = ProfileDraft.lines["first_name"][0]
_COMPARED = (
    *(name for name in FIELDS if name not in {"name", "annual_revenue", "created_at"}),
    "annual_revenue_minor",
    "created_at",
)
C = Customer


@dataclass(slots=True)
class Decision:
    """What becomes of a row: `values` to create, or to change in customer `id`."""

    found: Candidate
    label: Label
    values: dict[str, Any] = field(default_factory=dict)
    id: int = 0
    version: int = 0

    @property
    def plan(self) -> RowPlan:
        """The decision as shown to a person."""
        values = self.found.values
        person = person_name(values.get("first_name", ""), values.get("last_name", ""))
        return RowPlan(
            self.found.row.line,
            self.label,
            values.get("company_name") or person or self.found.full_name,
            values.get("email", ""),
            tuple(self.found.problems),
            tuple(self.found.warnings),
            tuple(Changed(name, "", str(value)) for name, value in self.values.items())
            if self.label is Label.UPDATE
            else (),
            self.found.row.cells,
            self.id,
        )


class Judge:
    """Compares rows with the stored customers, as they were before the import, and each other."""

    def __init__(
        self, session: Session, actor: Actor, reader: Reader, settings: OrganizationSettings
    ) -> None:
        self._session, self._actor, self._reader = session, actor, reader
        self._zone = ZoneInfo(settings.time_zone)
        self.client_ids: dict[str, int] = {}
        self._emails: dict[str, int] = {}
        self._customers: dict[int, int] = {}

    def decide(self, rows: Iterable[Row], progress: Progress) -> Iterator[list[Decision]]:
        """A decision for each row, a few hundred at a time.

        Raises:
            Cancelled: `progress` was.
        """
        rows = iter(rows)
        while chunk := list(islice(rows, CHUNK)):
            progress.check()
            found = [self._reader.read(row) for row in chunk]
            stored = _Stored(self._session, self._actor, found)
            yield [self._decision(candidate, stored) for candidate in found]

    def _decision(self, found: Candidate, stored: "_Stored") -> Decision:
        match = None
        self._refuse_twins(found)
        if not found.problems:
            match = self._match(found, stored)
        if found.problems:
            return Decision(found, Label.ERROR)
        values = _new_values(found) if match is None else self._changes(found, match)
        for name in ("first_name", "last_name"):
            if len(values.get(name, "")) > _NAME_LENGTH:
                found.refuse("name", _("A person's name is too long. Shorten it."))
                return Decision(found, Label.ERROR)
        if match is None:
            return Decision(found, Label.CREATE, values)
        changes = values
        label = Label.UPDATE if changes else Label.UNCHANGED
        return Decision(found, label, changes, match.id, match.version)

    def _refuse_twins(self, found: Candidate) -> None:
        line = found.row.line
        if client_id := found.values.get("client_id"):
            other = self.client_ids.setdefault(client_id, line)
            if other != line:
                found.refuse("client_id", _("Line %d has the same Client ID.") % other)
        if found.email_norm:
            other = self._emails.setdefault(found.email_norm, line)
            if other != line:
                found.refuse("email", _("Line %d has the same e-mail address.") % other)

    def _match(self, found: Candidate, stored: "_Stored") -> Any:
        """The customer a row is about, None for a new one; refuses what cannot be."""
        client_id, email = found.values.get("client_id"), found.email_norm
        holder = stored.by_email.get(email or "")
        match = stored.by_client_id.get(client_id) if client_id else holder
        if match is None:
            if email is None:
                found.refuse("email", _("Enter an e-mail address; a new customer needs one."))
            elif (taken := holder or stored.portal.get(email)) is not None:
                found.refuse("email", _("This e-mail already belongs to %s.") % _who(taken))
            return None
        if not match.seen:
            found.refuse("", _("This customer is not yours to see or change."))
        elif match.deleted_at is not None:
            found.refuse("", _("This customer is deleted. Restore it first, or skip the row."))
        elif (other := self._customers.setdefault(match.id, found.row.line)) != found.row.line:
            found.refuse("", _("Line %d is about the same customer.") % other)
        else:
            taken = holder or stored.portal.get(email or "")
            if taken is not None and taken.id != match.id:
                found.refuse("email", _("This e-mail already belongs to %s.") % _who(taken))
        return match

    def _changes(self, found: Candidate, stored: Any) -> dict[str, Any]:
        values = dict(found.values)
        if found.email_norm == stored.email_norm:
            values.pop("email", None)
        if found.full_name and found.full_name != stored.name:
            values |= _named(found.full_name, values, stored)
        if joined := values.get("created_at"):
            days = [
                at.astimezone(self._zone).date()
                for at in (stored.created_at, datetime.fromisoformat(joined))
            ]
            if days[0] == days[1]:
                del values["created_at"]
        return {name: value for name, value in values.items() if value != getattr(stored, name)}


class _Stored:
    """The customers, deleted ones too, that a few rows may be about."""

    def __init__(self, session: Session, actor: Actor, found: list[Candidate]) -> None:
        within = visible(actor)
        seen = sa.and_(*within) if within else sa.true()
        columns = [getattr(C, name) for name in _COMPARED]
        select = sa.select(
            C.id, C.version, C.name, C.email_norm, C.deleted_at, seen.label("seen"), *columns
        )
        codes = [one.values["client_id"] for one in found if "client_id" in one.values]
        keys = [one.email_norm for one in found if one.email_norm]
        by_code = session.execute(select.where(C.client_id.in_(codes)))
        self.by_client_id: dict[str, Any] = {row.client_id: row for row in by_code}
        by_key = session.execute(select.where(C.email_norm.in_(keys), C.deleted_at.is_(None)))
        self.by_email: dict[str, Any] = {row.email_norm: row for row in by_key}
        users = session.execute(
            select.add_columns(PortalUser.email_norm.label("signs_in_as"))
            .join(PortalUser, PortalUser.customer_id == C.id)
            .where(PortalUser.email_norm.in_(keys), PortalUser.active)
        )
        self.portal: dict[str, Any] = {row.signs_in_as: row for row in users}


def _who(customer: Any) -> str:
    if not customer.seen:
        return _("another customer")
    return str(customer.name or customer.email or customer.client_id)


def _new_values(found: Candidate) -> dict[str, Any]:
    values = dict(found.values)
    business = "company_name" in values
    values.setdefault("kind", Kind.BUSINESS if business else Kind.INDIVIDUAL)
    if found.full_name:
        values |= _named(found.full_name, values, None)
    return values


def _named(name: str, values: dict[str, Any], stored: Any) -> dict[str, Any]:
    """Whose name a full name is: the company's where none is given, else the person's."""
    kind = values.get("kind") or stored.kind
    company = values.get("company_name") or (stored.company_name if stored else "")
    if kind is Kind.BUSINESS and not values.get("company_name"):
        return {"company_name": name}
    if name == company:
        return {}
    first, _space, last = name.rpartition(" ")
    return {"first_name": first, "last_name": last} if first else {"first_name": last}
