"""Compares what interactions and follow-ups store twice with what it follows from."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.batch import among
from app.core.folding import sort_key
from app.core.progress import Progress
from app.customers.following import found_by
from app.customers.model import Customer
from app.interactions.deriving import follow_up_text, interaction_text
from app.interactions.model import FollowUp, Interaction
from app.interactions.schemas import FollowUpState
from app.staff.model import StaffUser

CHUNK = 1000
I, F = Interaction, FollowUp  # noqa: E741 - as short as in the other features' statements
_INTERACTION = (
    I.id, I.customer_id, I.subject, I.body, I.details, I.staff_id, I.subject_key, I.staff_key,
    I.automatic, I.source, I.customer_key, I.own_text, I.search_text,
)  # fmt: skip
_FOLLOW_UP = (
    F.id, F.customer_id, F.title, F.note, F.result, F.assignee_id, F.title_key, F.assignee_key,
    F.state, F.done_at, F.customer_key, F.own_text, F.search_text,
)  # fmt: skip
_SAME = ("customer_key", "own_text", "search_text")


def wrong_interactions(session: Session, progress: Progress) -> list[int]:
    """Interactions whose keys or texts do not follow, or that are automatic without a cause."""
    keys = _staff_keys(session)
    odd = []
    for row, customer in _rows(session, _INTERACTION, I.id, progress):
        text = interaction_text(row.subject, row.body, row.details)
        right = (
            row.subject_key == sort_key(row.subject)
            and row.staff_key == keys.get(row.staff_id)
            and row.automatic == bool(row.source)
            and _follows(row, customer, text)
        )
        odd += [] if right else [row.id]
    return odd


def wrong_follow_ups(session: Session, progress: Progress) -> list[int]:
    """Follow-ups whose keys, texts or end do not follow, or that follow another's interaction."""
    keys = _staff_keys(session)
    odd = []
    for row, customer in _rows(session, _FOLLOW_UP, F.id, progress):
        text = follow_up_text(row.title, row.note, row.result)
        right = (
            row.title_key == sort_key(row.title)
            and row.assignee_key == keys.get(row.assignee_id)
            and (row.state is FollowUpState.OPEN) == (row.done_at is None)
            and _follows(row, customer, text)
        )
        odd += [] if right else [row.id]
    strayed = sa.select(F.id).join(I, I.id == F.interaction_id)
    return sorted({*odd, *session.scalars(strayed.where(I.customer_id != F.customer_id))})


def _rows(
    session: Session, shown: Sequence[Any], key: Any, progress: Progress
) -> Iterator[tuple[Any, Any]]:
    """Each row with its customer's brief, some at a time."""
    last = 0
    total = session.scalar(sa.select(sa.func.count()).select_from(key.class_)) or 0
    done = 0
    statement = sa.select(*shown).order_by(key).limit(CHUNK)
    while rows := session.execute(statement.where(key > last)).all():
        last = rows[-1].id
        known = _customers(session, sorted({row.customer_id for row in rows}))
        for row in rows:
            yield row, known[row.customer_id]
        done += len(rows)
        progress.report(min(done, total), total)


def _customers(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    brief = sa.select(Customer.id, Customer.name_key, Customer.email_norm, Customer.client_key)
    return {row.id: row for row in session.execute(brief.where(among(session, Customer.id, ids)))}


def _staff_keys(session: Session) -> dict[int | None, str | None]:
    named = session.execute(sa.select(StaffUser.id, StaffUser.name))
    return {row.id: sort_key(row.name) for row in named}


def _follows(row: Any, customer: Any, text: str) -> bool:
    wanted = (customer.name_key, text, found_by(text, customer))
    return tuple(getattr(row, name) for name in _SAME) == wanted
