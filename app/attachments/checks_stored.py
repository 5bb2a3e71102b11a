"""Compares what is kept of each file with what was added."""

import hashlib
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.attachments import keeping
from app.attachments.model import Attachment, Content
from app.attachments.schemas import Place
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
    missing += _lost(session)
    return _names(session, missing), _names(session, changed), out_of_reach


def _read(session: Session, content: Content, folder: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in keeping.stored(session, content, folder):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


def _lost(session: Session) -> list[str]:
    """Attachments that say another size than their content has."""
    odd = sa.select(Attachment.sha256).join(Content, Content.sha256 == Attachment.sha256)
    return list(session.scalars(odd.where(Attachment.size != Content.size)))


def _names(session: Session, hashes: list[str]) -> list[str]:
    """What the files are called; those nobody refers to by the beginning of their hash."""
    found = []
    for sha256 in dict.fromkeys(hashes):
        names = sa.select(sa.func.min(Attachment.name)).where(Attachment.sha256 == sha256)
        found.append(session.scalar(names) or sha256[:12])
    return found
