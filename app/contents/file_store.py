"""Use cases on where files are kept: which place, moving between them, taking away what is over."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.contents import folder as folders
from app.contents import keeping, moving, sweeping
from app.contents.model import Content
from app.contents.owners import name_of
from app.contents.schemas import Kept, Moved, Place, PlaceDraft
from app.contents.taking import Taken
from app.core.access import Permission
from app.core.errors import Cancelled, DeskError, Invalid
from app.core.progress import Progress
from app.core.service import Service, guarded, query, use_case
from app.core.text import _
from app.organization.service import the_one

_SAMPLES = 20
_AT_ONCE = 200


class FileStoreService(Service):
    """Where the contents of files are kept, for everybody who works with this database."""

    @query(Permission.SETTINGS_EDIT)
    def kept(self, session: Session) -> Kept:
        """Where new files go, and how much lies where."""
        place, folder = keeping.settings(session)
        counted = sa.select(
            Content.place, sa.func.count(), sa.func.coalesce(sa.func.sum(Content.size), 0)
        ).group_by(Content.place)
        found = {row[0]: (int(row[1]), int(row[2])) for row in session.execute(counted)}
        nothing = (0, 0)
        return Kept(
            place,
            "" if folder == Path() else str(folder),
            *found.get(Place.DATABASE, nothing),
            *found.get(Place.FOLDER, nothing),
        )

    @use_case(Permission.SETTINGS_EDIT)
    def set_place(self, session: Session, draft: PlaceDraft) -> None:
        """Say where new files are to go; those there are stay where they lie.

        Another folder is taken only if it has what lies in the folder so far.

        Raises:
            Invalid: the folder cannot be used; told of the field `folder`.
        """
        values = draft.checked()
        before = keeping.settings(session)[1]
        text, to_folder = values["folder"], values["place"] is Place.FOLDER
        if to_folder or (text and Path(text) != before):
            folder = folders.try_out(text)
            if folder != before:
                _refuse_empty(session, folder)
            text = str(folder)
        elif not text and _any_in_folder(session):
            said = _("Files lie in that folder still. Move all into the database first.")
            raise Invalid({"folder": said})
        organization = the_one(session)
        organization.settings = {
            **organization.settings,
            "attachments_place": values["place"].value,
            "attachments_folder": text,
        }

    @guarded(Permission.SETTINGS_EDIT)
    def move_all(self, place: Place, progress: Progress | None = None) -> Moved:
        """Move every content to one place, one after another; what was begun can be gone on with.

        A content that is missing or was changed stays, and is named.

        Raises:
            Unavailable: the folder cannot be reached or written, or the disk is full.
        """
        progress, done = progress or Progress(), 0
        refused: list[str] = []
        hashes, folder = self._elsewhere(place)
        try:
            for sha256 in hashes:
                progress.report(done + len(refused), len(hashes))
                problem = moving.move(self._source(sha256, folder), place, folder, self._settle)
                if problem:
                    refused.append(self._named(sha256, problem))
                    continue
                if place is Place.DATABASE:
                    self._sweep_one(folder, sha256)
                done += 1
        except Cancelled:
            left = len(hashes) - done - len(refused)
            return Moved(done, left, tuple(refused), stopped=True)
        return Moved(done, 0, tuple(refused))

    @query(Permission.UPKEEP)
    def anything_due(self, session: Session) -> bool:
        """Whether contents are unwanted, or the folder was not swept today."""
        unwanted = sa.select(Content.sha256).where(sweeping.unwanted(session)).limit(1)
        if session.scalar(unwanted) is not None:
            return True
        return sweeping.is_due(keeping.settings(session)[1], session.info["now"])

    @guarded(Permission.UPKEEP)
    def run_due(self, *, thorough: bool = False) -> None:
        """Take away what is over: contents nobody wants, and litter.

        A folder that cannot be reached is left for the next time. With `thorough` every
        content is asked whether somebody wants it.
        """
        if thorough:
            self._let_go_all()
        while hashes := self._unwanted():
            # What lies in a folder that is out of reach now comes again the next time.
            if not sum(self._forget(sha256) for sha256 in hashes):
                break
        folder, now = self._folder()
        if sweeping.is_due(folder, now):
            with suppress(DeskError):
                for hashes in sweeping.litter(folder, now):
                    for sha256 in self._strays(hashes):
                        self._sweep_one(folder, sha256)

    @query(Permission.SETTINGS_EDIT)
    def _elsewhere(self, session: Session, place: Place) -> tuple[list[str], Path]:
        folder = keeping.settings(session)[1]
        if place is Place.FOLDER:
            folders.incoming(folder)
        found = sa.select(Content.sha256).where(Content.place != place)
        return list(session.scalars(found.order_by(Content.sha256))), folder

    def _source(self, sha256: str, folder: Path) -> moving.Source:
        return moving.Source(sha256, folder, self._size, self._piece)

    @query(Permission.SETTINGS_EDIT)
    def _size(self, session: Session, sha256: str) -> tuple[Place, int] | None:
        found = session.get(Content, sha256)
        return (found.place, found.size) if found else None

    @query(Permission.SETTINGS_EDIT)
    def _piece(self, session: Session, sha256: str, position: int) -> bytes | None:
        return keeping.piece(session, sha256, position)

    @use_case(Permission.SETTINGS_EDIT)
    def _settle(self, session: Session, copy: Taken, folder: Path) -> None:
        moving.settle(session, copy, folder)

    @query(Permission.SETTINGS_EDIT)
    def _named(self, session: Session, sha256: str, problem: str) -> str:
        return problem % name_of(session, sha256)

    @use_case(Permission.UPKEEP)
    def _let_go_all(self, session: Session) -> None:
        sweeping.let_go_all(session)

    @query(Permission.UPKEEP)
    def _unwanted(self, session: Session) -> list[str]:
        found = sa.select(Content.sha256).where(sweeping.unwanted(session)).limit(_AT_ONCE)
        return list(session.scalars(found))

    @use_case(Permission.UPKEEP)
    def _forget(self, session: Session, sha256: str) -> bool:
        return sweeping.forget(session, sha256, keeping.settings(session)[1])

    @query(Permission.UPKEEP)
    def _strays(self, session: Session, hashes: list[str]) -> list[str]:
        return sweeping.strays(session, hashes)

    @use_case(Permission.SIGN_IN)
    def _sweep_one(self, session: Session, folder: Path, sha256: str) -> None:
        sweeping.sweep_one(session, folder, sha256)

    @query(Permission.UPKEEP)
    def _folder(self, session: Session) -> tuple[Path, datetime]:
        return keeping.settings(session)[1], session.info["now"]


def _any_in_folder(session: Session) -> bool:
    found = sa.select(Content.sha256).where(Content.place == Place.FOLDER).limit(1)
    return session.scalar(found) is not None


def _refuse_empty(session: Session, folder: Path) -> None:
    """Let nobody name another folder that lacks what lies in the one so far."""
    found = sa.select(Content.sha256, Content.size).where(Content.place == Place.FOLDER)
    for sha256, size in session.execute(found.limit(_SAMPLES)):
        if folders.size_of(folder, sha256) != size:
            raise Invalid(
                {
                    "folder": _(
                        "Files lie in the folder so far, and this one does not have them. Copy "
                        "them there first, or move all into the database."
                    )
                }
            )
