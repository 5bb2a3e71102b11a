"""Goes through a command's entries and takes them back, a thousand at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.progress import Progress
from app.core.search_last import search_last
from app.core.text import _, ngettext
from app.core.trail import Trail
from app.customers.model import Customer
from app.mail import outbox
from app.undo.checks import check
from app.undo.commands import Past, Span, pasts
from app.undo.deriving import derive
from app.undo.plan import Plan
from app.undo.schemas import NAMED, Refusal
from app.undo.titles import name_of, named_by
from app.undo.words import say
from app.undo.writing import write

_MOST_NOTES = 5


@dataclass(slots=True)
class Sweep:
    """What going through a command found: who refuses, and what to note.

    `out` holds the ids of all who refuse, `refused` the first of them with reasons;
    `overtaken` is true where a value was changed again since.
    """

    session: Session
    actor: Actor
    span: Span
    anyway: bool = False
    out: set[int] = field(default_factory=set)
    refused: list[Refusal] = field(default_factory=list)
    reached: list[str] = field(default_factory=list)
    overtaken: bool = False

    def look(self, progress: Progress, *, lock: bool) -> None:
        """Find out what would happen, without writing."""
        for _plan in self._plans(pasts(self.session, self.span), progress, lock=lock):
            pass

    def run(self, trail: Trail, progress: Progress) -> None:
        """Take back what can be. Stops writing once somebody refuses, who was not known to."""
        known = len(self.out)
        with search_last(self.session, Customer, self.span.last - self.span.command):
            for plan in self._plans(pasts(self.session, self.span), progress, lock=True):
                if len(self.out) == known:
                    trail.tell(write(plan))

    def one(self, trail: Trail, events: list[Past]) -> None:
        """Take back these entries alone."""
        for plan in self._plans([events], Progress(), lock=True):
            if not self.out:
                trail.tell(write(plan))

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences about what cannot be taken back with the rest."""
        if not self.reached:
            return ()
        reached = list(dict.fromkeys(self.reached))  # Who is asked first is asked twice.
        shown = ", ".join(reached[:_MOST_NOTES])
        said = ngettext(
            "A message was sent already and cannot be called back: %s.",
            "Messages were sent already and cannot be called back: %s.",
            len(reached),
        )
        return (said % shown,)

    def _plans(
        self, chunks: Iterable[list[Past]], progress: Progress, *, lock: bool
    ) -> Iterator[Plan]:
        total, done = self.span.last - self.span.command + 1, 0
        for events in chunks:
            plan = Plan(self.session, self.actor, self.span, self.anyway)
            plan.read([each for each in events if each.customer_id not in self.out], lock=lock)
            plan.reverse()
            derive(plan)
            check(plan)
            self._note(plan, events)
            yield plan
            done += len(events)
            progress.report(min(done, total), total)

    def _note(self, plan: Plan, events: list[Past]) -> None:
        for customer_id, why in plan.refused.items():
            self.out.add(customer_id)
            self.overtaken = self.overtaken or bool(why.fields)
            if len(self.refused) < NAMED:
                reason = say(self.session, self.actor, why, customer_id, self.span.last)
                name = self._name(plan, events, customer_id)
                self.refused.append(Refusal(customer_id, name, reason))
        gone = [
            row_id
            for row_id, _before, after in plan.differing(Customer.__tablename__)
            if after is None
        ]
        if gone:
            self.reached += outbox.sent_to(self.session, gone)

    def _name(self, plan: Plan, events: list[Past], customer_id: int) -> str:
        if plan.before[Customer.__tablename__].get(customer_id) is not None:
            return name_of(self.session, self.actor, customer_id)
        about = (each.fields for each in events if each.entity == Customer.__tablename__
                 and each.id == customer_id)  # fmt: skip
        fields = next(about, None)
        return named_by(fields) if fields else _("a customer that is gone")
