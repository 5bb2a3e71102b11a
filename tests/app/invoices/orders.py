"""Orders to bill, past their own use cases."""

from datetime import date
from uuid import uuid4

from app.core.money import Money
from app.orders.model import Order, OrderLine


def an_order(stored, customer_id, quantity, unit: Money, *, discount: Money, tax: Money) -> int:
    """An order of one line; its id."""
    total = unit.minor * quantity - discount.minor + tax.minor
    uid = str(uuid4())
    [order] = stored(
        Order(
            uid=uid, number=uid, customer_id=customer_id, currency=unit.currency,
            ordered_on=date(2026, 11, 3), shipping_address={}, billing_address={}, items=1,
            total_minor=total,
        )
    )  # fmt: skip
    stored(
        OrderLine(
            order_id=order, position=0, name="Manual", quantity=quantity, unit_minor=unit.minor,
            discount_minor=discount.minor, tax_ppm=200_000, tax_minor=tax.minor, total_minor=total,
        )
    )  # fmt: skip
    return order
