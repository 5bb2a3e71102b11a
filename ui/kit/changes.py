"""Carries news of committed changes to the GUI thread."""

from PySide6.QtCore import QObject, Signal

from app.core.changes import Changes, Touched


class ChangeRelay(QObject):
    """Emits `heard` on the GUI thread with what a command touched.

    The argument maps table names to the ids of the rows touched; no ids mean "many".
    """

    heard = Signal(object)

    def __init__(self, changes: Changes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        changes.listen(self._tell)

    def _tell(self, touched: Touched) -> None:
        self.heard.emit(dict(touched))
