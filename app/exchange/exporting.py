"""Takes the list of customers out into a file, in the order asked for, whole or not at all."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.core import query as listed
from app.core.access import Actor
from app.core.csvio import csv_out
from app.core.engine import Database
from app.core.listing import ListQuery, flat
from app.core.money import Money
from app.core.progress import Progress
from app.core.stages import Stage
from app.core.text import _
from app.customers import queries
from app.customers.model import Customer
from app.exchange.columns import Cell, ExportColumn, Maker, chosen, titles
from app.exchange.schemas import Format
from app.exchange.xlsx import xlsx_out
from app.organization.service import current

CHUNK = 500
# How far finding the rows brings the whole.
_FOUND = 0.1
AddRow = Callable[[list[Cell]], None]


def write(
    db: Database,
    actor: Actor,
    path: Path | str,
    form: Format,
    asked: ListQuery,
    keys: Sequence[str] | None,
    ids: Sequence[int] | None,
    progress: Progress,
    recorded: Callable[[int], None],
) -> int:
    """Write the file and give the number of rows; `recorded` gets it just before it is there."""
    with db.reading(actor) as session:
        settings = current(session)
        columns = chosen(settings, keys)
        if ids is None:
            listing, within = queries.listing(settings, session.info["now"]), queries.visible(actor)
            ids = listed.ids(session, listing, asked, within, Stage(progress, 0, _FOUND))
    header = titles(columns, settings.currency)
    with _opened(path, form, columns, header, len(ids)) as add:
        done = 0
        # Let go before a workbook is packed: a server hangs up on who keeps it waiting.
        with db.reading(actor) as session:
            for cells in _rows(session, actor, columns, ids, Stage(progress, _FOUND, 1)):
                add(cells)
                done += 1
        recorded(done)
    return done


def told(
    path: Path | str,
    form: Format,
    asked: ListQuery,
    keys: Sequence[str] | None,
    ids: Sequence[int] | None,
    rows: int,
) -> dict[str, list[Any]]:
    """What the audit trail keeps of an export: which rows, which columns, how many."""
    filters = "; ".join(f"{one.key} {one.op.value} {one.value}" for one in flat(asked.conditions))
    return {
        "file": [None, Path(path).name],
        "format": [None, form.value],
        "scope": [None, "as listed" if ids is None else "selected"],
        "search": [None, asked.text],
        "filters": [None, filters],
        "columns": [None, "all" if keys is None else ", ".join(keys)],
        "rows": [None, rows],
    }


def _rows(
    session: Session,
    actor: Actor,
    columns: Mapping[str, ExportColumn],
    ids: Sequence[int],
    progress: Progress,
) -> Iterator[list[Cell]]:
    maker = Maker(columns)
    within = queries.visible(actor)
    for start in range(0, len(ids), CHUNK):
        progress.report(start, len(ids))
        wanted = ids[start : start + CHUNK]
        statement = maker.select.where(Customer.id.in_(wanted), *within)
        found = {row[0]: row for row in session.execute(statement)}
        yield from (maker.cells(found[key]) for key in wanted if key in found)
    progress.report(len(ids), len(ids))


def _opened(
    path: Path | str,
    form: Format,
    columns: Mapping[str, ExportColumn],
    header: Sequence[str],
    rows: int,
) -> AbstractContextManager[AddRow]:
    if form is Format.CSV:
        return _csv(path, header)
    return _xlsx(path, header, [column.width for column in columns.values()], rows)


@contextmanager
def _csv(path: Path | str, header: Sequence[str]) -> Iterator[AddRow]:
    with csv_out(path) as writer:
        writer.row(header)
        yield lambda cells: writer.row(
            [cell.amount if isinstance(cell, Money) else cell for cell in cells]
        )


@contextmanager
def _xlsx(
    path: Path | str, header: Sequence[str], widths: Sequence[int], rows: int
) -> Iterator[AddRow]:
    with xlsx_out(path, _("Customers"), header, widths, rows) as writer:
        yield writer.row
