"""Runs the benchmark and prints its table."""

import argparse
import sys

from tests.bench import data
from tests.bench.lines import Bench, Line

ENGINES = {"sqlite": data.sqlite, "postgresql": data.postgresql}


def main() -> int:
    """Measure what was asked for; 1 when a target was missed."""
    options = argparse.ArgumentParser(prog="python -m tests.bench")
    options.add_argument("--customers", type=int, default=10_000)
    options.add_argument("--engine", choices=ENGINES, action="append")
    asked = options.parse_args()
    missed = False
    for engine in asked.engine or ENGINES:
        with ENGINES[engine](asked.customers) as (database, services):
            print(f"\n{engine}, {asked.customers:,} customers")
            print(f"{'':42}{'figure':>10}{'floor':>10}{'ratio':>8}  target")
            for line in Bench(database, services).lines():
                print(row(line), flush=True)
                missed |= not line.holds
    return int(missed)


def row(line: Line) -> str:
    """A line of the table."""
    figures = f"{line.figure:8.2f}ms{line.floor:8.2f}ms{line.figure / line.floor:7.1f}×"
    return f"{line.name:42}{figures}  {line.target}{'' if line.holds else '  MISSED'}"


if __name__ == "__main__":
    sys.exit(main())
