"""Plans of rows wait on disk and are found at once; keys of a file are remembered in little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange import plans as plans_module
from app.exchange.plans import Changed, Label, Plans, Problem, RowPlan
from app.exchange.seen import Seen

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ROWS = st.builds(
    RowPlan,
    line=st.integers(1, 10**9), label=st.sampled_from(Label), name=TEXT, email=TEXT,
    problems=st.lists(st.builds(Problem, TEXT, TEXT), max_size=2).map(tuple),
    warnings=st.lists(st.builds(Problem, TEXT, TEXT), max_size=2).map(tuple),
    changes=st.lists(st.builds(Changed, TEXT, TEXT, TEXT), max_size=2).map(tuple),
    cells=st.lists(TEXT, max_size=4).map(tuple), customer_id=st.integers(0, 2**40),
    reason=TEXT, broken=st.booleans(),
)  # fmt: skip


@given(st.lists(ROWS, max_size=20))
def test_plans_come_back_as_they_were_in_any_order(rows):
    kept = Plans()
    for row in rows:
        kept.add(row)
        assert kept[-1] == row
    assert list(kept) == rows
    assert (len(kept), kept[1:5]) == (len(rows), rows[1:5])
    for label in Label:
        same = [row for row in rows if row.label is label]
        assert kept.of(label) == same
        assert kept.of(label, 1, 2) == same[1:3]
        assert [kept[place] for place in kept.places(label)] == same


def test_only_so_many_of_a_label_are_kept(monkeypatch):
    monkeypatch.setattr(plans_module, "KEPT_ROWS", 2)
    kept = Plans()
    for line in range(5):
        if kept.has_room(Label.CREATE):
            kept.add(RowPlan(line, Label.CREATE, "", ""))
    assert ([row.line for row in kept], kept.has_room(Label.ERROR)) == ([0, 1], True)
    with pytest.raises(IndexError):
        kept[2]


@given(st.lists(st.text(max_size=3) | st.integers(-(2**62), 2**62) | st.tuples(TEXT, TEXT)))
def test_the_first_line_of_a_key_is_remembered(keys):
    seen, known = Seen(), {}
    for line, key in enumerate(keys, start=2):
        assert seen.first(key, line) == known.setdefault(key, line)


def test_many_keys_are_told_apart():
    seen = Seen()
    for round_ in range(2):
        for number in range(20_000):
            found = seen.first(f"person{number}@example.org", number + round_ * 10**6)
            assert found == number
