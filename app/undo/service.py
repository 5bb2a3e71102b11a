"""Use cases that take steps back, and forward again."""

import json
from collections.abc import Set as AbstractSet
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.audit import Change
from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.stages import Stage
from app.core.text import _, ngettext
from app.core.trail import Trail
from app.customers import queries
from app.undo import chain, tagged
from app.undo.chain import Link
from app.undo.commands import command_of, span
from app.undo.restoring import event_of
from app.undo.reversing import Sweep
from app.undo.schemas import (
    Blocked,
    ChangedSince,
    Refusal,
    Step,
    Steps,
    UndoOutcome,
    UndoPreview,
)
from app.undo.titles import rows_of, step

# How far writing brings the whole; telling the trail is the rest.
_WRITTEN = 0.8


class UndoService(Service):
    """Undo and redo of what was done to customers within the actor's scope, and to their tags.

    Each step needs the permission of the use case it takes back, and `audit.read` if
    somebody else made it.
    """

    @query(Permission.CUSTOMERS_READ)
    def steps(self, session: Session, without: AbstractSet[int] = frozenset()) -> Steps:
        """What Undo and Redo would do next: the actor's own last steps.

        Undo passes over the commands of `without`.
        """
        undo = chain.next_undo(session, self.actor, without)
        redo = chain.next_redo(session, self.actor)
        return Steps(
            step(session, self.actor, undo) if undo else None,
            step(session, self.actor, redo) if redo else None,
        )

    @query(Permission.CUSTOMERS_READ)
    def show(self, session: Session, command: int) -> Step:
        """A command in words, and how many customers it concerns.

        Raises:
            NotFound: there is no such command.
            Conflict: it is nothing that can be undone.
            PermissionDenied: the role does not allow what it did, or another's steps.
        """
        found = chain.link(session, command)
        chain.allow(session, self.actor, found.root)
        return step(session, self.actor, found.root)

    @query(Permission.CUSTOMERS_READ)
    def preview(
        self,
        session: Session,
        command: int,
        progress: Progress | None = None,
        *,
        back: bool | None = None,
    ) -> UndoPreview:
        """What undoing a command would do, or redoing one that is undone.

        `back` insists on one of them: True on undoing, False on redoing.

        Raises:
            NotFound: there is no such command.
            Conflict: it is nothing that can be undone, or does not stand as `back` needs it.
            PermissionDenied: the role does not allow what it did, or another's steps.
            Cancelled: `progress` was.
        """
        found = chain.link(session, command)
        if back is not None:
            chain.refuse(session, found, command, back=back)
        chain.allow(session, self.actor, found.root)
        sweep = Sweep(session, self.actor, found.tip)
        sweep.look(progress or Progress(), lock=False)
        return self._preview(session, found, sweep)

    @guarded(Permission.CUSTOMERS_READ)
    def undo(
        self, command: int, *, partly: bool = False, progress: Progress | None = None
    ) -> UndoOutcome:
        """Give every row a command changed its old values again, in one transaction.

        With `partly`, customers that refuse stay as they are; else nothing is done if one
        does. What a redo did is undone the same way.

        Raises:
            Blocked: somebody changed the same values since; who, and when, is named.
            NotFound: there is no such command.
            Conflict: it is undone already, or nothing that can be.
            PermissionDenied: the role does not allow what it did, or another's steps.
            Cancelled: `progress` was; nothing was changed.
        """
        return _outcome(self._undo(command, partly=partly, progress=progress))

    @guarded(Permission.CUSTOMERS_READ)
    def redo(
        self, command: int, *, partly: bool = False, progress: Progress | None = None
    ) -> UndoOutcome:
        """Do again what was undone, in one transaction; as `undo` otherwise.

        Raises:
            Blocked: somebody changed the same values since; who, and when, is named.
            NotFound: there is no such command.
            Conflict: it is not undone.
            PermissionDenied: the role does not allow what it did, or another's steps.
            Cancelled: `progress` was; nothing was changed.
        """
        return _outcome(self._redo(command, partly=partly, progress=progress))

    @use_case(Permission.CUSTOMERS_EDIT)
    def restore(
        self, session: Session, customer_id: int, seq: int, field: str, *, anyway: bool = False
    ) -> None:
        """Give one field the value it had before the audit entry `seq`.

        With `anyway` also if it was changed again since.

        Raises:
            NotFound: there is no such change, or the customer is not the actor's to see.
            ChangedSince: the field was changed since; by whom, and when.
            Conflict: the value cannot be restored by itself, or is somebody else's now.
        """
        queries.get(session, self.actor, customer_id, lock=True)
        event = event_of(session, customer_id, seq, field)
        found = span(session, command_of(session, seq))
        sweep = Sweep(session, self.actor, found, anyway)
        with Trail(session) as trail:
            sweep.one(trail, [event])
            trail.close(Progress())
        if sweep.refused:
            reason = sweep.refused[0].reason
            raise ChangedSince(reason) if sweep.overtaken else Conflict(reason)

    @use_case(Permission.CUSTOMERS_READ)
    def _undo(
        self, session: Session, command: int, *, partly: bool, progress: Progress | None
    ) -> str:
        found = chain.locked(session, command)
        chain.refuse(session, found, command, back=True)
        return self._move(session, found, partly, progress or Progress())

    @use_case(Permission.CUSTOMERS_READ)
    def _redo(
        self, session: Session, command: int, *, partly: bool, progress: Progress | None
    ) -> str:
        found = chain.locked(session, command)
        chain.refuse(session, found, command, back=False)
        return self._move(session, found, partly, progress or Progress())

    def _move(self, session: Session, found: Link, partly: bool, progress: Progress) -> str:
        """Reverse a link's tip; the outcome as JSON, so that a key can remember it."""
        chain.allow(session, self.actor, found.root)
        sweep = Sweep(session, self.actor, found.tip)
        begun = 0.0
        if partly:
            begun = _WRITTEN / 2
            sweep.look(Stage(progress, 0, begun), lock=True)
        known = len(sweep.out)
        with Trail(session) as trail:
            sweep.run(trail, Stage(progress, begun, _WRITTEN))
            preview = self._preview(session, found, sweep)
            if len(sweep.out) > known or (partly and not preview.left):
                raise Blocked(_blocked(preview), preview)
            tagged.follow(session, self.actor, found)
            fields = {"command": [None, found.root.command]}
            trail.tell([Change("event", "reversals", 0, "reversals", 0, fields)])
            trail.close(Stage(progress, _WRITTEN, 1))
        chain.settle(session, found, self.actor)
        made = UndoOutcome(
            preview.step, preview.left, preview.refused, preview.refused_total, preview.notes
        )
        return json.dumps(asdict(made), default=datetime.isoformat)

    def _preview(self, session: Session, found: Link, sweep: Sweep) -> UndoPreview:
        shown = step(session, self.actor, found.root)
        total = rows_of(session, found.tip)
        return UndoPreview(shown, total, tuple(sweep.refused), len(sweep.out), sweep.notes)


def _outcome(written: str) -> UndoOutcome:
    told: dict[str, Any] = json.loads(written)
    shown = told.pop("step")
    at = datetime.fromisoformat(shown.pop("at"))
    notes = tuple(told.pop("notes"))
    refused = tuple(Refusal(**one) for one in told.pop("refused"))
    return UndoOutcome(Step(**shown, at=at), **told, refused=refused, notes=notes)


def _blocked(preview: UndoPreview) -> str:
    first: Refusal = preview.refused[0]
    if preview.total == 1:
        return _("This cannot be undone. %s") % first.reason
    said = ngettext(
        "%(count)s of %(total)s customers stands in the way. %(name)s: %(reason)s",
        "%(count)s of %(total)s customers stand in the way. %(name)s: %(reason)s",
        preview.refused_total,
    )
    return said % {
        "count": f"{preview.refused_total:,}",
        "total": f"{preview.total:,}",
        "name": first.name,
        "reason": first.reason,
    }
