"""Many customers at once: looked at, edited and archived."""

import random
import time
from collections.abc import Iterator
from functools import partial

from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.core.service import Receipt
from app.customers.bulk_changes import Archive, BulkChange, Edit, EditFields, Unarchive
from tests.bench.data import Scene
from tests.bench.measure import Line, middle, once

MOST = 100_000


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    yield looking(scene)
    ids = chosen(scene)
    town = f"Town {time.time_ns()}"
    change = EditFields((Edit("city", value=town),))
    yield writing(scene, ids, change, f"city = '{town}', city_key = '{town.lower()}'")
    yield from taking_back(scene, ids)
    yield writing(scene, ids, Archive(), "archived = true, shelf = 'archived'", Unarchive())


def looking(scene: Scene) -> Line:
    """What a bulk edit of the whole list would do, counted exactly."""
    change = EditFields((Edit("city", value="Nowhere"),))
    preview = scene.services.bulk.preview
    figure = middle(lambda: once(lambda: preview(Selection(), change)), 3)
    raw = "SELECT id, version, status, country, city, name FROM customers WHERE shelf = 'current'"
    floor = middle(lambda: scene.raw.read(raw), 3)
    return Line("preview of a bulk edit of all", figure, floor, 4)


def chosen(scene: Scene) -> list[int]:
    """Up to so many customers, spread over the whole table."""
    ids = list(scene.services.customers.ids(ListQuery(sort="email"), Progress()))
    random.Random(1).shuffle(ids)
    return sorted(ids[: min(MOST, len(ids) // 2)])


def writing(
    scene: Scene, ids: list[int], change: BulkChange, same: str, back: BulkChange | None = None
) -> Line:
    """Rows a second, audited and on disk; the floor is one bare UPDATE of the same columns.

    Each of our rows is two rows of the audit trail besides, which the floor does not write.
    """
    selection = Selection(ids=tuple(ids))
    spent = once(lambda: scene.services.bulk.run(selection, change))
    if back is not None:
        scene.services.bulk.run(selection, back)
    wanted = ", ".join(map(str, ids))
    bare = scene.raw.write(
        f"UPDATE customers SET {same}, version = version + 1, updated_by = 'bench', "
        f"updated_at = '2026-11-21 10:00:00' WHERE id IN ({wanted})"
    )
    if back is not None:
        scene.services.bulk.run(selection, back)
    name = f"bulk {type(change).__name__} of {len(ids):,}"
    rate = len(ids) * 1000
    return Line(name, rate / spent, rate / bare, 0.15, unit="rows/s", rate=True)


def taking_back(scene: Scene, ids: list[int]) -> Iterator[Line]:
    """Rows a second of undo and redo; the floor is the bulk edit they are about."""
    change = EditFields((Edit("city", value=f"Town {time.time_ns()}"),))
    undo, done, rate = scene.services.undo, Receipt(), len(ids) * 1000
    bulk, selection = scene.services.bulk.noting(done), Selection(ids=tuple(ids))
    edited = once(lambda: bulk.run(selection, change))
    for name, move in (("undo", undo.undo), ("redo", undo.redo)):
        spent = once(partial(move, done.command))
        title = f"{name} of an edit of {len(ids):,}"
        yield Line(title, rate / spent, rate / edited, 0.5, unit="rows/s", rate=True)
