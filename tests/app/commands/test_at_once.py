"""Several programs at once on one database: each gets its turn, or a sentence; nothing twice."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.core import engine
from app.core.access import SYSTEM
from app.core.engine import Database
from app.core.errors import Unavailable
from tests.app.commands.conftest import ADA, COMPANY, typed

PROJECT = Path(__file__).parents[3]
HOW_MANY = 3
INIT = ("init", "--organization", "Firm", "--admin-name", "Ada", "--admin-email", ADA)


def at_once(*lines):
    """Run command lines side by side; each one's status, data and last words."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "app.cli", *map(str, line)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
        for line in lines
    ]  # fmt: skip
    said = [program.communicate() for program in started]
    assert not [err for _out, err in said if "unforeseen" in err or "Traceback" in err]
    return [
        (program.returncode, out, err.splitlines()[-1] if err else "")
        for program, (out, err) in zip(started, said, strict=True)
    ]


def test_the_same_list_imported_twice_at_once_is_imported_once(desk, written, tmp_path):
    path = tmp_path / "list.csv"
    rows = [f"X{number},x{number}@example.org,Last{number}" for number in range(300)]
    path.write_text("\n".join(["Client ID,email,last_name", *rows]))
    asked = ("--database", written, "--user", ADA)

    done = at_once(*[(*asked, "customers", "import", path)] * HOW_MANY)

    for status, out, words in done:
        if status == 0:
            found = json.loads(out)
            assert (found["create"], found["unchanged"]) in {(300, 0), (0, 300)}
        else:
            # Another one saved between what this one read and what it wrote.
            assert "Somebody" in words
            assert not out
    created = [json.loads(out)["create"] for status, out, _words in done if status == 0]
    assert max(created) == 300
    assert sum(created) == 300
    assert json.loads(desk(*asked, "customers", "list", "--limit", "0")[1])["total"] == 300
    assert desk(*asked, "check")[0] == 0


def test_the_same_email_from_several_programs_is_one_customer(desk, written, tmp_path):
    asked = ("--database", written, "--user", ADA)
    files = []
    for number, email in enumerate(("zoe@acme.example", " ZOE@acme.example", "Zoe@ACME.example ")):
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(json.dumps(COMPANY | {"admin_email": email}))

    done = at_once(*[(*asked, "customers", "create-company", file) for file in files])

    assert sorted(status for status, _out, _words in done) == [0, 1, 1]
    refusals = [words for status, _out, words in done if status]
    assert refusals == ["admin_email: This e-mail already belongs to Zürich Ä&Ö AG."] * 2
    assert json.loads(desk(*asked, "customers", "list", "--limit", "0")[1])["total"] == 1
    assert desk(*asked, "check")[0] == 0


def test_several_first_runs_at_once_found_one_firm(desk, make_address):
    address = typed(make_address(migrated=False))

    done = at_once(*[("--database", address, *INIT)] * HOW_MANY)

    assert sorted(status for status, _out, _words in done) == [0, 1, 1]
    refusals = [words for status, _out, words in done if status]
    assert refusals == ["This database already belongs to Firm. Sign in instead."] * 2
    assert len(json.loads(desk("--database", address, "--user", ADA, "--json",
                               "staff", "list")[1])["rows"]) == 1  # fmt: skip


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_who_waits_too_long_for_a_writer_is_told_and_readers_never_wait(
    make_address, monkeypatch, desk
):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    address = make_address(founded=True)
    importing, saving = Database(address), Database(address)
    ask = sa.text("SELECT 1")
    with importing.transaction(SYSTEM) as writer:
        writer.execute(ask)
        with (
            pytest.raises(Unavailable, match="Somebody else is saving just now"),
            saving.transaction(SYSTEM) as second,
        ):
            second.execute(ask)
        with saving.reading(SYSTEM) as reader:
            assert reader.scalar(ask) == 1
    with saving.transaction(SYSTEM) as second:
        assert second.scalar(ask) == 1
    importing.close()
    saving.close()
    assert desk("--database", typed(address), "--user", ADA, "customers", "list")[0] == 0
