"""Runs the benchmark and prints its table."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.engine import Address
from tests.bench import (
    bulk,
    data,
    exports,
    gui,
    imports,
    licensing,
    lists,
    machine,
    money,
    owed,
    processes,
    records,
    segments,
    sold,
    timelines,
)
from tests.bench.measure import HEAD, Line

ENGINES = ("sqlite", "postgresql")
PARTS: dict[str, Callable[[data.Scene], Iterator[Line]]] = {
    "exports": exports.lines,
    "gui": gui.lines,
    "lists": lists.lines,
    "processes": processes.lines,
    "records": records.lines,
    "bulk": bulk.lines,
    "segments": segments.lines,
    "imports": imports.lines,
    "licensing": licensing.lines,
    "money": money.lines,
    "timeline": timelines.lines,
}
# The parts that work on data of their own: how its name begins, and what makes it.
SETS: dict[str, tuple[str, data.Enter]] = {
    "licensing": ("licensing-", sold.open_sold),
    "money": ("money-", owed.open_owed),
    "timeline": ("timeline-", timelines.open_long),
}
DEMO: tuple[str, data.Enter] = ("", data.open_demo)


def main() -> int:
    """Measure what was asked for; 1 when a target was missed."""
    asked = options().parse_args()
    print(machine.described(asked.folder))
    missed = False
    for engine in asked.engine or ENGINES:
        print(f"\n{engine}, {asked.customers:,} customers\n{HEAD}")
        for line in measured(engine, asked):
            print(line, flush=True)
            missed |= not line.holds
    return int(missed)


def options() -> argparse.ArgumentParser:
    """What may be asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--customers", type=int, default=10_000)
    parser.add_argument("--engine", choices=ENGINES, action="append", help="one of the two only")
    parser.add_argument("--part", choices=PARTS, action="append", help="some lines only")
    parser.add_argument("--postgresql", metavar="URL", default="", help="a server of yours")
    parser.add_argument(
        "--folder", type=Path, default=Path(tempfile.gettempdir()) / "customer-desk-bench",
        help="where data sets are kept for the next run",
    )  # fmt: skip
    return parser


def measured(engine: str, asked: argparse.Namespace) -> Iterator[Line]:
    """The lines asked for on one engine."""
    parts = asked.part or list(PARTS)
    for beginning, enter in dict.fromkeys(SETS.get(part, DEMO) for part in parts):
        mine = [part for part in parts if SETS.get(part, DEMO) == (beginning, enter)]
        with (
            place(engine, asked, f"{beginning}{asked.customers}") as where,
            data.scene(where, asked.folder, asked.customers, enter) as scene,
        ):
            for part in mine:
                yield from PARTS[part](scene)


@contextmanager
def place(engine: str, asked: argparse.Namespace, name: str) -> Iterator[Address]:
    """Where a set of data is."""
    if engine == "postgresql" and asked.postgresql:
        yield Address.parse(asked.postgresql)
    else:
        with data.address(engine, asked.folder, name) as where:
            yield where


if __name__ == "__main__":
    sys.exit(main())
