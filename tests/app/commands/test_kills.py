"""`kill -9` in the middle of an import: it happened wholly, or not at all."""

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from tests.app.commands.conftest import ADA, typed

PROJECT = Path(__file__).parents[3]
ROWS = 1500
KILLS = 3


@pytest.fixture
def long_list(tmp_path):
    path = tmp_path / "long.csv"
    lines = [f"c{number}@example.org,First{number},Last{number}" for number in range(ROWS)]
    path.write_text("\n".join(["email,first_name,last_name", *lines]))
    return path


def started(address, path):
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli", "--database", address, "--user", ADA,
         "customers", "import", str(path)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=PROJECT,
    )  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="Windows kills in another way")
def test_a_killed_import_left_all_or_nothing(desk, make_address, long_list):
    address = typed(make_address(founded=True))
    begin = perf_counter()
    worker = started(typed(make_address(founded=True)), long_list)
    assert worker.wait() == 0
    whole = perf_counter() - begin

    for number in range(KILLS):
        worker = started(address, long_list)
        try:
            worker.wait(timeout=whole * (number + 1) / KILLS)
        except subprocess.TimeoutExpired:
            worker.kill()
            worker.wait()
        status, out, err = desk("--database", address, "--user", ADA, "customers", "list")
        assert status == 0, err
        assert json.loads(out)["total"] in {0, ROWS}
        status, _out, err = desk("--database", address, "--user", ADA, "check")
        assert (status, err) == (0, ["The database is sound."])
