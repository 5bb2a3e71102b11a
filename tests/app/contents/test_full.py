"""A disk that fills stops what needs it with a sentence, and nothing is lost or half."""

import os

import pytest

from app.attachments.schemas import AttachTo
from app.contents.schemas import Place, PlaceDraft
from app.core.errors import Unavailable
from tests.app.attachments.conftest import MB, counted, file, jane, lying, to
from tests.app.exchange.test_export_disk import ROOM, small_disk

__all__ = ["counted", "file", "jane", "small_disk", "to"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_full_folder_takes_nothing_half(
    services, to: AttachTo, file, small_disk, counted, tmp_path
):
    files, store = services.attachments, services.file_store
    contents = [os.urandom(1000), os.urandom(ROOM + MB)]
    ids = [files.add(to, file(f"{n}.bin", one)) for n, one in enumerate(contents)]
    store.set_place(PlaceDraft(Place.FOLDER, str(small_disk)))

    with pytest.raises(Unavailable, match="no room left"):
        store.move_all(Place.FOLDER)
    with pytest.raises(Unavailable, match="no room left"):
        files.add(to, file("more.bin", os.urandom(ROOM + MB)))

    assert counted()[:2] == (2, 2)
    assert [path.suffix for path in lying(small_disk) if path.suffix] == []
    saved = files.save_all(ids, tmp_path)
    assert [path.read_bytes() for path in saved.paths] == contents
