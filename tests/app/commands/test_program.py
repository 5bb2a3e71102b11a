"""`desk` as a program of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.commands.conftest import ADA, typed

PROJECT = Path(__file__).parents[3]


def program(*arguments, **how):
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *map(str, arguments)],
        capture_output=True, text=True, encoding="utf-8", cwd=PROJECT, check=False, **how,
    )  # fmt: skip


def test_the_program_runs_without_qt(written):
    script = (
        "import sys\n"
        "from app import cli\n"
        "status = cli.run(sys.argv[1:])\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'ui.'))]\n"
        "sys.exit(status)\n"
    )
    for command in (["customers", "list"], ["check"], ["audit", "verify"]):
        done = subprocess.run(
            [sys.executable, "-c", script, "--database", written, "--user", ADA, *command],
            capture_output=True, text=True, cwd=PROJECT, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr


def test_help_loads_nothing_heavy():
    script = (
        "import sys\n"
        "from app import cli\n"
        "status = cli.run(['--help'])\n"
        "heavy = {'sqlalchemy', 'alembic', 'psycopg', 'openpyxl', 'babel', 'argon2'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    for command in ("init", "migrate", "customers", "check", "audit", "staff"):
        assert command in done.stdout


def test_a_real_program_end_to_end(make_address, company_file):
    address = typed(make_address(migrated=False))
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}

    made = program(
        "--database", address, "init", "--organization", "Ä", "--admin-name", "Ö",
        "--admin-email", ADA, env=environment,
    )  # fmt: skip
    assert (made.returncode, made.stdout) == (0, "")
    user = ("--database", address, "--user", ADA)
    assert program(*user, "customers", "create-company", company_file).returncode == 0
    listed = program(*user, "customers", "list", env=environment)
    assert json.loads(listed.stdout)["rows"][0]["name"] == "Zürich Ä&Ö AG"
    assert program(*user, "audit", "verify").stderr.startswith("The audit trail is whole")
    wrong = program(*user, "customers", "show", "nobody@x.example")
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("No customer has the ID")


@pytest.mark.skipif(os.name != "posix", reason="Windows has other pipes")
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_reader_who_leaves_early_is_no_traceback(written):
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", "--database", written, "--user", ADA, "staff", "list"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=PROJECT,
    ) as desk:  # fmt: skip
        desk.stdout.close()
        said = desk.stderr.read()
    assert "Traceback" not in said
    assert "Exception" not in said
