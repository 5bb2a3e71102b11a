"""Use cases around imports: saved mappings, the log of what was imported, taking it back."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import Conflict
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.exchange import log, profiles
from app.exchange.schemas import CUSTOMERS, Fitted, ImportJob, MappingDraft, Profile
from app.undo.schemas import UndoOutcome, UndoPreview
from app.undo.service import UndoService


class ImportService(Service):
    """What stays of imports: how files were read, and what came of them."""

    @query(Permission.CUSTOMERS_IMPORT)
    def profiles(self, session: Session) -> list[Profile]:
        """The actor's own saved mappings and those others share, by name."""
        return profiles.profiles(session, self.actor)

    @query(Permission.CUSTOMERS_IMPORT)
    def fitting(self, session: Session, header: Sequence[str]) -> tuple[Fitted, ...]:
        """The saved mappings that have columns of a file, those made for it first."""
        return profiles.offered(session, self.actor, header)

    @use_case(Permission.CUSTOMERS_IMPORT)
    def save_profile(
        self,
        session: Session,
        draft: MappingDraft,
        profile_id: int | None = None,
        version: int = 0,
    ) -> int:
        """Keep a mapping under a name, in place of `profile_id` if given, and give its id.

        Raises:
            Invalid: it has no name, or one the actor uses already, or maps nothing; keyed
                "name" or "mapping".
            NotFound: the one to replace is gone.
            Conflict: it is somebody else's, or was changed meanwhile.
        """
        return profiles.save(session, self.actor, draft, profile_id, version)

    @use_case(Permission.CUSTOMERS_IMPORT)
    def remove_profile(self, session: Session, profile_id: int) -> None:
        """Forget a saved mapping.

        Raises:
            NotFound: it is gone already.
            Conflict: it is somebody else's.
        """
        profiles.remove(session, self.actor, profile_id)

    @query(Permission.CUSTOMERS_IMPORT)
    def jobs(self, session: Session) -> list[ImportJob]:
        """Every import the actor may know of, the latest first; fit for `listing.small`."""
        return log.jobs(session, self.actor)

    @query(Permission.CUSTOMERS_IMPORT)
    def job(self, session: Session, job_id: int) -> ImportJob:
        """One import.

        Raises:
            NotFound: there is none with that number, or it is not for this actor to see.
        """
        return log.job(session, self.actor, job_id)

    @guarded(Permission.CUSTOMERS_IMPORT)
    def revert_preview(self, job_id: int, progress: Progress | None = None) -> UndoPreview:
        """What taking an import back would do, and which customers were changed since.

        Raises:
            NotFound: there is no such import.
            Conflict: it changed nothing, or was taken back already.
            PermissionDenied: it is somebody else's, and the role may not undo others' work.
            Cancelled: `progress` was.
        """
        return self._undo().preview(self._standing(job_id).command, progress)

    @guarded(Permission.CUSTOMERS_IMPORT)
    def revert(
        self, job_id: int, *, partly: bool = False, progress: Progress | None = None
    ) -> UndoOutcome:
        """Take an import back in one transaction: its new customers go, others are as before.

        With `partly`, customers that were changed since stay as they are. It can be done
        again by redoing it.

        Raises:
            Blocked: customers were changed since, and not `partly`; who and when is named.
            NotFound: there is no such import.
            Conflict: it changed nothing, or was taken back already.
            PermissionDenied: it is somebody else's, and the role may not undo others' work.
            Cancelled: `progress` was; nothing was changed.
        """
        command = self._standing(job_id).command
        return self._undo().undo(command, partly=partly, progress=progress)

    def _standing(self, job_id: int) -> ImportJob:
        found = self.job(job_id)
        if found.target != CUSTOMERS:
            raise Conflict(
                _(
                    "Only imports of customers can be taken back as a whole. Change, cancel or "
                    "void what this one brought in where it is listed."
                )
            )
        if not found.command:
            raise Conflict(_("This import changed nothing, so there is nothing to take back."))
        if found.undone_at is not None:
            raise Conflict(_("%s took this import back already.") % found.undone_by)
        return found

    def _undo(self) -> UndoService:
        return UndoService(self.db, self.actor, self.changes, self.key, self.reason, self.receipt)
