"""Random documents and histories add up exactly, in every currency."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.billing.schemas import Rounding
from app.billing.tax import tax_of
from app.catalogue.terms import Cycle
from app.core.clock import add_months
from app.core.money import Money
from app.invoices.charges import Claim, Part, base, charges, open_of
from app.invoices.claims import add
from app.invoices.totals import Line, reckon, shown
from app.subscriptions.spans import Span

AMOUNTS = st.integers(0, 10**9)
RATES = st.one_of(st.none(), st.sampled_from((0, 70_000, 99_750, 190_000, 1_000_000)))


@st.composite
def lines(draw):
    quantity, unit = draw(st.integers(1, 1000)), draw(AMOUNTS) * draw(st.sampled_from((1, 1, -1)))
    most = max(0, unit * quantity)
    ppm = draw(RATES)
    return Line(
        "x", quantity, unit, draw(st.integers(0, most)), tax_name=draw(st.sampled_from("ab")),
        tax_ppm=ppm, tax_minor=draw(AMOUNTS), settled=draw(st.booleans()),
    )  # fmt: skip


@settings(max_examples=150)
@given(
    st.lists(lines(), max_size=8), st.sampled_from(Rounding), st.sampled_from(["EUR", "JPY", "BHD"])
)
def test_lines_discounts_and_taxes_add_up(asked, rounding, currency):
    totals = reckon(asked, rounding)

    seen = shown(asked, totals, currency)
    assert seen.total == Money(totals.total_minor, currency) == seen.net + seen.tax
    assert sum(one.minor for one in seen.line_totals) == seen.total.minor
    assert sum(one.tax.minor for one in seen.taxes) == seen.tax.minor == sum(totals.line_taxes)
    assert sum(one.base.minor for one in seen.taxes) == seen.net.minor
    for line, tax in zip(asked, totals.line_taxes, strict=True):
        if line.settled or line.tax_ppm is None:
            assert tax == line.tax_minor
        elif rounding is Rounding.LINE:
            assert tax == tax_of(line.net_minor, line.tax_ppm)
        else:
            assert abs(tax - Fraction(line.net_minor * line.tax_ppm, 10**6)) < 1
    for one in totals.sums:
        same = [
            line.net_minor for line in asked
            if (line.tax_name, line.tax_ppm) == (one.name, one.ppm) and not line.settled
        ]  # fmt: skip
        given_ = sum(
            line.tax_minor for line in asked
            if (line.tax_name, line.tax_ppm) == (one.name, one.ppm) and line.settled
        )  # fmt: skip
        if rounding is Rounding.DOCUMENT and one.ppm is not None:
            assert one.tax_minor == tax_of(sum(same), one.ppm) + given_


def test_tax_is_rounded_half_away_from_zero():
    assert [tax_of(net, 190_000) for net in (50, -50, 49, 3, -3)] == [10, -10, 9, 1, -1]
    assert tax_of(5, 100_000) == 1
    assert tax_of(-5, 100_000) == -1
    assert tax_of(2**62, 1_000_000) == 2**62


@st.composite
def histories(draw):
    """Spans as subscriptions leave them: changes, pauses that move the anchor, an ending."""
    day = date(2026, 1, 1) + timedelta(days=draw(st.integers(0, 1200)))
    anchor, cycle = day, draw(st.sampled_from(Cycle))
    price, quantity, found = draw(st.integers(0, 100_000)), draw(st.integers(1, 9)), []
    for _ in range(draw(st.integers(1, 6))):
        until = day + timedelta(days=draw(st.integers(0, 75)))
        found.append((day, until, price, quantity, cycle, anchor, True))
        day, kind = until, draw(st.sampled_from(("price", "cycle", "pause", "quantity")))
        if kind == "price":
            price = draw(st.integers(0, 100_000))
        elif kind == "quantity":
            quantity = draw(st.integers(1, 9))
        elif kind == "cycle":
            cycle = Cycle.YEARLY if cycle is Cycle.MONTHLY else Cycle.MONTHLY
            anchor = day
        else:
            resumed = day + timedelta(days=draw(st.integers(0, 75)))
            found.append((day, resumed, price, quantity, cycle, anchor, False))
            if resumed > day:
                anchor = _after(anchor, cycle, day) + (resumed - day)
            day = resumed
    if draw(st.booleans()):
        found.append((day, None, price, quantity, cycle, anchor, True))
    return tuple(
        Span(number, 7, start, until, 1, 1, cycle, quantity, price, "EUR", anchor, billable)
        for number, (start, until, price, quantity, cycle, anchor, billable) in enumerate(found, 1)
    )


def _after(anchor, cycle, day):
    step = 0
    while add_months(anchor, step * cycle.months) <= day:
        step += 1
    return add_months(anchor, step * cycle.months)


@settings(max_examples=150)
@given(histories(), st.integers(0, 900), st.integers(0, 300))
def test_charges_only_ever_grow_and_are_named_once(spans, days, later):
    until = spans[0].from_on + timedelta(days=days)
    now, then = charges(spans, until), charges(spans, until + timedelta(days=later))

    assert len({one.source for one in then}) == len(then)
    assert set(now) <= set(then)
    assert all(one.on <= until for one in now)
    assert open_of(then, _claimed(then)) == ()


@settings(max_examples=150)
@given(histories())
def test_what_is_used_is_paid_and_what_is_not_is_given_back(spans):
    """What changes leave of each period are exact parts: nothing is lost, nothing paid twice."""
    until = spans[-1].from_on + timedelta(days=400)
    found = charges(spans, until)
    value = 0
    for one in found:
        if one.part is Part.UNUSED:
            assert 0 <= -one.amount_minor <= value
            value = 0
        else:
            assert one.amount_minor >= 0
            value = one.amount_minor
            if one.part is Part.REST:
                span = max(
                    (span for span in spans if span.from_on == one.on), key=lambda span: span.id
                )
                assert value <= span.price_minor * span.quantity
    # Changes to what costs the same cost nothing.
    paid = sum(one.amount_minor for one in found)
    split = [part for span in spans for part in _halves(span)]
    assert sum(one.amount_minor for one in charges(split, until)) == paid


def _halves(span):
    if not span.billable or span.until_on is None or (span.until_on - span.from_on).days < 2:
        return [span]
    middle = span.from_on + (span.until_on - span.from_on) / 2
    return [replace(span, until_on=middle), replace(span, from_on=middle, plan_id=2)]


@settings(max_examples=150)
@given(histories(), histories(), st.integers(0, 900))
def test_whatever_was_billed_before_the_rest_comes_to_what_is_due(before, after, days):
    """However histories are rewritten, what was billed and what is still open add up."""
    until = before[0].from_on + timedelta(days=days)
    claimed = _claimed(charges(before, until))
    due = charges(after, until)

    still = open_of(due, claimed)
    billed = sum(claim.amounts.get("EUR", 0) for claim in claimed.values())
    assert billed + sum(one.amount_minor for one in still) == sum(one.amount_minor for one in due)
    assert not {one.source for one in still} & claimed.keys()
    for one in still:
        add(claimed, one.source, 7, (one.currency, one.amount_minor))
    assert open_of(due, claimed) == ()


def _claimed(billed) -> dict[str, Claim]:
    found: dict[str, Claim] = {}
    for one in billed:
        assert base(one.source) == one.source
        add(found, one.source, one.subscription_id, (one.currency, one.amount_minor))
    return {source: claim for source, claim in found.items() if any(claim.amounts.values())}


def test_the_31st_and_leap_days_come_back():
    def starts(anchor, cycle, until):
        span = Span(1, 7, anchor, None, 1, 1, cycle, 1, 100, "EUR", anchor, billable=True)
        return [one.on for one in charges([span], until)]

    assert starts(date(2027, 10, 31), Cycle.MONTHLY, date(2028, 3, 31)) == [
        date(2027, 10, 31), date(2027, 11, 30), date(2027, 12, 31), date(2028, 1, 31),
        date(2028, 2, 29), date(2028, 3, 31),
    ]  # fmt: skip
    assert starts(date(2028, 2, 29), Cycle.YEARLY, date(2032, 12, 31)) == [
        date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28), date(2031, 2, 28),
        date(2032, 2, 29),
    ]  # fmt: skip
