"""`desk files`: added, listed, moved elsewhere, saved."""

import json

import pytest

from app.core.access import SYSTEM
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.customers.drafts import CustomerDraft
from app.services import Services

JANE = "jane@roe.example"


@pytest.fixture
def engine_name():
    """What the command line does is the same on each engine; other tests prove that."""
    return "sqlite"


def test_files_are_added_listed_moved_and_saved(ask, written, tmp_path):
    database = Database(Address.parse(written))
    jane = CustomerDraft(JANE, "Jane", "Roe")
    Services.build(database, SYSTEM, Changes()).customers.create(jane)
    database.close()
    offer, copy, folder = (tmp_path / name for name in ("offer.pdf", "copy.pdf", "managed"))
    offer.write_bytes(b"%PDF- an offer")
    folder.mkdir()
    status, out, err = ask("files", "add", JANE, offer, tmp_path / "gone.txt")
    [key] = json.loads(out)["ids"]
    assert (status, err) == (1, ["There is no file gone.txt. Choose another file."])
    status, out, err = ask("files", "move", "folder", "--folder", folder)
    assert (status, err) == (0, ["1 file was moved."])
    [row] = json.loads(ask("files", "list", JANE)[1])["rows"]
    assert (row["id"], row["name"], row["size"], row["kind"]) == (key, "offer.pdf", 14, "pdf")
    assert ask("files", "save", key, copy)[0] == 0
    assert copy.read_bytes() == offer.read_bytes()
    assert ask("files", "move", "moon")[0] == 2
