"""A dialog in which one thing is chosen about a tag, and work is done that can be stopped."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.text import _
from app.tags.schemas import TagRow
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.form_choices import ChoiceEditor
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

_WIDTH = 480


class TagWork(QDialog):
    """The choice, what it means in `told`, the work's bar, and the buttons.

    A subclass connects `choice` and `run`. Cancel stops the work first.
    """

    def __init__(
        self, desk: Desk, row: TagRow, place: str, title: str, verb: str, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._row, self._place = desk, row, place
        self.setObjectName(place)
        self.setWindowTitle(title)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bar, self.work = MessageBar(place), WorkBar(place, desk.tasks)
        self.run = button(verb, f"{place}.run", role="primary")
        self.cancel = button(_("Cancel"), f"{place}.cancel")
        self.cancel.clicked.connect(self.reject)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(self._busy)

    def arrange(self, choice: ChoiceEditor, key: str, title: str, told: str) -> None:
        """Put everything in its place; `key` and `told` name the choice and what it means."""
        self.choice, self.told = choice, paragraph("", "muted", f"{self._place}.{told}")
        choice.set_name(f"{self._place}.{key}", title)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(self.windowTitle(), "h1", name=f"{self._place}.title"))
        column.addWidget(title_for(choice.input, title))
        column.addWidget(choice.widget)
        for part in (self.told, self.bar, self.work):
            column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.run)
        column.addLayout(buttons)
        self.setMinimumWidth(theme().px(_WIDTH))

    def reject(self) -> None:
        """Stop what is being done, or close."""
        if self.work.is_busy:
            self.work.cancel()
        else:
            super().reject()

    def _failed(self, error: Exception) -> None:
        if is_cancelled(error):
            self.bar.say(_("Stopped. Nothing was changed."))
        elif isinstance(error, DeskError):
            self.bar.say(str(error))
        else:
            self._desk.notices.show_error(error)

    def _busy(self, busy: bool) -> None:
        self.run.setEnabled(not busy)
        self.choice.input.setEnabled(not busy)
        self.cancel.setText(_("Stop") if busy else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())
