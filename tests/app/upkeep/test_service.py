"""What comes due happens; what is stored twice agrees, or is named."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.catalogue.drafts import ProductDraft
from app.core import verify
from app.core.access import PRESETS, SYSTEM, Actor
from app.core.audit import AuditHead
from app.core.errors import PermissionDenied
from app.core.listing import ListQuery
from app.core.once import UnitKey
from app.core.settings import Paths
from app.customers.drafts import CompanyDraft, CustomerDraft, HoldDraft
from app.customers.model import Customer
from app.customers.schemas import HoldKind, Status
from app.services import Services
from app.upkeep.indexes import INDEXES

JOHN = CustomerDraft("john@example.org", "John", 'O"Brien', "+1 202 555 0100")
ACME = CompanyDraft("Zürich Ä&Ö AG", admin_email="zoe@acme.example", admin_first_name="Zoë",
                    admin_last_name="Ng", admin_password="Correct-horse-9", country="CH",
                    address_line1="Weg 1", phone="+41 44 668 18 00")  # fmt: skip


@pytest.fixture
def john(services):
    services.customers.create_company(ACME)
    return services.customers.create(JOHN)


def findings(services):
    return {found.check: found.problem for found in services.upkeep.check()}


def test_a_sound_database_has_no_findings(services, john):
    services.lifecycle.hold(john, HoldDraft(HoldKind.SUSPENDED))
    services.lifecycle.archive([john])

    assert set(findings(services)) == {
        "storage", "search index", "derived columns", "counters", "licenses", "orders", "invoices",
        "payments", "interactions", "files", "audit trail",
    }  # fmt: skip
    assert not any(findings(services).values())


@pytest.mark.parametrize(
    ("values", "check"),
    [
        ({"name_key": "x"}, "derived columns"),
        ({"email_norm": "somebody@else.example"}, "derived columns"),
        ({"status": Status.BLOCKED}, "derived columns"),
        ({"owner_key": "nobody"}, "derived columns"),
        ({"search_text": "nothing"}, "derived columns"),
        ({"description_key": "x"}, "derived columns"),
        ({"licenses": 3}, "counters"),
        ({"revenue_minor": -1}, "counters"),
        ({"client_id": "CUST-000003"}, "counters"),
    ],
)
def test_a_column_changed_behind_our_back_is_named(services, john, desk_db, values, check):
    with desk_db.engine.begin() as connection:
        connection.execute(sa.update(Customer).where(Customer.id == john).values(values))

    assert findings(services)[check]
    assert str(john) in findings(services)[check] or "CUST-000003" in findings(services)[check]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_search_index_out_of_step_is_found(services, john, desk_db):
    with desk_db.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM customers_search WHERE rowid = {john}")
    assert f"these customers: {john}." in findings(services)["search index"]

    with desk_db.engine.begin() as connection:
        connection.exec_driver_sql(
            f"INSERT INTO customers_search(rowid, search_text) VALUES ({john}, 'another text')"
        )
    assert f"these customers: {john}." in findings(services)["search index"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_each_of_the_indexes_is_looked_at(services, john, desk_db):
    services.lifecycle.archive([john])
    assert findings(services)["search index"] == ""
    for index in INDEXES:
        with desk_db.engine.begin() as connection:
            put = f"INSERT INTO {index.name}(rowid, search_text) VALUES (4711, 'nobody')"
            connection.exec_driver_sql(put)
        assert findings(services)["search index"] == index.said % 4711
        with desk_db.engine.begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM {index.name} WHERE rowid = 4711")
    with desk_db.engine.begin() as connection:
        connection.exec_driver_sql(f"DELETE FROM customers_search_aside WHERE rowid = {john}")
    assert "archived or deleted customers" in findings(services)["search index"]


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_reference_that_leads_nowhere_is_found(services, john, desk_db):
    with desk_db.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql(f"UPDATE customers SET parent_id = 4711 WHERE id = {john}")
        connection.exec_driver_sql("BEGIN")
        connection.invalidate()

    assert findings(services)["storage"].startswith("1 reference leads nowhere.")


def test_holds_end_and_graces_run_out_whoever_is_here(services, john, clock, desk_db, changes):
    ends = clock.now() + timedelta(days=2)
    services.lifecycle.hold(john, HoldDraft(HoldKind.SUSPENDED, ends_at=ends))
    viewer = Actor(9, "Vi", PRESETS[-1].permissions, role="Viewer")
    upkeep = Services.build(desk_db, viewer, changes).upkeep
    assert upkeep.run_due().holds_ended == 0

    clock.at = ends
    assert upkeep.run_due().holds_ended == 1
    assert services.customers.show(john).status is Status.ACTIVE

    services.lifecycle.delete([john])
    clock.at += timedelta(days=30)
    assert upkeep.run_due().customers_purged == 1
    assert upkeep.run_due() == upkeep.run_due()
    with desk_db.reading(SYSTEM) as session:
        assert session.get_one(Customer, john).first_name == ""
    assert not any(findings(services).values())


def test_checking_is_for_administrators(desk_db, changes):
    viewer = Actor(9, "Vi", PRESETS[-1].permissions, role="Viewer")
    upkeep = Services.build(desk_db, viewer, changes).upkeep

    with pytest.raises(PermissionDenied):
        upkeep.check()
    with pytest.raises(PermissionDenied):
        upkeep.verify_audit()


def test_verifying_remembers_the_head_and_misses_it_later(services, john, desk_db, home):
    services.lifecycle.archive([john])
    found = services.upkeep.verify_audit()
    assert found.whole
    [kept] = (home / "state" / "audit").iterdir()
    assert verify.recall(Paths.of_this_user(), kept.stem) == found.head

    with desk_db.engine.begin() as connection:
        connection.execute(sa.update(AuditHead).values(seq=0, hash="0" * 64))
    assert not services.upkeep.verify_audit().whole
    assert findings(services)["audit trail"]


def test_signing_out_remembers_only_what_follows(services, john, home):
    services.upkeep.remember_head()
    [kept] = (home / "state" / "audit").iterdir()
    seen = verify.recall(Paths.of_this_user(), kept.stem)

    services.lifecycle.archive([john])
    services.upkeep.remember_head()
    newer = verify.recall(Paths.of_this_user(), kept.stem)
    assert newer.seq == seen.seq + 1

    forged = replace(newer, hash="f" * 64)
    verify.remember(Paths.of_this_user(), kept.stem, forged)
    services.lifecycle.unarchive([john])
    services.upkeep.remember_head()
    assert verify.recall(Paths.of_this_user(), kept.stem) == forged
    assert f"Audit entry {newer.seq} is not the one" in services.upkeep.verify_audit().problem


def test_keys_of_saves_nobody_repeats_any_more_are_forgotten(services, desk_db, clock):
    keyed = services.customers.keyed("form-1")
    assert keyed.create(JOHN) == keyed.create(JOHN)
    clock.at += timedelta(days=29)
    services.upkeep.run_due()
    assert _keys(desk_db) >= 1
    clock.at += timedelta(days=2)
    services.upkeep.run_due()
    with desk_db.reading(SYSTEM) as session:
        assert session.get(UnitKey, "form-1") is None


def _keys(db):
    with db.reading(SYSTEM) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(UnitKey))


def test_what_does_not_fit_is_rebuilt_and_told(services, john, desk_db, engine_name):
    ledger = services.products.create(ProductDraft("Ledger", "LEDGER"))
    broken = [f"UPDATE customers SET licenses = 7, subscriptions = 2 WHERE id = {john}",
              "UPDATE products SET plans = 3"]  # fmt: skip
    if engine_name == "sqlite":
        broken += [
            f"DELETE FROM customers_search WHERE rowid = {john}",
            "INSERT INTO licenses_search(rowid, search_text) VALUES (4711, 'nobody')",
            "INSERT INTO customers_search_aside(rowid, search_text) VALUES (4711, 'nobody')",
        ]
    with desk_db.engine.begin() as connection:
        for statement in broken:
            connection.exec_driver_sql(statement)
    assert [one.check for one in services.upkeep.check() if not one.sound]

    done = services.upkeep.repair()

    assert done[:3] == (
        "licenses of customers", "subscriptions of customers", "plans of products",
    )  # fmt: skip
    assert services.products.show(ledger).plans == 0
    assert len(done) == (6 if engine_name == "sqlite" else 3)
    assert [one.problem for one in services.upkeep.check() if not one.sound] == []
    assert services.upkeep.repair() == ()
    assert services.customers.count(ListQuery("john")) == 1
