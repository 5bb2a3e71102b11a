"""Steps that hold customers back and let them go again."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core import bulk
from app.core.access import Actor
from app.core.batch import Batch
from app.core.errors import Conflict, Invalid
from app.core.text import N_, _
from app.customers import rules
from app.customers.bulk_steps import STANDING, Step, Verdict, Why, belonging, refuse_deleted
from app.customers.drafts import HoldDraft
from app.customers.model import CustomerHold
from app.customers.schemas import Status


class _Holding(Step):
    """What both steps about holds know: those not yet released."""

    reads = ("status", "deleted_at")
    needs = STANDING
    shown = ("status",)

    def load(self, rows: Sequence[Any], *, writing: bool) -> None:  # noqa: ARG002 - the customer is
        """The chunk's holds."""
        open_ones = bulk.table_of(CustomerHold).c.released_at.is_(None)
        ids = [row.id for row in rows]
        self._holds = belonging(self.session, CustomerHold, ids, open_ones)

    def in_force(self, row: Any) -> list[Any]:
        """What holds a customer back now."""
        holds = self._holds.get(row.id, ())
        return [hold for hold in holds if rules.in_force(hold, self.now)]


class Holding(_Holding):
    """Begins a hold."""

    already = N_("This customer is held back like this already.")

    def __init__(self, session: Session, actor: Actor, draft: HoldDraft) -> None:
        super().__init__(session, actor)
        self._values = draft.checked()
        if draft.ends_at is not None and draft.ends_at <= self.now:
            raise Invalid({"ends_at": _("Choose an end in the future, or none.")})
        self._known: dict[Status, Verdict] = {}

    def verdict(self, row: Any) -> Verdict:
        """Whether the hold may begin."""
        status = rules.status_of(row.deleted_at, self._holds.get(row.id, ()), self.now)
        if status not in self._known:
            self._known[status] = self._judge(status)
        return self._known[status]

    def apply(self, customer: Any, batch: Batch) -> None:
        """Begin it."""
        made = {"customer_id": customer.id, "starts_at": self.now, **self._values}
        batch.add(CustomerHold, made)
        hold = CustomerHold(**made)
        rules.refresh_status(customer, [hold, *self._holds.get(customer.id, ())], self.now)

    def _judge(self, status: Status) -> Verdict:
        kind = self._values["kind"]
        if status.value == kind.value:
            return False
        try:
            rules.refuse_hold(status, kind)
        except Conflict as refusal:
            return Why(str(refusal))
        return True


class Activating(_Holding):
    """Releases every hold in force."""

    already = N_("This customer is active already.")

    def verdict(self, row: Any) -> Verdict:
        """Whether something holds it back."""
        return refuse_deleted(row) or bool(self.in_force(row))

    def apply(self, customer: Any, batch: Batch) -> None:
        """Release what does."""
        release = {"released_at": self.now, "released_by": self.actor.name}
        held = self.in_force(customer)
        for hold in held:
            batch.change(CustomerHold, hold, release)
        left = [hold for hold in self._holds[customer.id] if hold not in held]
        rules.refresh_status(customer, left, self.now)


class EndingHolds(_Holding):
    """Releases holds whose end has come."""

    def verdict(self, row: Any) -> Verdict:
        """Whether one has."""
        return any(self._ended(hold) for hold in self._holds.get(row.id, ()))

    def apply(self, customer: Any, batch: Batch) -> None:
        """Release it, as of its end."""
        holds = self._holds[customer.id]
        for hold in filter(self._ended, holds):
            release = {"released_at": hold.ends_at, "released_by": self.actor.name}
            batch.change(CustomerHold, hold, release)
        rules.refresh_status(customer, holds, self.now)

    def _ended(self, hold: Any) -> bool:
        return hold.ends_at is not None and hold.ends_at <= self.now
