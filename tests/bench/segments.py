"""Segments: the first members and how many there are, against the same conditions alone."""

from collections.abc import Iterator
from functools import partial

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.listing import ListQuery
from app.customers.model import Customer
from app.segments import queries
from app.segments.criteria_json import from_document
from app.segments.criteria_values import Names
from app.segments.examples import examples
from app.segments.schemas import Criteria
from tests.bench.data import Scene
from tests.bench.lists import SCREEN
from tests.bench.measure import Line, middle, once

# Nested ones, and such as ask other features' tables.
_FURTHER = {
    "in a nest": {
        "any": [
            {"country": "DE", "all": [{"none": [{"status": "active"}]}, {"orders_min": 1}]},
            {"lifetime_value_min": 5000, "any": [{"verified": False}, {"kind": "individual"}]},
        ]
    },
    "whose license expires": {"license_expires_next_days": 30, "status": "active"},
    "by plan or contact": {
        "any": [{"plan_blank": False}, {"last_interaction_days": 30}, {"has_follow_ups": True}]
    },
    "without any product": {"product_blank": True, "verified": True},
    "few of many": {"city": "Bern", "none": [{"verified": True}], "lifetime_value_min": 1},
}


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    currency = scene.services.organization.settings().currency
    cases = {draft.name.lower(): draft.criteria for draft in examples(currency)}
    names = Names(currency, {"country": {"DE": "Germany"}})
    cases |= {name: from_document(document, names) for name, document in _FURTHER.items()}
    for name, criteria in cases.items():
        yield from of_one(scene, name, criteria)
    scene.services.segments.add_examples()
    keys = [scene.services.segments.find(draft.name) for draft in examples(currency)]
    every = partial(_page, scene, keys)
    floors = [
        middle(partial(scene.raw.read, _total(scene, draft.criteria)))
        for draft in examples(currency)
    ]
    yield Line(
        "the page of the four examples, all figures", middle(every), sum(floors), 3, above=60
    )


def of_one(scene: Scene, name: str, criteria: Criteria) -> Iterator[Line]:
    """First rows, and the figures, of one segment."""
    asked = ListQuery(conditions=criteria)
    figure = middle(lambda: once(lambda: scene.services.customers.first(asked, SCREEN)))
    floor = middle(lambda: scene.raw.read(_first(scene, criteria)))
    yield Line(f"segment {name}: first rows", figure, floor, 1.5, above=15)
    figure = middle(lambda: once(lambda: scene.services.segments.count(criteria, 0)))
    floor = middle(lambda: scene.raw.read(_total(scene, criteria)))
    yield Line(f"segment {name}: members and value", figure, floor, 3, above=15)


def _page(scene: Scene, keys: list[int]) -> float:
    def ask() -> None:
        scene.services.segments.list()
        for key in keys:
            scene.services.segments.figures(key)

    return once(ask)


def _first(scene: Scene, criteria: Criteria) -> sa.Select[int]:
    with scene.database.reading(SYSTEM) as session:
        where = queries.where(session, criteria)
    return sa.select(Customer.id).where(*where).order_by(Customer.created_at.desc()).limit(SCREEN)


def _total(scene: Scene, criteria: Criteria) -> sa.Select[int, int]:
    what = sa.select(sa.func.count(), sa.func.sum(Customer.revenue_minor))
    with scene.database.reading(SYSTEM) as session:
        return what.where(*queries.where(session, criteria))
