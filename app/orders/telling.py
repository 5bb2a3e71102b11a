"""What an order's steps are to its customer."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.orders.schemas import OrderStatus

# The great moments are written down among what was said with the customer (`noting`).
STEPS = (
    OrderStatus.PENDING, OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.REFUNDED,
)  # fmt: skip


def tells(
    action: str, whose: int | None, fields: Mapping[str, Sequence[Any]]
) -> Sequence[tuple[int, str]]:
    """Whom a change concerns, by the status the order has now."""
    old, new = fields.get("status", (None, None))
    if action != "updated" or whose is None or old == new or new not in STEPS:
        return ()
    return ((whose, new),)
