"""Domains of customers on both databases."""

from datetime import date

import pytest

from app.core.errors import Conflict, Invalid, NotFound
from app.core.listing import Condition, ListQuery, Op
from app.customers.drafts import CustomerDraft
from app.domains.drafts import DomainDraft
from app.domains.schemas import DomainState
from tests.app.customers.conftest import acting

__all__ = ["acting"]


@pytest.fixture
def jane(services):
    return services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))


@pytest.fixture
def john(services):
    return services.customers.create(CustomerDraft("john@doe.example", "John", "Doe"))


def only(services, **asked):
    [row] = services.domains.first(ListQuery(**asked), 10)
    return row


def test_a_domain_is_kept_as_typed_and_found_by_its_idna_form(services, jane):
    services.domains.add(jane, DomainDraft(" www.Müller.example ", expires_on=date(2026, 11, 1)))

    row = only(services, text="muller")
    assert (row.name, row.customer, row.expired) == ("www.Müller.example", "Jane Roe", True)
    assert only(services, text="xn--mller").id == row.id
    assert only(services, text="jane@roe").id == row.id


@pytest.mark.parametrize(
    "name", ["", "not a domain", "localhost", "http://", "a" * 300, "x@y.example"]
)
def test_what_is_no_domain_is_refused(services, jane, name):
    with pytest.raises(Invalid) as refusal:
        services.domains.add(jane, DomainDraft(name))
    assert refusal.value.fields["name"].endswith(".")
    assert services.domains.count(ListQuery()) == 0


def test_a_domain_belongs_to_one_customer_until_it_is_removed(services, jane, john):
    first = services.domains.add(jane, DomainDraft("roe.example"))
    with pytest.raises(Invalid) as refusal:
        services.domains.add(john, DomainDraft("https://WWW.roe.example/"))
    said = "roe.example already belongs to Jane Roe. Remove it there first."
    assert refusal.value.fields == {"name": said}
    assert refusal.value.existing == {"name": jane}

    assert services.domains.remove([first]).done == (first,)
    services.domains.add(john, DomainDraft("roe.example"))

    assert only(services).customer == "John Doe"
    removed = Condition("state", Op.IN, (DomainState.REMOVED,))
    assert only(services, conditions=(removed,)).customer == "Jane Roe"
    [(_id, why)] = services.domains.remove([first]).refused
    assert why == "roe.example is removed already."


def test_edits_need_the_version_that_was_read(services, jane):
    key = services.domains.add(jane, DomainDraft("roe.example"))
    services.domains.edit(key, 1, DomainDraft("roe.example", note="Main site"))
    with pytest.raises(Conflict, match="Ada Admin changed this domain meanwhile"):
        services.domains.edit(key, 1, DomainDraft("other.example"))
    services.domains.suspend([key])
    assert only(services).state is DomainState.SUSPENDED
    services.domains.resume([key])
    services.domains.remove([key])
    with pytest.raises(Conflict, match="Add it again"):
        services.domains.edit(key, 5, DomainDraft("roe.example"))


def test_a_license_of_somebody_else_is_refused(services, jane):
    with pytest.raises(Invalid, match="one of this customer's licenses"):
        services.domains.add(jane, DomainDraft("roe.example", license_id=99))


def test_scope_holds_and_strangers_are_not_named(services, acting, jane):
    key = services.domains.add(jane, DomainDraft("roe.example"))
    seller = acting("Sales Manager", 7)
    assert seller.domains.count(ListQuery()) == 0
    with pytest.raises(NotFound):
        seller.domains.add(jane, DomainDraft("new.example"))
    assert seller.domains.remove([key]).done == ()
