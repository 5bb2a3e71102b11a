"""Reads commands out of the audit trail: which there are, and what each did to which row."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments.service import AttachmentService
from app.core import withheld
from app.core.access import Actor, ActorKind, Permission
from app.core.audit import AuditEvent, AuditHead, AuditPayload
from app.core.errors import NotFound
from app.core.service import Service
from app.core.text import _
from app.core.withheld import Withheld
from app.customers.bulk_service import BulkService
from app.customers.lifecycle import LifecycleService
from app.customers.service import CustomerService
from app.customers.verification import VerificationService
from app.interactions.follow_up_service import FollowUpService
from app.interactions.service import InteractionService
from app.tagging.service import TagService

CHUNK = 1000
SUBJECT = "customers"
# What undoing itself leaves in the trail: steps along the chain, no links of their own.
MOVES = ("undo.undo", "undo.redo")
# What brings customers in; imports of other things are not taken back.
_IMPORT = "exchange.run"
# What gives a customer one value back, as an edit does.
_RESTORE = "undo.restore"
# Imported here, or nobody would know what they ask for until somebody had used them.
KNOWN: tuple[type[Service], ...] = (
    AttachmentService, BulkService, CustomerService, FollowUpService, InteractionService,
    LifecycleService, TagService, VerificationService,
)  # fmt: skip
E = AuditEvent
# Entries on customers. A bare column would make SQLite go through all there ever were, by
# the index on subjects, instead of the few of a range.
_ABOUT_CUSTOMERS = (sa.func.coalesce(E.subject, "") == SUBJECT, E.action != "event")


@dataclass(frozen=True, slots=True)
class Span:
    """A command and where it stands in the trail: its entries go from `command` to `last`."""

    command: int
    last: int
    at: datetime
    actor_id: int | None
    actor_kind: str
    actor_name: str
    use_case: str

    @property
    def permission(self) -> Permission | None:
        """What its use case asks for; None for one this program does not know."""
        if self._is_import:
            return Permission.CUSTOMERS_IMPORT
        return permission_of(self.use_case)

    @property
    def is_of_customers(self) -> bool:
        """Whether its use case is one of the customers' own, or their import."""
        if self._is_import or self.use_case == _RESTORE:
            return True
        feature = self.use_case.partition(".")[0]
        return feature in {kind.__name__.removesuffix("Service").lower() for kind in KNOWN}

    @property
    def _is_import(self) -> bool:
        return self.actor_kind == ActorKind.IMPORT and self.use_case == _IMPORT


@dataclass(slots=True)
class Past:
    """What one command did to one row: field → [old, new], JSON values.

    `erased` is true where nobody may know any more.
    """

    seq: int
    action: str
    entity: str
    id: int
    customer_id: int
    fields: dict[str, list[Any]]
    aside: Mapping[str, Withheld] = field(default_factory=dict)
    erased: bool = False


def permission_of(use_case: str) -> Permission | None:
    """What a use case asks for, by its name in the audit trail ("customer.edit")."""
    feature, _dot, name = use_case.partition(".")
    for kind in _kinds(Service):
        if kind.__name__.removesuffix("Service").lower() == feature:
            found = getattr(kind, f"_{name}", None) or getattr(kind, name, None)
            permission: Permission | None = getattr(found, "permission", None)
            return permission
    return None


def _kinds(kind: type[Service]) -> Iterator[type[Service]]:
    """Those that derive from a kind of service, and from them."""
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def span(session: Session, command: int) -> Span:
    """Where a command stands in the trail.

    Raises:
        NotFound: there is no such command.
    """
    first = session.scalar(sa.select(E).where(E.seq == command, E.command == command))
    if first is None:
        raise NotFound(_("There is no change with the number %d.") % command)
    return Span(
        command, _last(session, command), first.at, first.actor_id, first.actor_kind,
        first.actor_name, first.use_case,
    )  # fmt: skip


def command_of(session: Session, seq: int) -> int:
    """The command an entry is part of; 0 if there is no such entry."""
    return session.scalar(sa.select(E.command).where(E.seq == seq)) or 0


def _last(session: Session, command: int) -> int:
    """A command's entries follow one another, so its last is found by halving."""
    low, high, step = command, session.scalar(sa.select(AuditHead.seq)) or command, 1
    while low < high:
        middle = min(low + step, high)
        if session.scalar(sa.select(E.command).where(E.seq == middle)) == command:
            low, step = middle, step * 2
        else:
            high, step = middle - 1, max(1, (middle - 1 - low) // 2)
    return low


def pasts(session: Session, found: Span, chunk: int = CHUNK) -> Iterator[list[Past]]:
    """What a command did, the last first, at most `chunk` rows at a time."""
    for high in range(found.last, found.command - 1, -chunk):
        low = max(found.command, high - chunk + 1)
        yield list(_between(session, low, high))


def past(session: Session, seq: int) -> Past | None:
    """What one entry did to a customer; None if there is no such entry."""
    return next(_between(session, seq, seq), None)


def _between(session: Session, low: int, high: int) -> Iterator[Past]:
    rows = session.execute(
        sa.select(E.seq, E.action, E.entity, E.entity_id, E.subject_id, AuditPayload.body)
        .outerjoin(AuditPayload, AuditPayload.seq == E.seq)
        .where(E.seq.between(low, high), *_ABOUT_CUSTOMERS)
        .order_by(E.seq.desc())
    ).all()
    aside = withheld.between(session, low, high) if rows else {}
    for row in rows:
        fields = json.loads(row.body)["changes"] if row.body else {}
        yield Past(
            row.seq, row.action, row.entity, row.entity_id, row.subject_id, fields,
            aside.get(row.seq, {}), row.body is None,
        )  # fmt: skip


def rows_in(session: Session, found: Span) -> int:
    """How many customers a command concerns."""
    if found.last == found.command:
        return _one(session, found.command)
    count = sa.select(sa.func.count(E.subject_id.distinct())).where(
        E.seq.between(found.command, found.last), *_ABOUT_CUSTOMERS
    )
    return session.scalar(count) or 0


def tags_in(session: Session, found: Span) -> frozenset[int]:
    """The ids of the tags a command made, changed or removed."""
    told = sa.select(E.entity_id).where(
        E.seq.between(found.command, found.last), sa.func.coalesce(E.entity, "") == "tags"
    )
    return frozenset(session.scalars(told))


def _one(session: Session, seq: int) -> int:
    return int(session.scalar(sa.select(E.seq).where(E.seq == seq, *_ABOUT_CUSTOMERS)) is not None)


def own(session: Session, actor: Actor, before: int | None = None) -> Iterator[int]:
    """The actor's commands, the newest first; each is one look into an index."""
    while actor.id is not None:
        newest = sa.select(E.command).where(E.actor_id == actor.id)
        if before is not None:
            newest = newest.where(E.seq < before)
        before = session.scalar(newest.order_by(E.seq.desc()).limit(1))
        if before is None:
            return
        yield before
