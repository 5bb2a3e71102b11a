"""One record at a glance, beside its list: its name, its state, and facts a line each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import DeskError
from ui.kit.badge import Badge, ElidedLabel
from ui.kit.desk import Desk
from ui.kit.facts_dialog import Fact
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon
from ui.kit.parts import label
from ui.kit.text_parts import paragraph
from ui.kit.theme import Tone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Glance:
    """What is shown of a record; facts without words are left out."""

    title: str
    badges: Sequence[tuple[str, Tone, Icon]]
    said: str
    facts: Sequence[Fact]


class FactsPeek(Generic[T]):
    """Asks for the record in the background; the last one stays until the next has come.

    `show` runs on a worker and may raise what services raise. `nothing` says how to choose
    one. `stacked` puts the titles of facts above their words, for long ones.
    """

    def __init__(
        self,
        desk: Desk,
        place: str,
        nothing: str,
        show: Callable[[int], T],
        glance: Callable[[T], Glance],
        *,
        stacked: bool = False,
    ) -> None:
        self._desk, self._place, self._nothing = desk, place, nothing
        self._ask, self._glance, self._stacked = show, glance, stacked
        self._asked: int | None = None
        self.name = ElidedLabel("h2", f"{place}.name")
        self.said = paragraph("", "muted", f"{place}.message")
        self._badges: list[Badge] = []
        self._lines: dict[str, tuple[QLabel, QLabel | ElidedLabel]] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0 if stacked else 1, 1)
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        column.addWidget(self.name)
        column.addLayout(self._row)
        column.addWidget(self.said)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.widget = scrolled(inside)
        self._tell(nothing)

    def show_record(self, record_id: int | None) -> None:
        """Show this record, or say how to choose one."""
        self._asked = record_id
        if record_id is None:
            self._tell(self._nothing)
            return
        came, failed = partial(self._came, record_id), partial(self._failed, record_id)
        self._desk.tasks.run(self.widget, partial(self._ask, record_id), came, failed)

    def _failed(self, record_id: int, error: Exception) -> None:
        if record_id == self._asked:
            self._tell(str(error))
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _tell(self, sentence: str) -> None:
        self._show(Glance("", (), sentence, ()))

    def _came(self, record_id: int, found: T) -> None:
        if record_id == self._asked:
            self._show(self._glance(found))

    def _show(self, found: Glance) -> None:
        self.name.show_text(found.title)
        self.said.setText(found.said)
        self.said.setVisible(bool(found.said))
        while len(self._badges) < len(found.badges):
            made = Badge(f"{self._place}.badge{len(self._badges)}")
            self._row.insertWidget(len(self._badges), made)
            self._badges.append(made)
        for place, badge in enumerate(self._badges):
            badge.setVisible(place < len(found.badges))
            if place < len(found.badges):
                badge.show_badge(*found.badges[place])
        lines = {key: (title, words) for key, title, words in found.facts if words}
        for key, (_title, words) in lines.items():
            if key not in self._lines:
                self._add(key, is_word=" " not in words)
        for key, (name, value) in self._lines.items():
            title, words = lines.get(key, ("", ""))
            name.setText(title)
            if isinstance(value, ElidedLabel):
                value.show_text(words)
            else:
                value.setText(words)
            name.setVisible(key in lines)
            value.setVisible(key in lines)

    def _add(self, key: str, *, is_word: bool) -> None:
        """A line for a fact; one long word, such as an e-mail, cannot be wrapped."""
        named = f"{self._place}.{key}"
        value = ElidedLabel(name=named) if is_word else _wrapped(named)
        name = label("", "caption" if self._stacked else "muted")
        self._lines[key] = (name, value)
        row, top = self._grid.rowCount(), Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(value, *((row + 1, 0) if self._stacked else (row, 1)), top)


def _wrapped(named: str) -> QLabel:
    value = paragraph(name=named)
    # Or it asks for the height of its words one below the other, and for the widest of them.
    value.setMinimumSize(1, 1)
    policy = value.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    value.setSizePolicy(policy)
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return value
