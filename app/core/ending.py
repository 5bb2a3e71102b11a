"""What features do at the end of every unit of work, in its transaction, before it is sealed."""

from collections.abc import Callable, Mapping

from sqlalchemy.orm import Session

# Called once all that the unit did was flushed.
acts: list[Callable[[Session], None]] = []


def act(session: Session) -> None:
    """Let every feature do its part."""
    for one in acts:
        one(session)


def touched(session: Session, subject: str) -> frozenset[int] | None:
    """The ids of the records of a table that the unit was about; None for too many to tell."""
    pending = session.info.get("audit", {}).values()
    found = {change.subject_id for change in pending if change.subject == subject}
    sealed: Mapping[str, frozenset[int]] = session.info.get("touched", {})
    if subject in sealed and not sealed[subject]:
        return None
    return frozenset(found) | sealed.get(subject, frozenset())
