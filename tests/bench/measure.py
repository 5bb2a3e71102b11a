"""What a measured line is, and how times are taken."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.engine import Database


@dataclass(frozen=True)
class Line:
    """One figure; at most `times` the floor plus `above`, both in `unit`.

    With `rate` figure and floor are rows a second, and it must be at least `times` the
    floor. Without a floor the figure itself must not exceed `above`. One that is not `judged`
    only tells its ratio.
    """

    name: str
    figure: float
    floor: float = 0.0
    times: float = 1.0
    above: float = 0.0
    unit: str = "ms"
    rate: bool = False
    judged: bool = True

    @property
    def holds(self) -> bool:
        """Whether the target is met."""
        if not self.judged:
            return True
        if self.rate:
            return self.figure >= self.floor * self.times
        return self.figure <= self.floor * self.times + self.above

    @property
    def target(self) -> str:
        """The target in words."""
        if not self.judged:
            return "none"
        if self.rate:
            return f"≥ {self.times:g}×"
        if not self.floor:
            return f"≤ {self.above:g} {self.unit}"
        if self.above:
            times = "" if self.times == 1 else f"{self.times:g}× "
            return f"≤ {times}floor + {self.above:g} {self.unit}"
        return f"≤ {self.times:g}×"

    def __str__(self) -> str:
        """A line of the table."""
        floor = f"{self.floor:10,.2f}{self.floor and self.figure / self.floor:8.2f}×"
        floor = floor if self.floor else " " * 19
        missed = "" if self.holds else "  MISSED"
        return f"{self.name:44}{self.figure:10,.2f}{floor} {self.unit:7}{self.target}{missed}"


HEAD = f"{'':44}{'figure':>10}{'floor':>10}{'ratio':>9} {'unit':7}target"


class Raw:
    """The floor: bare statements on the product's own connections, and nothing around them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def read(self, *statements: sa.Executable | str) -> float:
        """How long it takes to read every answer."""
        begun = time.perf_counter()
        with self.database.reading(SYSTEM) as session:
            connection = session.connection()
            for one in statements:
                found = connection.exec_driver_sql(one) if isinstance(one, str) else None
                (found or connection.execute(one)).all()
        return milliseconds(begun)

    def write(self, statement: str) -> float:
        """How long it takes until the change is on disk."""
        begun = time.perf_counter()
        with self.database.engine.begin() as connection:
            connection.exec_driver_sql(statement)
        return milliseconds(begun)


def milliseconds(begun: float) -> float:
    """The time since `begun`."""
    return (time.perf_counter() - begun) * 1000


def once(work: Callable[[], object]) -> float:
    """How long it takes, in milliseconds."""
    begun = time.perf_counter()
    work()
    return milliseconds(begun)


def middle(measure: Callable[[], float], times: int = 7) -> float:
    """The median of several measurements."""
    return statistics.median(measure() for _time in range(times))


def p95(times: list[float]) -> float:
    """What all but one in twenty stay below."""
    return sorted(times)[int(len(times) * 0.95)]
