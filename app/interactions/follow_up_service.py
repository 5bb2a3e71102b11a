"""Use cases on follow-ups: what was promised to customers, until when and by whom."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import DeskError
from app.core.files import replacing
from app.core.listed import ListService
from app.core.query import Listing, Where
from app.core.service import guarded, query, use_case
from app.customers import queries as customers
from app.customers.schemas import Outcome
from app.interactions import follow_up_queries as queries
from app.interactions import promising, reminding
from app.interactions.drafts import FollowUpDraft
from app.interactions.schemas import (
    FollowUpDetail,
    FollowUpRow,
    FollowUpState,
    MyDay,
    Reminder,
)
from app.organization.service import current

_DAYS = 7


class FollowUpService(ListService[FollowUpRow], reads=Permission.CUSTOMERS_READ):
    """Follow-ups of the customers within the actor's scope."""

    @query(Permission.CUSTOMERS_READ)
    def show(self, session: Session, follow_up_id: int) -> FollowUpDetail:
        """Everything about one follow-up.

        Raises:
            NotFound: it is not there, or not for this actor to see.
        """
        return queries.detail(session, self.actor, follow_up_id)

    @query(Permission.CUSTOMERS_READ)
    def assignees(self, session: Session, customer_id: int) -> tuple[tuple[int, str], ...]:
        """Who may be given a follow-up of a customer: their ids and names, by name.

        Raises:
            NotFound: the customer is not there, or not for this actor to see.
        """
        customers.get(session, self.actor, customer_id)
        found = promising.assignees(session, customer_id)
        return tuple((one.id, one.name) for one in found)

    @query(Permission.CUSTOMERS_READ)
    def my_day(self, session: Session, days: int = _DAYS) -> MyDay:
        """The actor's open follow-ups: overdue, for today, and for so many days after."""
        return reminding.my_day(session, self.actor, days)

    @query(Permission.CUSTOMERS_READ)
    def overdue(self, session: Session) -> int:
        """How many follow-ups the actor should have done by now."""
        return reminding.overdue_count(session, self.actor)

    @query(Permission.CUSTOMERS_READ)
    def reminder_on(self, session: Session, day: date) -> datetime:
        """The moment of a day that a form proposes to be reminded at."""
        return promising.reminder_on(day, current(session).time_zone)

    @guarded(Permission.CUSTOMERS_READ)
    def due_reminders(self) -> tuple[Reminder, ...]:
        """What the actor is to be reminded of now; each is told once, by one program.

        Asked every minute, it writes only when there is something.
        """
        return self._remind() if self._anything_to_remind() else ()

    @guarded(Permission.CUSTOMERS_READ)
    def calendar(
        self, path: Path | str, ids: Sequence[int] | None = None, *, as_tasks: bool = False
    ) -> int:
        """Save follow-ups as a calendar file (.ics), by default the actor's open ones; how many.

        They are all-day events, which every calendar takes, or tasks; reminders are alarms.

        Raises:
            Unavailable: the file cannot be written.
        """
        count, text = self._calendar(ids, as_tasks=as_tasks)
        with replacing(path) as half:
            half.write_text(text, encoding="utf-8", newline="")
        return count

    @use_case(Permission.INTERACTIONS_LOG)
    def add(self, session: Session, draft: FollowUpDraft) -> int:
        """Promise something to a customer; its id.

        Raises:
            Conflict: the customer is deleted.
            Invalid: the draft has problems, keyed by field.
            NotFound: the customer is not there, or not for this actor to see.
        """
        wanted = draft.checked()["customer_id"]
        customer = customers.get(session, self.actor, wanted, lock=True)
        return promising.add(session, self.actor, customer, draft).id

    @use_case(Permission.INTERACTIONS_LOG)
    def edit(
        self,
        session: Session,
        follow_up_id: int,
        version: int,
        base: FollowUpDraft | None,
        mine: FollowUpDraft,
    ) -> int:
        """Save what changed from `base`, seen at `version`, to `mine`; the new version.

        Raises:
            Conflict: others changed it since `version` and there is no base, or it is closed.
            Invalid: the changes have problems, keyed by field.
            NotFound: it is not there, or not for this actor to see.
            Stale: others changed the same fields since; nothing was saved.
        """
        return promising.edit(session, self.actor, follow_up_id, version, base, mine)

    @use_case(Permission.INTERACTIONS_LOG)
    def done(self, session: Session, ids: Sequence[int], result: str = "") -> Outcome:
        """Say that promises were kept, and with what result; who refuses is named and stays.

        Raises:
            Invalid: the result is too long.
        """
        words = promising.words_of(result)
        to = FollowUpState.DONE
        return self._each(ids, lambda one: promising.close(session, self.actor, one, to, words))

    @use_case(Permission.INTERACTIONS_LOG)
    def drop(self, session: Session, ids: Sequence[int], reason: str) -> Outcome:
        """Say that promises will not be kept, and why; who refuses is named and stays.

        Raises:
            Invalid: there is no reason, or it is too long; under "result".
        """
        words = promising.words_of(reason, needed=True)
        to = FollowUpState.DROPPED
        return self._each(ids, lambda one: promising.close(session, self.actor, one, to, words))

    @use_case(Permission.INTERACTIONS_LOG)
    def reopen(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Let closed follow-ups be open again; who refuses is named and stays."""
        return self._each(ids, lambda one: promising.reopen(session, self.actor, one))

    @use_case(Permission.INTERACTIONS_LOG)
    def move(self, session: Session, ids: Sequence[int], due_on: date) -> Outcome:
        """Put follow-ups off, or bring them forward; their reminders move along.

        Raises:
            Invalid: nobody means that day; under "due_on".
        """
        promising.check_day(due_on)
        return self._each(ids, lambda one: promising.move(session, self.actor, one, due_on))

    @use_case(Permission.INTERACTIONS_LOG)
    def remove(self, session: Session, ids: Sequence[int]) -> Outcome:
        """Take follow-ups away; who refuses is named and stays. It can be undone."""
        return self._each(ids, lambda one: promising.remove(session, self.actor, one))

    @query(Permission.CUSTOMERS_READ)
    def _calendar(
        self, session: Session, ids: Sequence[int] | None, *, as_tasks: bool
    ) -> tuple[int, str]:
        return reminding.calendar_of(session, self.actor, ids, as_tasks=as_tasks)

    @query(Permission.CUSTOMERS_READ)
    def _anything_to_remind(self, session: Session) -> bool:
        return reminding.anything_due(session, self.actor)

    @use_case(Permission.CUSTOMERS_READ)
    def _remind(self, session: Session) -> tuple[Reminder, ...]:
        return reminding.due_reminders(session, self.actor)

    @staticmethod
    def _each(ids: Sequence[int], act: Callable[[int], None]) -> Outcome:
        done, refused = [], []
        for one in sorted(set(ids)):
            try:
                act(one)
            except DeskError as refusal:
                refused.append((one, str(refusal)))
            else:
                done.append(one)
        return Outcome(tuple(done), tuple(refused))

    def _listing(self, session: Session) -> Listing[FollowUpRow]:
        return queries.listing(current(session), session.info["now"])

    def _visible(self) -> Sequence[Where]:
        return queries.visible(self.actor)
