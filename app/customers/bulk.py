"""Writes many customers in one transaction: each becomes what a single one would become."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk, numbers
from app.core.access import Actor
from app.core.audit import Change, plain, record
from app.core.db import KEPT
from app.core.errors import Conflict
from app.core.text import _
from app.customers import rules
from app.customers.creation import SERIES, built, free_codes
from app.customers.model import Customer
from app.customers.schemas import Kind

_AUDITED = [
    column.key
    for column in bulk.table_of(Customer).columns
    if column.key not in KEPT and not column.info.get("derived")
]


def create(session: Session, actor: Actor, rows: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add customers and give their ids in the same order.

    Each row holds plain JSON values by column, with `client_id` and `email_norm`;
    `created_at` may be an earlier day's.
    """
    now = session.info["now"]
    blank = {
        **bulk.blank(Customer),
        "created_at": now,
        "updated_at": now,
        "created_by": actor.name,
        "updated_by": actor.name,
    }
    made = []
    ids = bulk.next_ids(session, Customer, len(rows))
    for customer_id, row in zip(ids, rows, strict=True):
        values = _typed(row)
        customer = built(actor, values.pop("email_norm"), values, _light)
        made.append({**blank, **vars(customer), "id": customer_id})
    bulk.insert(session, Customer, made)
    for customer_id, values in zip(ids, made, strict=True):
        told = ((name, values[name]) for name in _AUDITED)
        fields = {name: [None, plain(value)] for name, value in told if _told(value)}
        record(
            session, Change("created", "customers", customer_id, "customers", customer_id, fields)
        )
    return list(ids)


def update(session: Session, rows: Mapping[int, tuple[int, Mapping[str, Any]]]) -> None:
    """Change customers: id → the version that was read, and plain JSON values by column.

    With an `email` comes its `email_norm`.

    Raises:
        Conflict: somebody changed one of them since.
    """
    found = session.scalars(sa.select(Customer).where(Customer.id.in_(rows)).with_for_update())
    customers = {customer.id: customer for customer in found}
    for customer_id, (version, row) in rows.items():
        customer = customers.get(customer_id)
        if customer is None or customer.version != version:
            raise Conflict(
                _("Somebody changed a customer meanwhile, so nothing was imported. Try again.")
            )
        _change(session, customer, _typed(row))
    session.flush()
    for customer in customers.values():
        session.expunge(customer)


def _change(session: Session, customer: Customer, values: dict[str, Any]) -> None:
    email_norm = values.pop("email_norm", customer.email_norm)
    if "email" in values:
        customer.email_verified_at = None
    if "created_at" in values:
        days = [plain(customer.created_at), plain(values["created_at"])]
        record(
            session,
            Change(
                "updated", "customers", customer.id, "customers", customer.id, {"created_at": days}
            ),
        )
    for name, value in values.items():
        setattr(customer, name, value)
    rules.derive(customer, email_norm)


def client_ids(session: Session, count: int, others: Iterable[str]) -> list[str]:
    """The next `count` numbers for customers; none is in use, or one of `others`."""
    numbers.pass_over(session, SERIES, others)
    return free_codes(session, count)


def _typed(row: Mapping[str, Any]) -> dict[str, Any]:
    values = dict(row)
    if "kind" in values:
        values["kind"] = Kind(values["kind"])
    if "created_at" in values:
        values["created_at"] = datetime.fromisoformat(values["created_at"])
    return values


def _light(**values: Any) -> Customer:
    """Something with a customer's attributes that is made in a tenth of the time."""
    return cast("Customer", SimpleNamespace(**values))


def _told(value: object) -> bool:
    return value is not None and value is not False and value != ""
