"""Long work of a dialog: one at a time, with a bar, a way to stop, and no late answers."""

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from app.core.errors import Cancelled
from app.core.progress import Progress
from ui.kit.parts import label
from ui.kit.tasks import Job, Tasks

T = TypeVar("T")


class WorkBar(QWidget):
    """What is being done and how far it is; hidden while nothing is.

    `failed` carries why the work ended without a result; `busy_changed` tells when it
    begins and ends.
    """

    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, place: str, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._job: Job | None = None
        self._title = label("", "muted", name=f"{place}.doing")
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{place}.progress")
        self._bar.setTextVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._title)
        row.addWidget(self._bar, 1)
        tasks.advanced.connect(self._advanced)
        self.hide()

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._job is not None

    def start(
        self, owner: QObject, title: str, work: Callable[[Progress], T], then: Callable[[T], Any]
    ) -> None:
        """Do `work`; what was being done before is stopped, and its answer forgotten."""
        self.stop()
        self._title.setText(title)
        self._bar.setAccessibleName(title)
        self._bar.setRange(0, 0)
        # The answer may only come through the event loop, so it finds its job here.
        job: Job

        def done(result: T) -> None:
            if self._over(job):
                then(result)

        def failed(error: Exception) -> None:
            if self._over(job):
                self.failed.emit(error)

        job = self._tasks.start(owner, title, work, done, failed)
        self._job = job
        self.show()
        self.busy_changed.emit(True)

    def stop(self) -> None:
        """Stop what is being done, without a word."""
        if self._job is not None:
            self._job.cancel()
            self._over(self._job)

    def cancel(self) -> None:
        """Ask the work to stop; `failed` tells when it has."""
        if self._job is not None:
            self._job.cancel()

    def _over(self, job: Job) -> bool:
        if job is not self._job:
            return False
        self._job = None
        self.hide()
        self.busy_changed.emit(False)
        return True

    def _advanced(self, job: Job) -> None:
        if job is self._job and job.percent is not None:
            self._bar.setRange(0, 100)
            self._bar.setValue(job.percent)


def is_cancelled(error: Exception) -> bool:
    """Whether work ended because somebody asked it to."""
    return isinstance(error, Cancelled)
