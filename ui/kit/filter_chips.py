"""What a list is narrowed by, one button each: a click takes it off."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.core.text import _
from ui.kit.filter_panel import ADVANCED
from ui.kit.flow import FlowLayout
from ui.kit.icons import Icon, icon
from ui.kit.parts import button
from ui.kit.theme import Role

_LONGEST_CHIP = 60
_LONGEST_ADVANCED = 110
# What a chip has around its text, and how narrow and wide the text may be, in pixels.
_AROUND, _NARROWEST, _WIDEST = 64, 80, 4000


class Chips(QWidget):
    """What is on, one button each: a click takes it off. `removed` carries the key, "" for all.

    `emptied` tells that the last one went while the keyboard was on it; `edit_asked`
    that the advanced filter is to be changed.
    """

    removed = Signal(str)
    emptied = Signal()
    edit_asked = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}.chips")
        self._place = place
        self._flow = FlowLayout(self)
        self._shown: list[tuple[str, str]] = []
        self.hide()

    def show_chips(self, chips: list[tuple[str, str]]) -> None:
        """Show exactly these."""
        if chips == self._shown:
            return
        self._shown = chips
        focus = QApplication.focusWidget()
        inside = focus is not None and self.isAncestorOf(focus)
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for key, said in chips:
            self._flow.addWidget(self._chip(key, said))
            if key == ADVANCED:
                edit = button(_("Edit\u2026"), f"{self._place}.editAdvanced", role="link")
                edit.setAccessibleName(_("Edit the advanced filter"))
                edit.clicked.connect(self.edit_asked)
                self._flow.addWidget(edit)
        if chips:
            clear = button(_("Clear filters"), f"{self._place}.clearFilters", role="link")
            clear.clicked.connect(lambda: self.removed.emit(""))
            self._flow.addWidget(clear)
        self.setVisible(bool(chips))
        if inside:
            self._keep_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for key, said in self._shown:
            if (chip := self.findChild(QPushButton, f"{self._place}.chip.{key}")) is not None:
                self._shorten(chip, key, said)

    def _shorten(self, chip: QPushButton, key: str, said: str) -> None:
        """Say as much as is readable, and as fits into a line."""
        room = _LONGEST_ADVANCED if key == ADVANCED else _LONGEST_CHIP
        short = said if len(said) <= room else f"{said[: room - 1]}\u2026"
        width = max(_NARROWEST, self.width() - _AROUND) if self.isVisible() else _WIDEST
        fitting = chip.fontMetrics().elidedText(short, Qt.TextElideMode.ElideRight, width)
        chip.setText(fitting.replace("&", "&&"))

    def _keep_focus(self) -> None:
        """Let the keyboard stay here; the one it was on has gone. `emptied` when none is left."""
        first = self._flow.itemAt(0)
        if first is not None and (chip := first.widget()) is not None:
            # The layout would show it too late for the focus.
            chip.show()
            chip.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.emptied.emit()

    def _chip(self, key: str, said: str) -> QWidget:
        chip = button("", f"{self._place}.chip.{key}", role="chip")
        self._shorten(chip, key, said)
        chip.setAccessibleName(_("Take off the filter %s") % said)
        chip.setToolTip(said)
        chip.setIcon(icon(Icon.X, Role.MUTED))
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        chip.clicked.connect(lambda: self.removed.emit(key))
        return chip
