"""`desk customers list` narrowed by a saved view, and by filters as JSON."""

import json

import pytest

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.listing import Condition, ListQuery, Op
from app.services import Services
from app.views.schemas import ViewDraft

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)


@pytest.fixture
def listed(ask, three):
    """A function that lists names, or what was said instead."""
    assert three

    def run(*options):
        status, out, err = ask("customers", "list", *options)
        return [row["name"] for row in json.loads(out)["rows"]] if status == 0 else err

    return run


def save(written, name, asked):
    database = Database(Address.parse(written))
    actor = Actor(1, "Ada Admin", frozenset(Permission))
    Services.build(database, actor, Changes()).views.save(ViewDraft("customers", name, asked))
    database.close()


def test_a_saved_view_gives_its_rows_in_its_order(listed, written):
    found = ListQuery(conditions=(Condition("phone", Op.STARTS, "+49"),), sort="name")
    save(written, "Germans", found)
    assert listed("--view", "germans") == ["Anna Ärger", "Bert Zorn"]
    assert listed("--view", "Germans", "--sort", "-name") == ["Bert Zorn", "Anna Ärger"]
    assert listed("--view", "Germans", "--search", "bert") == ["Bert Zorn"]
    assert listed("--view", "French") == [
        "There is no view “French”. Views you may use: “Germans”."
    ]


def test_filters_come_as_json(listed):
    anna = {"key": "name", "op": "contains", "value": "ARGER"}
    assert listed("--where", json.dumps(anna)) == ["Anna Ärger"]
    assert listed("--where", json.dumps([anna, {"key": "city", "op": "blank"}])) == ["Anna Ärger"]
    none = {"conditions": [{"match": "none", "of": [anna]}], "sort": "name"}
    assert listed("--where", json.dumps(none)) == ["Bert Zorn", "Çelik"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("{", "--where is not JSON"),
        ('{"key": "name", "op": "resembles"}', "compares in an unknown way"),
        ('{"key": "aura", "op": "blank"}', "This list has no filter “aura”."),
        ('{"key": "licenses", "op": "is", "value": "x"}', "“Licenses” does not fit"),
        ("5", "cannot be read"),
        ("[" * 5000, "--where is not JSON"),
    ],
)
def test_wrong_filters_are_refused_in_a_sentence(listed, where, said):
    [line] = listed("--where", where)
    assert said in line
