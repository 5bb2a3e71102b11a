"""Criteria as JSON: both ways and back, and a sentence for whatever cannot be."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.conditions import MOST_CONDITIONS, Condition, Group, Match, Op
from app.core.errors import Invalid
from app.customers.filter_fields import FIELDS
from app.segments.criteria_json import from_document, parsed, text_of, to_document
from app.segments.criteria_keys import ending_of, known, name_of
from app.segments.criteria_normal import normal
from app.segments.criteria_values import Names
from tests.app.customers import filter_rows

NAMES = Names(
    "EUR",
    {
        "owner_id": {1: "Ada", 2: "Bo", 10**12: "Cy"},
        "team_id": {1: "North"},
        "product": {1: "Alder", 2: "Birch", 3: "alder", 10**12: "Oak"},
        "plan": {1: "Pro", 2: "Team"},
        "country": {"DE": "Germany", "US": "United States", "CH": "Switzerland"},
        "tags": {number: f"Tag {number}" for number in (*range(1, 40), 10**12)},
    },
)


@given(st.lists(filter_rows.PARTS, max_size=4))
@settings(max_examples=120)
def test_criteria_come_back_from_json_as_they_went(parts):
    criteria = normal(parts)
    text = text_of(parts, NAMES)
    assert parsed(text, NAMES) == criteria == normal(criteria)
    assert text_of(criteria, NAMES) == text
    for row in filter_rows.rows(12, seed=8):
        meets = [all(filter_rows.passes(row, one) for one in each) for each in (parts, criteria)]
        assert meets[0] is meets[1]


def test_the_documents_keys_mean_what_they_say():
    document = {
        "lifetime_value_min": 10_000.5,
        "lifetime_value_max": 20_000,
        "total_orders_min": 1,
        "customer_since_days": 30,
        "verified": True,
        "status": "active",
        "customer_type": "business",
        "tags": [1, "tag 2"],
        "last_order_days_ago_min": 90,
        "company_size": ["201-500", "500+"],
        "any": [{"country": "Germany"}, {"joined_min": "2026-01-26", "email_blank": False}],
    }
    found = parsed(json.dumps(document), NAMES)
    assert found == (
        Condition("revenue", Op.AT_LEAST, 1_000_050),
        Condition("revenue", Op.AT_MOST, 2_000_000),
        Condition("orders", Op.AT_LEAST, 1),
        Condition("customer_since", Op.LAST, 30),
        Condition("verified", Op.IS, value=True),
        Condition("status", Op.IN, ("active",)),
        Condition("kind", Op.IN, ("business",)),
        Condition("tags", Op.IN, (1, 2)),
        Condition("last_order_on", Op.OVER, 89),
        Condition("company_size", Op.IN, ("201-500", "500+")),
        Group(
            Match.ANY,
            (
                Condition("country", Op.IN, ("DE",)),
                Group(
                    Match.ALL,
                    (
                        Condition("created_at", Op.AT_LEAST, date(2026, 1, 26)),
                        Condition("email", Op.FILLED),
                    ),
                ),
            ),
        ),
    )
    assert to_document(found, NAMES) == document | {
        "tags": ["Tag 1", "Tag 2"],
        "any": [{"country": "DE"}, document["any"][1]],
    }


def test_every_comparison_of_every_field_has_a_key_of_its_own():
    for field in FIELDS:
        for op in set(field.ops) - {Op.BLANK, Op.FILLED}:
            key = known()[name_of(field) + ending_of(field, op)]
            assert (key.field, key.op) == (field, op)
            assert known()[field.key + key.ending] == key


DEEP = '{"any": [' * 100 + '{"verified": true}' + "]}" * 100
MANY = json.dumps({"any": [{"city": f"Town {number}"} for number in range(10_000)]})
TYPOS = {
    "": "nothing here yet",
    "[]": "begin with a brace",
    '{"status": "active"\n "verified": true}': "Line 2, column 2: a comma",
    '{"status" "active"}': "Line 1, column 11: a colon",
    '{\n  "status": ,\n}': "Line 2, column 13: a value",
    '{"status": "active",}': "Line 1, column 2[01]: ",
    "{status: 1}": "column 2: a key in double quotes",
    "{\u201cstatus\u201d: 1}": "straight quotes",
    '{"city": "Ber': "no closing quote",
    '{"verified": true} x': "nothing may follow",
    '{"verified": true, "verified": false}': "stands there twice",
    '{"revenue_min": NaN}': "NaN is not a number",
    '{"revenue_min": ' + "9" * 5000 + "}": "too long",
    "[" * 100_000: "nested too deep",
    DEEP: "nested more than 8 deep",
    MANY: f"more than {MOST_CONDITIONS} conditions",
    " " * 1_000_001: "too long",
}
WRONG = {
    "total_order_min": (1, "Did you mean “total_orders_min”"),
    "lifetime_value_mim": (1, "Did you mean “lifetime_value_min”"),
    "shoe": (44, "no key of criteria"),
    "total_orders_min": ("many", "wants a whole number, such as 5, and not “many”"),
    "orders_max": (1.5, "wants a whole number"),
    "verified": ("yes", "wants true or false, and not “yes”"),
    "status": ("activ", "there is no “activ”. Did you mean “active”"),
    "status_not": (5, "wants one of “active”"),
    "tags": (["Tag 1", "VIP"], "there is no “VIP”"),
    "tags_all": ([None, 77], "there is no 77"),
    "product": ("Alder", "several are called “Alder”. Use a number instead: 1, 3"),
    "lifetime_value_min": (0.001, "smallest unit|finer|decimal"),
    "lifetime_value_max": ("x", "wants an amount"),
    "revenue_between": ([5, 1], "cannot be compared"),
    "orders_between": (5, "wants the lowest and the highest"),
    "joined_min": ("01/26/2026", "wants a day, such as"),
    "joined_days": (0, "a number of days from 1 to"),
    "last_order_days_ago_min": (1, "a number of days from 2"),
    "joined_period": ("soon", "wants one of “today”"),
    "city_contains": ("", "cannot be compared"),
    "city": (5, "wants a text"),
    "any": ({"city": "Bern"}, "wants a list of groups"),
    "none": ([5], "wants groups in braces"),
    "name_min": ("A", "“name_min” cannot be: “name” is asked by “name”, “name_not”, “name_con"),
    "client_id_blank": (True, "“client_id” is asked by “client_id”, “client_id_not”"),
    "country_contains": ("D", "is asked by “country”, “country_not”, “country_blank”."),
    "email_blank": ("no", "wants true or false"),
}


@pytest.mark.parametrize("text", TYPOS, ids=range(len(TYPOS)))
def test_a_slip_is_told_by_its_place(text):
    with pytest.raises(Invalid, match=TYPOS[text]):
        parsed(text, NAMES)


@pytest.mark.parametrize("key", WRONG)
def test_what_cannot_be_is_told_by_its_key(key):
    value, said = WRONG[key]
    with pytest.raises(Invalid, match=said) as refusal:
        parsed(json.dumps({key: value}), NAMES)
    assert key in str(refusal.value)


def test_statements_of_a_database_are_texts_like_any_other():
    text = "'; DROP TABLE customers; --"
    assert from_document({"city": text}, NAMES) == (Condition("city", Op.IS, text),)
