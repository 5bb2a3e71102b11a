"""An editor for files that are to be added once the rest of the form is saved."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from ui.kit import dialogs
from ui.kit.form_editors import Editor
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label, restyle
from ui.kit.theme import theme

_NAME = 420
_SETTLED_MS = 50


class FilesEditor(Editor):
    """Paths as text, a line for each and a button for more; each is there once."""

    def __init__(self) -> None:
        box = QWidget()
        box.setProperty("role", "clear")
        self.add_button = button(_("Add files\u2026"), "", Icon.PAPERCLIP)
        self.add_button.setAutoDefault(False)
        self._paths: tuple[str, ...] = ()
        self._lines: list[QWidget] = []
        self._column = QVBoxLayout(box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        super().__init__(box, self.add_button)
        self.add_button.clicked.connect(self._ask)

    def read(self) -> Any:
        return self._paths

    def write(self, value: Any) -> None:
        self._paths = tuple(value or ())
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            # What takes its place has its name.
            line.setParent(None)
            line.deleteLater()
        self._lines = [self._line(place, path) for place, path in enumerate(self._paths)]
        for place, line in enumerate(self._lines):
            self._column.insertWidget(place, line)
        self._keep_order()
        self.edited.emit()

    @property
    def is_blank(self) -> bool:
        return not self._paths

    def add(self, paths: Iterable[Path]) -> None:
        """Take more of them."""
        self.write(dict.fromkeys((*self._paths, *map(str, paths))))
        # The new lines take their room in several steps, one layout after the other.
        QTimer.singleShot(_SETTLED_MS, self.add_button, self._show_button)

    def light(self, lit: bool) -> None:
        """Show, or not, that files held over the form may be dropped."""
        restyle(self.add_button, role="primary" if lit else "")

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self.add_button.setAccessibleName(_("Add files"))

    def _line(self, place: int, path: str) -> QWidget:
        line, name = QWidget(), Path(path).name
        line.setProperty("role", "clear")
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        words = label("", name=f"{self.input.objectName()}.{place}")
        words.setTextFormat(Qt.TextFormat.PlainText)
        room = theme().px(_NAME)
        words.setText(words.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, room))
        words.setToolTip(path)
        remove = icon_button(
            _("Leave out %s") % name, f"{self.input.objectName()}.{place}.remove", Icon.TRASH
        )
        remove.clicked.connect(partial(self._leave_out, path))
        across.addWidget(words)
        across.addStretch(1)
        across.addWidget(remove)
        line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        return line

    def _show_button(self) -> None:
        """Keep the way to more of them in sight, below the new lines."""
        above = self.widget.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None:
            above.ensureWidgetVisible(self.add_button)

    def _leave_out(self, path: str, _checked: bool = False) -> None:
        self.write(one for one in self._paths if one != path)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_order(self) -> None:
        """Tab goes from line to line, and then to the button for more."""
        for line in self._lines:
            before = self.add_button.previousInFocusChain()
            remove = line.findChild(QToolButton)
            if before is not None and remove is not None:
                QWidget.setTabOrder(before, remove)

    def _ask(self) -> None:
        self.add(dialogs.ask_open_paths(self.widget.window(), _("Add files")))
