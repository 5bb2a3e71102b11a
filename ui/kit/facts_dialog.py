"""Everything about one record to read: its name, its state, and facts a line each."""

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.badge import Badge
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import Tone, theme

# A fact's key, its title and its words; without words it is left out.
Fact = tuple[str, str, str]
_BESIDE = 16


class FactsDialog(QDialog):
    """Shows facts below a title; those whose key is among `copied` have a button to copy them.

    `add_step` puts a button beside Close. Open it with `open()`.
    """

    def __init__(
        self,
        place: str,
        title: str,
        badge: tuple[str, Tone, Icon] | None,
        facts: Sequence[Fact],
        parent: QWidget | None = None,
        *,
        lead: str = "",
        copied: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(parent)
        self._place, self._copied = place, copied
        self.setObjectName(place)
        self.setWindowTitle(title)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.close_button = button(_("Close"), f"{place}.close")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self.buttons = QHBoxLayout()
        self.body = QVBoxLayout()
        self._arrange(title, badge, facts, lead)

    def add_step(self, step: QWidget) -> None:
        """One more button, before Close."""
        self.buttons.insertWidget(self.buttons.count() - 1, step)

    def showEvent(self, event: QShowEvent) -> None:
        """Let Tab walk in reading order, whatever was made when."""
        super().showEvent(event)
        stops = [
            one
            for one in self.findChildren(QWidget)
            if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        for before, after in pairwise(sorted(stops, key=self._reading_place)):
            self.setTabOrder(before, after)

    def _reading_place(self, stop: QWidget) -> tuple[int, int]:
        """From above to below, and what stands beside each other from left to right."""
        middle = stop.mapTo(self, stop.rect().center())
        return middle.y() // theme().px(_BESIDE), middle.x()

    def _arrange(
        self, title: str, badge: tuple[str, Tone, Icon] | None, facts: Sequence[Fact], lead: str
    ) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(label(title, "h1", name=f"{self._place}.title"), 1)
        if badge is not None:
            shown = Badge(f"{self._place}.status")
            shown.show_badge(*badge)
            head.addWidget(shown, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(head)
        if lead:
            column.addWidget(paragraph(lead, "muted", f"{self._place}.lead"))
        inside = QWidget()
        inside.setProperty("role", "clear")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(12)
        self.body.addLayout(self._grid(facts))
        self.body.addStretch(1)
        column.addWidget(scrolled(inside), 1)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.close_button)
        column.addLayout(self.buttons)
        self.close_button.setFocus()
        # Before the style is applied nothing has its height yet.
        self.ensurePolished()
        screen = self.screen().availableSize()
        wanted = inside.sizeHint().height() + theme().px(170)
        self.resize(min(theme().px(620), screen.width() - 40), min(wanted, screen.height() - 60))

    def _grid(self, facts: Sequence[Fact]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (key, title, words) in enumerate(fact for fact in facts if fact[2]):
            name = label(title, "muted")
            name.setMinimumWidth(theme().px(130))
            value = paragraph(words, name=f"{self._place}.{key}")
            # Or it asks for the height of its words one below the other.
            value.setMinimumHeight(1)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(name, row, 0, top)
            grid.addWidget(value, row, 1, top)
            if key in self._copied:
                copy = icon_button(_("Copy: %s") % title, f"{self._place}.{key}.copy", Icon.COPY)
                copy.clicked.connect(partial(_copy, words))
                grid.addWidget(copy, row, 2, top)
        return grid


def _copy(words: str, _checked: bool = False) -> None:
    QGuiApplication.clipboard().setText(words)
