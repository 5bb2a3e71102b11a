"""Compares what is kept of each file with what was added."""

import hashlib
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.contents import keeping
from app.contents.model import Content
from app.contents.owners import name_of, of_other_sizes
from app.contents.schemas import Place
from app.core.errors import DeskError
from app.core.progress import Progress


def wrong_files(session: Session, progress: Progress) -> tuple[list[str], list[str], str]:
    """Names of files whose content is missing, of those where it was changed, and a sentence.

    The sentence says that the managed folder is out of reach, so that nobody can tell.
    Everything is read once, which takes its time.

    Raises:
        Cancelled: the caller asked for it.
    """
    folder = keeping.settings(session)[1]
    hashes = session.scalars(sa.select(Content.sha256).order_by(Content.sha256)).all()
    missing: list[str] = []
    changed: list[str] = []
    out_of_reach = ""
    for done, sha256 in enumerate(hashes, 1):
        content = session.get_one(Content, sha256)
        if not (out_of_reach and content.place is Place.FOLDER):
            try:
                found, size = _read(session, content, folder)
            except DeskError as error:
                out_of_reach = str(error)
            else:
                if found != sha256:
                    gone = not size and bool(content.size)
                    (missing if gone else changed).append(sha256)
        session.expunge(content)
        progress.report(done, len(hashes))
    missing += of_other_sizes(session)
    return _names(session, missing), _names(session, changed), out_of_reach


def _read(session: Session, content: Content, folder: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in keeping.stored(session, content, folder):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _names(session: Session, hashes: list[str]) -> list[str]:
    return [name_of(session, sha256) for sha256 in dict.fromkeys(hashes)]
