"""Opens a file for import, and counts what an import would do with its rows."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.csvio import csv_out
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.stages import Stage
from app.core.text import _
from app.exchange import log, profiles
from app.exchange.judging import Decision, Judge
from app.exchange.mapping import checked, propose
from app.exchange.people import People
from app.exchange.reading import Pasted, Row, Table, read_table
from app.exchange.schemas import Inspection, Label, Options, Plans, Rehearsal, RowPlan
from app.exchange.sniff import DateOrder
from app.organization.service import current

_SAMPLES = 20
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be judged row by row."""

    table: Table
    judge: Judge


@dataclass(slots=True)
class Tally:
    """Counts decisions as they are made, and keeps the first of each label to show."""

    judge: Judge
    counts: Counter[Label] = field(default_factory=Counter)
    warned: int = 0
    unnumbered: int = 0
    plans: Plans = field(default_factory=Plans)

    def add(self, decision: Decision) -> None:
        """Count one more row."""
        self.counts[decision.label] += 1
        self.warned += bool(decision.found.warnings)
        if decision.label is Label.CREATE and "client_id" not in decision.values:
            self.unnumbered += 1
        if decision.label in {Label.CREATE, Label.UPDATE}:
            self.judge.tags.use(decision.values.get("tags"))
        if self.plans.has_room(decision.label):
            self.plans.add(self.judge.plan(decision))

    def rehearsal(self, sha256: str) -> Rehearsal:
        """What was counted."""
        counts = {label: self.counts[label] for label in Label}
        return Rehearsal(counts, self.warned, self.plans, sha256, self.judge.tags.used)


def table_of(
    path: Path | str | Pasted, options: Options, progress: Progress | None = None
) -> Table:
    """The table in a file, or in pasted text, read as `options` say."""
    return read_table(
        path,
        encoding=options.encoding,
        delimiter=options.delimiter,
        sheet=options.sheet,
        header_row=options.header_row,
        progress=progress,
    )


def inspect(
    session: Session,
    actor: Actor,
    path: Path | str | Pasted,
    options: Options,
    progress: Progress | None = None,
) -> Inspection:
    """What is in the file, and what its columns probably mean."""
    with table_of(path, options, progress) as table:
        return _inspected(session, actor, table, options)


def _inspected(session: Session, actor: Actor, table: Table, options: Options) -> Inspection:
    mapping = _proposed(session, table)
    joined = {meant: name for name, meant in mapping.items()}.get("created_at")
    order = table.date_orders.get(table.header.index(joined)) if joined else None
    return Inspection(
        table.header,
        tuple(row.cells for row in table.sample[:_SAMPLES]),
        mapping,
        table.encoding,
        table.uncertain,
        table.delimiter,
        options.date_order or order or next(iter(table.date_orders.values()), None),
        options.decimal_sign or table.decimal_sign or ".",
        table.notes,
        table.sha256,
        table.kind,
        table.sheets,
        table.sheet,
        table.header_row,
        profiles.offered(session, actor, table.header),
        log.earlier(session, actor, table.sha256),
        table,
    )


def opened(
    session: Session,
    actor: Actor,
    path: Path | str | Pasted,
    mapping: Mapping[str, str] | None,
    options: Options,
    progress: Progress,
) -> Opened:
    """The file by this mapping, or by the one proposed."""
    table = table_of(path, options, Stage(progress, 0, 0))
    if options.sha256 and options.sha256 != table.sha256:
        raise Invalid({"file": _("%s was changed meanwhile. Check it again.") % table.name})
    return prepared(session, actor, table, mapping, options)


def prepared(
    session: Session,
    actor: Actor,
    table: Table,
    mapping: Mapping[str, str] | None,
    options: Options,
) -> Opened:
    """A table that was read already, by this mapping or by the one proposed."""
    places = checked(
        _proposed(session, table) if mapping is None else mapping, table.header, options
    )
    _refuse_ambiguous_days(table, places, options)
    return Opened(table, Judge(session, actor, table, places, options, current(session)))


def rehearse(opened: Opened, progress: Progress) -> Rehearsal:
    """What an import would do with each row; the file is closed then."""
    tally = Tally(opened.judge)
    with opened.table as table:
        for decisions in opened.judge.decide(table.rows(progress), progress):
            for decision in decisions:
                tally.add(decision)
    return tally.rehearsal(opened.table.sha256)


def check(opened: Opened, rows: Mapping[int, Sequence[str]]) -> list[RowPlan]:
    """What an import would do with a few rows alone, by line."""
    judge = opened.judge
    return [
        judge.plan(one) for one in judge.judge([Row(at, tuple(row)) for at, row in rows.items()])
    ]


def save_errors(opened: Opened, target: Path | str, progress: Progress) -> int:
    """Write the rows with problems as a file that imports again, once they are mended.

    Cells are as they were mended already. A last column says what is wrong; give the
    number of rows.
    """
    count = 0
    with opened.table, csv_out(target) as writer:
        writer.row([*opened.table.header, _("Problem")])
        for decisions in opened.judge.decide(opened.table.rows(progress), progress):
            for found in (one.found for one in decisions if one.label is Label.ERROR):
                said = " ".join(problem.message for problem in found.problems)
                writer.row([*found.row.cells, said])
                count += 1
    return count


def _proposed(session: Session, table: Table) -> dict[str, str]:
    """The likely fields; owners only where most of them work here."""
    rows = [row.cells for row in table.sample if not row.problem]
    found = propose(table.header, rows)
    for name in [name for name, meant in found.items() if meant == "owner"]:
        people, place = People(session), table.header.index(name)
        owners = [row[place] for row in rows if row[place].strip()]
        if sum(bool(people.called(owner)) for owner in owners) < _MOSTLY * len(owners):
            del found[name]
    return found


def _refuse_ambiguous_days(table: Table, places: Mapping[int, str], options: Options) -> None:
    for place, name in places.items():
        ambiguous = table.date_orders.get(place) is DateOrder.AMBIGUOUS
        chosen = options.rule(name).date_order or options.date_order
        if name == "created_at" and ambiguous and chosen is None:
            raise Invalid(
                {
                    "date_order": _(
                        "The dates in “%s” may be day, month, year or month, day, year. "
                        "Choose the order."
                    )
                    % table.header[place]
                }
            )
