"""What an import would do, or did, with each row: many rows wait in a file of no name on disk."""

import marshal
import threading
import weakref
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from tempfile import SpooledTemporaryFile
from typing import Any, overload

from app.core.errors import Invalid
from app.core.text import ngettext

# So many rows of each label are kept to be shown; the counts are always of all.
KEPT_ROWS = 100_000
_IN_MEMORY = 16 << 20


class Label(StrEnum):
    """What an import does, or did, with a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    SKIP = "skip"
    ERROR = "error"


_LABELS = tuple(Label)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, or odd, with a row: `field` is a key of `FIELDS`, or empty for all of it."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A field an update changes, a key of `FIELDS`; `old` and `new` as texts to show."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What becomes of one row: `problems` forbid it, `warnings` do not.

    `line` is where it starts in the file; `cells` are as the header has columns, mended
    ones as mended. A `broken` row's cells cannot be trusted: it is mended in the file
    alone. `changes` says what an update changes in customer `customer_id`, which is 0
    for a new one; `reason` is why a row is skipped.
    """

    line: int
    label: Label
    name: str
    email: str
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    changes: tuple[Changed, ...] = ()
    cells: tuple[str, ...] = ()
    customer_id: int = 0
    reason: str = ""
    broken: bool = False


class Plans(Sequence[RowPlan]):
    """The plans that were kept, in the order of the file; any of them is found at once.

    May be read from any thread. They go with the last who holds them.
    """

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile[bytes](_IN_MEMORY, "w+b")
        weakref.finalize(self, self._file.close)
        self._starts = array("q", [0])
        self._of = {label: array("I") for label in _LABELS}
        self._lock = threading.Lock()

    def has_room(self, label: Label) -> bool:
        """Whether one more of a label is to be kept."""
        return len(self._of[label]) < KEPT_ROWS

    def add(self, plan: RowPlan) -> None:
        """Keep one more."""
        packed = marshal.dumps(_packed(plan))
        with self._lock:
            self._of[plan.label].append(len(self))
            self._file.seek(self._starts[-1])
            self._file.write(packed)
            self._starts.append(self._starts[-1] + len(packed))

    def places(self, label: Label) -> Sequence[int]:
        """Where among these the plans of one label stand."""
        return self._of[label]

    def of(self, label: Label, start: int = 0, count: int = KEPT_ROWS) -> list[RowPlan]:
        """The plans of one label from the `start`th on, `count` at most."""
        return [self[place] for place in self._of[label][start : start + count]]

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> RowPlan: ...
    @overload
    def __getitem__(self, place: slice) -> list[RowPlan]: ...
    def __getitem__(self, place: int | slice) -> RowPlan | list[RowPlan]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        place = range(len(self))[place]
        start, end = self._starts[place], self._starts[place + 1]
        with self._lock:
            self._file.seek(start)
            packed = self._file.read(end - start)
        return _unpacked(marshal.loads(packed))  # noqa: S302 - written above, by this very object

    def __iter__(self) -> Iterator[RowPlan]:
        return (self[place] for place in range(len(self)))


def _packed(plan: RowPlan) -> tuple[Any, ...]:
    return (
        plan.line,
        _LABELS.index(plan.label),
        plan.name,
        plan.email,
        [(one.field, one.message) for one in plan.problems],
        [(one.field, one.message) for one in plan.warnings],
        [(one.field, one.old, one.new) for one in plan.changes],
        plan.cells,
        plan.customer_id,
        plan.reason,
        plan.broken,
    )


def _unpacked(packed: tuple[Any, ...]) -> RowPlan:
    line, label, name, email, problems, warnings, changes, *rest = packed
    return RowPlan(
        line,
        _LABELS[label],
        name,
        email,
        tuple(Problem(*one) for one in problems),
        tuple(Problem(*one) for one in warnings),
        tuple(Changed(*one) for one in changes),
        *rest,
    )


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an import would do, row by row; `rows` has `KEPT_ROWS` of each label at most.

    `new_tags` are the names of tags it would create.
    """

    counts: Mapping[Label, int]
    warned: int
    rows: Plans
    sha256: str
    new_tags: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """How many rows the file has."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import did; counted by the same code as the rehearsal.

    `job` is its place in the log, `command` what it is undone by: 0 if nothing changed.
    """

    rehearsal: Rehearsal
    job: int = 0
    command: int = 0

    @property
    def counts(self) -> Mapping[Label, int]:
        """Rows by label."""
        return self.rehearsal.counts


class RowsRefused(Invalid):
    """Some rows have problems, so nothing was imported; `rehearsal` lists them."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        count = rehearsal.counts[Label.ERROR]
        said = ngettext(
            "%d row has a problem, so nothing was imported. Mend it, or skip it.",
            "%d rows have problems, so nothing was imported. Mend them, or skip them.",
            count,
        )
        super().__init__({"file": said % count})
        self.rehearsal = rehearsal
