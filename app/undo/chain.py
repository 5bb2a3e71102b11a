"""Which entries the next undo or redo of a command reverses, and who may ask for it."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, ActorKind, Permission
from app.core.errors import Conflict
from app.core.text import _
from app.undo.commands import MOVES, Span, own, rows_in, span
from app.undo.kinds import TAG_STEPS, kind_of
from app.undo.model import Reversal
from app.undo.words import moment

# So many commands back Undo looks for one about customers.
_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class Link:
    """A command that stands done or undone; `tip` has the entries the next step reverses."""

    root: Span
    tip: Span
    undone: bool
    at: datetime | None = None
    by: str = ""


def link(session: Session, command: int) -> Link:
    """Where a command stands; one that undid or redid another stands for that one.

    Raises:
        NotFound: there is no such command.
        Conflict: it undid something that was done or undone again since.
    """
    found = span(session, command)
    if found.use_case in MOVES:
        back = session.scalar(
            sa.select(Reversal).where(
                sa.or_(Reversal.undone_by == command, Reversal.tip == command)
            )
        )
        if back is None:
            raise Conflict(_("This step was taken back or done again since. Undo that instead."))
        found = span(session, back.command)
    else:
        back = session.get(Reversal, command)
    if back is None:
        return Link(found, found, undone=False)
    newest = back.undone_by if back.undone_by is not None else back.tip
    undone = back.undone_by is not None
    return Link(found, span(session, newest), undone, back.at, back.by)


def locked(session: Session, command: int) -> Link:
    """The same, kept from everybody else until this transaction ends.

    Raises:
        NotFound: there is no such command.
        Conflict: it undid something that was done or undone again since.
    """
    root = link(session, command).root.command
    values = {"command": root, "tip": root, "at": session.info["now"], "by": ""}
    session.execute(_insert(session)(Reversal).values(**values).on_conflict_do_nothing())
    session.execute(sa.select(Reversal.command).where(Reversal.command == root).with_for_update())
    session.expire_all()
    return link(session, root)


def settle(session: Session, found: Link, actor: Actor) -> None:
    """Note that a link was undone, or redone, by the command of this transaction."""
    command = session.info["command"]
    moved = {"undone_by": command} if not found.undone else {"undone_by": None, "tip": command}
    session.execute(
        sa.update(Reversal)
        .where(Reversal.command == found.root.command)
        .values(**moved, at=session.info["now"], staff_id=actor.id, by=actor.name)
        .execution_options(synchronize_session=False)
    )


def allow(session: Session, actor: Actor, found: Span) -> None:
    """Let those pass who may take a command back.

    Raises:
        Conflict: nobody may: it is the program's own, or nothing of a customer's.
        PermissionDenied: the role does not allow it, or not that of another person's.
    """
    if not _is_anybodys(found) or not _concerns(session, found):
        raise Conflict(_("This was no change of customers that could be undone."))
    for permission in _needed(session, found):
        actor.require(permission)
    if found.actor_id != actor.id:
        actor.require(Permission.AUDIT_READ)


def refuse(session: Session, found: Link, command: int, *, back: bool) -> None:
    """Let a command pass that stands done (`back`), or undone.

    Raises:
        Conflict: it is undone already; by whom, and when. Or there is nothing to redo.
    """
    if not back and not found.undone:
        raise Conflict(_("This is not undone, so there is nothing to do again."))
    # Taking back what undid a step is to redo it.
    if back and found.undone and command != found.tip.command and found.at is not None:
        told = {"who": found.by, "when": moment(session, found.at)}
        raise Conflict(_("%(who)s undid this on %(when)s already.") % told)


def next_undo(session: Session, actor: Actor, without: AbstractSet[int]) -> Span | None:
    """The newest of the actor's commands on customers that is not undone."""
    for number, command in enumerate(own(session, actor)):
        if number == _LOOKED_AT:
            break
        found = span(session, command)
        back = session.get(Reversal, command)
        is_done = back is None or back.undone_by is None
        if is_done and command not in without and _may(session, actor, found):
            return found
    return None


def next_redo(session: Session, actor: Actor) -> Span | None:
    """What the actor undid last, unless they did something new since."""
    last = session.scalar(
        sa.select(Reversal)
        .where(Reversal.staff_id == actor.id, Reversal.undone_by.is_not(None))
        .order_by(Reversal.undone_by.desc())
        .limit(1)
    )
    if last is None or last.undone_by is None:
        return None
    for command in own(session, actor):
        if command <= last.undone_by:
            break
        if _may(session, actor, span(session, command)):
            return None
    return span(session, last.command)


def _may(session: Session, actor: Actor, found: Span) -> bool:
    """Whether a command of the actor's is a step they may take back."""
    if found.use_case in MOVES or not _is_anybodys(found) or not _concerns(session, found):
        return False
    return all(actor.can(permission) for permission in _needed(session, found))


def _concerns(session: Session, found: Span) -> bool:
    """Whether a command changed customers, or a tag they may carry."""
    return found.use_case in TAG_STEPS or rows_in(session, found) > 0


def _is_anybodys(found: Span) -> bool:
    """Whether people do this to customers, not the program in its own name.

    What other features do hangs together with records that undo knows nothing of: taking
    back a hold without the payment that ended it would be half a step.
    """
    keeps_house = found.permission in {None, Permission.UPKEEP}
    return found.actor_kind != ActorKind.SYSTEM and not keeps_house and found.is_of_customers


def _needed(session: Session, found: Span) -> set[Permission]:
    """What the use case asked for, and what changes of this kind ask for wherever they happen."""
    wanted = {kind_of(session, found).permission}
    return wanted | ({found.permission} if found.permission else set())


def _insert(session: Session) -> Any:
    from sqlalchemy.dialects import postgresql, sqlite  # noqa: PLC0415 - one of the two is enough

    dialect = session.get_bind().dialect.name
    return sqlite.insert if dialect == "sqlite" else postgresql.insert
