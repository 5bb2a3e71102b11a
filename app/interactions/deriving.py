"""Rewrites what interactions and follow-ups are found and sorted by."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.folding import search_text, sort_key
from app.customers.following import follow
from app.customers.model import Customer
from app.interactions.model import FollowUp, Interaction
from app.staff.model import StaffUser


def interaction_text(subject: str, body: str, details: Mapping[str, Any]) -> str:
    """The text an interaction is found by, beside its customer's."""
    return search_text([subject, body, *(str(text) for text in details.values())])


def follow_up_text(title: str, note: str, result: str) -> str:
    """The text a follow-up is found by, beside its customer's."""
    return search_text([title, note, result])


def derive(session: Session, found: Interaction, customer: Customer) -> None:
    """Bring an interaction in line with its fields, its customer and its staff."""
    found.subject_key = sort_key(found.subject)
    found.staff_key = staff_key(session, found.staff_id)
    found.own_text = interaction_text(found.subject, found.body, found.details)
    follow(found, customer)


def derive_follow_up(session: Session, found: FollowUp, customer: Customer) -> None:
    """Bring a follow-up in line with its fields, its customer and its assignee."""
    found.title_key = sort_key(found.title)
    found.assignee_key = staff_key(session, found.assignee_id)
    found.own_text = follow_up_text(found.title, found.note, found.result)
    follow(found, customer)


def staff_key(session: Session, staff_id: int | None) -> str | None:
    """What rows sort by that belong to somebody."""
    staff = session.get(StaffUser, staff_id) if staff_id is not None else None
    return sort_key(staff.name) if staff else None
