"""Asks a list's questions in the background, one at a time; newer ones cancel older ones."""

from array import array
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from app.core.listing import ListQuery, ListSource
from app.core.progress import Progress
from ui.kit.table import Cooked, TableModel
from ui.kit.tasks import Tasks

# As many as most screens show: asked for while nobody knows how many that is.
FIRST = 60
# Time to paint the first rows: next to a busy worker that takes three times as long.
FRAME_MS = 16
Cook = Callable[[Sequence[Any]], list[Cooked]]


class Asker(QObject):
    """Signals carry answers to the latest question only. Rows come cooked for `model`.

    `first_came` has the first rows, `ids_came` the ids of all, in order; `failed` the
    error; `busy_changed` whether something is still to come.
    """

    first_came = Signal(object)
    ids_came = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, tasks: Tasks, source: ListSource[Any], model: TableModel[Any], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._source, self._cook = tasks, source, model.cook
        self.query = ListQuery()
        self._progress = Progress()
        self._answered = False
        self.is_busy = False

    def ask(self, query: ListQuery, limit: int = FIRST) -> None:
        """Ask something new: the first rows, so many at most, then all ids."""
        self.query, self._answered = query, False
        progress = self._begin()
        first = partial(_first_rows, self._source, query, limit, self._cook)
        then, failed = partial(self._first, progress, limit), partial(self._failed, progress)
        self._tasks.run(self, first, then, failed)

    def ask_again(self) -> None:
        """Ask for all ids of the same question; something has changed."""
        if self._answered:
            self._ask_ids(self._begin())
        else:
            self.ask(self.query)

    def load(self, ids: Sequence[int], then: Any, failed: Any) -> None:
        """The rows of `ids`, in no particular order; `then` gets them."""
        work = partial(_rows, self._source, ids, self._cook)
        self._tasks.run(self, work, then, failed)

    def stop(self) -> None:
        """Let go of the question under way."""
        self._progress.cancel()
        self._progress = Progress()
        self._set_busy(False)

    def _begin(self) -> Progress:
        self._progress.cancel()
        self._progress = Progress()
        self._set_busy(True)
        return self._progress

    def _first(self, progress: Progress, limit: int, rows: Sequence[Cooked]) -> None:
        if progress is not self._progress:
            return
        self._answered = True
        self.first_came.emit(rows)
        if len(rows) < limit:
            self._ids(progress, array("q", (cooked.row.id for cooked in rows)))
        else:
            self._ask_ids(progress, FRAME_MS)

    def _ask_ids(self, progress: Progress, wait_ms: int = 0) -> None:
        work = partial(self._source.ids, self.query, progress)
        then, failed = partial(self._ids, progress), partial(self._failed, progress)
        self._tasks.run(self, work, then, failed, wait_ms=wait_ms)

    def _ids(self, progress: Progress, ids: "array[int]") -> None:
        if progress is self._progress:
            self._set_busy(False)
            self.ids_came.emit(ids)

    def _failed(self, progress: Progress, error: Exception) -> None:
        if progress is self._progress:
            self._set_busy(False)
            self.failed.emit(error)

    def _set_busy(self, busy: bool) -> None:
        if busy is not self.is_busy:
            self.is_busy = busy
            self.busy_changed.emit(busy)


def _first_rows(source: ListSource[Any], query: ListQuery, limit: int, cook: Cook) -> list[Cooked]:
    return cook(source.first(query, limit))


def _rows(source: ListSource[Any], ids: Sequence[int], cook: Cook) -> list[Cooked]:
    return cook(source.rows(ids))
