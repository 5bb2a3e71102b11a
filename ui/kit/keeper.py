"""Keeps the chosen rows and the place in a list by id while its order changes around them."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject

from ui.kit.places import places
from ui.kit.table import Cooked
from ui.kit.table_view import TableView
from ui.kit.tasks import Tasks

# So many ids are searched at once without anybody noticing.
_SMALL = 20_000
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What to find again: ids, and how far below the upper edge the top row begins."""

    chosen: frozenset[int]
    all_chosen: bool
    current: int | None
    top: int | None
    offset: int


class Keeper(QObject):
    """Puts new rows into the view of a list; the only one to do so."""

    def __init__(self, view: TableView, tasks: Tasks) -> None:
        super().__init__(view)
        self._view, self._model, self._tasks = view, view.table, tasks
        self._carried: frozenset[int] = frozenset()
        self._round = 0
        self._busy = False
        view.chosen_changed.connect(self._chosen)

    def chosen_ids(self) -> "array[int]":
        """The ids of the chosen rows, in order."""
        found = array("q")
        for top, bottom in self._view.chosen_ranges():
            found.extend(self._model.ids[top : bottom + 1])
        return found

    def chosen_count(self) -> int:
        """How many rows are chosen."""
        return sum(bottom - top + 1 for top, bottom in self._view.chosen_ranges())

    def show_first(self, rows: Sequence[Cooked]) -> None:
        """Show the first rows of a new question from the top; what was chosen stays so."""
        self._round += 1
        anchor = self._anchor()
        self._carried = anchor.chosen
        self._busy = True
        self._model.show_first(rows)
        # At once: what the view puts off it would paint a second time for.
        self._view.doItemsLayout()
        self._view.verticalScrollBar().setValue(0)
        found = places(self._model.ids, anchor.chosen)
        if found:
            self._view.choose(sorted(found.values()), found.get(anchor.current or 0, -1))
        self._busy = False

    def take_over(self, ids: "array[int]") -> None:
        """Show the rows of `ids`, staying at the same row with the same ones chosen."""
        self._round += 1
        anchor = self._anchor()
        wanted = {*anchor.chosen, *self._carried, anchor.current or 0, anchor.top or 0} - {0}
        if ids == self._model.ids:
            wanted = set()
        apply = partial(self._apply, self._round, ids, anchor)
        if len(ids) <= _SMALL or not wanted:
            apply(places(ids, wanted))
        else:
            self._tasks.run(self, partial(places, ids, wanted), apply)

    def _apply(
        self, ticket: int, ids: "array[int]", anchor: _Anchor, found: dict[int, int]
    ) -> None:
        if ticket != self._round:
            return
        self._busy = True
        bar = self._view.verticalScrollBar()
        before = bar.value()
        was_reset = self._model.take_over(ids)
        self._view.doItemsLayout()
        if was_reset:
            top = found.get(anchor.top or 0)
            stay = before < self._view.row_height() or top is None
            bar.setValue(before if stay else (top or 0) * self._view.row_height() + anchor.offset)
        if was_reset or self._carried:
            self._choose(anchor, found)
        self._carried = frozenset()
        self._busy = False

    def _choose(self, anchor: _Anchor, found: dict[int, int]) -> None:
        if anchor.all_chosen:
            self._view.selectAll()
            return
        rows = sorted(found[key] for key in {*anchor.chosen, *self._carried} if key in found)
        current = found.get(anchor.current or 0, -1)
        if rows or current >= 0:
            self._view.choose(rows, current)

    def _anchor(self) -> _Anchor:
        count, ids = self.chosen_count(), self._model.ids
        total = len(ids)
        top, bottom = self._view.seen()
        row = self._view.current_row()
        return _Anchor(
            chosen=frozenset(self.chosen_ids()) if count <= _MOST_KEPT else frozenset(),
            all_chosen=0 < total == count,
            current=ids[row] if 0 <= row < total else None,
            # Whoever is at the top of the list stays at the top.
            top=ids[top] if 0 < top <= bottom else None,
            offset=self._view.verticalScrollBar().value() - top * self._view.row_height(),
        )

    def _chosen(self) -> None:
        if not self._busy:
            self._carried = frozenset()
