"""The menu of a choice of several: a short one is ticked, a long one searched and ticked."""

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)

from app.core.folding import fold
from app.core.text import _
from ui.kit.filters import Options
from ui.kit.parts import dress_search
from ui.kit.sticky_menu import StickyMenu
from ui.kit.theme import theme

# A menu with more is searched, not read.
LONG = 14
_WIDTH, _HEIGHT = 280, 320
_HARMLESS = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TickList(QWidget):
    """Options to tick below a line that narrows them down; `ticked` carries the option's place."""

    ticked = Signal(int)

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.search = QLineEdit()
        self.search.setObjectName(f"{name}.search")
        self.search.setPlaceholderText(_("Type to search"))
        self.search.setAccessibleName(_("Search: %s") % title)
        dress_search(self.search)
        self.list = QListWidget()
        self.list.setObjectName(f"{name}.list")
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(4, 4, 4, 4)
        inside.setSpacing(4)
        inside.addWidget(self.search)
        inside.addWidget(self.list)
        self.setFixedSize(theme().px(_WIDTH), theme().px(_HEIGHT))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._narrow)
        self.list.itemClicked.connect(self._tick)
        for widget in (self.search, self.list):
            widget.installEventFilter(self)

    def offer(self, options: Options, picked: tuple[Any, ...]) -> None:
        """Show these options, those picked with a tick."""
        self.list.clear()
        for value, words in options:
            item = QListWidgetItem(words)
            # Not checkable by itself: a click anywhere in the line ticks it, once.
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(_state(value in picked))
            self.list.addItem(item)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.clear()
        # The menu takes the keyboard when it opens, so this has to come after.
        QTimer.singleShot(0, self.search, self.search.setFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if key in _ENTER or (key == Qt.Key.Key_Space and watched is self.list):
                if (item := self.list.currentItem()) is not None and not item.isHidden():
                    self._tick(item)
                return True
            if key == Qt.Key.Key_Down and watched is self.search:
                self.list.setFocus()
                return True
            if key == Qt.Key.Key_Up and watched is self.list and self._at_the_top():
                self.search.setFocus()
                return True
        return super().eventFilter(watched, event)

    def _narrow(self, text: str) -> None:
        wanted, found = fold(text), []
        for row, item in enumerate(self._items()):
            item.setHidden(wanted not in fold(item.text()))
            if not item.isHidden():
                found.append(row)
        self.list.setCurrentRow(found[0] if wanted and found else -1)
        self.list.scrollToTop()

    def _tick(self, item: QListWidgetItem) -> None:
        item.setCheckState(_state(item.checkState() is not Qt.CheckState.Checked))
        self.ticked.emit(self.list.row(item))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _at_the_top(self) -> bool:
        shown = [item for item in self._items() if not item.isHidden()]
        return not shown or self.list.currentItem() in {None, shown[0]}


class TickMenu(StickyMenu):
    """`ticked` tells that something else is `picked`; it stays open until one is done.

    Typing on the button it belongs to opens it, and looks for what was typed.
    """

    ticked = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"{name}.menu")
        self._name, self._title = name, title
        self._options: Options = ()
        self._list: TickList | None = None
        self.picked: tuple[Any, ...] = ()
        self._looked = ""
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            typed = _typed(event)
            if typed and isinstance(watched, QPushButton) and watched.menu() is self:
                # Once it is open and has the keyboard.
                QTimer.singleShot(0, self, partial(self._begin_with, typed))
                watched.showMenu()
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if typed := _typed(event):
            self._look_for(self._looked + typed) or self._look_for(typed)
        else:
            self._looked = ""
            super().keyPressEvent(event)

    def _begin_with(self, typed: str) -> None:
        if self._list is not None:
            self._list.search.setText(typed)
        else:
            self._look_for(typed)

    def _look_for(self, words: str) -> bool:
        """Go to the first option that begins like this, if there is one."""
        found = (one for one in self.actions() if fold(one.text()).startswith(fold(words)))
        first = next(found, None)
        if first is not None:
            self._looked = words
            self.setActiveAction(first)
        return first is not None

    def offer(self, options: Options, picked: tuple[Any, ...]) -> None:
        """Offer these options; what is picked stays picked."""
        self._options = options
        self.clear()
        self._list = None
        if len(options) > LONG:
            self._list = TickList(self._name, self._title)
            self._list.ticked.connect(self._turn)
            holder = QWidgetAction(self)
            holder.setDefaultWidget(self._list)
            self.addAction(holder)
        for place, (_value, words) in enumerate(() if self._list else options):
            action = self.addAction(words.replace("&", "&&"))
            action.setCheckable(True)
            action.triggered.connect(lambda _on, place=place: self._turn(place))
        self.pick(picked)

    def pick(self, picked: tuple[Any, ...]) -> None:
        """Show exactly these as ticked."""
        self.picked = picked
        if self._list is not None:
            self._list.offer(self._options, picked)
            return
        for (value, _words), action in zip(self._options, self.actions(), strict=True):
            action.setChecked(value in picked)

    def _turn(self, place: int) -> None:
        turned = self._options[place][0]
        self.picked = tuple(
            value
            for value, _words in self._options
            if (value in self.picked) is not (value == turned)
        )
        self.ticked.emit()


def _typed(event: QKeyEvent) -> str:
    """The letters of a key that are no command, and no blank, which ticks."""
    plain = not event.modifiers() & ~_HARMLESS
    return event.text().strip() if plain and event.text().isprintable() else ""


def _state(on: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
