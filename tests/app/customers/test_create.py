"""A new customer is made whole or not at all."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.errors import Invalid, PermissionDenied
from app.core.listing import ListQuery
from app.core.money import Money
from app.core.passwords import Hasher
from app.customers.drafts import CompanyDraft, CustomerDraft
from app.customers.model import Contact, Customer, PortalUser
from app.customers.schemas import Kind, Status
from app.mail.model import OutboxMessage

ACME = CompanyDraft(
    company_name="Acme Corporation",
    phone="+1-555-010-0789",
    address_line1="1 Main Street",
    admin_first_name="John",
    admin_last_name="Smith",
    admin_email="john@acme.com",
    admin_password="Str0ng-enough!",
)
JANE = CustomerDraft(email="jane@example.org", first_name="Jane", last_name="Roe")


def test_company_comes_with_admin_user_contact_and_welcome(services, desk_db):
    made = services.customers.create_company(ACME)

    shown = services.customers.show(made.customer_id)
    assert (shown.name, shown.kind) == ("Acme Corporation", Kind.BUSINESS)
    assert shown.status is Status.ACTIVE
    assert shown.client_id == made.client_id == "CUST-000001"
    [contact] = shown.contacts
    assert (contact.name, contact.email) == ("John Smith", "john@acme.com")
    assert contact.is_primary
    with desk_db.reading(SYSTEM) as session:
        user = session.scalars(sa.select(PortalUser)).one()
        assert Hasher().verify(user.password_hash, "Str0ng-enough!")
        message = session.scalars(sa.select(OutboxMessage)).one()
        assert (message.recipient, message.template) == ("john@acme.com", "company_welcome")
        assert "Str0ng-enough!" not in str(message.values)


def test_first_row_of_the_list_is_the_new_company(services):
    made = services.customers.create_company(ACME)
    [row] = services.customers.first(ListQuery(), 10)
    assert (row.id, row.name, row.role) == (made.customer_id, "Acme Corporation", "Customer Admin")
    assert (row.revenue, row.licenses, row.person) == (Money(0, "EUR"), 0, "John Smith")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"company_name": "  "}, "company_name"),
        ({"address_line1": ""}, "address_line1"),
        ({"admin_first_name": ""}, "admin_first_name"),
        ({"admin_last_name": ""}, "admin_last_name"),
        ({"admin_email": "john@"}, "admin_email"),
        ({"admin_password": "Short1!"}, "admin_password"),
        ({"admin_password": "no-upper-case-1"}, "admin_password"),
        ({"phone": "555-0789"}, "phone"),
        ({"phone": "+1 call me"}, "phone"),
        ({"website": "not a site"}, "website"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"contact_phone": "12345"}, "contact_phone"),
        ({"company_name": "A\x00cme"}, "company_name"),
        ({"company_name": "x" * 201}, "company_name"),
    ],
)
def test_wrong_field_is_named_and_nothing_is_stored(services, change, field):
    with pytest.raises(Invalid) as refusal:
        services.customers.create_company(replace(ACME, **change))
    assert list(refusal.value.fields) == [field]
    assert services.customers.count(ListQuery()) == 0


def test_every_problem_is_named_at_once(services):
    with pytest.raises(Invalid) as refusal:
        services.customers.create_company(CompanyDraft(admin_password="x"))
    assert set(refusal.value.fields) == {
        "company_name", "address_line1", "admin_first_name", "admin_last_name", "admin_email",
        "admin_password",
    }  # fmt: skip


def test_taken_email_names_its_owner_in_any_case_and_with_spaces(services):
    made = services.customers.create_company(ACME)
    for email in ("JOHN@Acme.com", " john@acme.com "):
        with pytest.raises(Invalid) as refusal:
            services.customers.create_company(replace(ACME, admin_email=email))
        assert refusal.value.existing == {"admin_email": made.customer_id}
        assert "Acme Corporation" in refusal.value.fields["admin_email"]


def test_failed_creation_gives_its_number_back(services):
    services.customers.create_company(ACME)
    with pytest.raises(Invalid):
        services.customers.create(replace(JANE, email="john@acme.com"))
    made = services.customers.create(JANE)
    assert services.customers.show(made).client_id == "CUST-000002"


def test_quick_form_makes_an_unverified_individual(services):
    shown = services.customers.show(services.customers.create(JANE))
    assert (shown.kind, shown.name, shown.verified_at) == (Kind.INDIVIDUAL, "Jane Roe", None)
    assert (shown.owner, shown.created_by) == ("Ada Admin", "Ada Admin")


def test_quick_form_keeps_a_business_and_starts_inactive_when_told(services):
    draft = replace(
        JANE, kind=Kind.BUSINESS, company_name="Roe Ltd", company_size="11-50",
        industry="Technology", annual_revenue=Money(1_000_000_00, "USD"), client_id="R-1",
        active=False,
    )  # fmt: skip
    shown = services.customers.show(services.customers.create(draft))
    assert (shown.name, shown.status, shown.client_id) == ("Roe Ltd", Status.INACTIVE, "R-1")
    assert shown.annual_revenue == Money(1_000_000_00, "USD")


def test_taken_client_id_is_named(services):
    first = services.customers.create(replace(JANE, client_id="R-1"))
    with pytest.raises(Invalid) as refusal:
        services.customers.create(replace(JANE, email="other@example.org", client_id="R-1"))
    assert refusal.value.existing == {"client_id": first}


def test_same_key_creates_once(services):
    keyed = services.customers.keyed("form-1")
    assert keyed.create(JANE) == keyed.create(JANE)
    assert services.customers.count(ListQuery()) == 1


def test_viewer_may_not_create(viewer):
    with pytest.raises(PermissionDenied, match="Viewer"):
        viewer.customers.create(JANE)


def test_rolled_back_with_everything_that_belongs_to_it(services, desk_db, monkeypatch):
    def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.customers.creation.queue", fail)
    with pytest.raises(RuntimeError):
        services.customers.create_company(ACME)
    with desk_db.reading(SYSTEM) as session:
        for kind in (Customer, Contact, PortalUser):
            assert session.scalars(sa.select(kind)).all() == []


def test_a_number_somebody_typed_is_passed_over(services):
    services.customers.create(replace(JANE, client_id="CUST-000001"))
    made = services.customers.create(replace(JANE, email="next@example.org"))
    assert services.customers.show(made).client_id == "CUST-000002"
