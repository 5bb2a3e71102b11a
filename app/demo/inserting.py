"""Inserts many made-up customers at once, with what belongs to them and follows from them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from types import SimpleNamespace
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import audit, bulk, numbers
from app.core.db import KEPT, Base, Entity
from app.core.folding import sort_key
from app.core.progress import Progress
from app.customers import rules
from app.customers.creation import SERIES
from app.customers.model import Contact, Customer, CustomerHold, PortalUser
from app.demo.orders import Orders
from app.demo.sold import Seller
from app.demo.stocking import rows_of
from app.demo.tags import Tagger
from app.demo.talks import Talks
from app.staff.model import StaffUser

CHUNK = 2000
_HOLD = {"ends_at": None, "released_at": None}


@dataclass(slots=True)
class NewCustomer:
    """A customer to insert: facts by column name; what follows from them is worked out.

    Columns not named are blank; without a `client_id` the next number is given. Values
    must be clean (see the drafts), `email_norm` the key of the e-mail. `parent` is a
    customer inserted before this one. `id` is known once it is inserted.
    """

    values: dict[str, Any]
    email_norm: str | None
    contacts: list[dict[str, Any]] = field(default_factory=list)
    users: list[dict[str, Any]] = field(default_factory=list)
    holds: list[dict[str, Any]] = field(default_factory=list)
    parent: "NewCustomer | None" = None
    id: int = 0


def insert_customers(
    session: Session,
    rows: Iterable[NewCustomer],
    total: int,
    progress: Progress,
    seller: Seller,
    orders: Orders,
    talks: Talks,
    tagger: Tagger,
    *,
    audited: bool,
) -> int:
    """Insert customers chunk by chunk with what they buy and order, and return how many.

    Memory does not grow with their number, unless `audited`: then every row leaves an
    entry of its own. Otherwise the caller records what was done.

    Raises:
        Cancelled: the caller asked for it.
        Duplicate: an e-mail or Client ID is taken.
    """
    done, waiting = 0, iter(rows)
    owners = _owners(session)
    while chunk := list(islice(waiting, CHUNK)):
        for entity, made in _prepared(session, chunk, owners, seller, orders, talks, tagger):
            bulk.insert(session, entity, made)
            if audited and issubclass(entity, Entity):
                _record(session, entity, made)
        done += len(chunk)
        progress.report(done, total)
    return done


def _prepared(
    session: Session,
    chunk: list[NewCustomer],
    owners: dict[int, dict[str, Any]],
    seller: Seller,
    orders: Orders,
    talks: Talks,
    tagger: Tagger,
) -> Iterator[tuple[type[Base], list[dict[str, Any]]]]:
    """The rows of each table, parents before their children."""
    unnumbered = sum(not row.values.get("client_id") for row in chunk)
    codes = iter(numbers.take(session, SERIES, unnumbered) if unnumbered else ())
    blank = bulk.blank(Customer) | _stamps(session)
    made = []
    for row, key in zip(chunk, bulk.next_ids(session, Customer, len(chunk)), strict=True):
        row.id = key
        values = blank | row.values | owners.get(row.values.get("owner_id") or 0, {})
        values["id"] = row.id
        values["client_id"] = values["client_id"] or next(codes)
        values["parent_id"] = row.parent.id if row.parent else None
        made.append(_derived(session, row, values))
    sold, ordered = seller.sell(made), list(orders.rows_of(session, made))
    said = list(talks.rows_of(session, made, ordered))
    tagger.tag(made)
    yield Customer, made
    yield Contact, _children(session, Contact, [(row, row.contacts) for row in chunk])
    yield PortalUser, _children(session, PortalUser, [(row, row.users) for row in chunk])
    yield CustomerHold, _children(session, CustomerHold, [(row, row.holds) for row in chunk])
    yield from rows_of(session, sold, {row["id"]: row for row in made}, seller.billed)
    yield from ordered
    yield from said


def _derived(session: Session, row: NewCustomer, values: dict[str, Any]) -> dict[str, Any]:
    """The values with every derived column.

    Deriving reads and writes plain attributes; the mapper's own would take most of the time.
    """
    customer = SimpleNamespace(**values)
    rules.derive(cast("Customer", customer), row.email_norm)
    holds = cast("list[CustomerHold]", [SimpleNamespace(**_HOLD | one) for one in row.holds])
    customer.status = rules.status_of(customer.deleted_at, holds, session.info["now"])
    return vars(customer)


def _children(
    session: Session,
    entity: type[Entity],
    wanted: list[tuple[NewCustomer, list[dict[str, Any]]]],
) -> list[dict[str, Any]]:
    """Rows that came with their customer, unless they say when."""
    blank = bulk.blank(entity) | _stamps(session)
    made = []
    for row, rows in wanted:
        since = row.values.get("created_at", blank["created_at"])
        begin = {"customer_id": row.id, "created_at": since, "updated_at": since}
        made += [blank | begin | values for values in rows]
    if made:
        for values, key in zip(made, bulk.next_ids(session, entity, len(made)), strict=True):
            values["id"] = key
    return made


def _owners(session: Session) -> dict[int, dict[str, Any]]:
    """What a customer takes from its owner, by the owner's id."""
    found = session.execute(sa.select(StaffUser.id, StaffUser.name, StaffUser.team_id))
    return {row.id: {"team_id": row.team_id, "owner_key": sort_key(row.name)} for row in found}


def _stamps(session: Session) -> dict[str, Any]:
    now, name = session.info["now"], session.info["actor"].name
    return {"created_at": now, "created_by": name, "updated_at": now, "updated_by": name}


def _record(session: Session, entity: type[Entity], made: list[dict[str, Any]]) -> None:
    """Note what is not blank of each new row, as a flush would have."""
    columns = [
        column.key
        for column in bulk.table_of(entity).columns
        if column.key not in KEPT
        and not column.info.get("derived")
        and not column.info.get("secret")
    ]
    name, of_parent = str(entity.__tablename__), entity.audit_subject
    for row in made:
        told = ((key, row[key]) for key in columns)
        fields = {key: [None, audit.plain(value)] for key, value in told if _is_told(value)}
        subject = (of_parent[0], row[of_parent[1]]) if of_parent else (name, row["id"])
        audit.record(session, audit.Change("created", name, row["id"], *subject, fields))


def _is_told(value: object) -> bool:
    return value is not None and value is not False and value != ""
