"""Twenty programs issue invoices at once: every number is given, and each only once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.listing import ListQuery

RACERS, EACH = 20, 2
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts programs otherwise")
def test_numbers_stay_gapless_however_many_issue_at_once(services, draft, desk_db):
    shared = services.invoices.create(draft(1))
    own = [
        [str(services.invoices.create(draft(100 * number + each + 2))) for each in range(EACH)]
        for number in range(RACERS)
    ]

    told = race(desk_db.address.url.render_as_string(hide_password=False), str(shared), own)

    issued = [line.split() for line in told if line.startswith("issued")]
    wanted = [f"INV-2026-{number:05d}" for number in range(1, RACERS * EACH + 2)]
    assert sorted(number for _done, _one, number in issued) == wanted
    assert len({one for _done, one, _number in issued}) == len(wanted)
    refused = [line for line in told if line.startswith("refused")]
    assert len(refused) == RACERS - 1
    assert all(f"refused {shared} This was issued already, as INV-" in line for line in refused)
    rows = services.invoices.first(ListQuery(sort="number"), 1000)
    assert [row.number for row in rows] == wanted
    assert services.upkeep.verify_audit().whole


def race(target: str, shared: str, own: list[list[str]]) -> list[str]:
    """What everybody tells."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.invoices.racer", target, shared, *map(",".join, own)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()
