"""What the benchmark of payments and monthly runs works on is a database like any other."""

from dataclasses import replace
from datetime import date

from app.core.access import SYSTEM
from app.core.listing import ListQuery
from app.demo.service import DemoService
from tests.bench import owed

CUSTOMERS, BILLED = 300, 20


def test_payments_and_subscriptions_by_sql_are_sound(
    desk_db, admin, changes, services, monkeypatch
):
    monkeypatch.setattr("app.demo.spans.MOST_BILLED", BILLED)
    monkeypatch.setattr(owed, "EACH", 5)
    DemoService(desk_db, replace(SYSTEM, vault=admin.vault), changes).fill(CUSTOMERS, each=0)
    before = services.payments.count(ListQuery())
    with desk_db.transaction(admin, "test") as session:
        owed.fill(session)

    assert {found.problem for found in services.upkeep.check()} == {""}
    made = services.payments.count(ListQuery()) - before
    assert CUSTOMERS * owed.EACH - made <= BILLED * owed.EACH
    assert services.payments.count(ListQuery("PAY-1000000")) > 0
    subscribed = services.subscriptions.count(ListQuery())
    # But for those who are deleted.
    assert subscribed >= (CUSTOMERS - BILLED) // owed.PER_SUBSCRIPTION - 10
    preview = services.billing_runs.preview(date(2026, 11, 1))
    assert len(preview.invoices) >= subscribed
