"""What can be done with subscriptions, the same from the page and from a customer's tab."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.subscriptions.schemas import SubscriptionDetail
from ui.kit import format as fmt
from ui.kit.customer_picker import NOBODY
from ui.kit.desk import Desk
from ui.kit.form import FormDialog
from ui.subscriptions.card import SubscriptionCard, belonging
from ui.subscriptions.forms import CancelDraft, Plans, cancel_form, change_form, start_form

T = TypeVar("T")
CANCELLED = (
    N_("%s subscription cancelled. What is paid for runs until its period is over."),
    N_("%s subscriptions cancelled. What is paid for runs until its period is over."),
)


class SubscriptionSteps(QObject):
    """Each looks at the subscription as it is now before it asks; dialogs stand over `owner`."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._service = desk.services.subscriptions

    def show(self, subscription_id: int) -> None:
        """Show everything about one."""

        def look() -> tuple[SubscriptionDetail, int]:
            licenses = self._desk.services.licenses.count(belonging(subscription_id))
            return self._service.show(subscription_id), licenses

        def shown(found: tuple[SubscriptionDetail, int]) -> None:
            SubscriptionCard(self._desk, *found, self._owner).open()

        self._run(look, shown)

    def start(self, customer_id: int | None) -> None:
        """Ask for a new one, for this customer where it is known."""

        def look() -> tuple[Plans, tuple[int, str] | None]:
            plans = Plans(self._desk.services.plans.choices())
            if customer_id is None:
                return plans, None
            found = self._desk.services.customers.show(customer_id)
            return plans, (customer_id, found.name or found.email or NOBODY)

        def ask(found: tuple[Plans, tuple[int, str] | None]) -> None:
            if self._is_asking():
                return
            dialog = start_form(self._desk, *found, self._owner)
            dialog.saved.connect(lambda _id: self._say(_("The subscription was started.")))
            dialog.open()

        self._run(look, ask)

    def change(self, subscription_id: int) -> None:
        """Ask for another plan, cycle or quantity."""

        def look() -> tuple[Plans, SubscriptionDetail]:
            found = self._service.show(subscription_id)
            return Plans(self._desk.services.plans.choices()), found

        def ask(found: tuple[Plans, SubscriptionDetail]) -> None:
            if self._is_asking():
                return
            dialog = change_form(self._desk, *found, self._owner)
            said = _("%s was changed.") % found[1].number
            dialog.saved.connect(lambda _none: self._say(said))
            dialog.open()

        self._run(look, ask)

    def pause(self, ids: Sequence[int]) -> None:
        """Let them rest."""
        self._many(self._service.pause, ids, N_("%s subscription paused."),
                   N_("%s subscriptions paused."))  # fmt: skip

    def resume(self, ids: Sequence[int]) -> None:
        """Let them go on."""
        self._many(self._service.resume, ids, N_("%s subscription resumed."),
                   N_("%s subscriptions resumed."))  # fmt: skip

    def keep(self, ids: Sequence[int]) -> None:
        """Let them renew after all."""
        self._many(self._service.keep, ids, N_("%s subscription will renew."),
                   N_("%s subscriptions will renew."))  # fmt: skip

    def cancel(self, ids: Sequence[int]) -> None:
        """Ask why and when, and end them."""

        def look() -> SubscriptionDetail | None:
            return self._service.show(ids[0]) if len(ids) == 1 else None

        def end(draft: CancelDraft) -> Outcome:
            reason = draft.checked()["reason"]
            return self._service.cancel(ids, reason, at_period_end=not draft.at_once)

        def ask(one: SubscriptionDetail | None) -> None:
            if self._is_asking():
                return
            dialog = cancel_form(self._desk, one, len(ids), end, self._owner)
            dialog.saved.connect(partial(self._told, *CANCELLED))
            dialog.open()

        self._run(look, ask)

    def _many(
        self, work: Callable[[Sequence[int]], Outcome], ids: Sequence[int], one: str, many: str
    ) -> None:
        self._run(partial(work, list(ids)), partial(self._told, one, many))

    def _told(self, one: str, many: str, outcome: Outcome) -> None:
        """Say how many, and why not the others."""
        done = len(outcome.done)
        said = [ngettext(one, many, done) % fmt.text(done)] if done else []
        said += list(dict.fromkeys(why for _id, why in outcome.refused))[:3]
        self._say(" ".join(said))

    def _say(self, said: str) -> None:
        self._desk.notices.say(said)

    def _is_asking(self) -> bool:
        return any(form.isVisible() for form in self._owner.findChildren(FormDialog))

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._desk.tasks.run(self, work, then)
