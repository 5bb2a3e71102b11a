"""The numbers beside the pages of the navigation: asked in the background, and kept true."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from app.core.changes import Touched
from app.core.errors import DeskError
from app.core.text import ngettext
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.turns import later

# What becomes late at midnight is counted soon after.
EVERY_MS, _COALESCE_MS = 120_000, 300


@dataclass(frozen=True, slots=True)
class Tally:
    """A number that matters: `ask` finds it on a worker, `one` and `many` say it.

    It may change whenever one of the tables in `watches` does.
    """

    ask: Callable[[Desk], int]
    one: str
    many: str
    watches: frozenset[str]

    def words(self, count: int) -> str:
        """What so many mean, such as "3 overdue"."""
        return ngettext(self.one, self.many, count) % fmt.text(count)


class Counts(QObject):
    """`counted` carries a page's name, its number, and that in words."""

    counted = Signal(str, object, str)

    def __init__(self, desk: Desk, tallies: Sequence[tuple[str, Tally]], parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tallies = desk, dict(tallies)
        self._due = set(self._tallies)
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self._ask)
        self._clock = QTimer(self, interval=EVERY_MS)
        self._clock.timeout.connect(self.ask_all)
        self._clock.start()
        desk.changes.heard.connect(self._heard)
        later(self, self._ask)

    def stop(self) -> None:
        """Ask no more."""
        self._clock.stop()
        self._soon.stop()
        self._tallies = {}

    def ask_all(self) -> None:
        """Count everything anew."""
        self._due = set(self._tallies)
        self._ask()

    def _heard(self, touched: Touched) -> None:
        changed = {
            name for name, one in self._tallies.items() if not one.watches.isdisjoint(touched)
        }
        if changed:
            self._due |= changed
            self._soon.start()

    def _ask(self) -> None:
        for name in self._due & set(self._tallies):
            work = partial(self._tallies[name].ask, self._desk)
            self._desk.tasks.run(self, work, partial(self._came, name), self._failed)
        self._due = set()

    def _came(self, name: str, count: int) -> None:
        if name in self._tallies:
            self.counted.emit(name, count, self._tallies[name].words(count))

    def _failed(self, error: Exception) -> None:
        """What cannot be counted now is counted later: the old number stays."""
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)
