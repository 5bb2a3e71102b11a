"""A short list in the settings: rows with what can be done to each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.badge import Badge
from ui.kit.flow import FlowLayout
from ui.kit.icons import Icon
from ui.kit.list_states import StateView
from ui.kit.parts import card, icon_button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import Tone

Step = tuple[str, str, Icon, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is called, what is said about it, and perhaps a badge.

    `steps` are a name, a title, an icon and what runs, for the buttons at its end.
    """

    id: int
    title: str
    told: str
    steps: Sequence[Step] = ()
    badge: tuple[str, Tone, Icon] | None = None


class SettingsList(QWidget):
    """A heading, a hint, buttons, and rows below; `place` begins every name."""

    def __init__(self, place: str, title: str, hint: str, icon: Icon) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._place = place
        self.empty = StateView(f"{place}.empty", icon)
        self.empty.hide()
        self.buttons = FlowLayout()
        self.rows = QVBoxLayout()
        self.rows.setSpacing(8)
        self.lines: tuple[Line, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        self._column.addWidget(label(title, "h2"))
        self._column.addWidget(paragraph(hint, "muted"))
        self._column.addLayout(self.buttons)
        self._column.addWidget(self.empty)
        self._column.addLayout(self.rows)
        self._column.addStretch(1)

    def offer(self, press: QPushButton, run: Callable[[], None]) -> None:
        """One more button above the rows."""
        press.clicked.connect(lambda _checked=False: run())
        self.buttons.addWidget(press)

    def put_above(self, widget: QWidget) -> None:
        """Show something between the buttons and the rows."""
        self._column.insertWidget(self._column.indexOf(self.empty), widget)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Let these be the rows; the focus stays where it is, by name."""
        focus = self.focusWidget()
        name = focus.objectName() if focus is not None else ""
        while (item := self.rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = tuple(lines)
        for one in lines:
            self.rows.addWidget(self._card(one, name))
        self.empty.setVisible(not lines)

    def _card(self, one: Line, focus: str) -> QFrame:
        made = card(margins=(12, 8, 8, 10))
        inside = made.layout()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(label(one.title, "strong", name=f"{self._place}.{one.id}.title"))
        if one.badge is not None:
            badge = Badge(f"{self._place}.{one.id}.badge")
            badge.show_badge(*one.badge)
            top.addWidget(badge)
        top.addStretch(1)
        for name, title, icon, run in one.steps:
            step = icon_button(title, f"{self._place}.{one.id}.{name}", icon)
            step.setAccessibleName(_("%(what)s: %(key)s") % {"what": title, "key": one.title})
            step.clicked.connect(lambda _checked=False, run=run: run())
            top.addWidget(step)
            if step.objectName() == focus:
                step.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(inside, QVBoxLayout):
            inside.setSpacing(2)
            inside.addLayout(top)
            if one.told:
                inside.addWidget(paragraph(one.told, "muted"))
        return made
