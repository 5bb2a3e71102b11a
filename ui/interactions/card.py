"""Everything about one interaction to read: what was said, what follows, and its files."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.access import Permission
from app.core.text import _
from app.interactions.schemas import InteractionDetail
from ui.interactions import facts, looks
from ui.kit.badge import Badge
from ui.kit.desk import Desk
from ui.kit.facts_dialog import FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.plain_table import PlainTable
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

if TYPE_CHECKING:
    from ui.interactions.steps import InteractionSteps

PLACE = "interactionCard"
_ROWS = 6


class InteractionCard(FactsDialog):
    """`files`, where the shell gave it, makes the strip of files of this interaction."""

    def __init__(
        self, desk: Desk, found: InteractionDetail, steps: "InteractionSteps", parent: QWidget
    ) -> None:
        tone, picture = looks.LOOKS[found.type]
        super().__init__(
            PLACE,
            found.subject,
            (looks.kind(found.type), tone, picture),
            facts.facts(found),
            parent,
            lead=found.customer or "",
        )
        self._found = found
        self._show_mood()
        end = self.body.count() - 1
        if found.follow_ups:
            self.follow_ups = PlainTable(
                f"{PLACE}.followUps", _("Follow-ups"), facts.FOLLOW_UPS, fits=_ROWS
            )
            self.follow_ups.show_lines(facts.follow_ups(found))
            self.body.insertWidget(end, label(_("Follow-ups"), "h2"))
            self.body.insertWidget(end + 1, self.follow_ups)
            end += 2
        if steps.files is not None:
            self.body.insertWidget(end, steps.files(desk, found.id))
            end += 1
        self.body.insertWidget(end, label(_("History"), "h2"))
        self.body.insertLayout(end + 1, self._record())
        self._offer(desk, steps)
        height = min(theme().px(620), self.screen().availableSize().height() - 60)
        self.resize(theme().px(700), height)

    def _show_mood(self) -> None:
        """The sentiment stands below the title, as a pill with its word."""
        if self._found.sentiment is None:
            return
        shown = Badge(f"{PLACE}.sentiment")
        shown.show_badge(looks.mood(self._found.sentiment), *looks.MOODS[self._found.sentiment])
        self.body.insertWidget(0, shown, 0, Qt.AlignmentFlag.AlignLeft)

    def _record(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        known = (fact for fact in facts.record(self._found) if fact[2])
        for row, (key, named, words) in enumerate(known):
            name = label(named, "muted")
            name.setMinimumWidth(theme().px(130))
            grid.addWidget(name, row, 0)
            grid.addWidget(paragraph(words, name=f"{PLACE}.{key}"), row, 1)
        return grid

    def _offer(self, desk: Desk, steps: "InteractionSteps") -> None:
        found = self._found
        self._step(
            _("Open customer"), "customer", Icon.USERS,
            lambda: desk.navigator.open_customer(found.customer_id, "interactions"),
        )  # fmt: skip
        if desk.actor.can(Permission.INTERACTIONS_LOG):
            self._step(
                _("Add follow-up\u2026"), "followUp", Icon.CALENDAR_CHECK,
                lambda: steps.promise(found.id),
            )  # fmt: skip
        if found.may_edit:
            self._step(_("Edit\u2026"), "edit", Icon.PENCIL, lambda: steps.edit(found.id))

    def _step(self, title: str, thing: str, picture: Icon, act: Callable[[], object]) -> None:
        made = button(title, f"{PLACE}.{thing}", picture)

        def run() -> None:
            self.accept()
            act()

        made.clicked.connect(run)
        self.add_step(made)
