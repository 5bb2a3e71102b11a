"""A panel beside a list that shows the row the keyboard is at, without opening anything."""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label
from ui.kit.theme import theme

REST_MS = 120
WIDTH = 340


class PeekView(Protocol):
    """What a feature shows in the panel."""

    @property
    def widget(self) -> QWidget: ...

    def show_record(self, record_id: int | None) -> None:
        """Show this record, or say how to choose one."""
        ...


class Rows(Protocol):
    """The list the panel stands beside."""

    def current_id(self) -> int | None:
        """The id of the row the keyboard is at."""
        ...


class PeekPanel(QFrame):
    """Made whole when it is first shown: a list opens sooner without it.

    `opened` carries the id to open whole; `shown_changed` tells that it came or went.
    """

    opened = Signal(object)
    shown_changed = Signal()

    def __init__(self, place: str, rows: Rows, make: Callable[[], PeekView]) -> None:
        super().__init__()
        self._place, self._rows, self._make = place, rows, make
        self._view: PeekView | None = None
        self._shown_id: int | None = None
        self.setObjectName(f"{place}.peek")
        self.setProperty("role", "card")
        self.setMinimumWidth(theme().px(260))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._follow)
        self.hide()

    def setVisible(self, visible: bool) -> None:
        if visible and self._view is None:
            self._view = self._make()
            self._furnish(self._view)
        super().setVisible(visible)

    def _furnish(self, view: PeekView) -> None:
        whole = button(_("Open"), f"{self._place}.peek.open", Icon.EXTERNAL)
        whole.clicked.connect(self._open)
        close = icon_button(_("Close the panel (Space)"), f"{self._place}.peek.close", Icon.X)
        close.clicked.connect(self.hide_panel)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(_("Preview"), "muted"), 1)
        head.addWidget(whole)
        head.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 10, 12)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(view.widget, 1)
        # Qt hears the keys of a hidden widget no more: then Escape is the list's.
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.hide_panel)

    def toggle(self) -> None:
        """Show it, or take it away."""
        if self.isHidden():
            self.show_panel()
        else:
            self.hide_panel()

    def show_panel(self) -> None:
        """Show it, for the row the keyboard is at."""
        self.show()
        self._follow()
        self.shown_changed.emit()

    def hide_panel(self) -> None:
        """Take it away."""
        self.hide()
        self.shown_changed.emit()

    def follow(self) -> None:
        """The keyboard is elsewhere, or the rows have changed: show it once that rests."""
        if not self.isHidden():
            self._rest.start()

    def _follow(self) -> None:
        self._shown_id = self._rows.current_id()
        if self._view is not None:
            self._view.show_record(self._shown_id)

    def _open(self) -> None:
        if self._shown_id is not None:
            self.opened.emit(self._shown_id)


def beside(column: QVBoxLayout, body: QWidget, panel: PeekPanel | None, keys_in: QWidget) -> None:
    """Put the list's body into `column`, and the panel, if there is one, at its right.

    Space in `keys_in` shows and hides the panel.
    """
    if panel is None:
        column.addWidget(body, 1)
        return
    split = QSplitter(Qt.Orientation.Horizontal)
    # While it is empty: whatever moves is dressed anew with all in it.
    column.addWidget(split, 1)
    split.setChildrenCollapsible(False)
    split.setHandleWidth(10)
    split.setProperty("role", "gap")
    split.addWidget(body)
    split.addWidget(panel)
    split.setStretchFactor(0, 1)
    split.setSizes([10_000, theme().px(WIDTH)])
    _keys(Qt.Key.Key_Space, keys_in).activated.connect(panel.toggle)


def _keys(key: Qt.Key, owner: QWidget) -> QShortcut:
    made = QShortcut(QKeySequence(key), owner)
    made.setContext(Qt.ShortcutContext.WidgetShortcut)
    return made
