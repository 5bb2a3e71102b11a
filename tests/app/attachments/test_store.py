"""Contents move between places, survive crashes, and are kept once in any race."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

import app.core.progress
from app.contents.model import ContentPart
from app.contents.schemas import Kept, Moved, Place, PlaceDraft
from app.core.errors import Invalid
from app.core.progress import Progress
from tests.app.attachments.conftest import MB, lying

ROOT = Path(__file__).resolve().parents[3]
DAYS = 24 * 3600


@pytest.fixture
def adder(desk_db, jane):
    """A function that starts another program that adds a file to Jane's."""
    target = desk_db.address.url.render_as_string(hide_password=False)

    def start(path, *half):
        asked = [target, str(jane), str(path), *half]
        return subprocess.Popen(
            [sys.executable, "-m", "tests.app.attachments.adder", *asked],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=dict(os.environ),
        )  # fmt: skip

    return start


def test_moving_is_gone_on_with_where_it_was_stopped(
    services, to, file, managed, tmp_path, monkeypatch, counted, desk_db
):
    monkeypatch.setattr(app.core.progress, "INTERVAL", 0)
    files, store = services.attachments, services.file_store
    contents = [os.urandom(MB + number) for number in range(4)]
    ids = [files.add(to, file(f"{n}.bin", one)) for n, one in enumerate(contents)]
    store.set_place(PlaceDraft(Place.DATABASE, str(managed)))

    def as_they_were():
        return [path.read_bytes() for path in files.save_all(ids, out).paths]

    out = tmp_path / "out"
    out.mkdir()
    progress = Progress(lambda done, _total: done == 1 and progress.cancel())
    assert store.move_all(Place.FOLDER, progress) == Moved(2, 2, stopped=True)
    assert as_they_were() == contents
    assert store.move_all(Place.FOLDER) == Moved(2)
    assert (counted()[2], len(lying(managed))) == (0, 4)
    size = sum(map(len, contents))
    assert store.kept() == Kept(Place.DATABASE, str(managed), 0, 0, 4, size)
    assert as_they_were() == contents
    with pytest.raises(Invalid, match="Move all into the database first"):
        store.set_place(PlaceDraft(Place.DATABASE, ""))
    with pytest.raises(Invalid, match="does not have them"):
        store.set_place(PlaceDraft(Place.FOLDER, str(out)))
    damaged = next(path for path in lying(managed) if path.stat().st_size == MB)
    damaged.write_bytes(b"")
    assert store.move_all(Place.DATABASE) == Moved(3, 0, ("0.bin: what it holds is missing.",))
    files.add(to, file("0.bin", contents[0]))
    assert lying(managed) == [damaged]
    for path in (managed, *managed.rglob("*")):
        os.utime(path, (1, 1))
    services.upkeep.run_due()
    assert lying(managed) == []
    assert as_they_were() == contents
    with desk_db.engine.begin() as connection:
        connection.execute(sa.delete(ContentPart).where(ContentPart.position == 1))
    problem = {found.check: found.problem for found in services.upkeep.check()}["files"]
    assert all(name in problem for name in ("1.bin", "2.bin", "3.bin"))
    assert "0.bin" not in problem


@pytest.mark.parametrize(
    ("folder", "said"),
    [("relative", "whole path"), ("{}/none", "There is no folder"), ("{}/file", "is a file")],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_folder_that_cannot_be_used_is_refused(services, tmp_path, folder, said):
    (tmp_path / "file").write_text("")
    with pytest.raises(Invalid, match=said):
        services.file_store.set_place(PlaceDraft(Place.FOLDER, folder.format(tmp_path)))


@pytest.mark.parametrize("half", ["2", "5"])
def test_a_kill_leaves_nothing_half(services, to, file, into_folder, adder, counted, half):
    """Into the managed folder, and into the database; while reading, and while storing."""
    big = file("big.bin", os.urandom(3 * MB))
    for place in Place:
        services.file_store.set_place(PlaceDraft(place, str(into_folder)))
        if place is Place.FOLDER and half == "5":
            continue  # There it is one step that a kill finds done or not begun.
        program = adder(big, half)
        assert program.stdout.readline() == "half\n", program.stderr.read()
        program.kill()
        program.communicate()
        assert counted() == (0, 0, 0)
    assert [path.suffix for path in lying(into_folder)] == [".part"] * (half == "2")
    for path in (into_folder, *into_folder.rglob("*")):
        os.utime(path, (1, 1))
    services.upkeep.run_due()
    assert lying(into_folder) == []
    assert services.attachments.add(to, big)


def test_two_programs_add_the_same_and_both_have_it(services, to, file, adder, counted):
    content = os.urandom(3 * MB)
    paths = [file("one.bin", content), file("two.bin", content)]
    programs = [adder(path) for path in paths]
    for program in programs:
        assert program.stdout.readline() == "ready\n", program.stderr.read()
    for program in programs:
        program.stdin.write("go\n")
        program.stdin.flush()
    told = [program.communicate(timeout=120) for program in programs]
    assert [trouble for _out, trouble in told] == ["", ""]
    assert (
        sorted(int(out) for out, _trouble in told)
        == [row.id for row in services.attachments.of(to)][::-1]
    )
    assert counted() == (2, 1, 3)
