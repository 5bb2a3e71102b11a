"""Carries out a plan by few statements, and tells the audit trail of each row."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments.model import Attachment
from app.core import bulk
from app.core.audit import HIDDEN, Change, is_told, plain
from app.core.batch import Batch, among
from app.core.db import Entity
from app.core.withheld import Pair, raw
from app.customers.model import Customer
from app.interactions.model import Interaction
from app.mail import outbox
from app.undo import filing
from app.undo.plan import Plan
from app.undo.stored import ENTITIES, Row, apart, columns, edited

Rows = dict[str, list[Row]]
# A row as it is, and the columns that change.
Pairs = dict[str, list[tuple[Row, Row]]]
_CUSTOMERS, _INTERACTIONS = Customer.__tablename__, Interaction.__tablename__
_FILES = Attachment.__tablename__
# Told of here: days of joining that an import had changed, and what is kept apart.
_JOINED = "created_at"
_QUIET = frozenset({_JOINED}).union(*(apart(entity) for entity in ENTITIES.values()))


def write(plan: Plan) -> list[Change]:
    """Make the rows what the plan says; what the trail is to be told of it."""
    session = plan.session
    removed, changed, added = _sorted(plan)
    filing.want(session, added[_FILES])
    for name in reversed(list(ENTITIES)):
        _delete(session, ENTITIES[name], [row["id"] for row in removed[name]])
    # A value that must be unique is let go before somebody else may get it.
    told = _update(session, changed, letting_go=True)
    for generation in _generations(added[_CUSTOMERS]):
        _insert(session, Customer, generation)
    # Follow-ups that stay refer to it again.
    _insert(session, Interaction, added[_INTERACTIONS])
    told += _update(session, changed, letting_go=False)
    for name, entity in ENTITIES.items():
        if name not in {_CUSTOMERS, _INTERACTIONS}:
            _insert(session, entity, added[name])
    filing.let_go(session, removed[_FILES])
    if gone := [row["id"] for row in removed[_CUSTOMERS]]:
        outbox.cancel(session, gone)
    if back := [row["id"] for row in added[_CUSTOMERS]]:
        outbox.resume(session, back)
    return [*told, *_told("created", added), *_told("deleted", removed)]


def _sorted(plan: Plan) -> tuple[Rows, Pairs, Rows]:
    removed: Rows = {name: [] for name in ENTITIES}
    changed: Pairs = {name: [] for name in ENTITIES}
    added: Rows = {name: [] for name in ENTITIES}
    for name in ENTITIES:
        for _id, before, after in plan.differing(name):
            if before is None and after is not None:
                added[name].append(after)
            elif before is not None and after is None:
                removed[name].append(before)
            elif before is not None and after is not None:
                new = {field: after[field] for field in sorted(edited(before, after))}
                changed[name].append((before, new))
    return removed, changed, added


def _delete(session: Session, entity: type[Entity], ids: list[int]) -> None:
    if ids:
        table = bulk.table_of(entity)
        session.execute(sa.delete(table).where(among(session, table.c.id, ids)))


def _update(session: Session, changed: Pairs, *, letting_go: bool) -> list[Change]:
    batch = Batch(session)
    apart_of: dict[tuple[str, int], Change] = {}
    for name, pairs in changed.items():
        entity = ENTITIES[name]
        for before, new in pairs:
            if _lets_go(new) is letting_go:
                batch.change(entity, SimpleNamespace(**before), new)
                if not _QUIET.isdisjoint(new):
                    pairs_of = {field: (before[field], value) for field, value in new.items()}
                    apart_of[name, before["id"]] = _change("updated", entity, before, pairs_of)
    told = [apart_of.pop((one.entity, one.entity_id), one) for one in batch.write()]
    return [*told, *apart_of.values()]


def _lets_go(new: Row) -> bool:
    """Whether a row stops being the primary contact, an active user, or alive."""
    stops = new.get("is_primary") is False or new.get("active") is False
    return stops or new.get("deleted_at") is not None


def _insert(session: Session, entity: type[Entity], rows: list[Row]) -> None:
    now, actor = session.info["now"], session.info["actor"]
    stamps = {"updated_at": now, "updated_by": actor.name, "version": 1}
    bulk.insert(session, entity, [row | stamps for row in rows])


def _generations(rows: list[Row]) -> Iterator[list[Row]]:
    """Customers in the order in which they can be added: whoever others refer to comes first."""
    while rows:
        ids = {row["id"] for row in rows}
        ready = [row for row in rows if ids.isdisjoint({row["parent_id"], row["referred_by_id"]})]
        # Two who refer to each other never came to be in one go.
        yield ready or rows
        done = {row["id"] for row in ready} or ids
        rows = [row for row in rows if row["id"] not in done]


def _told(action: str, rows: Rows) -> Iterator[Change]:
    for name, entity in ENTITIES.items():
        for row in rows[name]:
            pairs = {
                key: (None, value) if action == "created" else (value, None)
                for key, value in row.items()
            }
            yield _change(action, entity, row, pairs)


def _change(
    action: str, entity: type[Entity], row: Row, pairs: dict[str, tuple[Any, Any]]
) -> Change:
    fields: dict[str, list[Any]] = {}
    aside: dict[str, Pair] = {}
    for name in sorted(pairs):
        old, new = pairs[name]
        column = columns(entity)[name]
        if old == new or not (is_told(column, action) or name == _JOINED):
            continue
        secret = column.info.get("secret", False)
        fields[name] = [HIDDEN, HIDDEN] if secret else [plain(old), plain(new)]
        if name in apart(entity):
            aside[name] = (raw(old), raw(new))
    subject, key = entity.audit_subject or (entity.__tablename__, "id")
    return Change(action, entity.__tablename__, row["id"], subject, row[key], fields, aside)
