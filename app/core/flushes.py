"""Watches what a session writes, stamps it, and collects it for the audit trail."""

from typing import Any

from sqlalchemy import event, inspect
from sqlalchemy.orm import AttributeState, Session, UOWTransaction

from app.core import withheld
from app.core.audit import HIDDEN, Change, is_told, plain, record
from app.core.concerns import concerned
from app.core.db import Entity


def listen(session: type[Session]) -> None:
    """Watch every flush of a session class."""
    event.listen(session, "before_flush", _stamp)
    event.listen(session, "after_flush", _collect)


def _stamp(session: Session, _flush: UOWTransaction, _objects: object) -> None:
    """Before a flush: say who touches each row, and when."""
    now, name = session.info["now"], session.info["actor"].name
    for row in session.new:
        if isinstance(row, Entity):
            row.created_at = row.created_at or now
            row.created_by = row.created_by or name
            row.updated_at, row.updated_by = now, name
    for row in session.dirty:
        if isinstance(row, Entity) and session.is_modified(row):
            row.updated_at, row.updated_by = now, name


def _collect(session: Session, _flush: UOWTransaction) -> None:
    """After a flush: note every entity's old and new values."""
    for action, rows in (
        ("created", session.new),
        ("updated", session.dirty),
        ("deleted", session.deleted),
    ):
        for row in rows:
            if isinstance(row, Entity) and (found := _change(action, row)):
                record(session, found)


def _change(action: str, row: Entity) -> Change | None:
    state = inspect(row)
    fields: dict[str, list[Any]] = {}
    apart: dict[str, withheld.Pair] = {}
    for column in state.mapper.column_attrs:
        if action == "updated" and column.key not in state.committed_state:
            continue  # Untouched since it was loaded; an import asks this very often.
        if not is_told(stored := column.columns[0], action):
            continue
        old, new = _before_and_after(action, row, state.attrs[column.key])
        if old == new:
            continue
        secret = stored.info.get("secret", False)
        fields[column.key] = [HIDDEN, HIDDEN] if secret else [plain(old), plain(new)]
        if stored.info.get("withheld"):
            apart[column.key] = (withheld.raw(old), withheld.raw(new))
    if not fields and action == "updated":
        return None
    subject, key = row.audit_subject or (row.__tablename__, "id")
    subject_id = getattr(row, key)
    return Change(
        action, row.__tablename__, row.id, subject, subject_id, fields, apart,
        concerned(type(row), row),
    )  # fmt: skip


def _before_and_after(action: str, row: Entity, attribute: AttributeState) -> tuple[Any, Any]:
    if action == "deleted":
        return getattr(row, attribute.key), None
    history = attribute.history
    return (history.deleted or [None])[0], (history.added or [None])[0]
