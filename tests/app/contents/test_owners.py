"""Whoever owns a content, it is kept once, and goes when its last owner does."""

from datetime import timedelta

import pytest

from app.attachments.schemas import AttachTo
from app.catalogue.drafts import FileDraft, ProductDraft
from app.contents.owners import OWNERS
from app.contents.schemas import Damaged, Place, PlaceDraft
from app.core.errors import Unavailable
from app.registry import Base
from tests.app.attachments.conftest import counted, file, jane, lying, managed, to

__all__ = ["counted", "file", "jane", "managed", "to"]


@pytest.fixture
def ledger(services):
    return services.products.create(ProductDraft("Ledger", "LEDGER"))


def test_every_table_that_refers_to_contents_is_an_owner():
    tied = {
        table.name
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "contents" and table.name != "content_parts"
    }
    assert tied == {owner.name for owner, _name in OWNERS}
    for owner, _name in OWNERS:
        known = Base.metadata.tables[owner.name]
        assert set(owner.c.keys()) <= set(known.c.keys())
        assert ["sha256"] in [list(index.columns.keys()) for index in known.indexes]


@pytest.mark.parametrize("place", list(Place))
def test_a_download_and_an_attachment_share_what_they_say(
    services, ledger, to: AttachTo, file, managed, counted, tmp_path, place, clock
):
    services.file_store.set_place(PlaceDraft(place, str(managed)))
    files, products, source = services.attachments, services.products, file("setup.exe", b"MZ" * 99)
    offered = products.add_file(ledger, FileDraft("1.0"), source)
    attached = files.add(to, source)
    assert counted()[:2] == (1, 1)
    assert len(lying(managed)) == (place is Place.FOLDER)
    other = Place.DATABASE if place is Place.FOLDER else Place.FOLDER
    assert services.file_store.move_all(other).done == 1
    products.save_file(offered, tmp_path / "out.exe")
    assert (tmp_path / "out.exe").read_bytes() == source.read_bytes()

    files.remove([attached])
    services.upkeep.check()
    products.remove_file(offered)
    services.upkeep.check()
    assert counted()[:2] == (1, 1)
    assert files.restore([attached]).done == (attached,)
    products.add_file(ledger, FileDraft("1.1"), source)
    services.lifecycle.delete([to.customer_id])
    clock.at += timedelta(days=31)
    services.upkeep.run_due()
    assert counted()[:2] == (0, 1)
    products.remove(ledger)
    services.upkeep.run_due()
    assert counted() == (0, 0, 0)
    assert lying(managed) == []


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_download_that_was_lost_is_said_and_never_handed_out(
    services, ledger, file, managed, tmp_path
):
    services.file_store.set_place(PlaceDraft(Place.FOLDER, str(managed)))
    offered = services.products.add_file(ledger, FileDraft("1.0"), file("setup.exe", b"MZ"))
    (content,) = lying(managed)
    content.write_bytes(b"ZM")
    out = tmp_path / "out.exe"
    out.write_bytes(b"before")
    with pytest.raises(Damaged, match="is not what was added"):
        services.products.save_file(offered, out)
    content.unlink()
    problem = {found.check: found.problem for found in services.upkeep.check()}["files"]
    assert "missing: setup.exe" in problem
    managed.rename(tmp_path / "unplugged")
    with pytest.raises(Unavailable, match="cannot be reached"):
        services.products.save_file(offered, out)
    assert out.read_bytes() == b"before"
