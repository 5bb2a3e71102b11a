"""Many programs race for a license's last seats: exactly as many get one as there are."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import sqlalchemy as sa

from app.licensing.activations_drafts import DeviceDraft
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationState

RACERS = int(os.environ.get("CUSTOMER_DESK_TEST_RACERS", "6"))
TRIES = max(1, 50 // RACERS)
SEATS = 3
ROOT = Path(__file__).resolve().parents[3]


def test_exactly_the_limit_gets_in(services, desk_db, admin, a_license, jane, make_plan, product):
    plan = make_plan(product, "Three", activation_limit=SEATS)
    wanted, shared = a_license(jane, plan_id=plan), a_license(jane, plan_id=plan)
    services.activations.activate(wanted, DeviceDraft("first"))

    told = race(desk_db.address.url.render_as_string(hide_password=False), wanted, shared)

    own = Counter(line for line in told if line.startswith("own"))
    limit = "own: Activation limit reached. Active devices: 3 of 3."
    assert own.pop("own: new") == SEATS - 1
    assert sum(own.values()) == RACERS * TRIES - (SEATS - 1)
    assert all(line.startswith(limit) for line in own)
    assert Counter(line for line in told if line.startswith("shared")) == {
        "shared: new": 1, "shared: again": RACERS * TRIES - 1,
    }  # fmt: skip
    with desk_db.reading(admin) as session:
        for license_id, seats in ((wanted, SEATS), (shared, 1)):
            counted = sa.select(sa.func.count()).where(
                Activation.license_id == license_id, Activation.state == ActivationState.ACTIVE
            )
            found = session.get_one(License, license_id)
            assert session.scalar(counted) == found.activations == seats
            assert not found.over_limit
    assert services.upkeep.verify_audit().whole


def race(target: str, wanted: int, shared: int) -> list[str]:
    """Start everybody, let them go at once, and gather what they tell."""
    runners = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.app.licensing.racer", target, str(wanted), str(shared),
             str(number * TRIES), str((number + 1) * TRIES)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=dict(os.environ),
        )
        for number in range(RACERS)
    ]  # fmt: skip
    for runner in runners:
        assert runner.stdout.readline() == "ready\n", runner.stderr.read()
    for runner in runners:
        runner.stdin.write("go\n")
        runner.stdin.flush()
    told = []
    for runner in runners:
        out, trouble = runner.communicate(timeout=300)
        assert (runner.returncode, trouble) == (0, "")
        told += out.splitlines()
    return told
