"""A list of new customers, brought in from a CSV file."""

import csv
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from app.customers.model import Customer
from tests.bench.data import Scene
from tests.bench.measure import Line, once

MOST = 100_000
HEADER = (
    "E-mail", "First name", "Last name", "Company name", "Phone", "Website", "Country",
    "Address line 1", "City", "Postal code", "Notes", "Client ID",
)  # fmt: skip


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for; what came in goes again."""
    count = min(MOST, scene.customers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write(path, count)
        with scene.database.engine.connect() as connection:
            last = connection.scalar(sa.select(sa.func.max(Customer.id))) or 0
        done = []
        spent = once(lambda: done.append(scene.services.exchange.run(path)))
    same = stored(scene, last)
    assert len(same) == count
    scene.services.undo.undo(done[0].command)
    floor = inserted(scene, same)
    title = f"import {count:,} CSV rows, checked and audited"
    yield Line(title, spent, floor, 4)


def write(path: Path, count: int) -> None:
    """As many people and firms as asked for, who are nobody's yet."""
    mark = time.time_ns()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for number in range(count):
            writer.writerow((
                f"p{mark}.{number}@example.org", f"Péter {number % 977}", f"Novák {number % 4999}",
                f"Firm {number} Kft." if number % 2 else "", f"+36 1 {200_0000 + number}",
                f"firm{number}.example.org", "Hungary", f"{number % 300} Fő utca", "Budapest",
                f"1{number % 1000:03}", "Met at the fair", f"B-{mark}-{number}",
            ))  # fmt: skip


def stored(scene: Scene, last: int) -> list[tuple[object, ...]]:
    """The rows that came in, as the driver gives them."""
    with scene.database.engine.connect() as connection:
        found = connection.exec_driver_sql(f"SELECT * FROM customers WHERE id > {last}")
        return [tuple(row) for row in found]


def inserted(scene: Scene, rows: list[tuple[object, ...]]) -> float:
    """The driver's own executemany of the same rows, with the same indexes; taken back."""
    mark = "?" if scene.engine == "sqlite" else "%s"
    marks = ", ".join([mark] * len(rows[0]))
    with scene.database.engine.connect() as connection:
        order = connection.exec_driver_sql("SELECT * FROM customers LIMIT 0").keys()
        statement = f"INSERT INTO customers ({', '.join(order)}) VALUES ({marks})"
        spent = once(lambda: connection.exec_driver_sql(statement, rows))
        connection.rollback()
    return spent
