"""What is being done with files: a bar and a button to stop it."""

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.progress import Progress
from app.core.text import _
from ui.kit.desk import Desk
from ui.kit.parts import button
from ui.kit.work import WorkBar

T = TypeVar("T")
_Job = tuple[str, Callable[[Progress], Any], Callable[[Any], Any]]


class Busy(QWidget):
    """One thing after the other; hidden while there is nothing to do."""

    def __init__(self, desk: Desk, place: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "clear")
        self._desk = desk
        self._waiting: deque[_Job] = deque()
        self.bar = WorkBar(place, desk.tasks, self)
        self.stop = button(_("Cancel"), f"{place}.stop")
        self.stop.clicked.connect(self._cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self.bar.failed.connect(self._failed)
        self.hide()

    def do(self, title: str, work: Callable[[Progress], T], then: Callable[[T], Any]) -> None:
        """Do it now, or when what is being done is done; failures are said."""
        self._waiting.append((title, work, then))
        if not self.bar.is_busy:
            self._next()

    def _next(self) -> None:
        self.setVisible(bool(self._waiting))
        if self._waiting:
            title, work, then = self._waiting.popleft()
            self.bar.start(self, title, work, partial(self._done, then))

    def _done(self, then: Callable[[Any], Any], result: Any) -> None:
        self._next()
        then(result)

    def _failed(self, error: Exception) -> None:
        self._next()
        self._desk.notices.show_error(error)

    def _cancel(self) -> None:
        self._waiting.clear()
        self.bar.cancel()
