"""A customer's status follows from its facts, and every change of it from the rules."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied
from app.core.listing import ListQuery
from app.customers.drafts import CustomerDraft, HoldDraft
from app.customers.schemas import HoldKind, HoldReason, Status
from app.organization.schemas import OrganizationSettings
from tests.app.customers.test_create import ACME, JANE

BLOCK = HoldDraft(kind=HoldKind.BLOCKED, reason=HoldReason.FRAUD)
OFF = HoldDraft(kind=HoldKind.INACTIVE)


@pytest.fixture
def jane(services) -> int:
    return services.customers.create(JANE)


def status(services, customer_id: int) -> Status:
    [row] = services.customers.rows([customer_id])
    shown = services.customers.show(customer_id)
    assert row.status is shown.status
    return shown.status


def set_grace(services, days: int) -> None:
    settings: OrganizationSettings = services.organization.settings()
    services.organization.save(replace(settings, grace_days=days))


@pytest.mark.parametrize("kind", list(HoldKind))
def test_a_hold_begins_and_is_released(services, jane, kind):
    services.lifecycle.hold(jane, HoldDraft(kind=kind, reason=HoldReason.PAYMENT, note="Late"))
    assert status(services, jane) == kind.value
    services.lifecycle.activate(jane)
    assert status(services, jane) is Status.ACTIVE
    [hold] = services.customers.show(jane).holds
    assert (hold.reason, hold.note, hold.released_by) == (HoldReason.PAYMENT, "Late", "Ada Admin")


def test_transitions_that_are_not_allowed_are_refused(services, jane):
    services.lifecycle.hold(jane, OFF)
    with pytest.raises(Conflict, match="inactive"):
        services.lifecycle.hold(jane, HoldDraft(kind=HoldKind.SUSPENDED))
    services.lifecycle.hold(jane, BLOCK)
    assert status(services, jane) is Status.BLOCKED
    with pytest.raises(Conflict, match="blocked"):
        services.lifecycle.hold(jane, OFF)
    services.lifecycle.activate(jane)
    with pytest.raises(Conflict, match="active already"):
        services.lifecycle.activate(jane)


def test_a_hold_ends_by_itself(services, jane, clock):
    end = clock.now() + timedelta(days=3)
    services.lifecycle.hold(jane, HoldDraft(ends_at=end))
    assert services.lifecycle.end_due_holds() == 0
    clock.at = end
    assert services.lifecycle.end_due_holds() == 1
    assert status(services, jane) is Status.ACTIVE
    assert services.lifecycle.end_due_holds() == 0


def test_a_stronger_hold_outlives_a_weaker_one(services, jane, clock):
    end = clock.now() + timedelta(days=3)
    services.lifecycle.hold(jane, replace(OFF, ends_at=end))
    services.lifecycle.hold(jane, BLOCK)
    clock.at = end
    services.lifecycle.end_due_holds()
    assert status(services, jane) is Status.BLOCKED


def test_an_end_in_the_past_is_refused(services, jane, clock):
    with pytest.raises(Invalid) as refusal:
        services.lifecycle.hold(jane, HoldDraft(ends_at=clock.now()))
    assert list(refusal.value.fields) == ["ends_at"]


def test_archived_customers_keep_their_status(services, jane):
    services.lifecycle.archive([jane])
    assert services.customers.count(ListQuery()) == 0
    assert status(services, jane) is Status.ACTIVE
    services.lifecycle.unarchive([jane])
    assert services.customers.count(ListQuery()) == 1


def test_deleted_frees_the_email_and_can_be_restored_until_it_is_taken(services, jane):
    assert services.lifecycle.delete([jane]).done == (jane,)
    assert status(services, jane) is Status.DELETED
    services.lifecycle.restore(jane)
    assert status(services, jane) is Status.ACTIVE
    services.lifecycle.delete([jane])
    services.customers.create(JANE)
    with pytest.raises(Conflict, match="already belongs to Jane Roe"):
        services.lifecycle.restore(jane)


def test_deleted_company_frees_its_admin_users_address_too(services):
    first = services.customers.create_company(ACME).customer_id
    services.lifecycle.delete([first])
    second = services.customers.create_company(ACME).customer_id
    assert second != first


def test_purged_when_the_grace_days_are_over(services, clock):
    company = services.customers.create_company(ACME).customer_id
    services.lifecycle.delete([company])
    clock.at += timedelta(days=29)
    assert services.lifecycle.purge_due() == 0
    clock.at += timedelta(days=1)
    assert services.lifecycle.purge_due() == 1
    shown = services.customers.show(company)
    assert (shown.name, shown.email, shown.phone, shown.contacts) == (None, "", "", ())
    assert shown.purged_at == clock.at
    with pytest.raises(Conflict, match="purged"):
        services.lifecycle.restore(company)


def test_no_grace_days_purge_at_once(services, jane):
    set_grace(services, 0)
    services.lifecycle.delete([jane])
    assert services.customers.show(jane).purged_at is not None


def test_consequences_name_the_customers_and_the_days(services, jane):
    found = services.lifecycle.consequences([jane])
    assert (found.names, found.blocked, found.grace_days) == (("Jane Roe",), (), 30)


def test_several_are_deleted_and_who_refuses_is_named(services, jane):
    services.lifecycle.delete([jane])
    other = services.customers.create(
        CustomerDraft(email="o@example.org", first_name="O", last_name="P")
    )
    outcome = services.lifecycle.delete([jane, other, 4711])
    assert outcome.done == (other,)
    assert [customer for customer, _why in outcome.refused] == [jane, 4711]


def test_deleted_customers_refuse_everything_but_restoring(services, jane):
    services.lifecycle.delete([jane])
    for act in (
        lambda: services.lifecycle.activate(jane),
        lambda: services.lifecycle.hold(jane, BLOCK),
    ):
        with pytest.raises(Conflict, match="deleted"):
            act()


@pytest.mark.parametrize("role", ["Viewer", "Operator", "Support Staff", "Sales Manager"])
def test_only_full_roles_change_states(acting, jane, role):
    with pytest.raises(PermissionDenied):
        acting(role).lifecycle.hold(jane, BLOCK)
    with pytest.raises(PermissionDenied):
        acting(role).lifecycle.delete([jane])


def test_nobody_there(services):
    with pytest.raises(NotFound):
        services.lifecycle.activate(4711)
