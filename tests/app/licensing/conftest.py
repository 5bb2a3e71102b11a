"""A product and a plan to sell, and licenses of it."""

from datetime import date
from uuid import uuid4

import pytest

from app.catalogue.counters import recount
from app.catalogue.key_format import DEFAULT
from app.catalogue.model import Plan, PlanTerms, Product
from app.catalogue.terms import Cycle, ExpiryBasis, OnExpiry, Overage
from app.core.access import PRESETS, Actor
from app.core.folding import search_text, sort_key
from app.customers.drafts import CustomerDraft
from app.licensing.drafts import IssueDraft
from app.licensing.model import Activation, License
from app.licensing.rules import is_over
from app.licensing.schemas import ActivationState, DeviceKind
from app.services import Services

TODAY = date(2026, 11, 20)  # as the `clock` fixture has it


@pytest.fixture
def acting(desk_db, changes):
    """A function that gives the services of a role's holder."""

    def act(role: str, staff_id: int = 1, team_id: int | None = None) -> Services:
        preset = next(preset for preset in PRESETS if preset.name == role)
        actor = Actor(staff_id, f"A {role}", preset.permissions, preset.scope, team_id, role=role)
        return Services.build(desk_db, actor, changes)

    return act


@pytest.fixture
def stored(desk_db, admin):
    """A function that adds rows past the services and gives the ids."""

    def store(*rows):
        with desk_db.transaction(admin, "test") as session:
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    return store


@pytest.fixture
def make_product(stored):
    """A function that adds a product; its id."""

    def make(name="Modeller", **values):
        row = Product(
            uid=str(uuid4()), reference=name.lower(), name=name, reference_norm=name.lower(),
            name_key=sort_key(name), search_text=search_text([name]),
            **{"key_format": DEFAULT, "email_on_issue": False, "active": True, **values},
        )  # fmt: skip
        return stored(row)[0]

    return make


@pytest.fixture
def product(make_product) -> int:
    return make_product()


@pytest.fixture
def make_plan(desk_db, admin, stored):
    """A function that adds a plan of a product, on terms as given; its id."""

    def make(product_id, name="Pro", **terms):
        plan = Plan(
            product_id=product_id, name=name, name_norm=name.lower(), name_key=sort_key(name),
            product_key="", search_text="", active=True,
        )  # fmt: skip
        plan_id = stored(plan)[0]
        values = {
            "currency": "EUR", "monthly_minor": 1000, "yearly_minor": 10_000, "months": None,
            "expiry_basis": ExpiryBasis.ISSUE, "on_expiry": OnExpiry.RESTRICT, "grace_days": 0,
            "activation_limit": 2, "overage": Overage.NONE, "overage_percent": 0,
            "stale_days": 45, "self_deactivations": None, "offline_allowed": True,
            "user_limit": None, "quotas": {"projects": 10}, "usage_prices": {}, "tiers": [],
            **terms,
        }  # fmt: skip
        with desk_db.transaction(admin, "test") as session:
            row = PlanTerms(
                plan_id=plan_id, number=1, since=session.info["now"], by="test", **values
            )
            session.add(row)
            session.flush()
            session.get_one(Plan, plan_id).terms_id = row.id
            recount(session, [product_id])
        return plan_id

    return make


@pytest.fixture
def plan(make_plan, product) -> int:
    return make_plan(product)


@pytest.fixture
def device(desk_db, admin):
    """A function that puts active devices on a license."""

    def add(license_id, count=1):
        with desk_db.transaction(admin, "test") as session:
            found, now = session.get_one(License, license_id), session.info["now"]
            for number in range(count):
                named = f"pc{number}"
                row = Activation(
                    license_id=license_id, fingerprint=f"{number:064d}", identifier=named,
                    kind=DeviceKind.HARDWARE, state=ActivationState.ACTIVE, activated_at=now,
                    last_verified_at=now, customer_id=found.customer_id,
                    key_tail=found.key_tail, product_id=found.product_id,
                    product_key=found.product_key, device_key=named, own_text=named,
                    search_text=named,
                )  # fmt: skip
                session.add(row)
            found.activations = count
            found.over_limit = is_over(count, found.activation_limit)

    return add


@pytest.fixture
def jane(services) -> int:
    """A customer."""
    return services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))


@pytest.fixture
def john(services) -> int:
    """Another."""
    return services.customers.create(CustomerDraft("john@doe.example", "John", "Doe"))


@pytest.fixture
def a_license(services, product, plan):
    """A function that issues a yearly license, of the plan unless told otherwise; its id."""

    def issue(customer_id=None, **values):
        given = {"product_id": product, "plan_id": plan, "cycle": Cycle.YEARLY, **values}
        return services.licenses.issue(IssueDraft(customer_id=customer_id, **given)).id

    return issue
