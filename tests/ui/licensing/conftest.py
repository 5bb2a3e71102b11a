"""A desk on a real database, with something to sell and somebody to sell it to."""

import pytest
from PySide6.QtWidgets import QWidget

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.catalogue.terms import Cycle
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.licensing.drafts import IssueDraft


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine; other tests prove that."""
    return "sqlite"


@pytest.fixture
def desk(seat, admin, services):
    """The first administrator's desk."""
    return seat(admin, services)


@pytest.fixture
def product(services):
    """A product; its id."""
    return services.products.create(ProductDraft(name="Modeller", reference="MODELLER"))


@pytest.fixture
def plan(services, product):
    """A plan of it with five seats; its id."""
    price = Money(19_900, "EUR")
    draft = PlanDraft(name="Pro", yearly=price, monthly=Money(1_900, "EUR"), activation_limit=5)
    return services.plans.create(product, draft)


@pytest.fixture
def person(services):
    """A function that makes a customer with an e-mail and returns its id."""

    def make(email="john@company.com", **values):
        values = {"first_name": "John", "last_name": "Smith"} | values
        return services.customers.create(CustomerDraft(email=email, **values))

    return make


@pytest.fixture
def sold(services, product, plan):
    """A function that issues a license of the plan and returns its id."""

    def make(customer_id=None, **values):
        values = {"cycle": Cycle.YEARLY} | values
        return services.licenses.issue(
            IssueDraft(product, plan, customer_id=customer_id, **values)
        ).id

    return make


@pytest.fixture
def host(qtbot):
    """A window for dialogs to stand over, which takes them along."""
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window
