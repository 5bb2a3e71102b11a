"""What is measured: each line times the program's way and the raw way to the same answer."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.engine import Database
from app.core.folding import like_pattern, terms
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.queries import SORTS
from app.services import Services

SCREEN = 60
WORDS = 200


@dataclass(frozen=True)
class Line:
    """One figure, in milliseconds; at most `times` the floor plus `above` milliseconds."""

    name: str
    figure: float
    floor: float
    times: float = 1.0
    above: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        return self.figure <= self.floor * self.times + self.above

    @property
    def target(self) -> str:
        """The target in words."""
        return f"≤ {self.times:g}×" if self.times != 1 else f"≤ floor + {self.above:g} ms"


class Bench:
    """The lines on one database."""

    def __init__(self, database: Database, services: Services) -> None:
        self.db, self.services = database, services
        self.chance = random.Random(1)
        self.sample = services.customers.first(ListQuery(sort="email"), 3000)

    def lines(self) -> Iterator[Line]:
        """Every line, measured when it is asked for."""
        yield self.sort()
        yield self.snapshot()
        yield from self.search()
        yield self.open()
        yield self.save()

    def sort(self) -> Line:
        """First screenful by each column, both ways: the worst of them."""
        worst = Line("", 0, 0)
        for key, column in SORTS.items():
            for descending in (False, True):
                asked = ListQuery(sort=key, descending=descending)
                figure = middle(lambda asked=asked: self.services.customers.first(asked, SCREEN))
                order = column.desc() if descending else column.asc()
                raw = sa.select(Customer.id).where(Customer.shelf == "current").order_by(order)
                floor = middle(lambda raw=raw: self.raw(raw.limit(SCREEN)))
                if figure - floor >= worst.figure - worst.floor:
                    worst = Line(f"sort, first rows (worst: {key})", figure, floor, above=15)
        return worst

    def snapshot(self) -> Line:
        """Every id in order, with the exact count."""
        figure = middle(lambda: self.services.customers.ids(ListQuery(sort="name"), Progress()), 5)
        every = sa.select(Customer.id, Customer.name_key).where(Customer.shelf == "current")
        inside = every.order_by(Customer.name_key).offset(0).subquery()
        raw = sa.select(sa.func.count(inside.c.name_key), sa.func.max(inside.c.id))
        return Line("all ids in order, exact count", figure, middle(lambda: self.raw(raw), 5), 6)

    def search(self) -> Iterator[Line]:
        """Words of mixed frequency out of the data; the 95th percentile of all."""
        words = [self.word() for _number in range(WORDS)]
        found = [[], []]
        for word in words:
            found[0].append(once(lambda word=word: self.answer(word)))
            found[1].append(once(lambda word=word: self.raw_answer(word)))
        yield Line("search of 3 letters and more, p95", *(p95(times) for times in found), 3)
        found = [[], []]
        for word in ("a", "e", "mu", "an", "x", "st", "er", "zz"):
            asked = ListQuery(word)
            found[0].append(middle(lambda asked=asked: self.services.customers.first(asked, 60)))
            raw = self.containing(word).limit(SCREEN)
            found[1].append(middle(lambda raw=raw: self.raw(raw)))
        yield Line("search of 1 and 2 letters, p95", *(p95(times) for times in found), 5)

    def open(self) -> Line:
        """A customer's window."""
        chosen = self.sample[100].id
        figure = middle(lambda: self.services.customers.show(chosen))
        raw = [
            sa.text(f"SELECT * FROM {table} WHERE {column} = {chosen}")
            for table, column in (
                ("customers", "id"), ("contacts", "customer_id"), ("customer_holds", "customer_id"),
                ("organization", "id"), ("staff_users", "id"),
            )
        ]  # fmt: skip
        return Line("open a customer", figure, middle(lambda: self.raw(*raw)), 5)

    def save(self) -> Line:
        """One edited customer, audited, on disk."""
        chosen, times, floors = self.sample[200].id, [], []
        for number in range(20):
            with self.db.reading(SYSTEM) as session:
                row = session.get_one(Customer, chosen)
                version, base = row.version, profile_of(row)
            mine = replace(base, city=f"Town {number}")
            edit = partial(self.services.customers.edit, chosen, version, base, mine)
            times.append(once(edit))
            floors.append(once(lambda number=number: self.update(chosen, number)))
        return Line("save a customer", statistics.median(times), statistics.median(floors), 4)

    def update(self, chosen: int, number: int) -> None:
        with self.db.engine.begin() as connection:
            connection.exec_driver_sql(
                f"UPDATE customers SET notes = 'Note {number}' WHERE id = {chosen}"
            )

    def answer(self, word: str) -> None:
        self.services.customers.first(ListQuery(word), SCREEN)
        self.services.customers.count(ListQuery(word))

    def raw_answer(self, word: str) -> None:
        if self.db.address.is_sqlite:
            wanted = " AND ".join(f'"{part.replace(chr(34), chr(34) * 2)}"' for part in terms(word))
            match = "FROM customers_search WHERE customers_search MATCH :wanted"
            self.raw(
                sa.text(f"SELECT rowid {match} LIMIT {SCREEN}").bindparams(wanted=wanted),
                sa.text(f"SELECT count(*) {match}").bindparams(wanted=wanted),
            )
        else:
            hits = self.containing(word)
            self.raw(hits.limit(SCREEN), sa.select(sa.func.count()).select_from(hits.subquery()))

    def containing(self, word: str) -> sa.Select:
        found = [Customer.search_text.like(like_pattern(part), escape="\\") for part in terms(word)]
        return sa.select(Customer.id).where(*found)

    def raw(self, *statements: sa.Executable) -> None:
        with self.db.reading(SYSTEM) as session:
            for statement in statements:
                session.connection().execute(statement).all()

    def word(self) -> str:
        """Three to eight letters out of some customer's name or e-mail."""
        row = self.chance.choice(self.sample)
        source = self.chance.choice([row.name or row.email, row.email]).split()[0]
        length = self.chance.choice([3, 4, 6, 8])
        start = self.chance.randrange(max(1, len(source) - length))
        found = source[start : start + length]
        return found if any(len(part) >= 3 for part in terms(found)) else row.email[:6]


def once(work: Callable[[], object]) -> float:
    """How long it takes, in milliseconds."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def middle(work: Callable[[], object], times: int = 7) -> float:
    """The median of several runs."""
    return statistics.median(once(work) for _time in range(times))


def p95(times: list[float]) -> float:
    """What all but one in twenty stay below."""
    return sorted(times)[int(len(times) * 0.95)]
