"""Customers to bill."""

import pytest

from app.customers.drafts import CompanyDraft, CustomerDraft


@pytest.fixture
def jane(services):
    return services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))


@pytest.fixture
def acme(services):
    """A company with an address and an admin."""
    draft = CompanyDraft(
        "Acme", country="DE", address_line1="Weg 1", city="Bonn", postal_code="53111",
        admin_first_name="Zoë", admin_last_name="Ng", admin_email="zoe@acme.example",
        admin_password="Correct-horse-9", contact_name="Ann", contact_email="ann@acme.example",
    )  # fmt: skip
    return services.customers.create_company(draft).customer_id
