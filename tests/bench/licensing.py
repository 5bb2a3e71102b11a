"""Millions of licenses and activations: their lists, and what is done with one license."""

import random
from collections.abc import Callable, Iterator
from itertools import chain

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.conditions import Condition, Op
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.query import Listing, conditions
from app.licensing import activations_queries, queries
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationState, LicenseStatus
from app.organization.service import current
from tests.bench import licenses, lists
from tests.bench.data import Scene
from tests.bench.lists import Kind
from tests.bench.measure import Line, middle, once

LICENSES = Kind("licenses", License, queries.SORTS, "created_at", title="licenses: ")
ACTIVATIONS = Kind(
    "activations", Activation, activations_queries.SORTS, "activated_at", title="activations: "
)
LISTINGS: dict[str, Callable[..., Listing]] = {
    "licenses": queries.listing, "activations": activations_queries.listing,
}  # fmt: skip
ACTIVE = Condition("state", Op.IN, (ActivationState.ACTIVE,))
STALE = Condition("stale", Op.IS, value=True)
WORDS = 40
# What people filter by, with what the lines call it.
FILTERS: tuple[tuple[Kind, str, tuple[Condition, ...]], ...] = (
    (LICENSES, "active", (Condition("status", Op.IN, (LicenseStatus.ACTIVE,)),)),
    (LICENSES, "in grace", (Condition("status", Op.IN, (LicenseStatus.GRACE,)),)),
    (LICENSES, "a product", (Condition("product_id", Op.IN, (3,)),)),
    (LICENSES, "expiring", (Condition("expiring", Op.IS, value=True),)),
    (LICENSES, "unassigned", (Condition("unassigned", Op.IS, value=True),)),
    (LICENSES, "over limit", (Condition("over_limit", Op.IS, value=True),)),
    (ACTIVATIONS, "stale", (STALE,)),
    (ACTIVATIONS, "stale, active", (STALE, ACTIVE)),
    (ACTIVATIONS, "blocked", (Condition("state", Op.IN, (ActivationState.BLOCKED,)),)),
)  # fmt: skip


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    for kind in (LICENSES, ACTIVATIONS):
        yield from lists.of_list(scene, kind, words(scene, kind))
    for kind, name, asked in FILTERS:
        yield from filtered(scene, kind, f"{kind.title}{name}", ListQuery(conditions=asked))
    yield from licenses.lines(scene)


def words(scene: Scene, kind: Kind) -> list[str]:
    """Parts of what rows are found by, the same ones on every run."""
    chance = random.Random(2)
    with scene.database.reading(SYSTEM) as session:
        last = session.scalar(sa.select(sa.func.max(kind.key))) or 0
        some = [chance.randrange(last) + 1 for _row in range(1000)]
        texts = session.scalars(sa.select(kind.text).where(kind.key.in_(some)).order_by(kind.key))
        known = list(chain.from_iterable(text.split() for text in texts))
    return lists.cut(chance, lambda: chance.choice(known), WORDS)


def filtered(scene: Scene, kind: Kind, name: str, asked: ListQuery) -> Iterator[Line]:
    """The first rows of a filter, how many there are, and all of them in order.

    The floors take the better of two ways: the planner's own, and sorting what the filter
    gives.
    """
    with scene.database.reading(scene.actor) as session:
        listing = LISTINGS[kind.service](current(session), session.info["now"])
    where, service = conditions(listing, asked), kind.of(scene)
    column = kind.sorts[listing.default[0]]
    hits = sa.select(kind.key, column.label("at")).where(*where).cte("hits")
    hits = hits.prefix_with("MATERIALIZED")
    own = sa.select(kind.key).where(*where).order_by(column.desc(), kind.key.desc())
    sorted_ = sa.select(hits.c.id).order_by(hits.c.at.desc(), hits.c.id.desc())

    def floor(*ways: sa.Select) -> float:
        return min(middle(lambda raw=raw: scene.raw.read(raw), 3) for raw in ways)

    figure = middle(lambda: once(lambda: service.first(asked, lists.SCREEN)), 5)
    raw = floor(own.limit(lists.SCREEN), sorted_.limit(lists.SCREEN))
    yield Line(f"{name}, first rows", figure, raw, above=15)
    figure = middle(lambda: once(lambda: service.count(asked)), 5)
    raw = floor(sa.select(sa.func.count()).select_from(kind.entity).where(*where))
    yield Line(f"{name}, count", figure, raw, 3, above=2)
    figure = middle(lambda: once(lambda: service.ids(asked, Progress())), 3)
    counted = sa.func.count(), sa.func.max(sa.literal_column("id"))
    ways = (sa.select(*counted).select_from(one.offset(0).subquery()) for one in (own, sorted_))
    yield Line(f"{name}, all ids in order", figure, floor(*ways), 6, above=2)
