"""A desk on a real database, and customers made through the services."""

import pytest

from app.core.access import PRESETS, Actor
from app.customers.drafts import CompanyDraft, CustomerDraft
from app.services import Services

PASSWORD = "Correct-horse-7"


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine; one test proves it."""
    return "sqlite"


@pytest.fixture
def desk(seat, admin):
    """The first administrator's desk."""
    return seat(admin)


@pytest.fixture
def ben(desk_db, changes):
    """The services of somebody else at work at the same time."""
    preset = next(preset for preset in PRESETS if preset.name == "Admin")
    actor = Actor(1, "Ben Brown", preset.permissions, preset.scope, role=preset.name)
    return Services.build(desk_db, actor, changes)


@pytest.fixture
def company(services):
    """A function that makes a company and returns its id."""

    def make(name="Acme Corporation", **changes):
        make.count = getattr(make, "count", 0) + 1
        values = {
            "company_name": name,
            "address_line1": "1 Main Street",
            "admin_first_name": "John",
            "admin_last_name": "Smith",
            "admin_email": f"john{make.count}@acme.example",
            "admin_password": PASSWORD,
        } | changes
        return services.customers.create_company(CompanyDraft(**values)).customer_id

    return make


@pytest.fixture
def person(services):
    """A function that makes an individual and returns its id."""

    def make(first="Jane", last="Roe", **changes):
        make.count = getattr(make, "count", 0) + 1
        values = {
            "email": f"person{make.count}@example.org",
            "first_name": first,
            "last_name": last,
        } | changes
        return services.customers.create(CustomerDraft(**values))

    return make
