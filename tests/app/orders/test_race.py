"""Many programs place orders at once: every number is given once, and none is left out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.orders.checks_stored import wrong_orders
from app.orders.model import Order, OrderChange, OrderLine
from app.orders.schemas import OrderStatus

RACERS = int(os.environ.get("CUSTOMER_DESK_TEST_RACERS", "4"))
ORDERS = 5
ROOT = Path(__file__).resolve().parents[3]


def test_numbers_are_given_once_each_and_without_gaps(desk_db, admin, jane, john):
    target = desk_db.address.url.render_as_string(hide_password=False)
    runners = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.app.orders.racer", target, str(whose), str(ORDERS)],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=dict(os.environ),
        )
        for whose in [jane, john] * (RACERS // 2)
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

    every = len(runners) * ORDERS
    assert sorted(told) == [f"ORD-{number:06d}" for number in range(1, every + 1)]
    with desk_db.reading(admin) as session:
        for table in (Order, OrderLine, OrderChange):
            assert session.scalar(sa.select(sa.func.count()).select_from(table)) == every
        assert wrong_orders(session) == []


@pytest.mark.parametrize(
    "wrong",
    [
        sa.update(Order).values(total_minor=1),
        sa.update(Order).values(items=7),
        sa.update(Order).values(status="shipped"),
        sa.update(Order).values(customer_key="x"),
        sa.delete(OrderChange),
        sa.delete(OrderLine),
    ],
    ids=str,
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_does_not_add_up_is_found(desk_db, admin, services, order, wrong):
    one = order()
    services.orders.update_status([one], OrderStatus.PROCESSING)
    with desk_db.engine.begin() as connection:
        connection.execute(wrong)
    with desk_db.reading(admin) as session:
        assert wrong_orders(session) == [one]
    assert str(one) in {found.check: found.problem for found in services.upkeep.check()}["orders"]
