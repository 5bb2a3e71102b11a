"""One customer: opened, and saved."""

import statistics
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from app.core.access import SYSTEM
from app.customers.editing import profile_of
from app.customers.model import Customer
from tests.bench.data import Scene
from tests.bench.measure import Line, middle, once

SAVES = 40
# What a customer's window is made of: tables, and the column that holds the customer's id.
PARTS = (
    ("customers", "id"), ("contacts", "customer_id"), ("customer_holds", "customer_id"),
    ("organization", "id"), ("staff_users", "id"),
)  # fmt: skip


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    yield opening(scene)
    yield saving(scene)


def opening(scene: Scene) -> Line:
    """Everything a customer's window shows."""
    chosen = scene.sample[100].id
    figure = middle(lambda: once(lambda: scene.services.customers.show(chosen)), 15)
    raw = [f"SELECT * FROM {table} WHERE {column} = {chosen}" for table, column in PARTS]
    return Line("open a customer", figure, middle(lambda: scene.raw.read(*raw), 15), 5)


def saving(scene: Scene) -> Line:
    """One edited customer: found by its new name, audited, on disk."""
    chosen, times, floors = scene.sample[200].id, [], []
    for number in range(SAVES):
        with scene.database.reading(SYSTEM) as session:
            row = session.get_one(Customer, chosen)
            version, base = row.version, profile_of(row)
        name = f"Brook {number}"
        mine = replace(base, last_name=name)
        times.append(once(partial(scene.services.customers.edit, chosen, version, base, mine)))
        # The same columns, without the trail and without the search.
        floors.append(
            scene.raw.write(
                f"UPDATE customers SET last_name = '{name}!', name = '{name}!', "
                f"name_key = 'brook {number}', updated_at = '2026-11-21 10:00:{number:02}', "
                f"version = version + 1 WHERE id = {chosen}"
            )
        )
    return Line("save a customer", statistics.median(times), statistics.median(floors), 4)
