"""Opens a file for import, and counts what an import would do with its rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.csvio import csv_out
from app.core.errors import Invalid
from app.core.progress import Progress
from app.core.text import _
from app.exchange.candidates import Reader
from app.exchange.judging import Decision, Judge
from app.exchange.mapping import checked, propose
from app.exchange.reading import Pasted, Table, read_table
from app.exchange.schemas import Inspection, Label, Options, Plans, Rehearsal
from app.exchange.sniff import DateOrder
from app.organization.service import current

_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A file ready to be judged row by row."""

    table: Table
    judge: Judge


@dataclass(slots=True)
class Tally:
    """Counts decisions as they are made, and keeps the first of each label to show."""

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
        self.plans.add(decision.plan)

    def rehearsal(self, sha256: str) -> Rehearsal:
        """What was counted."""
        counts = {label: self.counts[label] for label in Label}
        return Rehearsal(counts, self.warned, self.plans, sha256)


def _table(path: Path | str | Pasted, options: Options) -> Table:
    return read_table(
        path,
        encoding=options.encoding,
        delimiter=options.delimiter,
        sheet=options.sheet,
        header_row=options.header_row,
    )


def inspect(path: Path | str | Pasted, options: Options) -> Inspection:
    """What is in the file, and what its columns probably mean."""
    table = _table(path, options)
    rows = [row.cells for row in table.sample if not row.problem]
    mapping = propose(table.header, rows)
    joined = {field: name for name, field in mapping.items()}.get("created_at")
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
    )


def opened(
    session: Session,
    actor: Actor,
    path: Path | str | Pasted,
    mapping: Mapping[str, str] | None,
    options: Options,
) -> Opened:
    """The file by this mapping, or by the one proposed."""
    table = _table(path, options)
    if options.sha256 and options.sha256 != table.sha256:
        raise Invalid({"file": _("%s was changed meanwhile. Check it again.") % table.name})
    if mapping is None:
        mapping = propose(table.header, [row.cells for row in table.sample if not row.problem])
    places = checked(mapping, table.header)
    _refuse_ambiguous_days(table, places, options)
    settings = current(session)
    return Opened(table, Judge(session, actor, Reader(table, places, options, settings), settings))


def rehearse(opened: Opened, progress: Progress) -> Rehearsal:
    """What an import would do with each row."""
    tally = Tally()
    for decisions in opened.judge.decide(opened.table.rows(progress), progress):
        for decision in decisions:
            tally.add(decision)
    return tally.rehearsal(opened.table.sha256)


def save_errors(opened: Opened, target: Path | str, progress: Progress) -> int:
    """Write the rows with problems as a file that imports again, once they are mended.

    A last column says what is wrong; give the number of rows.
    """
    count = 0
    with csv_out(target) as writer:
        writer.row([*opened.table.header, _("Problem")])
        for decisions in opened.judge.decide(opened.table.rows(progress), progress):
            for found in (one.found for one in decisions if one.label is Label.ERROR):
                said = " ".join(problem.message for problem in found.problems)
                writer.row([*found.row.cells, said])
                count += 1
    return count


def _refuse_ambiguous_days(table: Table, places: Mapping[int, str], options: Options) -> None:
    for place, name in places.items():
        ambiguous = table.date_orders.get(place) is DateOrder.AMBIGUOUS
        if name == "created_at" and ambiguous and options.date_order is None:
            raise Invalid(
                {
                    "date_order": _(
                        "The dates in “%s” may be day, month, year or month, day, year. "
                        "Choose the order."
                    )
                    % table.header[place]
                }
            )
