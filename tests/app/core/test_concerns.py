"""A change that concerns customers is linked to them once, by what it came to in the end."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.audit import Change
from app.core.batch import Batch
from app.core.concerns import AuditConcern, Concerned
from app.core.progress import Progress
from app.core.trail import Trail
from app.licensing import telling
from app.licensing.model import License
from app.licensing.schemas import LicenseState as S
from app.licensing.telling import Became
from app.orders.telling import tells as of_order
from app.subscriptions.telling import tells as of_subscription
from tests.app.licensing.conftest import (
    a_license,
    jane,
    john,
    make_plan,
    make_product,
    plan,
    product,
    stored,
)

__all__ = ["a_license", "jane", "john", "make_plan", "make_product", "plan", "product", "stored"]


@pytest.fixture
def linked(desk_db):
    """A function that gives what is linked: whose, what of, and what became of it."""

    def read():
        with desk_db.reading(SYSTEM) as session:
            rows = session.scalars(sa.select(AuditConcern).order_by(AuditConcern.seq))
            return [(row.customer_id, row.entity, row.entity_id, row.what) for row in rows]

    return read


def test_only_the_end_of_a_transaction_is_linked(desk_db, jane, john, a_license, linked):
    one, other = a_license(jane), a_license(jane)
    assert linked() == []
    with desk_db.transaction(SYSTEM) as session:
        found = session.get_one(License, one)
        for state in (S.SUSPENDED, S.ACTIVE):
            found.state = state
            session.flush()
        found.note = "Nothing that concerns her"
    assert linked() == []
    with desk_db.transaction(SYSTEM) as session:
        found = session.get_one(License, one)
        found.state = S.REVOKED
        session.flush()
        found.customer_id = john
        session.flush()
        session.get_one(License, other).key_tail = "ABCDE"
    assert linked() == [(jane, "licenses", one, "revoked"), (john, "licenses", one, "given")]


def test_what_goes_past_the_mapper_or_through_a_file_is_linked_alike(
    desk_db, jane, john, a_license, linked
):
    one = a_license(jane)
    with desk_db.transaction(SYSTEM) as session, Trail(session) as trail:
        batch = Batch(session)
        batch.change(License, session.get_one(License, one), {"customer_id": john})
        trail.tell(batch.write())
        concerned = Concerned(telling.tells, john)
        told = {"expires_on": ["2026-12-31", "2027-12-31"]}
        trail.tell(
            Change("updated", "licenses", number, "licenses", number, told, concerned=concerned)
            for number in range(1000, 1060)
        )
        trail.close(Progress())
    both = [(jane, "licenses", one, "moved"), (john, "licenses", one, "given")]
    more = [(john, "licenses", number, "extended") for number in range(1000, 1060)]
    assert sorted(linked()) == sorted([*both, *more])


@pytest.mark.parametrize(
    ("action", "whose", "fields", "found"),
    [
        ("created", 7, {"customer_id": [None, 7], "state": [None, "active"]}, []),
        ("updated", None, {"state": ["active", "suspended"]}, []),
        ("updated", 7, {"note": ["", "x"]}, []),
        ("updated", 7, {"state": ["revoked", "available"]}, [(7, Became.REINSTATED)]),
        ("updated", 7, {"state": ["active", "cancelled"], "plan_id": [1, 2]},
         [(7, Became.CANCELLED)]),
        ("updated", 7, {"plan_id": [1, 2], "expires_on": [None, "2027-01-01"]}, [(7, Became.PLAN)]),
        ("updated", 7, {"expires_on": ["2027-01-01", None]}, [(7, Became.EXTENDED)]),
        ("updated", 7, {"expires_on": [None, "2027-01-01"]}, [(7, Became.SHORTENED)]),
        # Its time begins to run with the first device, which tells of itself.
        ("updated", 7, {"expires_on": [None, "2027-01-01"], "months_to_run": [12, None]}, []),
        ("updated", None, {"customer_id": [7, None], "state": ["active", "available"]},
         [(7, Became.TAKEN)]),
        ("updated", None, {"customer_id": [7, None], "state": ["suspended", "revoked"]},
         [(7, Became.REVOKED)]),
        ("updated", 8, {"customer_id": [None, 8], "state": ["available", "active"]},
         [(8, Became.ASSIGNED)]),
    ],
)  # fmt: skip
def test_what_a_change_is_to_whom(action, whose, fields, found):
    assert list(telling.tells(action, whose, fields)) == found


def test_what_tells_of_itself_is_not_told_again():
    gone = {"status": ["active", "cancelled"], "ended_at": [None, f"{date(2026, 11, 20)}T12:00"]}
    assert of_subscription("updated", 7, gone) == ()
    back = {"status": ["paused", "past_due"], "paused_at": ["2026-11-20T12:00", None]}
    assert of_subscription("updated", 7, back) == ((7, "resumed"),)
    for status in ("delivered", "cancelled"):
        assert of_order("updated", 7, {"status": ["processing", status]}) == ()
    assert of_order("updated", 7, {"payment_status": ["pending", "paid"]}) == ()
