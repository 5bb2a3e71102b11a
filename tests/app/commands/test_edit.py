"""`desk customers edit`."""

import json

import pytest


@pytest.fixture
def put(tmp_path):
    """A function that writes JSON into a file and gives its path."""

    def write(name, data):
        path = tmp_path / f"{name}.json"
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return path

    return write


@pytest.fixture
def shown(ask, three):  # noqa: ARG001 - they must be there
    """What `show` says of Anna."""
    return lambda: json.loads(ask("customers", "show", "anna@a.example")[1])


def test_fields_are_changed_and_the_rest_stays(ask, put, shown):
    before = shown()
    revenue = {"amount": "1234.50", "currency": "EUR"}
    changes = put("changes", {"city": "Köln", "kind": "business", "annual_revenue": revenue})

    status, out, err = ask("customers", "edit", "anna@a.example", changes)

    assert (status, err) == (0, [])
    now = shown()
    assert json.loads(out) == {"id": before["id"], "version": before["version"] + 1}
    assert (now["city"], now["kind"], now["phone"]) == ("Köln", "business", before["phone"])
    assert now["annual_revenue"] == {"minor": 123450, **revenue}


def test_what_only_one_changed_is_joined(ask, put, shown):
    seen = put("seen", shown())
    ask("customers", "edit", "anna@a.example", put("theirs", {"notes": "Call at ten."}))

    status, _out, err = ask(
        "customers", "edit", "anna@a.example", put("mine", {"city": "Köln"}), "--seen", seen
    )

    assert (status, err) == (0, ["What Ada Admin changed meanwhile was kept: notes."])
    assert (shown()["notes"], shown()["city"]) == ("Call at ten.", "Köln")


def test_what_both_changed_is_refused_with_all_three_values(ask, put, shown):
    seen = put("seen", shown())
    ask("customers", "edit", "anna@a.example", put("theirs", {"notes": "Call at ten."}))
    mine = put("mine", {"notes": "Call at noon.", "city": "Köln"})

    status, out, err = ask("customers", "edit", "anna@a.example", mine, "--seen", seen)

    assert (status, out) == (1, "")
    assert err[0] == 'notes was "", is "Call at ten." now, and "Call at noon." in your file.'
    assert err[1].startswith("Ada Admin changed Notes at ")
    assert shown()["city"] == ""
    status, _out, _err = ask("customers", "edit", "anna@a.example", mine)
    assert (status, shown()["notes"]) == (0, "Call at noon.")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ("[]", "must hold one JSON object"),
        ({"nickname": "x"}, "nickname: There is no such field"),
        ({"city": 5}, "city: Write this as text"),
        ({"kind": "robot"}, "kind: Write business or individual"),
        ({"owner_id": "1"}, "owner_id: Write the id as a number"),
        ({"owner_id": 4711}, "owner_id: Choose somebody"),
        ({"annual_revenue": 5}, "annual_revenue: Write this as"),
        ({"annual_revenue": {"amount": "much", "currency": "EUR"}}, "annual_revenue: Write the"),
        ({"annual_revenue": {"amount": "1", "currency": "XYZ"}}, "annual_revenue: "),
        ({"email": "x", "phone": "y"}, "Nothing was saved. Correct "),
    ],
)
def test_what_is_no_change_is_refused(ask, put, shown, changes, words):
    version = shown()["version"]

    status, out, err = ask("customers", "edit", "anna@a.example", put("changes", changes))

    assert (status, out) == (1, "")
    assert words in err[-1]
    assert shown()["version"] == version


def test_a_file_that_shows_another_thing_is_refused_or_does_no_harm(ask, put, shown):
    mine = put("mine", {"city": "Köln"})
    status, _out, err = ask("customers", "edit", "anna@a.example", mine, "--seen", put("a", "["))
    assert (status, "is not JSON" in err[-1]) == (1, True)
    wrong = {"version": "new", "city": "", "kind": None}
    status, _out, err = ask("customers", "edit", "anna@a.example", mine, "--seen", put("b", wrong))
    assert (status, err[-1]) == (1, "kind: Write business or individual.")
    assert shown()["city"] == ""
