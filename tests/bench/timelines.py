"""The timeline of one customer with 100,000 entries, against bare reads of the same tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk
from app.core.access import SYSTEM, Actor
from app.core.audit import AuditEvent, AuditPayload
from app.core.changes import Changes
from app.core.concerns import AuditConcern
from app.core.db import Entity
from app.core.engine import Database
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.customers.model import Customer
from app.demo.founding import open_demo
from app.interactions.model import FollowUp, Interaction
from app.interactions.schemas import InteractionType
from app.invoices.model import Invoice
from app.licensing.model import Activation, License
from app.orders.model import Order
from app.payments.model import Payment
from app.timeline import queries
from app.timeline.queries import Question
from app.timeline.schemas import Group
from tests.bench.data import Scene
from tests.bench.lists import SCREEN
from tests.bench.measure import Line, middle, once

ENTRIES = 100_000
_COPIED: Mapping[type[Entity], int] = {Order: 14_000, Payment: 12_000, Invoice: 8_000,
                                       License: 1_000, Activation: 4_000}  # fmt: skip
_FOLLOW_UPS, _CHANGES = 1_000, 2_000
# Of the copies so many changes that concern the customer: what became of them, and its trace.
_BECAME: Mapping[type[Entity], tuple[int, str, str]] = {
    License: (4_000, "suspended", '{"state": ["active", "suspended"], "plan_id": [1, 2]}'),
    Order: (5_000, "shipped", '{"status": ["processing", "shipped"]}'),
    Invoice: (1_000, "written_off", '{"state": ["issued", "written_off"]}'),
}
_CALLS = (
    ENTRIES - sum(_COPIED.values()) - _FOLLOW_UPS - _CHANGES
    - sum(count for count, _what, _fields in _BECAME.values())
)  # fmt: skip
_ALL = ListQuery()


def open_long(db: Database, changes: Changes, customers: int) -> Actor:
    """The demo's administrator; one customer with a long story is made first."""
    actor = open_demo(db, changes, customers)
    with db.reading(SYSTEM) as session:
        known = session.scalar(sa.select(AuditEvent.seq).where(AuditEvent.seq < 0).limit(1))
    if known is None:
        with db.transaction(SYSTEM) as session:
            _fill(session, _whose(session))
        if not db.address.is_sqlite:
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("VACUUM ANALYZE")
    return actor


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    with scene.database.reading(SYSTEM) as session:
        whose = _whose(session)
        question = Question(whose, _ALL, "UTC", session.info["now"])
    told = scene.services.timeline
    first = middle(lambda: once(lambda: told.first(whose, _ALL, SCREEN)))
    newest = middle(lambda: scene.raw.read(*_newest(whose)))
    yield Line("timeline of 100,000: first rows", first, newest, above=15)
    ids = told.ids(whose, _ALL, Progress())
    assert len(ids) >= ENTRIES, len(ids)
    figure = middle(lambda: once(lambda: told.ids(whose, _ALL, Progress())))
    counted = middle(lambda: scene.raw.read(_counted(scene, question)))
    yield Line("timeline: all ids in order", figure, counted, 6)
    amid = ids[len(ids) // 2 :][:200]
    figure = middle(lambda: once(lambda: told.rows(whose, amid)))
    floor = middle(lambda: scene.raw.read(*_by_id(amid)))
    yield Line("timeline: 200 rows amid", figure, floor, above=15)
    for name, asked in (
        ("one kind", ListQuery(conditions=(Condition("group", Op.IN, (Group.PAYMENTS,)),))),
        ("thirty days", ListQuery(conditions=(Condition("at", Op.LAST, 30),))),
        ("a seldom word", ListQuery("seldom heard")),
    ):
        figure = middle(lambda asked=asked: once(lambda: told.first(whose, asked, SCREEN)))
        floor = counted if asked.text else newest
        yield Line(f"timeline: first rows of {name}", figure, floor, 3 if asked.text else 1,
                   above=15)  # fmt: skip


def _whose(session: Session) -> int:
    """Somebody of whom there is something of every kind to copy."""
    found = session.scalar(
        sa.select(sa.func.min(Invoice.customer_id)).where(Invoice.issued_on.is_not(None))
    )
    return found or 1


def _fill(session: Session, whose: int) -> None:
    now: datetime = session.info["now"]
    for entity, count in _COPIED.items():
        _copy(session, entity, count, whose, now)
    calls = bulk.blank(Interaction) | _stamps(now)
    made = [
        calls | {
            "customer_id": whose, "type": InteractionType.CALL, "subject": f"Call {number}",
            "occurred_at": now - timedelta(minutes=7 * number), "details": {}, "automatic": False,
            "own_text": f"call {number}" + (" seldom heard" if number % 997 == 0 else ""),
        }
        for number in range(_CALLS)
    ]  # fmt: skip
    _insert(session, Interaction, made)
    promises = bulk.blank(FollowUp) | _stamps(now) | {"customer_id": whose, "title": "Ring back"}
    _insert(session, FollowUp, [
        promises | {"due_on": now.date(), "created_at": now - timedelta(hours=number)}
        for number in range(_FOLLOW_UPS)
    ])  # fmt: skip
    changes = [("customers", whose, '{"city": ["A", "B"]}', "")] * _CHANGES
    for entity, (count, what, fields) in _BECAME.items():
        table = bulk.table_of(entity)
        ids = session.scalars(sa.select(table.c.id).where(table.c.customer_id == whose)).all()
        changes += [(table.name, ids[n % len(ids)], fields, what) for n in range(count)]
    _tell(session, whose, changes, now)


def _tell(
    session: Session, whose: int, changes: Sequence[tuple[str, int, str, str]], now: datetime
) -> None:
    """Changes of rows as the trail has them: table, id, fields, and what became of it if told."""
    events, payloads, concerns = [], [], []
    for number, (table, key, fields, what) in enumerate(changes, start=1):
        at = now - timedelta(hours=3 * (number % 4_000), seconds=number)
        events.append(
            {
                "seq": -number, "command": -number, "at": at, "actor_kind": "staff",
                "actor_id": None, "actor_name": "Ada", "use_case": "x", "action": "updated",
                "entity": table, "entity_id": key, "subject": table, "subject_id": key,
                "digest": "", "hash": "",
            }
        )  # fmt: skip
        payloads.append(
            {"seq": -number, "salt": "", "body": f'{{"changes": {fields}, "reason": ""}}'}
        )
        if what:
            concerns.append(
                {
                    "entity": table, "customer_id": whose, "at": at, "seq": -number,
                    "entity_id": key, "what": what,
                }
            )  # fmt: skip
    bulk.insert(session, AuditEvent, events)
    bulk.insert(session, AuditPayload, payloads)
    bulk.insert(session, AuditConcern, concerns)


_UNIQUE: Mapping[str, Callable[[], str]] = {
    "uid": lambda: str(uuid4()),
    "number": lambda: f"X-{uuid4().hex[:20]}",
    "key_digest": lambda: uuid4().hex * 2,
    "fingerprint": lambda: uuid4().hex * 2,
}
_DAYS = ("ordered_on", "received_on", "issued_on")
_MOMENTS = ("created_at", "activated_at", "issued_at", "ended_at")


def _copy(session: Session, entity: type[Entity], count: int, whose: int, now: datetime) -> None:
    """Copies of one row that there is, each at a moment of its own."""
    table = bulk.table_of(entity)
    some = sa.select(table)
    if entity is Invoice:
        some = some.where(table.c.issued_on.is_not(None))
    pattern = dict(session.connection().execute(some.limit(1)).mappings().one())
    made = []
    for number in range(count):
        at = now - timedelta(minutes=number * 41)
        row = pattern | {"customer_id": whose}
        row |= {key: make() for key, make in _UNIQUE.items() if pattern.get(key) is not None}
        row |= {key: at.date() for key in _DAYS if pattern.get(key) is not None}
        row |= {key: at for key in _MOMENTS if pattern.get(key) is not None}
        made.append(row)
    _insert(session, entity, made)


def _insert(session: Session, entity: type[Entity], rows: list[dict[str, Any]]) -> None:
    for row, id_ in zip(rows, bulk.next_ids(session, entity, len(rows)), strict=True):
        row["id"] = id_
    bulk.insert(session, entity, rows)


def _stamps(now: datetime) -> dict[str, Any]:
    return {"created_at": now, "updated_at": now, "created_by": "Ada", "updated_by": "Ada"}


def _newest(whose: int) -> tuple[sa.Executable, ...]:
    """The newest of the largest table alone, and their rows."""
    newest = sa.select(Interaction.id).where(Interaction.customer_id == whose)
    newest = newest.order_by(Interaction.occurred_at.desc()).limit(SCREEN)
    return (sa.select(Customer.id).where(Customer.id == whose), newest,
            sa.select(Interaction.__table__).where(Interaction.id.in_(newest)))  # fmt: skip


def _by_id(ids: Any) -> tuple[sa.Executable, ...]:
    """So many rows of the largest table."""
    keys = [one // 64 for one in ids if one % 64 == 15] or [1]
    return (sa.select(Interaction.__table__).where(Interaction.id.in_(keys)),)


def _counted(scene: Scene, question: Question) -> sa.Executable:
    """Every entry of every part, counted."""
    parts = [queries._all(part, where) for part, where in queries._parts(scene.actor, question)]  # noqa: SLF001 - the floor
    whole = sa.union_all(*parts).subquery()
    whole_of = sa.select(sa.func.count(), sa.func.max(whole.c.at))
    return whole_of.params(whose=question.customer_id)
