"""Decides what an import does with each row: one mechanism for rehearsal and run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.numbers import Passed
from app.core.progress import Progress
from app.core.text import _
from app.customers.creation import SERIES
from app.customers.rules import person_name
from app.exchange.candidates import Candidate, Reader
from app.exchange.comparing import NAME_LENGTH, Comparer
from app.exchange.fixes import Mended
from app.exchange.options import MatchBy, Mode, Options
from app.exchange.people import People
from app.exchange.plans import Label, RowPlan
from app.exchange.reading import Row, Table
from app.exchange.seen import Seen
from app.exchange.stored import Stored, who
from app.exchange.tagged import Names
from app.organization.schemas import OrganizationSettings
from app.tags.book import book

CHUNK = 500
_NAMED = 3


@dataclass(slots=True)
class Decision:
    """What becomes of a row: `values` to create, or to change in the customer `match`."""

    found: Candidate
    label: Label
    values: dict[str, Any] = field(default_factory=dict)
    match: Any = None
    reason: str = ""

    @property
    def id(self) -> int:
        """The customer's id, 0 for a new one."""
        return self.match.id if self.match is not None else 0


class Judge:
    """Compares rows with the stored customers, as they were before the import, and each other.

    Raises:
        Invalid: a rule or a mended cell does not fit the table; keyed "rules" or "fixes".
        PermissionDenied: tags are to be created by somebody who may not.
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        table: Table,
        places: Mapping[int, str],
        options: Options,
        settings: OrganizationSettings,
    ) -> None:
        self._session, self._actor, self._options = session, actor, options
        self._mended = Mended(table.header, options.fixes)
        people = People(session)
        self.tags = Names(book(session), actor, options.create_tags)
        self._reader = Reader(table, places, options, settings, people, self.tags)
        self._comparer = Comparer(
            actor, people, settings, self.tags, blanks_clear=options.blanks_clear
        )
        self.passed = Passed(session, SERIES)
        self._client_ids, self._emails = Seen(), Seen()
        self._companies, self._customers = Seen(), Seen()

    def decide(self, rows: Iterable[Row], progress: Progress) -> Iterator[list[Decision]]:
        """A decision for each row, a few hundred at a time.

        Raises:
            Cancelled: `progress` was.
        """
        rows = map(self._mended, rows)
        while chunk := list(islice(rows, CHUNK)):
            progress.check()
            yield self.judge(chunk)

    def judge(self, rows: Sequence[Row]) -> list[Decision]:
        """A decision for each of a few rows."""
        found = [self._reader.read(row) for row in rows]
        stored = Stored(self._session, self._actor, found, self._options.match)
        return [self._decision(candidate, stored) for candidate in found]

    def plan(self, decision: Decision) -> RowPlan:
        """The decision as shown to a person."""
        found, match = decision.found, decision.match
        values = found.values
        known = match is not None and match.seen
        name = values.get("company_name") or found.full_name
        name = name or person_name(values.get("first_name", ""), values.get("last_name", ""))
        return RowPlan(
            found.row.line,
            decision.label,
            name or (match.name if known else None) or "",
            values.get("email") or (match.email if known else None) or "",
            tuple(found.problems),
            tuple(found.warnings),
            self._comparer.told(match, decision.values) if decision.label is Label.UPDATE else (),
            found.row.cells,
            match.id if known else 0,
            decision.reason,
            found.row.problem is not None,
        )

    def _decision(self, found: Candidate, stored: Stored) -> Decision:
        if found.row.line in self._options.skipped:
            return Decision(found, Label.SKIP, reason=_("You left this row out."))
        match = self._match(found, stored)
        if reason := self._skipped(found, match):
            return Decision(found, Label.SKIP, match=match, reason=reason)
        self._refuse_twins(found)
        if not found.problems:
            self._refuse_taken(found, match, stored)
        if not found.problems:
            return self._accepted(found, match)
        return Decision(found, Label.ERROR, match=match)

    def _accepted(self, found: Candidate, match: Any) -> Decision:
        """What a row makes of its customer, unless its name makes a part too long."""
        if match is None:
            decision = Decision(found, Label.CREATE, self._comparer.created(found))
        else:
            values = self._comparer.changed(found, match)
            decision = Decision(found, Label.UPDATE if values else Label.UNCHANGED, values, match)
        parts = (decision.values.get(name) or "" for name in ("first_name", "last_name"))
        if any(len(part) > NAME_LENGTH for part in parts):
            found.refuse("name", _("A person's name is too long. Shorten it."))
            return Decision(found, Label.ERROR, match=match)
        return decision

    def _match(self, found: Candidate, stored: Stored) -> Any:
        """The customer a row is about, None for a new one."""
        client_id, email = found.values.get("client_id"), found.email_norm
        match self._options.match:
            case MatchBy.EMAIL:
                return stored.by_email.get(email or "")
            case MatchBy.COMPANY:
                return self._company(found, stored)
            case MatchBy.AUTOMATIC if not client_id:
                return stored.by_email.get(email or "")
            case _:
                return stored.by_client_id.get(client_id or "")

    def _company(self, found: Candidate, stored: Stored) -> Any:
        key = found.company_key
        if key is None:
            said = _("Enter company and postal code: rows are known by them.")
            found.refuse("company_name", said)
            return None
        rows = stored.by_company.get(key, {})
        same = [rows[each] for each in sorted(rows) if rows[each].seen]
        if len(same) > 1 and self._options.mode is not Mode.CREATE:
            names = ", ".join(f"{who(row)} ({row.client_id})" for row in same[:_NAMED])
            if len(same) > _NAMED:
                names += "…"
            found.refuse(
                "company_name",
                _("Several customers have this company and postal code: %s. Give a Client ID.")
                % names,
            )
            return None
        return same[0] if same else None

    def _skipped(self, found: Candidate, match: Any) -> str:
        """Why the mode leaves a row out; empty if it does not."""
        if self._options.mode is Mode.CREATE and match is not None:
            return _("%s is a customer already.") % who(match)
        if self._options.mode is Mode.UPDATE and match is None and not found.problems:
            return _("There is no such customer yet.")
        return ""

    def _refuse_twins(self, found: Candidate) -> None:
        line = found.row.line
        if client_id := found.values.get("client_id"):
            self.passed.see(client_id)
            other = self._client_ids.first(client_id, line)
            if other != line:
                found.refuse("client_id", _("Line %d has the same Client ID.") % other)
        if found.email_norm:
            other = self._emails.first(found.email_norm, line)
            if other != line:
                found.refuse("email", _("Line %d has the same e-mail address.") % other)
        if self._options.match is MatchBy.COMPANY and (key := found.company_key):
            other = self._companies.first(key, line)
            if other != line:
                said = _("Line %d has the same company and postal code.")
                found.refuse("company_name", said % other)

    def _refuse_taken(self, found: Candidate, match: Any, stored: Stored) -> None:
        """Refuse what cannot be beside the customers there are."""
        if match is None:
            if found.email_norm is None:
                found.refuse("email", _("Enter an e-mail address; a new customer needs one."))
        elif not match.seen:
            found.refuse("", _("This customer is not yours to see or change."))
            return
        elif match.deleted_at is not None:
            found.refuse("", _("This customer is deleted. Restore it first, or skip the row."))
            return
        elif (other := self._customers.first(match.id, found.row.line)) != found.row.line:
            found.refuse("", _("Line %d is about the same customer.") % other)
            return
        email, own = found.email_norm or "", match.id if match is not None else 0
        taken = stored.by_email.get(email) or stored.portal.get(email)
        if taken is not None and taken.id != own:
            found.refuse("email", _("This e-mail already belongs to %s.") % who(taken))
        taken = stored.by_client_id.get(found.values.get("client_id", ""))
        if taken is not None and taken.id != own:
            found.refuse("client_id", _("This Client ID already belongs to %s.") % who(taken))
        self._comparer.choose_owner(found, match)
