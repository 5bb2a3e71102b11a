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
from app.core.batch import Batch, among, changed
from app.core.errors import Conflict
from app.core.folding import sort_key
from app.core.text import _
from app.customers import rules, verifying
from app.customers.creation import SERIES, built, free_codes
from app.customers.model import Customer
from app.customers.schemas import Kind
from app.customers.verify_schemas import Ground
from app.staff.model import StaffUser

C = Customer
# What a change of an address or an owner brings along.
_BROUGHT = ("email_norm", "email_verified_at", "owner_id", "team_id", "owner_key")
# What every new customer is given that its row need not name.
_GIVEN = ("uid", "kind", "status", "owner_id", "team_id", "verified_at", "verified_by")


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
    owners = _owners(session, rows)
    made, begin = [], verifying.starter(session)
    ids = bulk.next_ids(session, Customer, len(rows))
    for customer_id, row in zip(ids, rows, strict=True):
        values = _typed(row)
        owned = owners.get(values.pop("owner_id", None), {})
        customer = built(actor, values.pop("email_norm"), values, _light)
        begin(customer)
        made.append({**blank, **vars(customer), **owned, "id": customer_id})
    bulk.insert(session, Customer, made)
    for customer_id, row, values in zip(ids, rows, made, strict=True):
        # All else is as it is in every new customer.
        told = ((name, values[name]) for name in (*row, *_GIVEN) if name != "email_norm")
        fields = {name: [None, plain(value)] for name, value in told if _told(value)}
        _tell(session, "created", customer_id, fields)
    return list(ids)


def update(session: Session, rows: Mapping[int, tuple[int, Mapping[str, Any]]]) -> None:
    """Change customers: id → the version that was read, and plain JSON values by column.

    With an `email` comes its `email_norm`; an `owner_id` brings the owner's team along.

    Raises:
        Conflict: somebody changed one of them since.
    """
    edited = frozenset(name for _version, row in rows.values() for name in row)
    owners = _owners(session, [row for _version, row in rows.values()])
    columns = tuple(dict.fromkeys((*_BROUGHT, *edited, *rules.following(edited))))
    stored = _locked(session, rows, columns)
    batch = Batch(session)
    for customer_id, (version, row) in rows.items():
        old = stored.get(customer_id)
        if old is None or old.version != version:
            raise Conflict(
                _("Somebody changed a customer meanwhile, so nothing was imported. Try again.")
            )
        new = _edited(old, _typed(row), owners)
        values = changed(old, new, columns)
        if "created_at" in values:
            days = [plain(old.created_at), plain(values["created_at"])]
            _tell(session, "updated", customer_id, {"created_at": days})
        batch.change(Customer, old, values)
    for change in batch.write():
        record(session, change)
    moved = [customer_id for customer_id, (_version, row) in rows.items() if "email" in row]
    verifying.each(session, moved, Ground.DOMAIN)


def _locked(session: Session, ids: Iterable[int], columns: Iterable[str]) -> dict[int, Any]:
    """These columns of customers by id, kept from other writers."""
    wanted = among(session, Customer.id, list(ids))
    statement = sa.select(Customer.id, Customer.version, *(getattr(C, name) for name in columns))
    # Others may go on referring to them: their keys stay as they are.
    locking = statement.where(wanted).order_by(Customer.id).with_for_update(key_share=True)
    return {row.id: row for row in session.execute(locking)}


def _edited(old: Any, values: dict[str, Any], owners: Mapping[int | None, Any]) -> Any:
    """A light copy of a customer with other values, and all that follows from them."""
    new = SimpleNamespace(**old._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    email_norm = values.pop("email_norm", old.email_norm)
    if "email" in values:
        new.email_verified_at = None
    vars(new).update(values, **owners.get(values.get("owner_id"), {}))
    rules.derive(cast("Customer", new), email_norm, frozenset(values))
    return new


def _owners(session: Session, rows: Iterable[Mapping[str, Any]]) -> dict[int | None, Any]:
    """What a customer has of its owner, by the owner's id."""
    ids = {row["owner_id"] for row in rows if "owner_id" in row}
    if not ids:
        return {}
    columns = (StaffUser.id, StaffUser.name, StaffUser.team_id)
    found = session.execute(sa.select(*columns).where(StaffUser.id.in_(ids)))
    return {
        row.id: {"owner_id": row.id, "team_id": row.team_id, "owner_key": sort_key(row.name)}
        for row in found
    }


def _tell(session: Session, action: str, customer_id: int, fields: dict[str, list[Any]]) -> None:
    change = Change(action, "customers", customer_id, "customers", customer_id, fields)
    record(session, change)


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
