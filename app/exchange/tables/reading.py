"""Reads a table for a target: which column holds which field, then decides row by row."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from unicodedata import normalize

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import _
from app.exchange.fields import plain
from app.exchange.options import Options
from app.exchange.plans import Label, Plans, Problem, Rehearsal, RowPlan
from app.exchange.reading import Row, Table
from app.exchange.schemas import Inspection
from app.exchange.sniff import DateOrder
from app.exchange.tables.target import Judge, Judged, TableRow, Target

MOST_ROWS = 50_000
_CHUNK = 500
_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class TableRehearsal(Rehearsal):
    """What an import would do, or did; `notes` say what else happens."""

    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """A table ready to be judged row by row; `places` are the columns of its fields."""

    table: Table
    judge: Judge
    places: Mapping[str, int]
    options: Options

    def judged(self, progress: Progress) -> Iterator[Judged]:
        """A decision about each row, in the order of the file.

        Raises:
            Invalid: there are too many rows; keyed "file".
            Cancelled: `progress` was.
        """
        rows, count = self.table.rows(progress), 0
        while chunk := list(islice(rows, _CHUNK)):
            progress.check()
            count += len(chunk)
            if count > MOST_ROWS:
                said = _("%(name)s has more than %(limit)s rows. Split it and import the parts.")
                raise Invalid({"file": said % {"name": self.table.name, "limit": f"{MOST_ROWS:,}"}})
            whole = [self._row(row) for row in chunk if not row.problem]
            decided = {one.row.line: one for one in self.judge.judged(whole)}
            for row in chunk:
                if row.problem:
                    yield Judged(self._row(row), Label.ERROR, row.problem)
                else:
                    yield decided[row.line]

    def _row(self, row: Row) -> TableRow:
        table, options = self.table, self.options
        values = {key: normalize("NFC", row.cells[at]).strip() for key, at in self.places.items()}
        orders = {
            key: options.date_order or table.date_orders.get(at, DateOrder.AMBIGUOUS)
            for key, at in self.places.items()
        }
        sign = options.decimal_sign or table.decimal_sign or "."
        return TableRow(row.line, values, row.cells, orders, sign)


@dataclass(slots=True)
class Tally:
    """Counts decisions as they are made, and keeps the first of each label to show."""

    judge: Judge
    counts: Counter[Label] = field(default_factory=Counter)
    plans: Plans = field(default_factory=Plans)

    def add(self, one: Judged) -> None:
        """Count one more row."""
        self.counts[one.label] += 1
        if not self.plans.has_room(one.label):
            return
        name, beside = self.judge.called(one.row)
        wrong = one.label is Label.ERROR
        self.plans.add(
            RowPlan(
                one.row.line,
                one.label,
                name,
                beside,
                problems=(Problem("", one.sentence),) if wrong else (),
                reason="" if wrong else one.sentence,
            )
        )

    def rehearsal(self, sha256: str) -> TableRehearsal:
        """What was counted."""
        counts = {label: self.counts[label] for label in Label}
        return TableRehearsal(counts, 0, self.plans, sha256, notes=self.judge.notes())


def prepared(
    session: Session, actor: Actor, target: Target, table: Table,
    mapping: Mapping[str, str] | None, options: Options,
) -> Opened:  # fmt: skip
    """A table by this mapping, or by the one proposed.

    Raises:
        Invalid: it is not the file that was rehearsed, or the mapping cannot be; keyed "file"
            or "mapping".
    """
    if options.sha256 and options.sha256 != table.sha256:
        said = _("%s was changed meanwhile. Check it again.")
        raise Invalid({"file": said % table.name})
    columns = proposed(table.header, target) if mapping is None else mapping
    places = places_of(table.header, target, columns)
    return Opened(table, target.make(session, actor), places, options)


def inspected(table: Table, target: Target, options: Options) -> Inspection:
    """What is in a table, and what its columns probably mean."""
    return Inspection(
        table.header,
        tuple(row.cells for row in table.sample[:_SAMPLES]),
        proposed(table.header, target),
        table.encoding,
        table.uncertain,
        table.delimiter,
        options.date_order or _unsure(table) or next(iter(table.date_orders.values()), None),
        options.decimal_sign or table.decimal_sign or ".",
        table.notes,
        table.sha256,
        table.kind,
        table.sheets,
        table.sheet,
        table.header_row,
        table=table,
    )


def _unsure(table: Table) -> DateOrder | None:
    """That a person must say in which order days are written, if so."""
    ambiguous = DateOrder.AMBIGUOUS in table.date_orders.values()
    return DateOrder.AMBIGUOUS if ambiguous else None


def proposed(header: Sequence[str], target: Target) -> dict[str, str]:
    """The field of each column whose name says it; a field is never proposed twice."""
    names = [plain(name) for name in header]
    found: dict[int, str] = {}
    for key, one in target.fields.items():
        known = (plain(one.title), plain(key), *one.names)
        places = (names.index(name) for name in known if name in names)
        place = next((at for at in places if at not in found), None)
        if place is not None:
            found[place] = key
    return {header[place]: key for place, key in sorted(found.items())}


def places_of(header: Sequence[str], target: Target, mapping: Mapping[str, str]) -> dict[str, int]:
    """Where the column of each field stands.

    Raises:
        Invalid: the mapping names a column or field there is not, a field twice, or not all
            that are required; keyed "mapping".
    """
    found: dict[str, int] = {}
    for column, key in mapping.items():
        if column not in header or key not in target.fields:
            said = _("The file has no column “%(column)s”, or there is no field “%(field)s”.")
            raise Invalid({"mapping": said % {"column": column, "field": key}})
        if key in found:
            said = _("Two columns are mapped to “%s”. Choose one of them.")
            raise Invalid({"mapping": said % _(target.fields[key].title)})
        found[key] = header.index(column)
    if missing := [_(target.fields[key].title) for key in target.required if key not in found]:
        said = _(
            "No column is called “%(missing)s”. Name it so in the first row. The file has: "
            "%(columns)s."
        )
        told = {"missing": "”, “".join(missing), "columns": ", ".join(header)}
        raise Invalid({"mapping": said % told})
    return found
