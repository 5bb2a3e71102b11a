"""Use cases on unfinished forms: each person keeps, finds and drops their own."""

import json
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import Invalid
from app.core.service import Service, query, use_case
from app.core.text import _
from app.drafts.model import StoredDraft
from app.drafts.schemas import KeptDraft

LARGEST = 500_000
_TITLE = 250


class DraftService(Service):
    """The actor's own unfinished forms; whoever is not a staff user keeps none."""

    @use_case(Permission.SIGN_IN)
    def keep(
        self,
        session: Session,
        place: str,
        subject_id: int,
        title: str,
        entries: Mapping[str, tuple[Any, Any]],
    ) -> None:
        """Keep what is typed, in place of what was kept of the same form before.

        Never given: passwords.

        Raises:
            Invalid: it is too much to keep.
        """
        if self.actor.id is None:
            return
        told = {field: list(pair) for field, pair in entries.items()}
        if len(json.dumps(told)) > LARGEST:
            raise Invalid({"": _("This form holds too much to be kept unsaved. Save it.")})
        found = self._one(session, place, subject_id) or StoredDraft(
            staff_id=self.actor.id, place=place, subject_id=subject_id
        )
        found.title, found.entries, found.at = title[:_TITLE], told, session.info["now"]
        session.add(found)

    @query(Permission.SIGN_IN)
    def mine(self, session: Session) -> list[KeptDraft]:
        """The actor's unfinished forms, the newest first."""
        statement = sa.select(StoredDraft).where(StoredDraft.staff_id == self.actor.id)
        return [
            _kept(row)
            for row in session.scalars(
                statement.order_by(StoredDraft.at.desc(), StoredDraft.id.desc())
            )
        ]

    @query(Permission.SIGN_IN)
    def find(self, session: Session, place: str, subject_id: int = 0) -> KeptDraft | None:
        """What the actor typed into this form and did not save."""
        found = self._one(session, place, subject_id)
        return _kept(found) if found else None

    @use_case(Permission.SIGN_IN)
    def drop(self, session: Session, place: str, subject_id: int = 0) -> None:
        """Forget a form: it was saved, or thrown away."""
        if found := self._one(session, place, subject_id):
            session.delete(found)

    def _one(self, session: Session, place: str, subject_id: int) -> StoredDraft | None:
        return session.scalar(
            sa.select(StoredDraft).where(
                StoredDraft.staff_id == self.actor.id,
                StoredDraft.place == place,
                StoredDraft.subject_id == subject_id,
            )
        )


def _kept(row: StoredDraft) -> KeptDraft:
    entries = {field: (pair[0], pair[1]) for field, pair in row.entries.items()}
    return KeptDraft(row.place, row.subject_id, row.title, entries, row.at)
