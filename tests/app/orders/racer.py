"""One of many programs that place orders at the same moment.

Given a database, a customer and how many orders to place. It says when it is ready, waits
for a line, and then tells the number of each order.
"""

import sys
from datetime import UTC, datetime

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.clock import FixedClock
from app.core.engine import Address, Database
from app.core.money import Money
from app.orders.drafts import LineDraft, OrderDraft
from app.orders.service import OrderService


def main(address: str, customer_id: str, count: str) -> None:
    """Race."""
    database = Database(Address.parse(address), FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))
    actor = Actor(1, "Ada Admin", frozenset(Permission))
    service = OrderService(database, actor, Changes())
    price, none = Money(1990, "EUR"), Money(0, "EUR")
    items = (LineDraft("Dongle", unit=price, tax=none),)
    _say("ready")
    sys.stdin.readline()
    for _order in range(int(count)):
        _say(service.create(OrderDraft(int(customer_id), items=items)).number)
    database.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
