"""One interaction at a glance, beside the list."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.text import _
from app.interactions.schemas import FollowUpState, InteractionDetail
from ui.interactions import facts, looks
from ui.kit.badge import Badge, ElidedLabel
from ui.kit.desk import Desk
from ui.kit.form_panel import scrolled
from ui.kit.parts import label
from ui.kit.text_parts import paragraph


class InteractionPeek:
    """Asks for the interaction in the background; the last one stays until the next has come."""

    def __init__(self, desk: Desk, place: str) -> None:
        self._desk, self._place = desk, place
        self._asked: int | None = None
        self.subject = ElidedLabel("h2", f"{place}.subject")
        self.said = paragraph("", "muted", f"{place}.message")
        self.type, self.mood = Badge(f"{place}.type"), Badge(f"{place}.sentiment")
        self._lines: dict[str, tuple[QLabel, QLabel]] = {}
        inside = QWidget()
        inside.setProperty("role", "clear")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 6, 0)
        self._column.setSpacing(8)
        badges = QHBoxLayout()
        badges.setSpacing(8)
        badges.addWidget(self.type)
        badges.addWidget(self.mood)
        badges.addStretch(1)
        self._column.addWidget(self.subject)
        self._column.addLayout(badges)
        self._column.addWidget(self.said)
        self._column.addStretch(1)
        self.widget = scrolled(inside)
        self._tell(_("Choose an interaction in the list."))

    def show_record(self, record_id: int | None) -> None:
        """Show this interaction, or say how to choose one."""
        self._asked = record_id
        if record_id is None:
            self._tell(_("Choose an interaction in the list."))
            return
        show = partial(self._desk.services.interactions.show, record_id)
        came, failed = partial(self._came, record_id), partial(self._failed, record_id)
        self._desk.tasks.run(self.widget, show, came, failed)

    def _failed(self, record_id: int, error: Exception) -> None:
        if record_id == self._asked:
            self._tell(str(error))
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _tell(self, sentence: str) -> None:
        self.subject.show_text("")
        self.type.hide()
        self.mood.hide()
        self.said.setText(sentence)
        self._show({})

    def _came(self, record_id: int, found: InteractionDetail) -> None:
        if record_id != self._asked:
            return
        self.subject.show_text(found.subject)
        self.type.show_badge(looks.kind(found.type), *looks.LOOKS[found.type])
        self.type.show()
        if found.sentiment is not None:
            self.mood.show_badge(looks.mood(found.sentiment), *looks.MOODS[found.sentiment])
        self.mood.setVisible(found.sentiment is not None)
        self.said.setText(found.customer or "")
        lines = {key: (title, words) for key, title, words in facts.facts(found) if words}
        todo = [f"{looks.due(one.due_on)}: {one.title}" for one in found.follow_ups
                if one.state is FollowUpState.OPEN]  # fmt: skip
        if todo:
            lines["followUps"] = (_("Follow-ups"), "\n".join(todo))
        self._show(lines)

    def _show(self, lines: dict[str, tuple[str, str]]) -> None:
        for key in lines:
            if key not in self._lines:
                self._add(key)
        for key, (name, value) in self._lines.items():
            title, words = lines.get(key, ("", ""))
            name.setText(title)
            value.setText(words)
            name.setVisible(key in lines)
            value.setVisible(key in lines)

    def _add(self, key: str) -> None:
        value = paragraph(name=f"{self._place}.{key}")
        value.setMinimumHeight(1)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines[key] = (label("", "caption"), value)
        # The stretch stays last.
        for part in self._lines[key]:
            self._column.insertWidget(self._column.count() - 1, part)
