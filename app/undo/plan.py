"""Works out what some rows would be if a command's changes to them were taken back."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core import bulk
from app.core.access import Actor
from app.core.audit import is_told
from app.core.batch import among
from app.core.db import BORN
from app.core.text import N_, _
from app.core.withheld import digest_of
from app.customers.model import Customer
from app.customers.queries import visible
from app.tags.book import book
from app.tags.schemas import packed, unpacked
from app.undo.commands import Past, Span
from app.undo.stored import (
    ENTITIES,
    FOLLOWING,
    Row,
    apart,
    columns,
    facts,
    load,
    load_apart,
    typed,
    typed_raw,
)
from app.undo.words import Why

Rows = dict[str, dict[int, Row | None]]
# A customer, and why its part cannot be.
Found = tuple[int, Why]
_ERASED = N_("What was changed has been erased and is not known any more.")
_UNKNOWN = N_("This version of the program does not know what was changed.")
_NOT_KEPT = N_("What it was before is not kept.")


@dataclass(slots=True)
class Plan:
    """Rows as they are and as they would be, by table and id; None where there is none.

    `refused` says of customers why their part cannot be. `seen` are the ids of those
    the actor may see. Once it `is_ready`, nothing in it changes but who refuses.
    """

    session: Session
    actor: Actor
    span: Span
    anyway: bool = False
    before: Rows = field(default_factory=partial(defaultdict, dict))
    after: Rows = field(default_factory=partial(defaultdict, dict))
    refused: dict[int, Why] = field(default_factory=dict)
    seen: AbstractSet[int] = frozenset()
    events: Sequence[Past] = ()
    is_ready: bool = False
    _differing: dict[str, list[tuple[int, Row | None, Row | None]]] = field(default_factory=dict)

    def read(self, events: Sequence[Past], *, lock: bool) -> None:
        """Look at the rows some entries are about, and at their customers."""
        self.events = [each for each in events if self._is_known(each)]
        wanted: dict[str, set[int]] = defaultdict(set)
        withheld: dict[str, set[int]] = defaultdict(set)
        for each in self.events:
            wanted[each.entity].add(each.id)
            wanted[Customer.__tablename__].add(each.customer_id)
            entity = ENTITIES[each.entity]
            if each.action == "created" or not apart(entity).isdisjoint(each.fields):
                withheld[each.entity].add(each.id)
        for name, entity in ENTITIES.items():
            rows = load(self.session, entity, wanted[name], lock=lock)
            load_apart(self.session, entity, withheld[name] & rows.keys(), rows)
            for row_id in wanted[name]:
                row = rows.get(row_id)
                self.before[name][row_id] = row
                self.after[name][row_id] = row and dict(row)
        self._look(wanted[Customer.__tablename__])

    def reverse(self) -> None:
        """Take the entries back, the last first, wherever nothing stands in the way."""
        for each in self.events:
            if each.customer_id not in self.refused:
                {"created": self._remove, "deleted": self._add}.get(each.action, self._change)(each)

    def refuse(self, customer_id: int, why: Why) -> None:
        """Leave a customer, with all that belongs to it, as it is."""
        self.refused.setdefault(customer_id, why)

    def differing(self, name: str) -> list[tuple[int, Row | None, Row | None]]:
        """The rows of a table that would change: id, before, after."""
        found = self._differing.get(name)
        if found is None:
            found = [
                (row_id, before, after)
                for row_id, after in self.after[name].items()
                if after != (before := self.before[name][row_id])
            ]
            if self.is_ready:
                self._differing[name] = found
        if not self.refused:
            return found
        return [
            (row_id, before, after)
            for row_id, before, after in found
            if self.customer_of(name, before or after) not in self.refused
        ]

    def arriving(self, name: str, *fields: str) -> Iterator[tuple[int, Row]]:
        """Rows that would come, or get another value in one of `fields`, as they would be."""
        for row_id, before, after in self.differing(name):
            if after is not None and (
                before is None or any(before[field] != after[field] for field in fields)
            ):
                yield row_id, after

    def planned(self, name: str, stored: Row) -> Row | None:
        """A stored row as it would be, once who refuses stays as it is."""
        row_id = stored["id"]
        if row_id not in self.after[name]:
            return stored
        before, after = self.before[name][row_id], self.after[name][row_id]
        refuses = self.customer_of(name, before or after) in self.refused
        return before if refuses else after

    @staticmethod
    def customer_of(name: str, row: Row | None) -> int:
        """The customer a row belongs to, or is."""
        found: int = (row or {})["id" if name == Customer.__tablename__ else "customer_id"]
        return found

    def _is_known(self, event: Past) -> bool:
        if event.erased:
            self.refuse(event.customer_id, Why(_(_ERASED)))
        elif event.entity not in ENTITIES:
            self.refuse(event.customer_id, Why(_(_UNKNOWN)))
        else:
            return True
        return False

    def _look(self, ids: AbstractSet[int]) -> None:
        table = bulk.table_of(Customer)
        within = visible(self.actor)
        mine = sa.select(table.c.id).where(among(self.session, table.c.id, sorted(ids)), *within)
        self.seen = ids if not within else frozenset(self.session.scalars(mine))

    def _remove(self, event: Past) -> None:
        """What came to be goes, if it still is what it was."""
        row = self.after[event.entity][event.id]
        if row is None:
            return
        entity = ENTITIES[event.entity]
        blank = bulk.blank(entity)
        changed = [
            name
            for name in sorted(facts(entity))
            if not self._is_still(event, row, name, blank.get(name))
        ]
        if changed == ["tags"] and self._is_tagged_by_itself(event, row):
            changed = []
        if changed and not self.anyway:
            self.refuse(event.customer_id, Why("", event.entity, event.id, tuple(changed)))
        else:
            self.after[event.entity][event.id] = None

    def _is_tagged_by_itself(self, event: Past, row: Row) -> bool:
        """Whether nobody gave or took the tags by which a new customer differs from then."""
        then, known = event.fields.get("tags", [None, None])[1], book(self.session).tags
        others = frozenset(unpacked(then)) ^ frozenset(unpacked(row["tags"]))
        return all(key in known and known[key].automatic for key in others)

    def _add(self, event: Past) -> None:
        """What went comes back with all it had."""
        if self.after[event.entity][event.id] is not None:
            return
        entity = ENTITIES[event.entity]
        row: Row = {**bulk.blank(entity), "id": event.id}
        for name, column in columns(entity).items():
            if not is_told(column, "deleted"):
                continue
            old = event.fields.get(name, [None])[0]
            if name in apart(entity) and name in event.fields:
                if name not in event.aside:
                    self.refuse(event.customer_id, Why(_(_NOT_KEPT)))
                    return
                row[name] = typed_raw(entity, name, event.aside[name].old)
            else:
                row[name] = typed(entity, name, old)
        for name, default in zip(sorted(BORN), (self.span.at, self.span.actor_name), strict=True):
            row[name] = row[name] or default
        self.after[event.entity][event.id] = row

    def _change(self, event: Past) -> None:
        """What was changed is what it was before, if it still is what it became."""
        entity, row = ENTITIES[event.entity], self.after[event.entity][event.id]
        if row is None:
            self.refuse(event.customer_id, Why("", event.entity, event.id))
            return
        known = [name for name in event.fields if name in columns(entity)]
        values = {name: self._old(event, name) for name in known if name not in FOLLOWING}
        changed = []
        for name, old in values.items():
            if old is _LOST:
                self.refuse(event.customer_id, Why(_(_NOT_KEPT)))
                return
            if name in _SETS and entity is Customer:
                values[name] = _SETS[name](row[name], *event.fields[name])
            elif row[name] != old and not self._is_still(event, row, name, None):
                changed.append(name)
        if changed and not self.anyway:
            self.refuse(event.customer_id, Why("", event.entity, event.id, tuple(changed)))
        else:
            row.update(values)

    @staticmethod
    def _old(event: Past, name: str) -> Any:
        entity = ENTITIES[event.entity]
        if name in apart(entity):
            kept = event.aside.get(name)
            return typed_raw(entity, name, kept.old) if kept else _LOST
        return typed(entity, name, event.fields[name][0])

    @staticmethod
    def _is_still(event: Past, row: Row, name: str, default: Any) -> bool:
        """Whether a column holds what the command left in it."""
        entity = ENTITIES[event.entity]
        if name not in event.fields:
            return bool(row[name] == default)
        if name in apart(entity):
            kept = event.aside.get(name)
            # Before such values were kept apart, nobody noted what they became.
            return kept is None or digest_of(row[name]) == kept.new_digest
        return bool(row[name] == typed(entity, name, event.fields[name][1]))


def _retagged(stored: str | None, old: str | None, new: str | None) -> str | None:
    """Tags without what a command put on, with what it took off; others may come and go."""
    before, after = frozenset(unpacked(old)), frozenset(unpacked(new))
    return packed((frozenset(unpacked(stored)) - (after - before)) | (before - after))


_LOST = object()
# What is taken back member by member.
_SETS = {"tags": _retagged}
