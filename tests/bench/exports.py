"""Lists written into files, against what writing them takes at the very least."""

import csv
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from openpyxl import Workbook

from app.core.access import SYSTEM
from app.core.listing import ListQuery, Selection
from app.core.money import Money
from app.core.progress import Progress
from app.customers.model import Customer
from app.exchange.columns import Maker, chosen
from app.exchange.export_schemas import ExportOrder, Format
from app.organization.service import current
from tests.bench.data import Scene
from tests.bench.measure import Line, middle, milliseconds

MOST = 100_000
CHUNK = 1000


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    with tempfile.TemporaryDirectory(prefix="customer-desk-bench-") as folder:
        place = Path(folder)
        yield text(scene, place)
        yield workbook(scene, place)


def text(scene: Scene, place: Path) -> Line:
    """Every customer with every column as CSV; the floor is csv.writer over a cursor."""
    order = ExportOrder(Format.CSV, Selection(ListQuery(sort="created_at")))
    figure = middle(lambda: exported(scene, place / "out.csv", order), 3)

    def raw() -> float:
        begun = time.perf_counter()
        with (place / "raw.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(row for chunk in chunks(scene) for row in chunk)
        return milliseconds(begun)

    return Line(f"export of {scene.customers:,} as CSV", figure, middle(raw, 3), 2)


def workbook(scene: Scene, place: Path) -> Line:
    """Up to 100,000 as XLSX; the floor is openpyxl, writing the same cells row by row."""
    ids = tuple(islice(scene.services.customers.ids(ListQuery(), Progress()), MOST))
    order = ExportOrder(Format.XLSX, Selection(ids=ids))
    figure = exported(scene, place / "out.xlsx", order)
    cells = list(islice(made(scene), len(ids)))
    begun = time.perf_counter()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in cells:
        sheet.append(row)
    book.save(place / "raw.xlsx")
    return Line(f"export of {len(ids):,} as XLSX", figure, milliseconds(begun), 1.3)


def exported(scene: Scene, path: Path, order: ExportOrder) -> float:
    """How long an export takes."""
    begun = time.perf_counter()
    scene.services.exports.run(path, order)
    return milliseconds(begun)


def chunks(scene: Scene) -> Iterator[list[tuple[object, ...]]]:
    """Every column of every current customer as the driver gives it, in the list's order."""
    with scene.database.reading(SYSTEM) as session:
        statement = Maker(chosen(current(session), None)).select
        statement = statement.where(Customer.shelf == "current").order_by(Customer.created_at)
        cursor = (
            session.connection()
            .execute(statement, execution_options={"stream_results": True})
            .cursor
        )
        while cursor is not None and (chunk := cursor.fetchmany(CHUNK)):
            yield chunk


def made(scene: Scene) -> Iterator[list[object]]:
    """The same customers' cells, as openpyxl takes them."""
    with scene.database.reading(SYSTEM) as session:
        maker = Maker(chosen(current(session), None))
        statement = maker.select.where(Customer.shelf == "current")
        for rows in session.execute(statement).partitions(CHUNK):
            for row in zip(*maker.columns([tuple(row) for row in rows]), strict=True):
                yield [Money(*cell).amount if isinstance(cell, tuple) else cell for cell in row]
