"""Two people save one customer: what only one changed is merged, the rest is asked about."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from app.core.errors import Conflict, Invalid, NotFound, Stale
from app.core.money import Money
from app.core.service import Receipt
from app.customers.drafts import ContactDraft, HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from tests.app.customers.test_create import ACME, JANE


@pytest.fixture
def jane(services) -> int:
    return services.customers.create(JANE)


@pytest.fixture
def opened(desk_db, admin):
    """A function that gives what a window of a customer holds."""

    def look(customer_id):
        with desk_db.reading(admin) as session:
            found = session.get_one(Customer, customer_id)
            return found.version, profile_of(found)

    return look


@pytest.fixture
def grace(acting):
    return acting("Manager").customers


def test_changes_of_different_fields_are_merged(services, grace, jane, opened):
    version, base = opened(jane)
    grace.edit(jane, version, base, replace(base, phone="+49 30 901820", notes="Call at noon"))
    receipt = Receipt()
    saved = services.customers.noting(receipt).edit(
        jane, version, base, replace(base, city="Bonn", annual_revenue=Money(100, "EUR"))
    )
    shown = services.customers.show(jane)
    assert (shown.version, shown.city, shown.phone) == (saved, "Bonn", "+49 30 901820")
    assert (shown.notes, shown.annual_revenue) == ("Call at noon", Money(100, "EUR"))
    assert (receipt.merged, receipt.by) == (("phone", "notes"), "A Manager")


def test_a_second_save_from_the_same_window_keeps_what_the_first_merged(
    services, grace, jane, opened
):
    version, base = opened(jane)
    grace.edit(jane, version, base, replace(base, notes="Theirs"))
    mine = replace(base, city="Bonn")
    saved = services.customers.edit(jane, version, base, mine)
    receipt, again = Receipt(), replace(mine, industry="Software")
    services.customers.noting(receipt).edit(jane, saved, mine, again)
    shown = services.customers.show(jane)
    assert (shown.notes, shown.city, shown.industry) == ("Theirs", "Bonn", "Software")
    assert receipt.merged == ()


def test_an_untouched_customer_notes_no_merge(services, jane, opened):
    version, base = opened(jane)
    receipt = Receipt()
    services.customers.noting(receipt).edit(jane, version, base, replace(base, city="Bonn"))
    assert (receipt.merged, receipt.by) == ((), "")


def test_a_clash_says_who_when_and_all_three_values(services, grace, clock, jane, opened):
    version, base = opened(jane)
    theirs = replace(base, phone="+49 30 901820", notes="Theirs", company_size="1-10")
    grace.edit(jane, version, base, theirs)
    changed_at = clock.now()
    clock.at += timedelta(hours=1)
    services.lifecycle.hold(jane, HoldDraft())
    with pytest.raises(Stale, match="A Manager changed Phone, Notes at 12:00, and so") as told:
        services.customers.edit(
            jane, version, base, replace(base, phone="+49 30 1", notes="Mine", city="Bonn")
        )
    clash = told.value.clash
    assert dict(clash.fields) == {
        "phone": ("", "+49 30 901820", "+49 30 1"),
        "notes": ("", "Theirs", "Mine"),
    }
    assert clash.merged == ("company_size",)
    assert set(clash.authors.values()) == {("A Manager", changed_at)}
    shown = services.customers.show(jane)
    assert (shown.city, shown.notes, clash.version) == ("", "Theirs", shown.version)


def test_the_answer_is_saved_on_top_of_theirs(services, grace, jane, opened):
    version, base = opened(jane)
    grace.edit(jane, version, base, replace(base, notes="Theirs", industry="Software"))
    mine = replace(base, notes="Mine", city="Bonn")
    with pytest.raises(Stale) as told:
        services.customers.edit(jane, version, base, mine)
    now = type(base)(**told.value.clash.stored)
    services.customers.edit(
        jane, told.value.clash.version, now, replace(now, notes="Mine", city="Bonn")
    )
    shown = services.customers.show(jane)
    assert (shown.notes, shown.city, shown.industry) == ("Mine", "Bonn", "Software")


def test_addresses_and_names_are_asked_about_as_a_whole(services, grace, jane, opened):
    version, base = opened(jane)
    grace.edit(jane, version, base, replace(base, city="Ulm", last_name="Miller"))
    mine = replace(base, address_line1="Am Ring 1", first_name="Janet")
    with pytest.raises(Stale) as told:
        services.customers.edit(jane, version, base, mine)
    assert list(told.value.clash.fields) == ["first_name", "last_name", "address_line1", "city"]


def test_owners_and_relations_are_named_where_they_may_be_seen(services, grace, jane, opened):
    one, other = (
        services.customers.create_company(
            replace(ACME, company_name=name, admin_email=f"{name}@example.org")
        ).customer_id
        for name in ("One", "Other")
    )
    version, base = opened(jane)
    grace.edit(jane, version, base, replace(base, parent_id=one, owner_id=None))
    with pytest.raises(Stale) as told:
        services.customers.edit(jane, version, base, replace(base, parent_id=other))
    assert told.value.clash.names == {"parent_id": {one: "One", other: "Other"}}


def test_what_the_whole_makes_wrong_is_still_refused(services, grace, jane, opened):
    version, base = opened(jane)
    other = services.customers.create_company(ACME).customer_id
    grace.edit(other, *opened(other), replace(opened(other)[1], parent_id=jane))
    grace.edit(jane, version, base, replace(base, notes="Theirs"))
    with pytest.raises(Invalid, match="stands below"):
        services.customers.edit(jane, version, base, replace(base, parent_id=other))


def test_a_customer_deleted_meanwhile_names_who_deleted_it(services, grace, jane, opened):
    version, base = opened(jane)
    grace.edit(jane, version, base, replace(base, notes="Theirs"))
    services.lifecycle.delete([jane])
    with pytest.raises(Conflict, match="Ada Admin deleted this customer"):
        grace.edit(jane, version, base, replace(base, city="Bonn"))
    with pytest.raises(Conflict, match="Ada Admin deleted this customer"):
        grace.save_contact(jane, ContactDraft("Ann"))
    services.lifecycle.restore(jane)
    grace.edit(jane, version, base, replace(base, city="Bonn"))
    assert services.customers.show(jane).city == "Bonn"


def test_a_customer_given_away_meanwhile_is_named_to_who_had_it_open(
    services, acting, jane, opened
):
    sales = acting("Sales Manager")
    version, base = opened(jane)
    services.customers.edit(jane, version, base, replace(base, owner_id=None))
    with pytest.raises(NotFound, match="another owner now"):
        sales.customers.edit(jane, version, base, replace(base, city="Bonn"))
    with pytest.raises(NotFound, match="no longer exists, or is not yours"):
        sales.customers.edit(jane, version, replace(base, client_id="guess"), base)


@pytest.fixture
def ann(services, jane):
    """A contact of Jane's: its id, version and fields."""
    draft = ContactDraft("Ann", "+49 30 1234567", "ann@example.org")
    return services.customers.save_contact(jane, draft), 1, draft


def test_a_contact_is_merged_like_a_customer(services, grace, jane, ann):
    contact_id, version, base = ann
    grace.save_contact(jane, replace(base, role="Buyer"), contact_id, version, base)
    receipt = Receipt()
    mine = replace(base, name="Anna", is_primary=True)
    services.customers.noting(receipt).save_contact(jane, mine, contact_id, version, base)
    [contact] = services.customers.show(jane).contacts
    assert (contact.name, contact.role, contact.is_primary) == ("Anna", "Buyer", True)
    assert (receipt.merged, receipt.by) == (("role",), "A Manager")


def test_a_contact_both_renamed_is_asked_about(services, grace, jane, ann):
    contact_id, version, base = ann
    grace.save_contact(jane, replace(base, name="Annie"), contact_id, version, base)
    mine = replace(base, name="Anna")
    with pytest.raises(Stale, match="A Manager changed Name") as told:
        services.customers.save_contact(jane, mine, contact_id, version, base)
    assert dict(told.value.clash.fields) == {"name": ("Ann", "Annie", "Anna")}
    with pytest.raises(Conflict, match="A Manager changed this contact"):
        services.customers.save_contact(jane, mine, contact_id, version)


def test_a_contact_removed_meanwhile_names_who_removed_it(services, grace, jane, ann):
    contact_id, version, base = ann
    grace.remove_contact(jane, contact_id)
    with pytest.raises(NotFound, match="A Manager removed this contact"):
        services.customers.save_contact(jane, base, contact_id, version, base)


def test_six_at_once_on_six_fields_are_all_kept(services, jane, opened):
    version, base = opened(jane)
    fields = ("phone", "notes", "city", "industry", "company_name", "website")
    values = ("+49 30 901820", "N", "Bonn", "Software", "Roe Ltd", "roe.example")
    barrier = threading.Barrier(len(fields))

    def save(name, value):
        barrier.wait()
        services.customers.edit(jane, version, base, replace(base, **{name: value}))

    threads = [
        threading.Thread(target=save, args=pair) for pair in zip(fields, values, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shown = services.customers.show(jane)
    assert tuple(getattr(shown, name) for name in fields) == values
    assert shown.version == version + len(fields)
