"""Files are kept once, handed out as they were, removed and brought back."""

import os
import stat
from datetime import timedelta

import pytest

import app.core.progress
from app.attachments.schemas import LIMIT, AttachmentDraft, AttachTo, Dangerous
from app.contents.schemas import Damaged, Place
from app.contents.taking import measured
from app.core.access import Actor, Permission, Scope
from app.core.errors import Cancelled, Conflict, DeskError, Invalid, NotFound, Unavailable
from app.core.progress import Progress
from app.services import Services
from tests.app.attachments.conftest import MB, lying

BIG = os.urandom(2 * MB + MB // 2)


@pytest.fixture(autouse=True)
def every_step(monkeypatch):
    """Progress is told of each piece."""
    monkeypatch.setattr(app.core.progress, "INTERVAL", 0)


@pytest.fixture(params=list(Place))
def place(request):
    """Runs a test once with files in the database, and once in the managed folder."""
    if request.param is Place.FOLDER:
        return request.getfixturevalue("into_folder")
    return None


def test_a_file_is_kept_once_and_handed_out_as_it_was(
    services, to, john, file, place, counted, tmp_path
):
    files, steps = services.attachments, []
    one = files.add(to, file("plan.zip", BIG), progress=Progress(lambda *at: steps.append(at)))
    assert steps[-1] == (2 * len(BIG), 2 * len(BIG))
    assert len(steps) >= 4
    assert files.add(to, file("plan.zip", BIG)) == one
    files.add(AttachTo(john), file("other name.zip", BIG))
    files.add(to, file("empty.txt", b""))
    pieces = 3 if place is None else 0
    assert counted() == (3, 2, pieces)
    if place is not None:
        assert sorted(path.stat().st_size for path in lying(place)) == [0, len(BIG)]
    empty, row = files.of(to)
    assert (row.name, row.size, row.media_type, row.created_by, row.belongs) == (
        "plan.zip", len(BIG), "application/zip", "Ada Admin", "",
    )  # fmt: skip
    out = tmp_path / "out.zip"
    out.write_bytes(b"before")
    files.save_as(row.id, out)
    assert out.read_bytes() == BIG
    files.save_as(empty.id, out)
    assert out.read_bytes() == b""
    saved = files.save_all([row.id, empty.id, row.id + 99], tmp_path)
    assert [path.name for path in saved.paths] == ["plan.zip", "empty.txt"]
    assert "not there" in saved.refused[0][1]
    assert [path.name for path in files.save_all([row.id], tmp_path).paths] == ["plan (2).zip"]


def test_what_cannot_be_added_is_refused_with_a_sentence(
    services, to, john, file, counted, tmp_path
):
    files, told = services.attachments, []
    huge = tmp_path / "huge.iso"
    with huge.open("wb") as out:
        out.truncate(5 << 30)
    pipes = []
    if hasattr(os, "mkfifo"):  # where there are such
        os.mkfifo(tmp_path / "pipe")
        pipes = [(tmp_path / "pipe", "pipe is not an ordinary file")]
    for path, said in (
        *pipes,
        (huge, "huge.iso has 5120 MB; a file here has at most 50."),
        (tmp_path, "is a folder. Add the files in it instead."),
        (tmp_path / "gone.txt", "There is no file gone.txt."),
        (tmp_path / "nul\0.txt", "cannot be a file's name"),
        (tmp_path / ("n" * 300), "too long"),
    ):
        with pytest.raises(Invalid, match=said):
            files.add(to, path, progress=Progress(lambda *at: told.append(at)))
    assert told == []
    edge = file("edge.bin", b"")
    with edge.open("wb") as out:
        out.truncate(LIMIT.most)
    assert measured(edge, LIMIT) == LIMIT.most
    with pytest.raises(NotFound):
        files.add(AttachTo(to.customer_id, order_id=99), file())
    with pytest.raises(NotFound):
        files.add(AttachTo(99), file())
    many = files.add_many(to, [huge, file(), file("b.txt", b"b"), file()])
    assert (len(set(many.ids)), many.again, many.refused[0][0]) == (2, 1, "huge.iso")
    services.lifecycle.delete([to.customer_id])
    with pytest.raises(Conflict, match="deleted this customer"):
        files.add(to, file("late.txt"))
    assert files.remove([many.ids[0]]).done == ()
    assert counted()[:2] == (2, 2)
    assert john


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("after", [1, 4])
def test_cancel_leaves_nothing(services, to, file, place, counted, after):
    """While it is read, and while it is being stored; in the folder that is one step."""
    after = 2 if place else after
    progress = Progress(lambda done, _total: done >= after * MB and progress.cancel())
    with pytest.raises(Cancelled):
        services.attachments.add(to, file("big.bin", BIG), progress=progress)
    assert counted() == (0, 0, 0)
    assert place is None or lying(place) == []


def test_removed_files_come_back_for_a_while(services, to, john, file, place, counted, clock):
    files = services.attachments
    one, other = files.add(to, file()), files.add(AttachTo(john), file("same.pdf"))
    [row] = files.of(to)
    files.edit(one, row.version, AttachmentDraft("Offer 1/2.pdf", "the first"))
    with pytest.raises(Conflict):
        files.edit(one, row.version, AttachmentDraft("x"))
    assert [(row.name, row.note) for row in files.of(to)] == [("Offer 1_2.pdf", "the first")]
    assert files.remove([one]).done == (one,)
    assert files.of(to) == []
    clock.at += timedelta(days=29)
    services.upkeep.run_due()
    assert files.restore([one]).done == (one,)
    assert len(files.of(to)) == 1
    files.remove([one, other])
    clock.at += timedelta(days=31)
    services.upkeep.run_due()
    assert counted() == (0, 0, 0)
    assert place is None or lying(place) == []
    [(_key, why)] = files.restore([one]).refused
    assert "not there any more" in why
    assert files.add(to, file()) > other


def test_files_go_with_a_purged_customer_and_stay_with_a_deleted_one(
    services, to, john, file, place, counted, clock, tmp_path
):
    files = services.attachments
    files.add(to, file("hers.txt", b"hers"))
    files.add(to, file())
    shared = files.add(AttachTo(john), file())
    services.lifecycle.delete([to.customer_id])
    services.upkeep.run_due()
    services.lifecycle.restore(to.customer_id)
    assert len(files.of(to)) == 2
    services.lifecycle.delete([to.customer_id])
    clock.at += timedelta(days=31)
    services.upkeep.run_due()
    assert counted()[:2] == (1, 1)
    assert place is None or len(lying(place)) == 1
    files.save_as(shared, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"%PDF- an offer"


def test_files_are_only_for_whom_the_customer_is(
    services, to, file, desk_db, changes, tmp_path, acting
):
    one = services.attachments.add(to, file())
    own = Services.build(
        desk_db, Actor(7, "Sam", frozenset(Permission), Scope.OWN), changes
    ).attachments
    for ask in (
        lambda: own.of(to),
        lambda: own.add(to, file()),
        lambda: own.save_as(one, tmp_path / "out"),
        lambda: own.open_copy(one, tmp_path / "opened"),
        lambda: own.edit(one, 1, AttachmentDraft("x")),
    ):
        with pytest.raises(NotFound):
            ask()
    assert own.remove([one]).done == own.restore([one]).done == ()
    assert own.save_all([one], tmp_path).paths == ()
    acting("Viewer").attachments.save_as(one, tmp_path / "out")
    newest = services.customers.history(to.customer_id)[0]
    assert newest.what == "File created"


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_copy_is_opened_and_nothing_dangerous(services, to, file, tmp_path):
    files, folder = services.attachments, tmp_path / "opened"
    pdf, exe, hidden = (files.add(to, file(*given)) for given in
                        (("CON.pdf",), ("a.exe", b"x"), ("b.txt", b"MZ\0\0")))  # fmt: skip
    for again in range(3):
        copy = files.open_copy(pdf, folder)
        if again == 1:  # Somebody meddles with it; the next is as it was.
            copy.chmod(0o600)
            copy.write_bytes(b"other")
            continue
        assert (copy.name, copy.read_bytes()) == ("_CON.pdf", b"%PDF- an offer")
        assert not copy.stat().st_mode & stat.S_IWUSR
        if os.name != "nt":
            assert stat.S_IMODE(copy.stat().st_mode) == 0o400
            assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    for risky in (exe, hidden):
        with pytest.raises(Dangerous, match="may run something on this computer"):
            files.open_copy(risky, folder)
    assert len(list(folder.rglob("*.*"))) == 1
    assert [row.risky for row in files.of(to)] == [False, True, False]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_is_missing_or_changed_is_never_handed_out(services, to, file, into_folder, tmp_path):
    files, out, managed = services.attachments, tmp_path / "out", into_folder
    one = files.add(to, file())
    [path] = lying(managed)
    path.write_bytes(b"%PDF- an Offer")
    with pytest.raises(Damaged, match="is not what was added"):
        files.save_as(one, out)
    checked = {found.check: found.problem for found in services.upkeep.check()}
    assert "changed outside of Customer Desk: offer.pdf." in checked["files"]
    path.unlink()
    with pytest.raises(Damaged, match="is missing from the folder"):
        files.open_copy(one, tmp_path / "opened")
    checked = {found.check: found.problem for found in services.upkeep.check()}
    assert "hold is missing: offer.pdf." in checked["files"]
    assert files.add(to, file()) == one  # It heals what was lost.
    files.save_as(one, out)
    away = managed.rename(tmp_path / "away")
    for ask in (lambda: files.save_as(one, out), lambda: files.add(to, file("b", b"b"))):
        with pytest.raises(Unavailable, match="cannot be reached"):
            ask()
    checked = {found.check: found.problem for found in services.upkeep.check()}
    assert "cannot be reached" in checked["files"]
    managed.write_text("a file in its place")
    with pytest.raises(DeskError):
        files.add(to, file("b", b"b"))
    managed.unlink()
    away.rename(managed)
    assert all(found.sound for found in services.upkeep.check())
