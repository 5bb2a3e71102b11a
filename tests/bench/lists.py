"""Lists as their services answer: every order, the snapshot, and the search."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import Entity
from app.core.folding import like_pattern, terms
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.query import Where
from app.customers.model import Customer
from app.customers.queries import SORTS
from tests.bench.data import Scene
from tests.bench.measure import Line, middle, once, p95

SCREEN = 60
WORDS = 200
SHORT = ("a", "e", "mu", "an", "x", "st", "er", "zz", "49", "王")
CURRENT = Customer.shelf == "current"


@dataclass(frozen=True)
class Kind:
    """A list: its service, and what its floors are asked of.

    `title` begins the lines' names, `order` is that of the snapshot, whose column is not
    blank anywhere.
    """

    service: str
    entity: type[Entity]
    sorts: Mapping[str, InstrumentedAttribute[Any]]
    order: str
    within: tuple[Where, ...] = ()
    title: str = ""

    @property
    def key(self) -> Any:
        """The column of ids."""
        return self.entity.__table__.c.id

    @property
    def text(self) -> Any:
        """The column that is searched."""
        return self.entity.__table__.c.search_text

    def of(self, scene: Scene) -> Any:
        """The service."""
        return getattr(scene.services, self.service)


CUSTOMERS = Kind("customers", Customer, SORTS, "name", (CURRENT,))


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    yield from of_list(scene, CUSTOMERS, words(scene))


def of_list(scene: Scene, kind: Kind, asked: list[str]) -> Iterator[Line]:
    """Every line of one list; `asked` are the words to search for."""
    yield sort(scene, kind)
    yield snapshot(scene, kind)
    yield from search(scene, kind, asked)


def sort(scene: Scene, kind: Kind) -> Line:
    """First screenful by each column, both ways: the worst of them."""
    worst = Line("", 0, 0)
    for key, column in kind.sorts.items():
        for descending in (False, True):
            asked = ListQuery(sort=key, descending=descending)
            figure = middle(lambda asked=asked: once(lambda: first(scene, kind, asked)))
            order = column.desc() if descending else column.asc()
            raw = sa.select(kind.key).where(*kind.within).order_by(order).limit(SCREEN)
            floor = middle(lambda raw=raw: scene.raw.read(raw))
            if figure - floor >= worst.figure - worst.floor:
                name = f"{kind.title}first rows in any order (worst: {key})"
                worst = Line(name, figure, floor, above=15)
    return worst


def snapshot(scene: Scene, kind: Kind) -> Line:
    """Every id in order, with the exact count."""
    asked, column = ListQuery(sort=kind.order), kind.sorts[kind.order]
    figure = middle(lambda: once(lambda: kind.of(scene).ids(asked, Progress())), 5)
    every = sa.select(kind.key, column).where(*kind.within)
    inside = every.order_by(column).offset(0).subquery()
    raw = sa.select(sa.func.count(inside.c[column.key]), sa.func.max(inside.c.id))
    floor = middle(lambda: scene.raw.read(raw), 5)
    return Line(f"{kind.title}all ids in order, exact count", figure, floor, 6)


def search(scene: Scene, kind: Kind, asked: list[str]) -> Iterator[Line]:
    """Words of mixed frequency out of the data: the slowest but one in twenty."""
    figures, floors = [], []
    for word in asked:
        figures.append(once(lambda word=word: answer(scene, kind, word)))
        floors.append(raw_answer(scene, kind, word))
    name = f"{kind.title}search of 3 letters and more, p95"
    yield Line(name, p95(figures), p95(floors), 3)
    figures, floors = [], []
    for word in SHORT:
        query = ListQuery(word)
        figures.append(middle(lambda query=query: once(lambda: first(scene, kind, query)), 5))
        raw = containing(kind, word).limit(SCREEN)
        floors.append(middle(lambda raw=raw: scene.raw.read(raw), 5))
    name = f"{kind.title}search of 1 and 2 letters, first rows p95"
    yield Line(name, p95(figures), p95(floors), 5)


def first(scene: Scene, kind: Kind, asked: ListQuery) -> object:
    return kind.of(scene).first(asked, SCREEN)


def answer(scene: Scene, kind: Kind, word: str) -> None:
    """The first rows and how many there are."""
    first(scene, kind, ListQuery(word))
    kind.of(scene).count(ListQuery(word))


def raw_answer(scene: Scene, kind: Kind, word: str) -> float:
    """The same from the full-text index alone."""
    if not scene.database.address.is_sqlite:
        hits = containing(kind, word)
        return scene.raw.read(
            hits.limit(SCREEN), sa.select(sa.func.count()).select_from(hits.subquery())
        )
    wanted = " AND ".join(f'"{part.replace(chr(34), chr(34) * 2)}"' for part in terms(word))
    table = f"{kind.entity.__tablename__}_search"
    match = f"FROM {table} WHERE {table} MATCH :wanted"
    return scene.raw.read(
        sa.text(f"SELECT rowid {match} LIMIT {SCREEN}").bindparams(wanted=wanted),
        sa.text(f"SELECT count(*) {match}").bindparams(wanted=wanted),
    )


def containing(kind: Kind, word: str) -> sa.Select:
    found = [kind.text.like(like_pattern(part), escape="\\") for part in terms(word)]
    return sa.select(kind.key).where(*found)


def words(scene: Scene) -> list[str]:
    """Parts of names and e-mails, the same ones on every run."""
    chance = random.Random(1)

    def draw() -> str:
        row = chance.choice(scene.sample)
        return chance.choice([row.name or row.email, row.email]).split()[0]

    return cut(chance, draw)


def cut(chance: random.Random, draw: Callable[[], str], many: int = WORDS) -> list[str]:
    """Three to eight letters out of each word that is drawn."""
    found: list[str] = []
    while len(found) < many:
        source = draw()
        length = chance.choice([3, 4, 6, 8])
        start = chance.randrange(max(1, len(source) - length))
        word = source[start : start + length]
        found += [word] if all(len(part) >= 3 for part in terms(word)) and word else []
    return found
