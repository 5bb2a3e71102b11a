"""Editors that choose from a list, short or long."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter

from app.core.text import _
from ui.kit.form_editors import Editor, EditorFactory, Unreadable
from ui.kit.format import text

# A value and the words for it.
Option = tuple[Any, str]


class _Combo(QComboBox):
    """Does not change its value when the wheel only passes over it in a long form."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceEditor(Editor):
    """One of a few options; None is only offered when it is among them."""

    def __init__(self, options: Sequence[Option]) -> None:
        self.combo = _Combo()
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setMinimumContentsLength(8)
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        # Qt turns some values into its own types (a string enum into a string), so
        # the values are kept here and found by place.
        self._values = [value for value, _title in options]
        self.combo.addItems([title for _value, title in options])
        super().__init__(self.combo)
        self.combo.currentIndexChanged.connect(self.edited)

    def offer_all(self, options: Sequence[Option]) -> None:
        """Let these be chosen instead, without a signal; nothing is chosen then."""
        self.combo.blockSignals(True)
        self._values = [value for value, _title in options]
        self.combo.clear()
        self.combo.addItems([title for _value, title in options])
        self.combo.setCurrentIndex(-1)
        self.combo.blockSignals(False)

    def read(self) -> Any:
        place = self.combo.currentIndex()
        return self._values[place] if place >= 0 else None

    def write(self, value: Any) -> None:
        self.combo.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def state(self) -> object:
        return self.read()


class SearchEditor(ChoiceEditor):
    """One of many: type any part of its name, the list narrows down."""

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__(options)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setMaxVisibleItems(12)
        completer = QCompleter(self.combo.model(), self.combo)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.combo.setCompleter(completer)
        if (inside := self.combo.lineEdit()) is not None:
            inside.installEventFilter(self)
            inside.textChanged.connect(self.edited)

    def read(self) -> Any:
        place = self._place()
        if place is None:
            raise Unreadable(_("Choose one from the list: type a part of its name."), self._first)
        return self._values[place] if place >= 0 else None

    def write(self, value: Any) -> None:
        super().write(value)
        if self.combo.currentIndex() < 0:
            self.combo.setEditText("")

    def state(self) -> object:
        return self.combo.currentText()

    def bring(self, kept: Any) -> None:
        self.combo.setEditText(kept)

    def set_placeholder(self, text: str) -> None:
        if (inside := self.combo.lineEdit()) is not None:
            inside.setPlaceholderText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.FocusOut and (place := self._place()) is not None:
            self.combo.setCurrentIndex(place)
        return super().eventFilter(watched, event)

    @property
    def _first(self) -> Any:
        return self._values[0] if self._values else None

    def _place(self) -> int | None:
        """Where what is typed stands in the list: -1 for nothing, None for not in it."""
        typed = self.combo.currentText().strip()
        if not typed:
            return -1
        place = self.combo.findText(typed, Qt.MatchFlag.MatchFixedString)
        return place if place >= 0 else None


def choice(options: Callable[[], Sequence[Option]]) -> EditorFactory:
    """One of a few options, asked for when the form is built."""
    return lambda _kind: ChoiceEditor(options())


def searchable(options: Callable[[], Sequence[Option]]) -> EditorFactory:
    """One of many options, such as countries."""
    return lambda _kind: SearchEditor(options())


def enum_choice(kind: type[Enum]) -> Editor:
    """One member of an enum, in its own words."""
    return ChoiceEditor([(member, text(member)) for member in kind])
