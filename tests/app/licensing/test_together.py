"""Several people move licenses at once: each lands with one customer, and all are counted."""

from concurrent.futures import ThreadPoolExecutor

from app.core.errors import DeskError
from app.core.listing import ListQuery
from app.licensing import checks_stored

ROUNDS = 6


def test_transfers_there_and_back_leave_nothing_uncounted(
    services, desk_db, admin, a_license, jane, john
):
    ids = [a_license(jane) for _each in range(4)] + [a_license(john) for _each in range(4)]
    pool = services.licenses.generate(services.licenses.show(ids[0]).product_id, None, 8)

    def work(number):
        refused = []
        for turn in range(ROUNDS):
            here, there = (jane, john) if (number + turn) % 2 else (john, jane)
            for act in (
                lambda here=here, there=there: services.assignment.transfer(
                    here, customer_id=there
                ),
                lambda there=there: services.assignment.assign(pool, customer_id=there),
                lambda: services.license_life.suspend(ids[number : number + 3]),
                lambda: services.license_life.resume(ids[number : number + 3]),
            ):
                try:
                    act()
                except DeskError as refusal:
                    refused.append(refusal)
        return refused

    with ThreadPoolExecutor(4) as people:
        refused = [one for found in people.map(work, range(4)) for one in found]

    assert {type(one).__name__ for one in refused} <= {"Conflict"}
    with desk_db.reading(admin) as session:
        assert checks_stored.wrong_customers(session) == []
        assert checks_stored.wrong_licenses(session) == []
    counts = [services.customers.show(one).licenses for one in (jane, john)]
    assert sum(counts) == services.licenses.count(ListQuery()) == 16
    assert services.upkeep.verify_audit().whole


def test_an_e_mail_is_one_new_customer_however_many_ask(services, a_license):
    ids = [a_license() for _each in range(4)]

    def ask(license_id):
        return services.assignment.assign([license_id], email="new@roe.example", confirm_new=True)

    with ThreadPoolExecutor(4) as people:
        found = list(people.map(ask, ids))
    assert len({one.customer_id for one in found}) == 1
    assert sum(one.customer_created for one in found) == 1
    assert services.customers.show(found[0].customer_id).licenses == 4
