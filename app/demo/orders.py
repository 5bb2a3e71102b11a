"""Makes what demo customers ordered once: what, how far it has come, whether it is paid."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from sqlalchemy.orm import Session

from app.billing.schemas import Rounding
from app.billing.tax import tax_of
from app.core import bulk, numbers
from app.core.db import Base, Entity
from app.customers.following import found_by
from app.customers.model import Customer
from app.demo.goods import EUR
from app.demo.story import Days
from app.orders import rules
from app.orders.drafts import ADDRESS_PARTS, AddressDraft
from app.orders.model import Order, OrderChange, OrderLine
from app.orders.schemas import CLOSED, ChangeKind, OrderPayment, OrderStatus

SEED = 20261103
# Of so many customers some have ordered; more would only make a large demo slower.
MOST_CUSTOMERS = 20_000
SHARE, MOST_ORDERS = 0.35, 3
S, P = OrderStatus, OrderPayment
Rows = list[dict[str, Any]]
# Name, SKU, and the price of one in cents.
GOODS = (
    ("License dongle", "DNG-100", 3900), ("Printed handbook", "BOK-200", 2450),
    ("USB installation stick", "USB-016", 1290), ("Barcode scanner", "SCN-300", 14_900),
    ("Onboarding workshop", "WRK-020", 45_000), ("On-site training, one day", "TRN-010", 120_000),
    ("Express courier", "SHP-001", 1990),
)  # fmt: skip
CARRIERS = ("DHL", "UPS", "FedEx", "DPD")
METHODS = ("Bank transfer", "Card", "PayPal", "Direct debit")
TAXES = {"DE": 190_000, "AT": 200_000, "CH": 81_000, "FR": 200_000, "GB": 200_000, "ES": 210_000}
# How far orders have come, by where they stand among ten of the newest.
_LATELY = (
    S.PENDING, S.PROCESSING, S.SHIPPED, S.PENDING, S.DELIVERED, S.PROCESSING, S.SHIPPED,
    S.CANCELLED, S.DELIVERED, S.PENDING,
)  # fmt: skip
_LONG_AGO = (*(S.DELIVERED,) * 8, S.CANCELLED, S.REFUNDED)
_WAYS = {
    S.PENDING: (S.PENDING,),
    S.PROCESSING: (S.PENDING, S.PROCESSING),
    S.SHIPPED: (S.PENDING, S.PROCESSING, S.SHIPPED),
    S.DELIVERED: (S.PENDING, S.PROCESSING, S.SHIPPED, S.DELIVERED),
    S.CANCELLED: (S.PENDING, S.CANCELLED),
    S.REFUNDED: (S.PENDING, S.CANCELLED, S.REFUNDED),
}
_RECENT = timedelta(days=21)
# Older ones would all be on the first bill there is.
_BILLED = timedelta(days=360)
_OPEN = frozenset({S.PENDING, S.PROCESSING, S.SHIPPED})


class Orders:
    """Takes orders of one customer after the other, the same on every run."""

    def __init__(self, days: Days) -> None:
        self._rng = Random(SEED)  # noqa: S311 - nothing to keep secret
        self._days, self._asked, self._number = days, 0, 0

    def rows_of(
        self, session: Session, customers: Sequence[dict[str, Any]]
    ) -> Iterator[tuple[type[Base], Rows]]:
        """What these customers ordered, with ids and numbers, parents before children.

        Their own rows learn how much that is.
        """
        found = [made for customer in customers for made in self._of(customer)]
        if not found:
            return
        found.sort(key=lambda order: order[0]["at"])
        codes = numbers.take(session, "orders", len(found))
        keys = bulk.next_ids(session, Order, len(found))
        orders, lines, changes = [], Rows(), Rows()
        for (values, customer), code, key in zip(found, codes, keys, strict=True):
            items = values.pop("lines")
            orders.append(self._order(session, values | {"id": key, "number": code}, customer))
            lines += [self._line(one, orders[-1]) for one in items]
            changes += self._changes(orders[-1])
        _count(orders, {customer["id"]: customer for _values, customer in found})
        yield Order, orders
        for values, key in zip(lines, bulk.next_ids(session, OrderLine, len(lines)), strict=True):
            values["id"] = key
        yield OrderLine, lines
        history = cast("type[Entity]", OrderChange)
        for values, key in zip(changes, bulk.next_ids(session, history, len(changes)), strict=True):
            values["id"] = key
        yield OrderChange, changes

    def _of(self, customer: dict[str, Any]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        self._asked += 1
        rng = self._rng
        if self._asked > MOST_CUSTOMERS or customer["deleted_at"] or rng.random() > SHARE:
            return
        for _one in range(rng.randint(1, MOST_ORDERS)):
            self._number += 1
            yield self._values(customer), customer

    def _values(self, customer: Mapping[str, Any]) -> dict[str, Any]:
        rng, last = self._rng, self._days.base
        lately = rng.random() < 0.4  # noqa: PLR2004 - a share
        begin = max(customer["created_at"], last - (_RECENT if lately else _BILLED))
        at = begin + (last - begin) * rng.random()
        ordered: date = at.date()
        turn = self._number % 10
        status = (_LATELY if at > last - _RECENT else _LONG_AGO)[turn]
        sent = status in {S.SHIPPED, S.DELIVERED}
        expected = ordered + timedelta(days=rng.randint(3, 16))
        if status in _OPEN:
            # What has yet to come counts from today; some of it is late.
            coming = self._days.now.date() + timedelta(days=rng.randint(-4, 14))
            expected = max(expected, coming)
        delivered = min(expected + timedelta(days=rng.randint(-2, 2)), last.date())
        return {
            "uid": str(UUID(int=rng.getrandbits(128), version=4)),
            "status": status,
            "payment_status": self._payment(status, turn),
            "payment_method": METHODS[rng.randrange(len(METHODS))],
            "ordered_on": ordered,
            "expected_on": expected,
            "delivered_on": max(ordered, delivered) if status is S.DELIVERED else None,
            "tracking_number": f"1Z{rng.randrange(10**9, 10**10)}" if sent else "",
            "carrier": CARRIERS[rng.randrange(len(CARRIERS))] if sent else "",
            "lines": rng.sample(GOODS, rng.choice((1, 1, 2, 3))),
            "at": at.replace(microsecond=0),
        }

    @staticmethod
    def _payment(status: OrderStatus, turn: int) -> OrderPayment:
        if status is S.REFUNDED:
            return P.REFUNDED
        if status is S.DELIVERED:
            return P.PAID
        if status is S.CANCELLED:
            return P.PENDING
        return (P.PENDING, P.PAID, P.PENDING, P.PAID, P.FAILED)[turn % 5]

    def _order(
        self, session: Session, values: dict[str, Any], customer: Mapping[str, Any]
    ) -> dict[str, Any]:
        at, who = values.pop("at"), session.info["actor"].name
        parts = {part: customer[part] or "" for part in ADDRESS_PARTS if part != "name"}
        address = AddressDraft((customer["name"] or "")[:200], **parts)
        found = SimpleNamespace(**values)
        rules.derive(cast("Order", found))
        whose = cast("Customer", SimpleNamespace(**customer))
        return bulk.blank(Order) | vars(found) | {
            "customer_id": customer["id"], "currency": EUR, "rounding": Rounding.LINE,
            "shipping_address": asdict(address), "billing_address": asdict(address),
            "customer_key": customer["name_key"],
            "search_text": found_by(found.own_text, whose),
            "created_at": at, "created_by": who, "updated_at": at, "updated_by": who,
        }  # fmt: skip

    def _line(self, goods: tuple[str, str, int], order: dict[str, Any]) -> dict[str, Any]:
        """One item; its order's sums grow by it."""
        rng, (name, sku, unit) = self._rng, goods
        quantity = rng.choice((1, 1, 1, 2, 3, 5))
        gross = unit * quantity
        discount = gross // 10 if rng.random() < 0.2 else 0  # noqa: PLR2004 - a share
        ppm = TAXES.get(order["billing_address"]["country"])
        tax = tax_of(gross - discount, ppm) if ppm is not None else 0
        order["subtotal_minor"] += gross
        order["discount_minor"] += discount
        order["tax_minor"] += tax
        order["total_minor"] += gross - discount + tax
        order["items"] += 1
        stamps = {key: order[key] for key in _STAMPS}
        return bulk.blank(OrderLine) | stamps | {
            "order_id": order["id"], "position": order["items"] - 1, "name": name, "sku": sku,
            "quantity": quantity, "unit_minor": unit, "discount_minor": discount,
            "tax_name": "VAT" if ppm is not None else "", "tax_ppm": ppm, "tax_minor": tax,
            "total_minor": gross - discount + tax,
        }  # fmt: skip

    def _changes(self, order: Mapping[str, Any]) -> Rows:
        """How it came to where it stands."""
        found, before, way = Rows(), "", _WAYS[order["status"]]
        until = self._days.base
        if order["delivered_on"]:
            until = min(until, datetime.combine(order["delivered_on"], time(15), UTC))
        span = max(timedelta(), until - order["created_at"])
        for turn, status in enumerate(way):
            at = order["created_at"] + span * (turn / max(len(way) - 1, 1))
            found.append(_change(order, at, ChangeKind.STATUS, before, status.value))
            before = status.value
        if order["payment_status"] is not P.PENDING:
            paid = order["payment_status"].value
            found.append(_change(order, found[-1]["at"], ChangeKind.PAYMENT, "pending", paid))
        return found


def _count(orders: Rows, customers: Mapping[int, dict[str, Any]]) -> None:
    """Let customers show how many orders they have, and when the last one was."""
    for order in orders:
        if order["status"] in CLOSED:
            continue
        customer, day = customers[order["customer_id"]], order["ordered_on"]
        customer["orders"] += 1
        customer["last_order_on"] = max(customer["last_order_on"] or day, day)


_STAMPS = ("created_at", "created_by", "updated_at", "updated_by")


def _change(
    order: Mapping[str, Any], at: datetime, kind: ChangeKind, old: str, new: str
) -> dict[str, Any]:
    return {
        "id": None, "order_id": order["id"], "at": at.replace(microsecond=0),
        "by": order["created_by"], "kind": kind, "old": old, "new": new, "note": "",
    }  # fmt: skip
