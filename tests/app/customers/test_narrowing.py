"""Few rows are looked up, many walked: what an index says decides."""

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.conditions import Condition, Group, Match, Op
from app.core.narrowing import few
from app.customers import queries
from app.customers.model import Customer
from app.customers.schemas import Shelf, Status
from app.organization.service import current
from tests.app.customers import filter_rows

ROWS = filter_rows.rows(400, seed=11)
RARE = Condition("client_id", Op.ENDS, "-377")
ACTIVE = Condition("status", Op.IN, tuple(Status))


@pytest.fixture
def looked_up(desk_db):
    """A function that gives the ids that would be looked up, or None."""
    with desk_db.transaction(SYSTEM) as session:
        filter_rows.insert(session, ROWS)

    def ask(*conditions, limit=100):
        with desk_db.reading(SYSTEM) as session:
            listing = queries.listing(current(session), filter_rows.NOW)
            found = few(
                session, listing.key, listing.filters, listing.without, listing.quick,
                listing.search, conditions, limit,
            )  # fmt: skip
            if found is None:
                return None
            return set(session.scalars(sa.select(Customer.id).where(found)))

    return ask


def test_what_the_search_index_holds_is_looked_up(looked_up):
    assert looked_up(RARE) == {377}
    typed = ROWS[376]["client_id"].upper()
    assert looked_up(Condition("client_id", Op.IS, typed)) == {377}
    mailed = next(row for row in ROWS if row["email"])
    assert looked_up(Condition("email", Op.STARTS, mailed["email"])) == {mailed["id"]}
    assert looked_up(RARE, ACTIVE, limit=None) == {377}
    nobody = "nobody's at all"
    assert looked_up(Condition("legal_name", Op.CONTAINS, nobody)) == set()
    assert looked_up(Condition("person", Op.STARTS, nobody)) == set()


def test_what_has_an_index_of_its_own_is_looked_up(looked_up):
    dialled = Condition("phone", Op.IS, "+49 30 901820")
    found = {
        row["id"]
        for row in ROWS
        if row["phone"].startswith("+49") and row["shelf"] is Shelf.CURRENT
    }
    assert 0 < len(found) < 80
    assert looked_up(dialled, limit=None) == found
    nobody = Condition("licenses", Op.AT_LEAST, 99)
    assert looked_up(nobody) == looked_up(ACTIVE, nobody) == set()


def test_the_shelf_that_is_asked_for_counts(looked_up):
    deleted = Condition("shelf", Op.IN, (Shelf.DELETED,))
    nobody = Condition("licenses", Op.BETWEEN, (99, 100))
    inside = Group(Match.ANY, (deleted, ACTIVE))
    assert looked_up(deleted, nobody) == looked_up(inside, nobody) == set()


@pytest.mark.parametrize(
    "one",
    [
        ACTIVE,
        Condition("verified", Op.IS, value=True),
        Condition("name", Op.LACKS, "zzz"),
        Condition("client_id", Op.CONTAINS, "-"),
        Condition("notes", Op.CONTAINS, "nowhere"),
        Condition("description", Op.CONTAINS, "nowhere"),
        Group(Match.ALL, (RARE,)),
    ],
)
def test_many_rows_and_what_no_index_knows_are_walked(looked_up, one):
    assert looked_up(one) is None
