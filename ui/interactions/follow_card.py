"""Everything about one follow-up to read."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.text import _
from app.interactions.schemas import FollowUpDetail, FollowUpState
from ui.interactions import facts, looks
from ui.kit.customer_picker import NOBODY
from ui.kit.desk import Desk
from ui.kit.facts_dialog import FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.theme import Tone

if TYPE_CHECKING:
    from ui.interactions.follow_steps import FollowUpSteps

PLACE = "followUpCard"


class FollowUpCard(FactsDialog):
    """What follows on it is a click away."""

    def __init__(
        self, desk: Desk, found: FollowUpDetail, steps: "FollowUpSteps", parent: QWidget
    ) -> None:
        tone, picture = looks.STATE_LOOKS[found.state]
        badge = (looks.state(found.state), tone, picture)
        if found.is_overdue:
            badge = (_("Overdue"), Tone.BAD, Icon.ALERT)
        lead = found.customer or NOBODY
        super().__init__(PLACE, found.title, badge, facts.follow_up(found), parent, lead=lead)
        self._step(
            _("Open customer"), "customer", Icon.USERS,
            lambda: desk.navigator.open_customer(found.customer_id, "interactions"),
        )  # fmt: skip
        self._step(
            _("Save to calendar\u2026"), "saveCalendar", Icon.DOWNLOAD,
            lambda: steps.save_calendar([found.id]),
        )  # fmt: skip
        if not desk.actor.can(Permission.INTERACTIONS_LOG):
            return
        if found.state is FollowUpState.OPEN:
            self._step(_("Edit\u2026"), "edit", Icon.PENCIL, lambda: steps.edit(found.id))
            self._step(
                _("Done\u2026"), "done", Icon.CHECK, lambda: steps.done([found.id], found.title)
            )
        else:
            self._step(_("Reopen"), "reopen", Icon.UNDO, lambda: steps.reopen([found.id]))

    def _step(self, title: str, thing: str, picture: Icon, act: Callable[[], object]) -> None:
        made = button(title, f"{PLACE}.{thing}", picture)

        def run() -> None:
            self.accept()
            act()

        made.clicked.connect(run)
        self.add_step(made)
