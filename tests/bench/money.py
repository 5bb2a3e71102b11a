"""Millions of payments, and a month's bills of a hundred thousand subscriptions."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from app.core import bulk
from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.clock import FixedClock, add_months
from app.core.conditions import Condition, Op, Period
from app.core.db import Base
from app.core.engine import Database
from app.core.listing import ListQuery
from app.invoices.model import BillingClaim, BillingRun, Invoice, InvoiceLine
from app.payments import queries
from app.payments.model import Payment
from app.payments.schemas import PaymentState
from app.services import Services
from tests.bench import licensing, lists
from tests.bench.data import Scene
from tests.bench.lists import Kind
from tests.bench.measure import Line, once

PAYMENTS = Kind("payments", Payment, queries.SORTS, "created_at", title="payments: ")
licensing.LISTINGS["payments"] = queries.listing
# What people filter by, with what the lines call it.
FILTERS: tuple[tuple[str, Condition], ...] = (
    ("received", Condition("state", Op.IN, (PaymentState.SUCCEEDED,))),
    ("failed", Condition("state", Op.IN, (PaymentState.FAILED,))),
    ("last month", Condition("received_on", Op.DURING, Period.LAST_MONTH)),
    ("by card", Condition("method", Op.IS, "card")),
    ("credit left", Condition("has_credit", Op.IS, value=True)),
)
MADE = (Invoice, InvoiceLine, BillingClaim)


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    yield from lists.of_list(scene, PAYMENTS, licensing.words(scene, PAYMENTS))
    for name, condition in FILTERS:
        asked = ListQuery(conditions=(condition,))
        yield from licensing.filtered(scene, PAYMENTS, f"payments: {name}", asked)
    yield from billing(scene)


def billing(scene: Scene) -> Iterator[Line]:
    """Invoices a second that are foretold, and made by a run; each time a month later.

    The floor of the preview reads what it is reckoned from. That of the run is the driver's
    own insertion of the same invoices, lines and claims into tables with the same indexes;
    the run looks at the plan once more, and writes the search index, the trail, balances and
    fingerprints besides.
    """
    database = _in_its_month(scene)
    try:
        runs = Services.build(database, scene.actor, Changes()).billing_runs
        month = database.clock.now().date().replace(day=1)
        found = []
        foretold = once(lambda: found.append(runs.preview(month)))
        made = once(lambda: runs.run(month, found[0].digest))
    finally:
        database.close()
    count = len(found[0].invoices)
    read = scene.raw.read(
        "SELECT * FROM subscription_spans ORDER BY subscription_id, id",
        "SELECT id, customer_id FROM subscriptions",
        "SELECT * FROM billing_claims",
    )
    rate, name = count * 1000, f"of a month's {count:,} invoices"
    # Reading alone says little of reckoning: it is told, and not judged.
    shown = Line(f"preview {name}", rate / foretold, rate / read, unit="rows/s", rate=True)
    yield replace(shown, judged=False)
    bare = inserted(scene)
    yield Line(f"run {name}", rate / made, rate / bare, 0.03, unit="rows/s", rate=True)


def _in_its_month(scene: Scene) -> Database:
    """The same database, late in the month after the last that was billed."""
    clock = FixedClock(scene.database.clock.now())
    with scene.database.reading(SYSTEM) as session:
        last = session.scalar(sa.select(sa.func.max(BillingRun.month)))
    if last is not None and add_months(last, 1) > clock.at.date().replace(day=1):
        after = add_months(last, 1)
        clock.at = clock.at.replace(year=after.year, month=after.month, day=28)
    return Database(scene.database.address, clock)


def inserted(scene: Scene) -> float:
    """How long the driver takes for the rows of the last run; they are taken back."""
    mark = "?" if scene.engine == "sqlite" else "%s"
    spent = 0.0
    with scene.database.engine.connect() as connection:
        run_id = connection.scalar(sa.select(sa.func.max(BillingRun.id)))
        for entity in MADE:
            table = bulk.table_of(entity)
            rows = _rows(connection, entity, run_id or 0)
            marks = ", ".join([mark] * len(table.columns))
            _like(connection, table)
            statement = f"INSERT INTO bare_{table.name} VALUES ({marks})"
            spent += once(partial(connection.exec_driver_sql, statement, rows))
        connection.rollback()
    return spent


def _rows(connection: sa.Connection, entity: type[Base], run_id: int) -> list[tuple[object, ...]]:
    """What a run made, as the driver takes it; in the order of the stored columns."""
    table = bulk.table_of(entity)
    stored = connection.exec_driver_sql(f"SELECT * FROM {table.name} LIMIT 0").keys()
    listed = ", ".join(
        f"CAST({name} AS text)" if isinstance(table.c[name].type, sa.JSON) else name
        for name in stored
    )
    own = f"SELECT id FROM invoices WHERE run_id = {run_id}"
    key = "id" if entity is Invoice else "invoice_id"
    found = connection.exec_driver_sql(f"SELECT {listed} FROM {table.name} WHERE {key} IN ({own})")
    return [tuple(row) for row in found]


def _like(connection: sa.Connection, table: sa.Table) -> None:
    """An empty table with the same columns and indexes."""
    run, name = connection.exec_driver_sql, table.name
    if connection.dialect.name != "sqlite":
        run(f"CREATE TABLE bare_{name} (LIKE {name} INCLUDING INDEXES)")
        return
    run(f"CREATE TABLE bare_{name} AS SELECT * FROM {name} LIMIT 0")
    for number, index in enumerate(sorted(table.indexes, key=lambda one: str(one.name))):
        columns = ", ".join(column.name for column in index.columns)
        run(f"CREATE INDEX bare_{name}_{number} ON bare_{name} ({columns})")
