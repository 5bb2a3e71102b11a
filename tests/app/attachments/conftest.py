"""Two customers, files to add, and both places they may be kept in."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from app.attachments.model import Attachment
from app.attachments.schemas import AttachTo
from app.contents.model import Content, ContentPart
from app.contents.schemas import Place, PlaceDraft
from tests.app.licensing.conftest import acting, jane, john

__all__ = ["acting", "jane", "john"]
MB = 1024 * 1024


@pytest.fixture
def file(tmp_path):
    """A function that makes a file of this content; its path."""
    folder = tmp_path / "theirs"
    folder.mkdir()

    def make(name: str = "offer.pdf", content: bytes = b"%PDF- an offer") -> Path:
        path = folder / name
        path.write_bytes(content)
        return path

    return make


@pytest.fixture
def managed(tmp_path) -> Path:
    """An empty folder that may become the managed one."""
    folder = tmp_path / "managed"
    folder.mkdir()
    return folder


@pytest.fixture
def into_folder(services, managed):
    """New files go to the managed folder."""
    services.file_store.set_place(PlaceDraft(Place.FOLDER, str(managed)))
    return managed


@pytest.fixture
def to(jane) -> AttachTo:
    return AttachTo(jane)


@pytest.fixture
def counted(desk_db, admin):
    """A function that counts attachments, contents and pieces."""

    def count() -> tuple[int, int, int]:
        with desk_db.reading(admin) as session:
            tables = (Attachment, Content, ContentPart)
            counts = [session.scalar(sa.select(sa.func.count()).select_from(t)) for t in tables]
        return counts[0], counts[1], counts[2]

    return count


def lying(folder: Path) -> list[Path]:
    """The files in the managed folder."""
    return [path for path in folder.glob("*/*") if path.is_file()]
