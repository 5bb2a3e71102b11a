"""One of a few options, all of them in sight: a row of buttons of which one is down."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.kit.form_editors import Editor, EditorFactory
from ui.kit.icons import Icon, icon
from ui.kit.parts import ICON_AND_GAP
from ui.kit.pressing import PushButton
from ui.kit.theme import Role

# A value, the words for it, and perhaps a drawing.
Segment = tuple[Any, str, Icon | None]
_GLYPH = QSize(16, 16)


class _Row(QWidget):
    """Passes the focus on to the button that is down; Tab goes there by itself."""

    def __init__(self, group: QButtonGroup) -> None:
        super().__init__()
        self._group = group
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def focusInEvent(self, event: QFocusEvent) -> None:
        down = self._group.checkedButton() or next(iter(self._group.buttons()), None)
        if down is not None:
            down.setFocus(event.reason())


class SegmentEditor(Editor):
    """Arrow keys go along the row; one of the values is always chosen."""

    def __init__(self, options: Sequence[Segment]) -> None:
        self.group = QButtonGroup()
        row = _Row(self.group)
        self._values = [value for value, _title, _icon in options]
        self.buttons = [self._button(title, drawn) for _value, title, drawn in options]
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        for place, made in enumerate(self.buttons):
            self.group.addButton(made, place)
            across.addWidget(made)
        across.addStretch(1)
        super().__init__(row)
        self.group.setParent(self)
        self.group.idToggled.connect(self._toggled)
        self.buttons[0].setChecked(True)

    def read(self) -> Any:
        return self._values[self.group.checkedId()]

    def write(self, value: Any) -> None:
        place = self._values.index(value) if value in self._values else 0
        self.buttons[place].setChecked(True)

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        for value, made in zip(self._values, self.buttons, strict=True):
            made.setObjectName(f"{name}.{'none' if value is None else value}")
            made.setAccessibleName(f"{title}: {made.text()}")

    def _button(self, title: str, drawn: Icon | None) -> QPushButton:
        made = PushButton(title)
        made.setProperty("role", "segment")
        made.setCheckable(True)
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if drawn is not None:
            made.setIcon(icon(drawn, Role.MUTED, Role.ACCENT))
            made.setIconSize(ICON_AND_GAP if title else _GLYPH)
        return made

    def _toggled(self, place: int, down: bool) -> None:
        # Qt does so too, but only once one of them had the focus: Tab led to the first.
        focus = Qt.FocusPolicy.StrongFocus if down else Qt.FocusPolicy.ClickFocus
        self.buttons[place].setFocusPolicy(focus)
        if down:
            self.edited.emit()


def segments(options: Callable[[], Sequence[Segment]]) -> EditorFactory:
    """One of a few options in sight, asked for when the form is built."""
    return partial(_made, options)


def _made(options: Callable[[], Sequence[Segment]], _kind: Any) -> SegmentEditor:
    return SegmentEditor(options())
