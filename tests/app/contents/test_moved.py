"""Downloads of before come into the store all files share; nothing of them is lost."""

import hashlib
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from app.catalogue.drafts import FileDraft
from app.contents.schemas import Place, PlaceDraft
from app.core import migrations
from app.core.access import SYSTEM

AT = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
WHOLE, EMPTY, EXACT = b"MZ" + bytes(range(256)) * 8192 + b"end", b"", bytes(1024 * 1024)
LOST, REMOVED = b"lost by a fault of the disk", b"removed"
TOUCHED = {"version": 1, "created_at": AT, "created_by": "Ada", "updated_at": AT, "updated_by": ""}
PRODUCT = {
    "uid": "u", "reference": "LEDGER", "name": "Ledger", "description": "", "email_on_issue": False,
    "key_format": "XXXXX-XXXXX-XXXXX", "active": True, "reference_norm": "ledger",
    "name_key": "ledger", "search_text": "ledger", "plans": 0, "licenses": 0, **TOUCHED,
}  # fmt: skip
RELEASE = {"note": "", "released_on": date(2026, 5, 4), **TOUCHED}


def named(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def before(desk_db):
    """A database as the version before left it: five releases, with four contents, of one lost."""
    migrations.downgrade(desk_db, "0009")
    kept = sa.MetaData()
    with desk_db.engine.begin() as connection:
        kept.reflect(connection, only=["products", "product_files", "file_contents"])
        products, files, contents = (
            kept.tables[name] for name in ("products", "product_files", "file_contents")
        )
        connection.execute(sa.insert(products), PRODUCT)
        product = connection.scalar(sa.select(products.c.id))
        for content in (WHOLE, EMPTY, EXACT):
            connection.execute(sa.insert(contents), {"sha256": named(content), "content": content})
        for number, content in enumerate((WHOLE, EMPTY, WHOLE, LOST, EXACT, REMOVED)):
            row = {
                **RELEASE, "product_id": product, "release": f"1.{number}", "size": len(content),
                "file_name": f"setup{number}.exe", "sha256": named(content),
            }  # fmt: skip
            connection.execute(sa.insert(files), row)
        connection.execute(sa.delete(files).where(files.c.sha256 == named(REMOVED)))
    return desk_db


def rows(database, table):
    with database.reading(SYSTEM) as session:
        found = session.execute(sa.text(f"SELECT * FROM {table}")).mappings()
        return sorted((dict(row) for row in found), key=lambda row: row.get("id", row["sha256"]))


def test_downloads_of_before_come_along(before, services, tmp_path):
    releases = rows(before, "product_files")
    migrations.upgrade(before)

    assert rows(before, "product_files") == releases
    product, out = releases[0]["product_id"], tmp_path / "out.exe"
    files = {one.release: one for one in services.products.show(product).files}
    assert len(files) == 5
    for release, content in (("1.0", WHOLE), ("1.1", EMPTY), ("1.2", WHOLE), ("1.4", EXACT)):
        services.products.save_file(files[release].id, out)
        assert out.read_bytes() == content
    problem = {found.check: found.problem for found in services.upkeep.check()}["files"]
    assert "is missing: setup3.exe." in problem

    source = tmp_path / "again.exe"
    source.write_bytes(LOST)
    mended = services.products.add_file(product, FileDraft("2"), source)
    assert mended == releases[-1]["id"] + 2
    services.products.save_file(files["1.3"].id, out)
    assert out.read_bytes() == LOST
    with pytest.raises(sa.exc.IntegrityError), before.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM contents"))


def test_downloads_can_go_back(before, services, tmp_path):
    releases, contents = rows(before, "product_files"), rows(before, "file_contents")
    migrations.upgrade(before)
    services.file_store.set_place(PlaceDraft(Place.FOLDER, str(tmp_path)))
    services.file_store.move_all(Place.FOLDER)
    with pytest.raises(RuntimeError, match="move all files into the database first"):
        migrations.downgrade(before, "0009")
    services.file_store.move_all(Place.DATABASE)
    migrations.downgrade(before, "0009")

    assert rows(before, "product_files") == releases
    assert rows(before, "file_contents") == contents
