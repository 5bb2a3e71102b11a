"""Many programs pay one invoice at once: never more than is owed, never more than there is."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from app.core.listing import ListQuery
from app.core.money import Money
from app.payments.drafts import PaymentDraft
from tests.app.payments.conftest import eur

RACERS, TRIES = int(os.environ.get("CUSTOMER_DESK_TEST_RACERS", "6")), 2
ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system starts programs otherwise")
def test_an_invoice_is_never_paid_above_what_is_owed(services, owing, jane, desk_db, balance):
    credit = services.payments.record(PaymentDraft(jane, eur(500), shares=())).id
    wanted = owing(1000)

    told = race(desk_db.address.url.render_as_string(hide_password=False), jane, wanted, credit)

    counts = Counter(line for line in told if not line.startswith("not "))
    refused = {line.partition(": ")[2].replace("\xa0", " ") for line in told if "not " in line}
    paid = 70 * (counts["recorded"] + counts["allocated"])
    invoice, shown = services.invoices.show(wanted), services.payments.show(credit)
    assert (invoice.paid.minor, invoice.owed.minor) == (paid, 1000 - paid)
    assert shown.allocated.minor == 70 * counts["allocated"]
    assert shown.refunded.minor == 30 * counts["refunded"]
    assert (shown.allocated + shown.refunded + shown.unapplied) == eur(500)
    # Whoever was refused was refused for want of one or the other.
    assert all(said.startswith(("Only EUR", "Nothing is", "This payment pays")) for said in refused)
    assert invoice.owed < Money(70, "EUR") or shown.unapplied < Money(70, "EUR")
    recorded = services.payments.first(ListQuery(), 100)
    numbers = sorted(row.number for row in recorded)
    assert numbers == [f"PAY-{number:06d}" for number in range(1, counts["recorded"] + 2)]
    outstanding = invoice.owed.minor
    assert balance()[0]["EUR"][1:3] == (outstanding, shown.unapplied.minor)
    assert not any(found.problem for found in services.upkeep.check())


def race(target: str, *given: int) -> list[str]:
    """Start everybody, and gather what they tell."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.app.payments.racer", target, *map(str, given),
         str(RACERS), str(TRIES)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()
