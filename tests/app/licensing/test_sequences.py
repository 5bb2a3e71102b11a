"""Whatever people do to licenses, in any order: counters, status and states stay right."""

from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa

from app.catalogue.terms import Cycle, ExpiryBasis
from app.core.errors import DeskError
from app.licensing import checks_stored
from app.licensing.drafts import IssueDraft, LicenseDraft
from app.licensing.model import Activation, License
from app.licensing.schemas import LicenseState
from app.licensing.states import TRANSITIONS, From

STEPS = 60


class Desk:
    """Does at random what people do to licenses."""

    def __init__(self, services, clock, chance, plans, people):
        self.services, self.clock, self.chance = services, clock, chance
        self.plans, self.people = plans, people
        self.ids = []

    def some(self):
        return self.chance.sample(self.ids, min(len(self.ids), self.chance.randint(1, 4)))

    def one(self):
        return self.chance.choice(self.ids)

    def person(self):
        return self.chance.choice(self.people)

    def plan(self):
        return self.chance.choice(self.plans)

    # What people do.

    def issue(self):
        product, plan = self.plan()
        whom = self.chance.choice(({}, {"customer_id": self.person()}, {"email": "e@new.example"}))
        cycle = self.chance.choice(list(Cycle))
        draft = IssueDraft(product, plan, cycle, **whom, confirm_new=True)
        issued = self.services.licenses.issue(draft)
        self.ids.append(issued.id)

    def generate(self):
        product, plan = self.plan()
        self.ids += self.services.licenses.generate(product, plan, 3, cycle=Cycle.MONTHLY)

    def assign(self):
        self.services.assignment.assign(self.some(), customer_id=self.person())

    def unassign(self):
        self.services.assignment.unassign(self.some())

    def transfer(self):
        self.services.assignment.transfer(self.person(), customer_id=self.person())

    def suspend(self):
        self.services.license_life.suspend(self.some(), "why not")

    def resume(self):
        self.services.license_life.resume(self.some())

    def revoke(self):
        self.services.license_life.revoke(self.some(), unassign=self.chance.random() < 0.5)

    def reinstate(self):
        self.services.license_life.reinstate(self.some(), "a mistake")

    def cancel(self):
        self.services.license_life.cancel([self.one()], unassign=self.chance.random() < 0.5)

    def renew(self):
        since = self.chance.choice(list(From))
        self.services.license_life.renew(self.some(), self.chance.randint(1, 14), since)

    def extend(self):
        day = self.clock.now().date() + timedelta(days=self.chance.randint(1, 100))
        self.services.license_life.extend(self.some(), self.chance.choice((None, day, day)))

    def change_plan(self):
        self.services.license_life.change_plan(self.some(), self.plan()[1])

    def rotate(self):
        self.services.license_life.rotate(self.one())

    def edit(self):
        shown = self.services.licenses.show(self.one())
        days = self.chance.sample(range(-40, 40), 2)
        first, last = (shown.created_at.date() + timedelta(days=one) for one in sorted(days))
        overrides = {"activation_limit": self.chance.randint(0, 3), "grace_days": 3}
        draft = LicenseDraft("ORD-1", first, last, overrides)
        self.services.licenses.edit(shown.id, shown.version, draft)

    def wait(self):
        self.clock.at += timedelta(days=self.chance.randint(1, 40))
        self.services.upkeep.run_due()


ACTS = sorted(name for name in vars(Desk) if name not in {"some", "one", "person", "plan"}
              and not name.startswith("_"))  # fmt: skip


def states(desk_db, admin):
    with desk_db.reading(admin) as session:
        rows = session.execute(sa.select(License.id, License.state, License.customer_id))
        return {row.id: (row.state, row.customer_id) for row in rows}


@pytest.mark.parametrize("seed", [1, 2])
def test_any_sequence_keeps_what_must_always_be_true(
    services, desk_db, admin, clock, seed, make_product, make_plan, jane, john, device
):
    product, other = make_product(), make_product("Viewer")
    plans = [
        (product, make_plan(product, grace_days=10)),
        (product, make_plan(product, "Later", expiry_basis=ExpiryBasis.FIRST_ACTIVATION)),
        (product, make_plan(product, "Forever", months=0, activation_limit=None)),
        (other, make_plan(other, "Other")),
    ]
    chance = Random(seed)
    desk = Desk(services, clock, chance, plans, [jane, john])
    desk.issue()
    device(desk.ids[0], 3)
    before, happened = states(desk_db, admin), set()
    for _step in range(STEPS):
        act = chance.choice(ACTS)
        try:
            getattr(desk, act)()
        except DeskError:
            continue
        after = states(desk_db, admin)
        for key, (state, customer_id) in after.items():
            old = before.get(key, (state, None))[0]
            assert state is old or state in TRANSITIONS[old], act
            happened.add((old, state))
            assert (state is not LicenseState.AVAILABLE) or customer_id is None
            assert state not in {LicenseState.ACTIVE, LicenseState.SUSPENDED} or customer_id
        before = after
        with desk_db.reading(admin) as session:
            assert checks_stored.wrong_licenses(session) == [], act
            assert checks_stored.wrong_customers(session) == [], act
            assert checks_stored.wrong_catalogue(session) == [], act
            moved = sa.select(Activation.id).join(License, License.id == Activation.license_id)
            whose = Activation.customer_id.is_distinct_from(License.customer_id)
            tail = Activation.key_tail != License.key_tail
            assert session.scalars(moved.where(sa.or_(whose, tail))).all() == [], act
    assert len(happened) > 6
    assert not [one for one in services.upkeep.check() if one.problem]
