"""The guarded reader is a process with limits, and leaves neither itself nor a file behind."""

import gc
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from app.core.errors import Cancelled, Invalid, Unavailable
from app.core.progress import Progress
from app.exchange import READ_GUARDED, guarded
from app.exchange.guarded import NO_ROOM
from app.exchange.reading import read_table
from tests.app.exchange.books import book, rows

ROOT = Path(__file__).parents[3]
GOOD = book(rows(["name", "email"], ["Zoë", "z@x.example"]))
HOW = json.dumps({"reader": "xlsx", "sheet": ""})


@pytest.fixture
def started(monkeypatch, tmp_path):
    """The processes that reading started; files of no name go to a folder of this test."""
    found = []

    class Popen(subprocess.Popen):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            found.append(self)

    monkeypatch.setattr(guarded.subprocess, "Popen", Popen)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    yield found
    assert not list((tmp_path / "temporary").iterdir())
    assert all(process.returncode is not None for process in found)


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.xlsx"
    path.write_bytes(GOOD)
    return path


@pytest.fixture
def large(tmp_path):
    path = tmp_path / "large.xlsx"
    path.write_bytes(
        book(rows(["name", "email"], *[["Zoë", f"{n}@x.example"] for n in range(60_000)]))
    )
    return path


def test_a_table_can_be_read_again_after_its_process_ended(started, good):
    with read_table(good) as table:
        assert len(list(table.rows())) == 1
        assert started[0].wait(10) == 0
        assert len(list(table.rows())) == 1
        assert len(started) == 1


def test_a_table_nobody_holds_leaves_nothing(started, large):
    table = read_table(large)
    assert started[0].poll() is None
    del table
    gc.collect()

    assert started[0].returncode is not None


def test_rows_are_there_before_the_workbook_is_read(started, large):
    told = []
    with read_table(large) as table:
        assert started[0].poll() is None
        read = list(table.rows(Progress(lambda done, total: told.append((done, total)))))

    assert len(read) == 60_000
    assert told == sorted(told)
    assert told[-1] == (1000, 1000)


def test_cancelling_ends_the_process_at_once(started, large):
    progress = Progress()
    table = read_table(large)
    read = table.rows(progress)
    next(read)
    began = time.monotonic()
    threading.Timer(0.1, progress.cancel).start()

    with pytest.raises(Cancelled):
        list(read)

    assert started[0].returncode is not None
    assert time.monotonic() - began < 10


def test_cancelling_before_the_first_row(started, large):
    progress = Progress()
    progress.cancel()

    with pytest.raises(Cancelled):
        read_table(large, progress=progress)

    assert len(started) == 0


@pytest.mark.usefixtures("started")
def test_a_process_that_takes_too_long_is_ended(large, monkeypatch):
    monkeypatch.setattr(guarded, "MOST_SECONDS", 0.0)

    with pytest.raises(Invalid) as refused:
        list(read_table(large).rows())

    assert "takes more memory or time" in refused.value.fields["file"]


@pytest.mark.skipif(sys.platform != "linux", reason="only there is all memory limited")
@pytest.mark.usefixtures("started")
def test_a_process_that_takes_too_much_memory_is_ended(good, monkeypatch):
    greedy = (
        "from app.exchange.guarded_child import limit_this_process;"
        "limit_this_process(); print(len(bytes(2 << 30)))"
    )
    monkeypatch.setattr(guarded, "_command", lambda: [sys.executable, "-c", greedy])

    with pytest.raises(Invalid) as refused:
        read_table(good)

    assert "takes more memory or time" in refused.value.fields["file"]


def test_a_process_that_is_killed_is_told_of(started, large):
    table = read_table(large)
    read = table.rows()
    next(read)
    started[0].kill()

    with pytest.raises(Invalid) as refused:
        list(read)

    assert "is damaged, or takes more memory" in refused.value.fields["file"]


@pytest.mark.usefixtures("started")
def test_a_bug_is_logged_and_refuses_the_file(good, tmp_path, monkeypatch, caplog):
    broken = tmp_path / "broken.py"
    broken.write_text('import sys; print(\'{"bug": "Traceback: oops"}\')')
    monkeypatch.setattr(guarded, "_command", lambda: [sys.executable, str(broken)])

    with pytest.raises(Invalid) as refused:
        read_table(good)

    assert "is damaged or cut short" in refused.value.fields["file"]
    assert "oops" in caplog.text


@pytest.mark.usefixtures("started")
def test_a_program_that_cannot_start_is_told_of(good, monkeypatch):
    monkeypatch.setattr(guarded, "_command", lambda: ["/nowhere/at/all"])

    with pytest.raises(Unavailable):
        read_table(good)


@pytest.mark.parametrize("program", ["app.cli", "ui.main", "app.exchange.guarded_child"])
def test_every_program_can_be_the_reader(good, program):
    with good.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-m", program, READ_GUARDED, HOW],
            stdin=file,
            capture_output=True,
            cwd=ROOT,
            check=True,
        )

    messages = [json.loads(line) for line in done.stdout.splitlines()]
    assert messages[0]["about"]["sheet"] == "Sheet1"
    assert messages[1]["rows"][1] == [2, ["Zoë", "z@x.example"], []]
    assert messages[-1] == {"end": True}
    assert not done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
def test_a_frozen_program_starts_itself(started, good, tmp_path, monkeypatch):
    program = tmp_path / "customer-desk"
    program.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" -m ui.main "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(program))

    with read_table(good) as table:
        assert [row.cells for row in table.rows()] == [("Zoë", "z@x.example")]
    assert started[0].args[:2] == [str(program), READ_GUARDED]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device")
@pytest.mark.usefixtures("started")
def test_a_full_disk_is_told_as_one(good, monkeypatch):
    with good.open("rb") as file, Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "app.exchange.guarded_child", READ_GUARDED, HOW],
            stdin=file,
            stdout=full,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == NO_ROOM
    monkeypatch.setattr(
        guarded, "_command", lambda: [sys.executable, "-c", f"raise SystemExit({NO_ROOM})"]
    )
    with pytest.raises(Unavailable) as refused:
        read_table(good)
    assert "no room left" in str(refused.value)
