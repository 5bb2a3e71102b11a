"""The list as its service answers: every order, the snapshot, and the search."""

import random
from collections.abc import Iterator

import sqlalchemy as sa

from app.core.folding import like_pattern, terms
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers.model import Customer
from app.customers.queries import SORTS
from tests.bench.data import Scene
from tests.bench.measure import Line, middle, once, p95

SCREEN = 60
WORDS = 200
SHORT = ("a", "e", "mu", "an", "x", "st", "er", "zz", "49", "王")
CURRENT = Customer.shelf == "current"


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    yield sort(scene)
    yield snapshot(scene)
    yield from search(scene)


def sort(scene: Scene) -> Line:
    """First screenful by each column, both ways: the worst of them."""
    worst = Line("", 0, 0)
    for key, column in SORTS.items():
        for descending in (False, True):
            asked = ListQuery(sort=key, descending=descending)
            figure = middle(lambda asked=asked: once(lambda: first(scene, asked)))
            order = column.desc() if descending else column.asc()
            raw = sa.select(Customer.id).where(CURRENT).order_by(order).limit(SCREEN)
            floor = middle(lambda raw=raw: scene.raw.read(raw))
            if figure - floor >= worst.figure - worst.floor:
                worst = Line(f"first rows in any order (worst: {key})", figure, floor, above=15)
    return worst


def snapshot(scene: Scene) -> Line:
    """Every id in order, with the exact count."""
    customers = scene.services.customers
    figure = middle(lambda: once(lambda: customers.ids(ListQuery(sort="name"), Progress())), 5)
    every = sa.select(Customer.id, Customer.name_key).where(CURRENT)
    inside = every.order_by(Customer.name_key).offset(0).subquery()
    raw = sa.select(sa.func.count(inside.c.name_key), sa.func.max(inside.c.id))
    return Line("all ids in order, exact count", figure, middle(lambda: scene.raw.read(raw), 5), 6)


def search(scene: Scene) -> Iterator[Line]:
    """Words of mixed frequency out of the data: the slowest but one in twenty."""
    figures, floors = [], []
    for word in words(scene):
        figures.append(once(lambda word=word: answer(scene, word)))
        floors.append(raw_answer(scene, word))
    yield Line("search of 3 letters and more, p95", p95(figures), p95(floors), 3)
    figures, floors = [], []
    for word in SHORT:
        figures.append(middle(lambda word=word: once(lambda: first(scene, ListQuery(word))), 5))
        raw = containing(word).limit(SCREEN)
        floors.append(middle(lambda raw=raw: scene.raw.read(raw), 5))
    yield Line("search of 1 and 2 letters, first rows p95", p95(figures), p95(floors), 5)


def first(scene: Scene, asked: ListQuery) -> object:
    return scene.services.customers.first(asked, SCREEN)


def answer(scene: Scene, word: str) -> None:
    """The first rows and how many there are."""
    first(scene, ListQuery(word))
    scene.services.customers.count(ListQuery(word))


def raw_answer(scene: Scene, word: str) -> float:
    """The same from the full-text index alone."""
    if not scene.database.address.is_sqlite:
        hits = containing(word)
        return scene.raw.read(
            hits.limit(SCREEN), sa.select(sa.func.count()).select_from(hits.subquery())
        )
    wanted = " AND ".join(f'"{part.replace(chr(34), chr(34) * 2)}"' for part in terms(word))
    match = "FROM customers_search WHERE customers_search MATCH :wanted"
    return scene.raw.read(
        sa.text(f"SELECT rowid {match} LIMIT {SCREEN}").bindparams(wanted=wanted),
        sa.text(f"SELECT count(*) {match}").bindparams(wanted=wanted),
    )


def containing(word: str) -> sa.Select:
    found = [Customer.search_text.like(like_pattern(part), escape="\\") for part in terms(word)]
    return sa.select(Customer.id).where(*found)


def words(scene: Scene) -> list[str]:
    """Three to eight letters out of names and e-mails, the same ones on every run."""
    chance, sample = random.Random(1), scene.sample
    found: list[str] = []
    while len(found) < WORDS:
        row = chance.choice(sample)
        source = chance.choice([row.name or row.email, row.email]).split()[0]
        length = chance.choice([3, 4, 6, 8])
        start = chance.randrange(max(1, len(source) - length))
        word = source[start : start + length]
        found += [word] if all(len(part) >= 3 for part in terms(word)) and word else []
    return found
