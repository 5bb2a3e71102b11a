"""What a run would give back and what staff give by credit notes: nothing goes back twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalogue.terms import Cycle
from app.core.errors import Conflict, Invalid
from app.invoices.charges import Charge, Part
from app.invoices.drafts import CreditDraft, CreditLine
from app.invoices.given_back import Given, less
from app.subscriptions.drafts import ChangeDraft
from app.subscriptions.usage import UsageDraft
from tests.app.invoices.conftest import eur
from tests.app.invoices.test_runs import DECEMBER, NOVEMBER, bill, plan, start

__all__ = ["bill", "plan", "start"]


@pytest.fixture
def waiting(services):
    """A function that says what a run of that month would leave for later."""
    return lambda month: [one.amount for one in services.billing_runs.preview(month).left_out]


def test_what_waits_and_was_given_by_hand_is_not_given_by_the_next_run(
    services, start, bill, plan, clock, waiting
):
    held = start(quantity=10)  # From November 20, for 100.00 a month.
    [first] = bill(NOVEMBER)
    clock.at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    services.subscriptions.change(held, 1, ChangeDraft(plan, Cycle.MONTHLY, 1))
    # 21 of 30 days of 100.00 are unused, and asked for at 10.00 a month.
    assert waiting(NOVEMBER) == [eur(-7000 + 700)]
    reason = services.billing_runs.preview(NOVEMBER).left_out[0].reason
    assert "waits for the next invoice, less what a credit note gives of it before" in reason
    [line] = first.lines
    note = services.invoices.credit(
        first.id, CreditDraft("Given at once", (CreditLine(line.id, eur(6000)),))
    )
    assert waiting(NOVEMBER) == [eur(-1000 + 700)]
    allocations, _refunds = services.payments.of_document(note.id)
    services.payments.unallocate([allocations[0].id])
    services.invoices.void(note.id, "Not like this")
    assert waiting(NOVEMBER) == [eur(-7000 + 700)]
    services.invoices.credit(
        first.id, CreditDraft("Given at once", (CreditLine(line.id, eur(6000)),))
    )
    clock.at = datetime(2026, 12, 21, 12, tzinfo=UTC)
    [second] = bill(DECEMBER)
    assert [line.net for line in second.lines] == [eur(-1000), eur(700), eur(1000)]
    assert waiting(DECEMBER) == []
    # Of the 100.00 for the first month 60.00 went back by hand, and 10.00 by the run.
    assert services.invoices.show(first.id).lines[0].credited == eur(7000)
    with pytest.raises(Invalid) as refused:
        services.invoices.credit(first.id, CreditDraft("More", (CreditLine(line.id, eur(3001)),)))
    assert "30.00 EUR are left" in refused.value.fields["items"]
    rest = services.invoices.credit(first.id, CreditDraft("All of it"))
    made = services.invoices.show(rest.id)
    assert (made.net, made.tax) == (eur(3000), eur(570))
    with pytest.raises(Conflict, match="taken back whole"):
        services.invoices.credit(first.id, CreditDraft("Once more"))
    assert waiting(DECEMBER) == []
    assert not any(found.problem for found in services.upkeep.check())


def test_a_correction_and_use_that_was_wrong_are_not_given_back_twice(
    services, start, bill, plan, jane, waiting
):
    held = start(quantity=10)
    used = services.usage.record(UsageDraft(held, "calls", 200, date(2026, 11, 20)))
    [first] = bill(NOVEMBER)
    by_name = {line.name: line for line in first.lines}
    services.usage.remove([used])
    services.subscriptions.change(held, 1, ChangeDraft(plan, Cycle.MONTHLY, 1))
    assert waiting(NOVEMBER) == [eur(-9000 - 500)]
    items = tuple(CreditLine(line.id, line.net) for line in by_name.values())
    services.invoices.credit(first.id, CreditDraft("Wrong altogether", items[:1]))
    left = -500 if first.lines[0].name == "Modeller, Pro" else -9000
    assert waiting(NOVEMBER) == [eur(left)]
    services.invoices.credit(first.id, CreditDraft("Wrong altogether", items[1:]))
    assert waiting(NOVEMBER) == []
    assert services.billing_runs.preview(NOVEMBER).invoices == ()
    assert services.forecast.customer(jane).months[1].invoices[0].net == eur(1000)


def test_no_more_goes_back_of_an_invoice_than_it_came_to(services, start, bill, plan, clock):
    held = start(quantity=10)
    bill(NOVEMBER)
    clock.at = datetime(2026, 11, 29, 12, tzinfo=UTC)
    services.subscriptions.change(held, 1, ChangeDraft(plan, Cycle.MONTHLY, 20))
    [made] = bill(NOVEMBER)
    rest = max(made.lines, key=lambda line: line.net.minor)
    assert [line.net for line in made.lines] == [eur(-7000), eur(14_000)]
    with pytest.raises(Invalid) as refused:
        services.invoices.credit(made.id, CreditDraft("Much", (CreditLine(rest.id, rest.net),)))
    assert "83.30 EUR are left to take back" in refused.value.fields["items"]
    whole = services.invoices.credit(made.id, CreditDraft("All of it"))
    assert services.invoices.show(whole.id).total == made.total


DAYS = [date(2026, 1, 1) + timedelta(days=30 * step) for step in range(4)]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-5000, -1)), max_size=6),
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5000), st.booleans()), max_size=6),
)
def test_of_each_period_so_much_less_is_given_as_was_given_before(open_, by_hand):
    due = [_charge(place, Part.WHOLE, 10_000) for place in range(4)]
    still = [_charge(place, Part.UNUSED, minor) for place, minor in open_]
    before = [
        Given(False, DAYS[place], "EUR" if same else "USD", minor, "Plan")
        for place, minor, same in by_hand
    ]
    after = less([*due, *still], before, due)
    assert after[:4] == due
    for place in range(4):
        given_back = sum(one.amount_minor for one in still if one.period_start.day == 5 + place)
        now = sum(one.amount_minor for one in after[4:] if one.period_start.day == 5 + place)
        hand = sum(minor for at, minor, same in by_hand if same and at == place)
        assert now == min(0, given_back + hand)
    assert [one.minor for one in before] == [minor for _at, minor, _same in by_hand]


def _charge(place: int, part: Part, minor: int) -> Charge:
    """Of a period, or of unused days from within it on; which is told by the day of the month."""
    day = DAYS[place]
    ending = ""
    if part is Part.UNUSED:
        day, ending = (day + timedelta(days=20)).replace(day=5 + place), ":unused"
    return Charge(
        f"subscription:1:{day.isoformat()}{ending}", day, part, 1, 1, Cycle.MONTHLY, 1, minor,
        "EUR", day, day + timedelta(days=9),
    )  # fmt: skip
