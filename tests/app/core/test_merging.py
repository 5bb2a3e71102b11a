"""Two edits of one record are joined field by field, or their clash is named."""

from hypothesis import given
from hypothesis import strategies as st

from app.core.merging import parts, three_way

GROUPS = (("street", "city"),)
BASE = {"name": "Acme", "street": "Main St 1", "city": "Bonn", "phone": "1"}
record = st.fixed_dictionaries({name: st.sampled_from("ABC") for name in BASE})


def merged(theirs, mine):
    return three_way(BASE, BASE | theirs, BASE | mine, GROUPS)


def test_what_one_side_changed_is_kept_from_both():
    merge = merged({"phone": "2"}, {"name": "Acme Ltd"})
    assert merge.values == BASE | {"phone": "2", "name": "Acme Ltd"}
    assert (merge.clashes, merge.merged) == ({}, ("phone",))


def test_the_same_change_by_both_is_no_clash():
    merge = merged({"phone": "2"}, {"phone": "2"})
    assert (merge.values, merge.clashes, merge.merged) == (BASE | {"phone": "2"}, {}, ())


def test_a_field_both_changed_clashes_and_the_rest_is_joined():
    merge = merged({"phone": "2", "city": "Ulm"}, {"phone": "3"})
    assert merge.clashes == {"phone": ("1", "2", "3")}
    assert merge.values == BASE | {"phone": "3", "city": "Ulm"}
    assert merge.merged == ("city",)


def test_street_and_city_of_two_people_are_no_address():
    merge = merged({"city": "Ulm"}, {"street": "Side St 2"})
    assert merge.clashes == {
        "street": ("Main St 1", "Main St 1", "Side St 2"),
        "city": ("Bonn", "Ulm", "Bonn"),
    }


def test_a_group_is_joined_where_one_side_did_what_the_other_did_and_more():
    whole = {"city": "Ulm", "street": "Side St 2"}
    assert merged({"city": "Ulm"}, whole).values == BASE | whole
    assert merged({"city": "Ulm"}, whole).merged == ()
    assert merged(whole, {"city": "Ulm"}).values == BASE | whole
    assert merged(whole, {"city": "Ulm"}).merged == ("street",)


def test_a_group_stands_where_its_first_field_does():
    assert parts(BASE, GROUPS) == [("name",), ("street", "city"), ("phone",)]


tags = st.frozensets(st.sampled_from((1, 2, 3)))


@given(tags, tags, tags)
def test_sets_are_joined_member_by_member(base, theirs, mine):
    merge = three_way({"tags": base}, {"tags": theirs}, {"tags": mine})
    assert merge.clashes == {}
    for member in (1, 2, 3):
        before, *after = (member in side for side in (base, theirs, mine))
        changed = [now for now in after if now != before]
        assert (member in merge.values["tags"]) is (changed[0] if changed else before)
    assert merge.merged == (("tags",) if merge.values["tags"] != mine else ())


@given(record, record, record)
def test_nothing_changed_is_ever_lost_without_a_word(base, theirs, mine):
    merge = three_way(base, theirs, mine, GROUPS)
    for name, value in merge.values.items():
        if name in merge.clashes:
            assert merge.clashes[name] == (base[name], theirs[name], mine[name])
            continue
        changed = {side[name] for side in (theirs, mine) if side[name] != base[name]}
        assert {value} == (changed or {base[name]})
    assert set(merge.merged) == {
        name for name in base if name not in merge.clashes and merge.values[name] != mine[name]
    }


@given(record, record, record)
def test_who_saves_first_does_not_matter(base, theirs, mine):
    one, other = three_way(base, theirs, mine, GROUPS), three_way(base, mine, theirs, GROUPS)
    assert set(one.clashes) == set(other.clashes)
    if not one.clashes:
        assert one.values == other.values
