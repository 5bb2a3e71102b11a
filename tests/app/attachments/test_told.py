"""What is done with files is told in the audit trail."""

import pytest

from app.attachments.schemas import AttachmentDraft
from app.contents.schemas import Place, PlaceDraft
from tests.app.test_trail import named, noted, trail

__all__ = ["noted", "trail"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_changes_of_files_are_told(services, to, file, managed, noted, trail):
    files, changed = services.attachments, noted.changed
    trail()
    one = noted("attachment.attach", lambda: files.add(to, file()))
    assert changed("name") == [[None, "offer.pdf"]]
    noted("attachment.edit", lambda: files.edit(one, 1, AttachmentDraft("Offer.pdf", "Signed")))
    assert changed("note") == [["", "Signed"]]
    noted("attachment.remove", lambda: files.remove([one]))
    noted("attachment.restore", lambda: files.restore([one]))
    place = PlaceDraft(Place.FOLDER, str(managed))
    noted("filestore.set_place", lambda: services.file_store.set_place(place))
    wanted = named("attachments", "attachment") | named("file_store", "filestore")
    assert noted.done - {"attachment.attach"} == wanted
