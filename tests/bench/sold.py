"""A set of data with licenses and activations by the million.

To one customer in so many the demo's seller sells; by SQL all others get copies of what it
sold, with keys, devices and moments of their own. Nobody knows the copies' keys.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.catalogue.model import Plan, Product
from app.catalogue.queries import terms_of
from app.core import bulk
from app.core.access import SYSTEM, Actor
from app.core.batch import among
from app.core.changes import Changes
from app.core.db import Entity
from app.core.engine import Database
from app.core.folding import search_text
from app.customers.model import Customer
from app.demo.founding import open_demo
from app.demo.goods import PRODUCTS
from app.demo.service import BASE
from app.demo.sold import Goods, Rows, Seller
from app.demo.stocking import put_on_sale
from app.demo.story import Days
from app.licensing.counters import recount_catalogue
from app.licensing.model import Activation, License
from app.licensing.schemas import VALID, DeviceKind
from app.organization.service import current
from tests.bench import functions

# Licenses a customer has on average, which makes five devices; and how many customers have
# copies of what one bought.
EACH, COPIES = 3.0, 100
# Fewer rows are quicker written with their indexes.
_WORTH_REBUILDING = 10_000
# Stands for what copies of a device have of their own. No digits: those are indexed by runs.
_NAME, _TAIL = "@@", "##"
_BATCH = 5000
_BESIDE = ("sold_licenses", "sold_activations", "copies", "looks")
_EOL = "chr(10)"


def open_sold(db: Database, changes: Changes, customers: int, copies: int = COPIES) -> Actor:
    """The demo's administrator; what was sold is made first, unless there is any.

    Throw a file away whose making broke off.
    """
    actor = open_demo(db, changes, customers, each=0)
    with db.reading(SYSTEM) as session:
        is_sold = session.scalar(sa.select(License.id).limit(1)) is not None
    if not is_sold:
        seller = replace(SYSTEM, vault=actor.vault)
        with functions.hasty(db), db.transaction(seller) as session:
            fill(session, copies)
        if not db.address.is_sqlite:
            # Or nothing is read from an index alone until the server comes to it by itself.
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
    return actor


def fill(session: Session, copies: int) -> None:
    """Sell to one in `copies` customers, and give the others the same."""
    connection = session.connection()
    functions.teach(connection)
    many = session.scalar(sa.select(sa.func.max(Customer.id))) or 0
    with ExitStack() as filling:
        for entity in (Customer, License, Activation):
            rebuild = many >= _WORTH_REBUILDING
            filling.enter_context(bulk.loading(session, entity, rebuild=rebuild))
        buyers = _buyers(session, many, copies)
        _set_out(connection, _sell(session, buyers), copies)
        connection.execute(sa.text(_copied_licenses(connection, copies)))
        connection.execute(sa.text(_copied_activations(connection, copies)))
        for name in _BESIDE:
            connection.exec_driver_sql(f"DROP TABLE {name}")
        _count(session)
    if connection.dialect.name != "sqlite":
        for entity in (License, Activation):
            sequence = f"pg_get_serial_sequence('{entity.__tablename__}', 'id')"
            connection.exec_driver_sql(
                f"SELECT setval({sequence}, (SELECT max(id) FROM {entity.__tablename__}))"
            )


def _buyers(session: Session, many: int, copies: int) -> Rows:
    """One customer out of each `copies` neighbours, whose place among them differs."""
    chosen = [block * copies + block * 37 % copies + 1 for block in range(many // copies)]
    statement = sa.select(bulk.table_of(Customer)).order_by(Customer.id)
    return [
        dict(row)
        for start in range(0, len(chosen), _BATCH)
        for row in session.connection()
        .execute(statement.where(among(session, Customer.id, chosen[start : start + _BATCH])))
        .mappings()
    ]


def _sell(session: Session, buyers: Rows) -> Rows:
    """Write what the demo sells them, but subscriptions and domains; the rows of devices."""
    settings, now = current(session), session.info["now"].replace(second=0, microsecond=0)
    days = Days(min(BASE, now), now, settings.grace_days)
    vault = session.info["actor"].vault
    seller = Seller(days, _goods(session), vault, settings.time_zone, EACH)
    sold = seller.sell(buyers)
    for values in sold.licenses:
        # What was subscribed to would have to be billed; domains came with the customers.
        values.pop("subscription", None)
    licenses = _written(session, License, sold.licenses)
    for values in sold.activations:
        values["license_id"] = licenses[values.pop("license")]["id"]
    return _written(session, Activation, sold.activations)


def _written(session: Session, entity: type[Entity], rows: Rows) -> Rows:
    """The rows with every column, inserted."""
    stamps = dict.fromkeys(("created_by", "updated_by"), session.info["actor"].name)
    blank = bulk.blank(entity) | stamps
    made = [blank | {key: row[key] for key in row if key in blank} for row in rows]
    for values, id_ in zip(made, bulk.next_ids(session, entity, len(made)), strict=True):
        values["id"] = id_
    bulk.insert(session, entity, made)
    return made


def _goods(session: Session) -> dict[Goods, int]:
    """What is on sale, with how often it is sold."""
    if session.scalar(sa.select(Product.id).limit(1)) is None:
        return put_on_sale(session)
    sold = [(product, plan) for product in PRODUCTS for plan in product.plans]
    ids = {
        (row.reference, row.name): row
        for row in session.execute(
            sa.select(Product.reference, Plan.name, Plan.id, Plan.product_id, Plan.terms_id).join(
                Product, Product.id == Plan.product_id
            )
        )
    }
    return {
        Goods(
            row.id, row.product_id, product.name, plan.name, terms_of(session, row.terms_id),
            product.key_format, product.on_domains, plan.cycles,
        ): plan.often
        for product, plan in sold
        if (row := ids[product.reference, plan.name])
    }  # fmt: skip


def _set_out(connection: sa.Connection, devices: Rows, copies: int) -> None:
    """Lay beside the tables what is to be copied, and how often."""
    run = connection.exec_driver_sql
    run("CREATE TEMP TABLE sold_licenses AS SELECT * FROM licenses")
    run("CREATE TEMP TABLE sold_activations AS SELECT * FROM activations")
    run("CREATE TEMP TABLE copies (n INTEGER PRIMARY KEY)")
    run("CREATE TEMP TABLE looks (id INTEGER PRIMARY KEY, name TEXT, own_text TEXT)")
    connection.execute(
        sa.text("INSERT INTO copies VALUES (:n)"), [{"n": n} for n in range(1, copies)]
    )
    connection.execute(
        sa.text("INSERT INTO looks VALUES (:id, :name, :own_text)"), list(_looks(devices))
    )


def _looks(devices: Rows) -> Iterator[dict[str, Any]]:
    """How each device is called and found, with signs for what differs from copy to copy."""
    for row in devices:
        name = _NAME if row["kind"] is DeviceKind.HARDWARE else f"{_NAME}.{row['identifier']}"
        parts = (row["label"], name, row["hostname"], row["domain"] and name, row["ip"], _TAIL)
        yield {"id": row["id"], "name": name, "own_text": search_text(dict.fromkeys(parts))}


def _copied_licenses(connection: sa.Connection, copies: int) -> str:
    """Copies of each license for the neighbours of its customer."""
    place, id_ = "(b.customer_id - 1)", _copy_of("sold_licenses", "b.id", copies)
    neighbour = f"{place} / {copies} * {copies} + ({place} + c.n) % {copies} + 1"
    order, tail = f"CAST(10000000 + {id_} / 2 AS text)", f"substr({_letters('t', id_)}, 1, 5)"
    digits, own = f"md5('u' || {id_})", f"'so-' || {order} || {_EOL} || {order} || {_EOL} || {tail}"
    found = " || ".join(
        f"' ' || coalesce(w.{name}, '')" for name in ("name_key", "email_norm", "client_key")
    )
    uid = f"substr({digits}, 1, 8) || '-0000-4000-8000-' || substr({digits}, 9, 12)"
    values = {
        "id": id_,
        "uid": uid,
        "key_digest": f"md5('d' || {id_}) || md5('e' || {id_})",
        "key_tail": f"upper({tail})",
        "customer_id": "w.id",
        "client_id": "coalesce(w.client_id, '')",
        "email": "coalesce(w.email, '')",
        "email_norm": "substr(coalesce(w.email_norm, ''), 1, 250)",
        "customer_key": "w.name_key",
        "order_number": f"'SO-' || {order}",
        "own_text": own,
        "search_text": f"{own} || CASE WHEN w.id IS NULL THEN '' ELSE {found} END",
    }
    values |= _moved(connection, ("created_at", "updated_at"), f"{id_} % 10007")
    return (
        f"{_insertion(License, values)} FROM sold_licenses AS b CROSS JOIN copies AS c "
        f"LEFT JOIN customers AS w ON w.id = {neighbour} "
        "WHERE w.id IS NOT NULL OR b.customer_id IS NULL"
    )


def _copied_activations(connection: sa.Connection, copies: int) -> str:
    """Copies of each device, on the copies of its license."""
    id_ = _copy_of("sold_activations", "b.id", copies)
    name = f"replace(k.name, '{_NAME}', {_letters('i', id_)})"
    own = (
        f"replace(replace(k.own_text, '{_NAME}', {_letters('i', id_)}), "
        f"'{_TAIL}', lower(l.key_tail))"
    )
    called = f"CASE b.kind WHEN 'hardware' THEN upper({name}) ELSE {name} END"
    values = {
        "id": id_,
        "license_id": "l.id",
        "fingerprint": f"md5('f' || {id_}) || md5('g' || {id_})",
        "identifier": called,
        "domain": f"CASE b.domain WHEN '' THEN '' ELSE {name} END",
        "device_key": f"CASE b.label WHEN '' THEN {name} ELSE b.device_key END",
        "customer_id": "l.customer_id",
        "customer_key": "l.customer_key",
        "key_tail": "l.key_tail",
        "own_text": own,
        "search_text": f"{own} || substr(l.search_text, length(l.own_text) + 1)",
    }
    moments = ("activated_at", "last_verified_at", "stale_at", "ended_at", "created_at")
    values |= _moved(connection, (*moments, "updated_at"), "l.id % 10007")
    return (
        f"{_insertion(Activation, values)} FROM sold_activations AS b "
        "CROSS JOIN looks AS k CROSS JOIN copies AS c CROSS JOIN licenses AS l "
        f"WHERE k.id = b.id AND l.id = {_copy_of('sold_licenses', 'b.license_id', copies)}"
    )


def _copy_of(table: str, id_: str, copies: int) -> str:
    """The id of a row's copy with the number `c.n`, after those of all that were sold."""
    last, first = (f"(SELECT {end}(id) FROM {table})" for end in ("max", "min"))
    return f"({last} + ({id_} - {first}) * {copies - 1} + c.n)"


def _letters(salt: str, id_: str) -> str:
    """Thirty-two letters, the same for the same id."""
    return f"translate(md5('{salt}' || {id_}), '0123456789', 'ghjkmnpqrs')"


def _moved(connection: sa.Connection, columns: tuple[str, ...], seconds: str) -> dict[str, str]:
    """The moments in these columns, some seconds earlier."""
    earlier = functions.EARLIER[connection.dialect.name]
    return {name: earlier.format(f"b.{name}", seconds) for name in columns}


def _insertion(entity: type[Any], values: dict[str, str]) -> str:
    """The beginning of a statement that copies rows `b`, but for these values."""
    names = [column.key for column in bulk.table_of(entity).columns]
    listed = ", ".join(values.get(name, f"b.{name}") for name in names)
    return f"INSERT INTO {entity.__tablename__} ({', '.join(names)}) SELECT {listed}"


def _count(session: Session) -> None:
    """Set every counter of licenses."""
    valid = ", ".join(f"'{one.value}'" for one in sorted(VALID))
    session.connection().exec_driver_sql(
        "UPDATE customers SET licenses = s.every, active_licenses = s.valid FROM ("
        f"SELECT customer_id, count(*) AS every, count(CASE WHEN status IN ({valid}) THEN 1 END) "
        "AS valid FROM licenses WHERE customer_id IS NOT NULL GROUP BY customer_id) AS s "
        "WHERE customers.id = s.customer_id"
    )
    products, plans = (session.scalars(sa.select(one.id)).all() for one in (Product, Plan))
    recount_catalogue(session, products, plans)
