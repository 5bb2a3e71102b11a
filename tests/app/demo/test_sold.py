"""What the benchmark of licenses works on is a database like any other."""

from types import SimpleNamespace

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.listing import ListQuery
from app.customers.following import found_by
from app.customers.model import Customer
from app.demo.service import DemoService
from app.licensing.activating import derive_own
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.model import Activation, License
from app.licensing.settling import Settling
from tests.bench import sold

CUSTOMERS, COPIES = 600, 10


def test_copies_of_what_was_sold_are_sound(desk_db, admin, changes, services):
    DemoService(desk_db, SYSTEM, changes).fill(CUSTOMERS, each=0)
    with desk_db.transaction(admin, "test") as session:
        sold.fill(session, COPIES)

    assert {found.problem for found in services.upkeep.check()} == {""}
    with desk_db.reading(SYSTEM) as session:
        settling, licenses, devices = Settling(session), {}, 0
        for one in session.scalars(sa.select(License)):
            licenses[one.id] = (one, settling.policy(one))
        customers = {one.id: one for one in session.scalars(sa.select(Customer))}
        for values in session.execute(sa.select(Activation.__table__)).mappings():
            row, follows = SimpleNamespace(**values), SimpleNamespace(**values)
            one, policy = licenses[row.license_id]
            derive_own(follows, policy)
            assert (row.own_text, row.device_key) == (follows.own_text, follows.device_key)
            assert row.stale_at == follows.stale_at
            assert row.customer_id == one.customer_id
            assert row.search_text == found_by(row.own_text, customers.get(row.customer_id))
            devices += 1
        session.expunge_all()
    many = [one for one, _policy in licenses.values()]
    assert {one.customer_id for one in many if one.customer_id} <= customers.keys()
    assert len(many) % COPIES == 0
    assert len(many) > CUSTOMERS
    assert devices > len(many)
    usable = [
        one for one in many
        if one.status == "active" and customers[one.customer_id].status == "active"
        and (one.activation_limit or 99) > one.activations
    ]  # fmt: skip
    found = services.licenses.first(ListQuery(usable[-1].key_tail), 5)
    assert usable[-1].id in {row.id for row in found}
    key = services.licenses.reveal(many[0].id)
    assert services.licenses.find(key) == many[0].id
    assert services.activations.activate(usable[-1].id, DeviceDraft("ONE-MORE")).new
