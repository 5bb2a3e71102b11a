"""A question survives being stored; nonsense is refused, or left out by name."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.filtering import FIRST_DAY, LAST_DAY
from app.core.listing import DEPTH, Condition, Group, ListQuery, Match, Op, Period
from app.core.listing_json import from_json, salvage, to_json
from app.customers.schemas import Status

days = st.dates(FIRST_DAY, LAST_DAY)
numbers = st.integers(-(2**63) + 1, 2**63 - 1)
texts = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=20)
singles = st.one_of(texts, numbers, st.booleans(), days)
keys = texts


def conditions():
    return st.one_of(
        st.builds(Condition, keys, st.sampled_from([Op.IS, Op.IS_NOT]), singles),
        st.builds(
            Condition,
            keys,
            st.sampled_from([Op.IN, Op.NOT_IN]),
            st.lists(st.none() | singles, min_size=1, max_size=4).map(tuple),
        ),
        st.builds(
            Condition, keys, st.sampled_from([Op.AT_LEAST, Op.AT_MOST]), st.one_of(days, numbers)
        ),
        st.builds(
            Condition,
            keys,
            st.just(Op.BETWEEN),
            st.one_of(st.tuples(days, days), st.tuples(numbers, numbers)).map(sorted).map(tuple),
        ),
        st.builds(
            Condition,
            keys,
            st.sampled_from([Op.CONTAINS, Op.LACKS, Op.STARTS, Op.ENDS]),
            texts,
        ),
        st.builds(Condition, keys, st.sampled_from([Op.BLANK, Op.FILLED])),
        st.builds(
            Condition, keys, st.sampled_from([Op.LAST, Op.OVER, Op.NEXT]), st.integers(1, 36_500)
        ),
        st.builds(Condition, keys, st.just(Op.DURING), st.sampled_from(Period)),
    )


parts = st.recursive(
    conditions(),
    lambda inner: st.builds(Group, st.sampled_from(Match), st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)
questions = st.builds(
    ListQuery, texts | st.just(""), st.lists(parts, max_size=4).map(tuple), texts, st.booleans()
)


@given(questions)
def test_a_question_survives_being_stored(asked):
    stored = json.loads(json.dumps(to_json(asked)))

    assert from_json(stored) == asked
    assert salvage(stored) == (asked, ())


def test_what_is_stored_is_plain():
    asked = ListQuery(
        "acme",
        (
            Condition("status", Op.IN, (Status.ACTIVE, None)),
            Group(Match.NONE, (Condition("joined", Op.AT_LEAST, date(2026, 1, 26)),)),
        ),
        "name",
        descending=True,
    )

    assert to_json(asked) == {
        "text": "acme",
        "conditions": [
            {"key": "status", "op": "in", "value": ["active", None]},
            {
                "match": "none",
                "of": [{"key": "joined", "op": "at_least", "value": {"day": "2026-01-26"}}],
            },
        ],
        "sort": "name",
        "descending": True,
    }


def nested(depth):
    found = {"key": "city", "op": "is", "value": "Bern"}
    for _level in range(depth):
        found = {"match": "all", "of": [found]}
    return found


def condition(op, value):
    return {"key": "city", "op": op, "value": value}


NONSENSE = (
    condition("resembles", "x"),
    condition(5, "x"),
    condition(["is"], "x"),
    condition("is", None),
    condition("is", 1.5),
    condition("is", {"day": "soon"}),
    condition("is", {"day": "0001-01-01"}),
    condition("is", {"day": 5}),
    condition("is", "a\x00b"),
    condition("is", "x" * 1001),
    condition("is", 2**63),
    condition("in", []),
    condition("in", "active"),
    condition("in", [["active"]]),
    condition("in", list(range(1001))),
    condition("at_least", "many"),
    condition("at_least", True),
    condition("between", [1]),
    condition("between", [2, 1]),
    condition("between", [1, {"day": "2026-01-01"}]),
    condition("contains", ""),
    condition("contains", "  "),
    condition("contains", 5),
    condition("blank", "x"),
    condition("last", 0),
    condition("last", True),
    condition("over", -5),
    condition("last", 10**9),
    condition("during", "the_ice_age"),
    condition("during", ["today"]),
    {"key": "", "op": "is", "value": "x"},
    {"key": 5, "op": "is", "value": "x"},
    {"key": "city", "op": "is", "value": "x", "more": 1},
    {"op": "is", "value": "x"},
    {"match": "some", "of": []},
    {"match": ["all"], "of": []},
    {"match": "all", "of": {}},
    {"match": "all"},
    nested(DEPTH + 1),
    nested(500),
    None,
    "city",
    [],
)


@pytest.mark.parametrize("one", NONSENSE, ids=range(len(NONSENSE)))
def test_nonsense_is_refused_and_left_out_by_name(one):
    good = {"key": "name", "op": "is", "value": "Ann"}
    stored = {"conditions": [good, one]}

    with pytest.raises(Invalid, match=r"cannot be used|does not fit"):
        from_json(stored)
    asked, dropped = salvage(stored)
    assert asked == ListQuery(conditions=(Condition("name", Op.IS, "Ann"),))
    assert dropped in {("city",), ("?",), ()}


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        "name",
        {"text": 5},
        {"text": "a\x00"},
        {"text": "x" * 1001},
        {"sort": None},
        {"descending": "yes"},
        {"conditions": {}},
        {"shoe_size": 5},
    ],
)
def test_what_is_no_question_is_refused_whole(stored):
    for read in (from_json, salvage):
        with pytest.raises(Invalid):
            read(stored)


def test_too_many_conditions_are_refused():
    stored = {"conditions": [{"match": "any", "of": [condition("is", "Bern")] * 201}]}
    with pytest.raises(Invalid, match="200"):
        from_json(stored)


def test_groups_may_be_as_deep_as_allowed():
    assert from_json({"conditions": [nested(DEPTH)]})
