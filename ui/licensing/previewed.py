"""A form whose consequences are shown below it while it is filled in."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout

from app.core.draft import Draft
from app.core.errors import DeskError, Invalid
from ui.kit.desk import Desk
from ui.kit.form import FormDialog
from ui.licensing.preview import Preview

D = TypeVar("D", bound=Draft)
REST_MS = 150
MOST_FIELDS = 320


class Previewed(QObject, Generic[D]):
    """Asks `look` for what the draft would do, and lets `show` put it into the preview."""

    def __init__(
        self,
        desk: Desk,
        dialog: FormDialog[D],
        look: Callable[[D], Any],
        show: Callable[[Preview, Any], None],
        fallback: str,
    ) -> None:
        super().__init__(dialog)
        self._desk, self._dialog, self._look, self._show = desk, dialog, look, show
        self._fallback = fallback
        self._asked = 0
        self.preview = Preview(dialog.objectName())
        layout = dialog.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.count() - 2, self.preview, 1)
            self._make_room(layout)
        height = dialog.height() + self.preview.minimumHeight()
        dialog.resize(dialog.width(), min(height, dialog.screen().availableSize().height() - 60))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.ask)
        dialog.panel.edited.connect(self._rest.start)
        self.ask()

    def _make_room(self, layout: QVBoxLayout) -> None:
        """The fields get what they need, the preview the rest."""
        area = self._dialog.panel.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            area.setMinimumHeight(min(self._dialog.panel.sizeHint().height() + 8, MOST_FIELDS))
            layout.setStretchFactor(area, 0)

    def ask(self) -> None:
        """Look again."""
        self._asked += 1
        ticket = self._asked
        try:
            draft = self._dialog.panel.draft()
        except Invalid:
            self.preview.tell(self._fallback)
            return

        def came(found: Any) -> None:
            if ticket == self._asked:
                self._show(self.preview, found)

        def failed(error: Exception) -> None:
            if ticket != self._asked:
                return
            if isinstance(error, Invalid):
                self.preview.tell(" ".join(error.fields.values()))
            elif isinstance(error, DeskError):
                self.preview.tell(str(error))
            else:
                self._desk.notices.show_error(error)

        self._desk.tasks.run(self, lambda: self._look(draft), came, failed)
