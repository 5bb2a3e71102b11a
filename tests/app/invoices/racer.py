"""Many programs that issue invoices at the same moment; started by `test_race`.

Given a database, a draft everybody wants, and each program's own drafts ("3,4,5"). What was
imported once is shared; each opens the database for itself, and tells how each try went.
"""

import os
import sys
from datetime import UTC, datetime

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.clock import FixedClock
from app.core.engine import Address, Database
from app.core.errors import Conflict
from app.invoices.service import InvoiceService


def main(target: str, shared: str, *own: str) -> int:
    """Start the programs, let them go at once, and wait for them."""
    ready, go = os.pipe(), os.pipe()
    racers = []
    for mine in own:
        if (racer := os.fork()) == 0:
            os.close(go[1])
            race(target, int(shared), [int(one) for one in mine.split(",")], ready[1], go[0])
        racers.append(racer)
    for _ in racers:
        os.read(ready[0], 1)
    os.close(go[1])
    return sum(os.waitpid(racer, 0)[1] for racer in racers)


def race(target: str, shared: int, own: list[int], ready: int, go: int) -> None:
    """Issue drafts of its own and, like everybody, the shared one."""
    database = Database(Address.parse(target), FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))
    actor = Actor(1, "Ada Admin", frozenset(Permission))
    invoices = InvoiceService(database, actor, Changes())
    invoices.show(shared)
    os.write(ready, b".")
    os.read(go, 1)
    for one in (*own[:1], shared, *own[1:]):
        try:
            said = f"issued {one} {invoices.issue(one).number}"
        except Conflict as refusal:
            said = f"refused {one} {refusal}"
        os.write(1, f"{said}\n".encode())
    database.close()
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
