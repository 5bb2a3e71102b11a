"""What is kept of small tables until somebody touches them."""

import pytest

from app.core.changes import Changes


@pytest.fixture
def changes():
    return Changes()


def test_nothing_is_kept_while_others_are_not_heard(changes):
    made = iter(range(9))

    assert [changes.kept("tags", lambda: next(made)) for _once in range(2)] == [0, 1]
    changes.hears_others(True)
    assert [changes.kept("tags", lambda: next(made)) for _once in range(2)] == [2, 2]
    changes.hears_others(False)
    assert changes.kept("tags", lambda: next(made)) == 3
    changes.hears_others(True)
    assert changes.kept("tags", lambda: next(made)) == 4


def test_what_is_touched_is_made_anew_before_anybody_is_told(changes):
    changes.hears_others(True)
    made, seen = iter("abc"), []
    changes.listen(lambda _touched: seen.append(changes.kept("tags", lambda: next(made))))
    changes.kept("tags", lambda: next(made))

    changes.publish({"customers": frozenset({1})})
    changes.publish({"tags": frozenset()})

    assert seen == ["a", "b"]


def test_what_was_read_while_it_changed_is_not_kept(changes):
    changes.hears_others(True)

    def read():
        changes.publish({"tags": frozenset({7})})
        return "old"

    assert changes.kept("tags", read) == "old"
    assert changes.kept("tags", lambda: "new") == "new"
