"""The list finds, sorts, filters and counts alike on both engines, within the actor's scope."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.errors import Cancelled, NotFound
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft, HoldDraft
from app.customers.queries import SORTS
from app.customers.schemas import Kind, Shelf, Status

PEOPLE = (
    ("Jürgen", "Müller", "jm@example.org", "+49 30 901820"),
    ("Ana", "Öz", "ana@acme.com", "+1 (555) 010-0789"),
    ("Zoë", "Acme", "zoe@gmail.com", ""),
    ("100%", "Under_score", "sale@example.org", ""),
)


@pytest.fixture
def people(services) -> list[int]:
    return [
        services.customers.create(
            CustomerDraft(email=email, first_name=first, last_name=last, phone=phone)
        )
        for first, last, email, phone in PEOPLE
    ]


def names(services, **asked) -> list[str]:
    query = ListQuery(**asked)
    rows = services.customers.first(query, 100)
    ids = services.customers.ids(query, Progress())
    assert [row.id for row in rows] == list(ids)
    assert services.customers.count(query) == len(ids)
    return [row.name.split()[0] if row.name else "N/A" for row in rows]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("MULLER", ["Jürgen"]),
        ("müller", ["Jürgen"]),
        ("@gmail.com", ["Zoë"]),
        ("acme", ["Zoë", "Ana"]),
        ("ana acme", ["Ana"]),
        ("0789", ["Ana"]),
        ("+1 555 0100789", ["Ana"]),
        ("030 901820", ["Jürgen"]),
        ("%", ["100%"]),
        ("r_s", ["100%"]),
        ("oz", ["Ana"]),
        ("'; DROP TABLE customers; --", []),
        ('"', []),
        ("nobody", []),
    ],
)
@pytest.mark.usefixtures("people")
def test_search_finds_substrings_in_any_case_and_notation(services, text, found):
    assert names(services, text=text) == found


@pytest.mark.usefixtures("people")
def test_newest_come_first_until_asked_otherwise(services):
    assert names(services) == ["100%", "Zoë", "Ana", "Jürgen"]
    assert names(services, sort="created_at") == ["Jürgen", "Ana", "Zoë", "100%"]


def test_blank_names_come_last_in_both_directions(services, people, desk_db):
    with desk_db.transaction(SYSTEM) as session:
        session.execute(
            sa.text("UPDATE customers SET name = NULL, name_key = NULL WHERE id = :id"),
            {"id": people[1]},
        )
    assert names(services, sort="name") == ["100%", "Jürgen", "Zoë", "N/A"]
    assert names(services, sort="name", descending=True) == ["Zoë", "Jürgen", "100%", "N/A"]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_column_sorts_both_ways(services, people, sort, descending):
    assert len(names(services, sort=sort, descending=descending)) == len(people)


def test_first_rows_stop_at_the_limit(services, people):
    assert [row.id for row in services.customers.first(ListQuery(), 2)] == people[:1:-1]


def test_filters_combine_with_search(services, people):
    services.lifecycle.hold(people[1], HoldDraft())
    suspended = Condition("status", Op.IN, (Status.SUSPENDED, Status.BLOCKED))
    assert names(services, conditions=(suspended,)) == ["Ana"]
    assert names(services, conditions=(suspended,), text="zoe") == []
    individuals = Condition("kind", Op.IS, Kind.INDIVIDUAL)
    assert len(names(services, conditions=(individuals,))) == len(people)
    assert names(services, conditions=(Condition("has_licenses", Op.IS, True),)) == []
    assert names(services, conditions=(Condition("revenue", Op.AT_LEAST, 1),)) == []


@pytest.mark.usefixtures("people")
def test_days_are_whole_days_of_the_organization(services, clock):
    clock.at = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    settings = services.organization.settings()
    services.organization.save(replace(settings, time_zone="Europe/Berlin"))
    services.customers.create(
        CustomerDraft(email="late@example.org", first_name="Late", last_name="One")
    )
    tomorrow = date(2026, 11, 21)
    assert names(services, conditions=(Condition("created_at", Op.AT_LEAST, tomorrow),)) == ["Late"]
    assert "Late" not in names(
        services, conditions=(Condition("created_at", Op.AT_MOST, date(2026, 11, 20)),)
    )


def test_shelves_are_lists_of_their_own(services, people):
    services.lifecycle.archive(people[:1])
    services.lifecycle.delete(people[1:2])
    assert names(services) == ["100%", "Zoë"]
    for shelf, name in ((Shelf.ARCHIVED, "Jürgen"), (Shelf.DELETED, "Ana")):
        assert names(services, conditions=(Condition("shelf", Op.IS, shelf),)) == [name]


def test_unknown_sort_and_filter_are_named(services):
    with pytest.raises(NotFound, match="shoe_size"):
        services.customers.first(ListQuery(sort="shoe_size"), 10)
    with pytest.raises(NotFound, match="shoe_size"):
        services.customers.count(ListQuery(conditions=(Condition("shoe_size", Op.IS, 1),)))


@pytest.mark.usefixtures("people")
def test_a_newer_question_cancels_the_snapshot(services):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        services.customers.ids(ListQuery(), progress)


def test_scope_holds_for_lists_counts_and_single_customers(people, acting):
    own = acting("Support Staff", staff_id=99)
    assert names(own) == []
    with pytest.raises(NotFound):
        own.customers.show(people[0])
    with pytest.raises(NotFound):
        own.customers.find("ana@acme.com")
    assert own.customers.rows(people) == []
    mine = acting("Support Staff", staff_id=1)
    assert len(names(mine)) == len(people)


@pytest.mark.parametrize("named", ["ANA@acme.com", "CUST-000002"])
def test_a_customer_is_found_by_what_it_is_called(services, people, named):
    assert services.customers.find(named) == people[1]


def test_a_customer_is_found_by_id_and_uuid(services, people):
    assert services.customers.find(str(people[2])) == people[2]
    assert services.customers.find(services.customers.show(people[2]).uid) == people[2]
    with pytest.raises(NotFound, match="nobody@example"):
        services.customers.find("nobody@example.org")
