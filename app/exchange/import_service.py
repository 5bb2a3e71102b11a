"""Use cases around imports: saved mappings, and the log of what was imported."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.service import Service, query, use_case
from app.exchange import log, profiles
from app.exchange.schemas import Fitted, ImportJob, MappingDraft, Profile


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
