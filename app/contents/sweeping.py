"""Takes away contents nobody wants, and what crashes left in the managed folder.

A content's row goes only once its file is gone: what a crash leaves in between is found
again the next time.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.contents import folder as folders
from app.contents import keeping
from app.contents.model import Content
from app.contents.owners import owned
from app.contents.schemas import Place
from app.core.errors import DeskError
from app.core.query import Where

EVERY = timedelta(days=1)
_SOME = 500


def unwanted(session: Session) -> Where:
    """Which contents are to be taken away now."""
    over: Where = Content.unwanted_at <= session.info["now"]
    return over


def let_go_all(session: Session) -> None:
    """Mark every content no owner refers to, whatever took the owner away."""
    session.execute(
        sa.update(Content)
        .where(Content.unwanted_at.is_(None), ~owned())
        .values(unwanted_at=session.info["now"])
        .execution_options(synchronize_session=False)
    )


def forget(session: Session, sha256: str, folder: Path) -> bool:
    """Take a content away that nobody wants; false if its folder is out of reach."""
    keeping.lock(session, sha256)
    found = session.get(Content, sha256)
    if found is None:
        return True
    wanted = sa.select(Content.sha256).where(Content.sha256 == sha256, owned())
    if session.scalar(wanted) is not None:
        found.unwanted_at = None  # Somebody added it again in that moment.
        return True
    if found.place is Place.FOLDER:
        try:
            folders.take_away(folder, sha256)
        except DeskError:
            return False
    keeping.erase(session, sha256)
    session.delete(found)
    return True


def is_due(folder: Path, now: datetime) -> bool:
    """Whether the folder, where there is one, was not swept for a day."""
    if folder == Path():
        return False
    try:
        if not folder.is_dir():
            return False
        swept = (folder / folders.MARK).stat().st_mtime
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return now.timestamp() - swept > EVERY.total_seconds()


def litter(folder: Path, now: datetime) -> Iterator[list[str]]:
    """Remove what was never finished; then, some at a time, the hashes of all older files.

    Only what nobody touched for a day counts: others may be writing.

    Raises:
        Unavailable: the folder cannot be read or written.
    """
    before, some = now.timestamp() - EVERY.total_seconds(), list[str]()
    with folders.told(folder):
        for path in folders.litter(folder, before):
            if path.suffix == ".part":
                path.unlink(missing_ok=True)
                continue
            some.append(path.name)
            if len(some) == _SOME:
                yield some
                some = []
        yield some
        (folder / folders.MARK).touch()


def strays(session: Session, hashes: Sequence[str]) -> list[str]:
    """Which of these the database does not say to lie in the folder."""
    there = sa.select(Content.sha256).where(
        Content.sha256.in_(hashes), Content.place == Place.FOLDER
    )
    known = set(session.scalars(there))
    return [sha256 for sha256 in hashes if sha256 not in known]


def sweep_one(session: Session, folder: Path, sha256: str) -> None:
    """Remove a content's file if the database does not say that it lies there."""
    keeping.lock(session, sha256)
    found = session.get(Content, sha256)
    if found is None or found.place is not Place.FOLDER:
        with suppress(DeskError):
            folders.take_away(folder, sha256)
