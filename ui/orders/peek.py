"""One order at a glance, beside the list."""

from app.core.text import _
from app.orders.schemas import OrderDetail
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.facts_dialog import Fact
from ui.kit.facts_peek import FactsPeek, Glance
from ui.orders import facts, looks

# So many items are told of; the order itself has them all.
MOST = 8


def order_peek(desk: Desk) -> FactsPeek[OrderDetail]:
    """What the panel beside the list of orders shows."""
    nothing = _("Choose an order in the list.")
    return FactsPeek(desk, "orders.peek", nothing, desk.services.orders.show, _glance)


def _glance(found: OrderDetail) -> Glance:
    badge = (looks.status(found.status), *looks.LOOKS[found.status])
    items: list[Fact] = [
        (f"item{place}", fmt.text(one.total), f"{fmt.text(one.quantity)} × {one.name}")
        for place, one in enumerate(found.lines[:MOST])
    ]
    total = ("total", _("Total"), fmt.text(found.total))
    lines = [total, *items, *facts.facts(found)]
    return Glance(found.number, (badge,), found.customer or fmt.NOBODY, lines)
