"""Filters mean the same to both databases as to `holds`, alone and nested in groups."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.access import SYSTEM
from app.core.errors import Invalid
from app.core.filter_fields import offered
from app.core.filtering import fitting, understood
from app.core.listing import (
    DEPTH,
    Condition,
    Group,
    ListQuery,
    Match,
    Op,
    Period,
    Selection,
    flat,
)
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.customers.bulk_changes import Edit, EditFields
from app.customers.drafts import CustomerDraft
from app.customers.editing import profile_of
from app.customers.filter_fields import BY_KEY, FIELDS
from app.customers.model import Customer
from app.customers.schemas import Shelf
from tests.app.customers import filter_rows

ROWS = filter_rows.rows(150, seed=5)


@pytest.fixture
def filled(services, desk_db, clock):
    clock.at = filter_rows.NOW
    found = services.organization.settings()
    services.organization.save(replace(found, time_zone=filter_rows.ZONE))
    with desk_db.transaction(SYSTEM) as session:
        filter_rows.insert(session, ROWS)
    return services


def expected(conditions):
    shelved = any(one.key == "shelf" for one in flat(conditions))
    return {
        row["id"]
        for row in ROWS
        if (shelved or row["shelf"] is Shelf.CURRENT)
        and all(filter_rows.passes(row, one) for one in conditions)
    }


def found(services, conditions):
    asked = ListQuery(conditions=tuple(conditions))
    ids = set(services.customers.ids(asked, Progress()))
    assert services.customers.count(asked) == len(ids)
    return ids


@given(filter_rows.PARTS, filter_rows.PARTS)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_finds_what_filters_mean(filled, first, second):
    assert found(filled, (first, second)) == expected((first, second))
    assert found(filled, (first,)) == expected((first,))


def test_each_comparison_of_each_field(filled):
    for field in FIELDS:
        for op in field.ops:
            for value in samples(field, op):
                one = Condition(field.key, op, value)
                assert found(filled, (one,)) == expected((one,)), one


def samples(field, op):
    strategy = filter_rows.VALUES.get(op, filter_rows.single)(field)
    taken = []

    @given(strategy)
    @settings(max_examples=6, database=None, derandomize=True)
    def take(value):
        taken.append(value)

    take()
    return taken


NEVER = (
    Condition("name", Op.CONTAINS, " "),
    Condition("name", Op.CONTAINS, "\u200b"),
    Condition("name", Op.IS, ""),
    Condition("name", Op.IS, 5),
    Condition("name", Op.AT_LEAST, 5),
    Condition("name", Op.LAST, 5),
    Condition("status", Op.IN, ("dormant",)),
    Condition("status", Op.IN, ()),
    Condition("status", Op.IN, (None,)),
    Condition("status", Op.CONTAINS, "act"),
    Condition("owner_id", Op.IN, ("Ada",)),
    Condition("owner_id", Op.IN, (True,)),
    Condition("country", Op.IN, (49,)),
    Condition("country", Op.IN, ("",)),
    Condition("verified", Op.IS, "yes"),
    Condition("verified", Op.IS, None),
    Condition("licenses", Op.AT_LEAST, "many"),
    Condition("licenses", Op.AT_LEAST, 1.5),
    Condition("licenses", Op.IS, True),
    Condition("licenses", Op.BLANK),
    Condition("revenue", Op.BETWEEN, (5, 1)),
    Condition("revenue", Op.BETWEEN, (date(2026, 1, 1), date(2026, 1, 2))),
    Condition("created_at", Op.AT_LEAST, 5),
    Condition("created_at", Op.AT_LEAST, date.min),
    Condition("created_at", Op.IS, "2026-01-01"),
    Condition("created_at", Op.DURING, "sometime"),
    Condition("created_at", Op.LAST, 0),
    Condition("created_at", Op.BLANK),
    Condition("name", Op.IS, "a\x00b"),
)


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize("one", NEVER, ids=range(len(NEVER)))
def test_a_condition_that_does_not_fit_its_field_is_refused(services, one):
    with pytest.raises(Invalid, match="does not fit"):
        services.customers.count(ListQuery(conditions=(one,)))


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_groups_too_deep_are_refused(services):
    one = Condition("city", Op.IS, "Bern")
    for _level in range(DEPTH + 1):
        one = Group(Match.ALL, (one,))
    with pytest.raises(Invalid, match="nested too deep"):
        services.customers.count(ListQuery(conditions=(one,)))


def test_a_shelf_named_inside_a_group_takes_the_default_away(filled):
    archived = Condition("shelf", Op.IN, (Shelf.ARCHIVED,))
    verified = Condition("verified", Op.IS, True)
    either = Group(Match.ANY, (archived, verified))
    ids = found(filled, (either,))
    shelves = {row["shelf"] for row in ROWS if row["id"] in ids}
    assert shelves == set(Shelf)


@pytest.mark.parametrize(
    ("one", "days"),
    [
        # It is Saturday, November 21, 2026 in Berlin.
        (Condition("created_at", Op.DURING, Period.TODAY), ["2026-11-21"]),
        (Condition("created_at", Op.DURING, Period.YESTERDAY), ["2026-11-20"]),
        (Condition("created_at", Op.LAST, 2), ["2026-11-20", "2026-11-21"]),
        (Condition("created_at", Op.DURING, Period.LAST_YEAR), ["2025-11-11"]),
    ],
)
def test_days_are_counted_where_the_organization_is(filled, one, days):
    ids = found(filled, (one,))
    met = {str(filter_rows.values(row)["created_at"]) for row in ROWS if row["id"] in ids}
    assert met == set(days)


@given(st.sampled_from(FIELDS), st.sampled_from([Op.IS, Op.IS_NOT, Op.IN, Op.NOT_IN]), st.data())
@settings(max_examples=400)
def test_what_is_offered_means_the_same(field, op, data):
    values = data.draw(filter_rows.VALUES[Op.IN](field))
    asked = Condition(field.key, op, values if op in {Op.IN, Op.NOT_IN} else values[0])
    try:
        fitting(field, asked)
    except Invalid:
        return
    shown = offered(field, asked)
    assert all(one.op in field.ops for one in flat((shown,)))
    for row in ROWS[:40]:
        assert filter_rows.passes(row, asked) == filter_rows.passes(row, shown)


def test_what_a_list_does_not_know_is_left_out_by_name():
    city = Condition("city", Op.IS, "Bern")
    aura = Condition("aura", Op.IS, "blue")
    wrong = Condition("status", Op.IN, ("dormant",))
    kept, dropped = understood(
        BY_KEY,
        (city, aura, Group(Match.ANY, (wrong, Group(Match.NONE, (aura,)))), Group(Match.ALL, ())),
    )
    assert kept == (city, Group(Match.ALL, ()))
    assert dropped == ("aura", "status")


LATE = "many words of no matter " * 40 + "then MÜHLBACH"
FACTS = {
    "description": (LATE, "muhlbach"),
    "legal_name": ("Ærø Holding A/S", "AERO holding"),
    "person": ("Zoë", "zoe roe"),
    "address": ("Weg 1", "weg 1 Hof"),
}


def test_what_is_edited_undone_or_edited_in_bulk_is_found_by_it(services, desk_db, admin):
    jane = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    with desk_db.reading(admin) as session:
        found_as = session.get_one(Customer, jane)
        version, base = found_as.version, profile_of(found_as)
    columns = {"person": "first_name", "address": "address_line1"}
    typed = {columns.get(key, key): text for key, (text, _asked) in FACTS.items()}
    asked = [Condition(key, Op.CONTAINS, words) for key, (_text, words) in FACTS.items()]

    receipt = Receipt()
    mine = replace(base, **typed, address_line2="Hof")
    services.customers.noting(receipt).edit(jane, version, base, mine)
    assert [found(services, (one,)) for one in asked] == [{jane}] * len(asked)
    services.undo.undo(receipt.command)
    assert [found(services, (one,)) for one in asked] == [set()] * len(asked)

    edits = (Edit("description", value=LATE), Edit("legal_name", value=typed["legal_name"]))
    services.bulk.run(Selection(ids=(jane,)), EditFields(edits))
    assert [found(services, (one,)) for one in asked[:2]] == [{jane}] * 2
    assert not any(one.problem for one in services.upkeep.check())
