"""Keeps contents, each once, whoever adds it: what happens within a transaction.

A content goes in first, wanted by nobody yet; then the owner that wants it. So what
owns it is locked for a moment only, and what a crash leaves between the two is a whole
content that upkeep takes away. `lock` lets one at a time touch a content of one hash.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.contents import folder as folders
from app.contents.handing import Found
from app.contents.model import Content, ContentPart
from app.contents.owners import owned
from app.contents.schemas import Place
from app.contents.taking import Advance, Taken
from app.organization.service import current

# For so long a content may be without an owner while it is being added.
ON_THE_WAY = timedelta(days=1)
_CHUNK = 500
_WAIT = "SET LOCAL lock_timeout = '5min'"


def settings(session: Session) -> tuple[Place, Path]:
    """Where new contents go, and the managed folder, a blank path where there is none."""
    found = current(session)
    return place_named(found.attachments_place), Path(found.attachments_folder)


def place_named(name: str) -> Place:
    """A place by its name; what nobody knows is the database."""
    return Place.FOLDER if name == Place.FOLDER.value else Place.DATABASE


def lock(session: Session, sha256: str) -> None:
    """Wait until nobody else adds, moves or takes away the content of this hash."""
    if session.get_bind().dialect.name == "sqlite":
        return  # Whoever may write holds the only write lock.
    session.execute(sa.text(_WAIT))
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(int(sha256[:15], 16))))


def keep(session: Session, taken: Taken, place: Place, folder: Path, advance: Advance) -> None:
    """See to it that a content is there, whole; what was lost or damaged is put back.

    Raises:
        Unavailable: the folder is gone or cannot be written.
    """
    lock(session, taken.sha256)
    found = session.get(Content, taken.sha256)
    if found is not None and _is_there(session, found, folder):
        advance(taken.size)
        return
    now = session.info["now"]
    if found is None:
        found = Content(
            sha256=taken.sha256, size=taken.size, place=place, added_at=now,
            unwanted_at=now + ON_THE_WAY,
        )  # fmt: skip
        session.add(found)
    found.place, found.size = place, taken.size
    session.flush()
    if place is Place.FOLDER and taken.path is not None:
        erase(session, taken.sha256)
        folders.put(folder, taken.path, taken.sha256)
        advance(taken.size)
    else:
        found.place = Place.DATABASE
        write(session, taken.sha256, taken.pieces(), advance)
    session.flush()


def want(session: Session, sha256: str) -> bool:
    """Mark a content as wanted; false if it was taken away meanwhile."""
    lock(session, sha256)
    found = session.get(Content, sha256)
    if found is None:
        return False
    found.unwanted_at = None
    session.flush()
    return True


def write(session: Session, sha256: str, pieces: Iterable[bytes], advance: Advance) -> None:
    """Put a content into the database, in place of what is there of it."""
    erase(session, sha256)
    for position, piece in enumerate(pieces):
        values = {"sha256": sha256, "position": position, "piece": piece}
        session.connection().execute(sa.insert(ContentPart), values)
        advance(len(piece))


def erase(session: Session, sha256: str) -> None:
    """Take a content's pieces out of the database."""
    session.execute(sa.delete(ContentPart).where(ContentPart.sha256 == sha256))


def piece(session: Session, sha256: str, position: int) -> bytes | None:
    """A piece of a content in the database; None after the last."""
    found = sa.select(ContentPart.piece).where(ContentPart.sha256 == sha256)
    return session.scalar(found.where(ContentPart.position == position))


def stored(session: Session, content: Content, folder: Path) -> Iterator[bytes]:
    """What is kept of a content, in pieces; nothing where it is missing.

    Raises:
        Unavailable: the folder cannot be reached or read.
    """
    if content.place is Place.FOLDER:
        yield from folders.pieces(folders.reachable(folder), content.sha256)
        return
    position = 0
    while (found := piece(session, content.sha256, position)) is not None:
        yield found
        position += 1


def located(session: Session, name: str, sha256: str) -> Found:
    """Where the content of a file of this name is to be read."""
    content = session.get_one(Content, sha256)
    return Found(name, content.size, sha256, content.place, settings(session)[1])


def let_go(session: Session, hashes: Iterable[str], after: timedelta = timedelta()) -> None:
    """Mark those contents no owner refers to any more, to be taken away at once or later."""
    wanted, due = sorted(set(hashes)), session.info["now"] + after
    for start in range(0, len(wanted), _CHUNK):
        session.execute(
            sa.update(Content)
            .where(
                Content.sha256.in_(wanted[start : start + _CHUNK]),
                ~owned(),
            )
            .values(unwanted_at=due)
            .execution_options(synchronize_session=False)
        )


def _is_there(session: Session, content: Content, folder: Path) -> bool:
    """Whether it is at its place in its full length; that it is unchanged, a check tells."""
    if content.place is Place.FOLDER:
        return folders.size_of(folders.reachable(folder), content.sha256) == content.size
    length = sa.func.coalesce(sa.func.sum(sa.func.length(ContentPart.piece)), 0)
    found = session.scalar(sa.select(length).where(ContentPart.sha256 == content.sha256))
    return int(found or 0) == content.size
