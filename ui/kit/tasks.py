"""The one road off the GUI thread and back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal, Slot
from shiboken6 import isValid

from app.core.progress import Progress

T = TypeVar("T")
OnError = Callable[[Exception], None]


class Job:
    """Long work people can see: its title, how far it is, and a way to stop it.

    `total` is None while it is not known; `done` counts steps.
    """

    def __init__(self, title: str, progress: Progress) -> None:
        self.title = title
        self.done = 0
        self.total: int | None = None
        self.cancelled = False
        self._progress = progress

    def cancel(self) -> None:
        """Ask the work to stop soon; `Tasks.finished` tells when it has."""
        self.cancelled = True
        self._progress.cancel()

    @property
    def percent(self) -> int | None:
        """How far it is, 0 to 100, or None while that is not known."""
        return min(100, self.done * 100 // self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Who asked. Kept here, so no widget is ever released on a worker thread."""

    owner: QObject
    then: Callable[[Any], object]
    failed: OnError
    job: Job | None = None


class Tasks(QObject):
    """Runs work on a pool; delivers the result, or the error, on the GUI thread.

    `started`, `advanced` and `finished` carry the `Job` they are about, `settled`
    the error of whatever work ended, or None.
    """

    started = Signal(object)
    advanced = Signal(object)
    finished = Signal(object)
    settled = Signal(object)
    _done = Signal(int, object, object)
    _reported = Signal(int, object, object)

    def __init__(self, show_error: OnError, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._show_error = show_error
        self._pool = QThreadPool(self)
        # Waiting for the disk or a server must not hold up the next list.
        self._pool.setMaxThreadCount(max(4, self._pool.maxThreadCount()))
        # The pool's own end would wait with Python's lock held, which its workers wait for.
        self.destroyed.connect(partial(_finish, self._pool))
        self._tickets = count()
        self._waiting: dict[int, _Waiting] = {}
        self._done.connect(self._deliver)
        self._reported.connect(self._advance)

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The visible work that is running, oldest first."""
        return tuple(waiting.job for waiting in self._waiting.values() if waiting.job)

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and every answer has been delivered."""
        return not self._waiting

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: OnError | None = None,
        *,
        wait_ms: int = 0,
    ) -> None:
        """Call `work()` off the GUI thread, then `then(result)` on it.

        With `wait_ms` it begins so much later, when the window has done what it has to. An
        error goes to `failed`, or else to the error presenter. Nothing is
        delivered once `owner` has been destroyed. `work` must not touch widgets.
        """
        ticket = next(self._tickets)
        self._waiting[ticket] = _Waiting(owner, then, failed or self._show_error)
        if wait_ms:
            QTimer.singleShot(wait_ms, self, partial(self._begin, ticket, work))
        else:
            self._begin(ticket, work)

    def wait(self, owner: QObject, wait_ms: int, then: Callable[[], object]) -> None:
        """Call `then()` so much later, on the GUI thread; until then this is not idle.

        Not done once `owner` has been destroyed.
        """
        ticket = next(self._tickets)
        self._waiting[ticket] = _Waiting(owner, lambda _nothing: then(), self._show_error)
        QTimer.singleShot(wait_ms, self, partial(self._deliver, ticket, None, None))

    def start(
        self,
        owner: QObject,
        title: str,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        failed: OnError | None = None,
    ) -> Job:
        """Like `run`, for work long enough to be shown with progress and Cancel.

        `work` gets a `Progress` to report to; when it stops because of a cancel it
        raises `Cancelled`, which goes the way of every error.
        """
        ticket = next(self._tickets)
        progress = Progress(partial(self._reported.emit, ticket))
        job = Job(title, progress)
        self._waiting[ticket] = _Waiting(owner, then, failed or self._show_error, job)
        self.started.emit(job)
        self._pool.start(partial(self._work, ticket, partial(work, progress)))
        return job

    def drain(self) -> None:
        """Wait for running work, without delivering it; for shutdown and tests."""
        self._pool.waitForDone()

    def stop(self) -> None:
        """Cancel what can be cancelled, forget who asked, and wait: nothing is delivered."""
        for job in self.jobs:
            job.cancel()
        self._pool.clear()
        self._waiting.clear()
        self.drain()

    def _begin(self, ticket: int, work: Callable[[], object]) -> None:
        if ticket in self._waiting:
            self._pool.start(partial(self._work, ticket, work))

    def _work(self, ticket: int, work: Callable[[], object]) -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - delivered, never swallowed
            self._answer(ticket, None, error)
        else:
            self._answer(ticket, result, None)

    def _answer(self, ticket: int, result: object, error: Exception | None) -> None:
        """Hand over to the GUI thread, unless the program is being left and nobody waits."""
        try:
            self._done.emit(ticket, result, error)
        except RuntimeError:
            if isValid(self):
                raise

    @Slot(int, object, object)
    def _advance(self, ticket: int, done: int, total: int | None) -> None:
        waiting = self._waiting.get(ticket)
        if waiting and waiting.job:
            waiting.job.done, waiting.job.total = done, total
            self.advanced.emit(waiting.job)

    @Slot(int, object, object)
    def _deliver(self, ticket: int, result: object, error: Exception | None) -> None:
        waiting = self._waiting.pop(ticket, None)
        if waiting is None:
            return
        if waiting.job:
            self.finished.emit(waiting.job)
        self.settled.emit(error)
        if isValid(waiting.owner):
            waiting.failed(error) if error else waiting.then(result)


def _finish(pool: QThreadPool) -> None:
    """Let the workers come to their end while others may have Python's lock."""
    pool.clear()
    pool.waitForDone()
