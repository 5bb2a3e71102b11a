"""Every shortcut that works here, on one page."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.form_panel import scrolled
from ui.kit.parts import button, label
from ui.kit.theme import theme

Group = tuple[str, Sequence[tuple[str, str]]]


def groups(actions: Mapping[str, Iterable[QAction]]) -> list[Group]:
    """Titles and keys of the actions that have a shortcut and may be used, by heading."""
    found: list[Group] = []
    for heading, members in actions.items():
        rows = [
            (
                action.text().replace("&", "").partition("\t")[0].rstrip("…"),
                ", ".join(
                    keys.toString(QKeySequence.SequenceFormat.NativeText)
                    for keys in action.shortcuts()
                ),
            )
            for action in members
            if action.shortcuts() and action.isVisible()
        ]
        if rows:
            found.append((heading, list(dict.fromkeys(rows))))
    return found


class ShortcutOverview(QDialog):
    """Two columns of words and keys."""

    def __init__(self, shown: Sequence[Group], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcuts")
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(16)
        body.addWidget(label(_("Keyboard shortcuts"), "h1"))
        inside = QWidget()
        inside.setProperty("role", "clear")
        columns = QGridLayout(inside)
        columns.setContentsMargins(0, 0, 8, 0)
        columns.setHorizontalSpacing(32)
        columns.setVerticalSpacing(20)
        for place, group in enumerate(shown):
            columns.addLayout(self._group(group), place // 2, place % 2)
        columns.setRowStretch(columns.rowCount(), 1)
        body.addWidget(scrolled(inside), 1)
        close = button(_("Close"), "shortcuts.close", role="primary")
        close.setDefault(True)
        buttons = QDialogButtonBox(self)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        body.addWidget(buttons)
        self.resize(theme().px(680), theme().px(520))

    @staticmethod
    def _group(group: Group) -> QGridLayout:
        heading, rows = group
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.addWidget(label(heading, "h2"), 0, 0, 1, 2)
        for place, (words, keys) in enumerate(rows, 1):
            grid.addWidget(label(words), place, 0)
            grid.addWidget(label(keys, "key"), place, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        grid.setRowStretch(len(rows) + 1, 1)
        return grid
