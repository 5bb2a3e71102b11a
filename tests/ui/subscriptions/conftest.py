"""A desk on a real database, something to subscribe to, and steps the tests share."""

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.core.money import Money
from app.customers.drafts import CustomerDraft
from app.subscriptions.drafts import SubscriptionDraft
from tests.ui.customers.helpers import idle, shown


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
    """A plan for 199 a year or 19 a month; its id."""
    yearly, monthly = Money(19_900, "EUR"), Money(1_900, "EUR")
    return services.plans.create(product, PlanDraft(name="Pro", yearly=yearly, monthly=monthly))


@pytest.fixture
def team(services, product):
    """A plan that is only sold by the year; its id."""
    return services.plans.create(product, PlanDraft(name="Team", yearly=Money(59_000, "EUR")))


@pytest.fixture
def jane(services):
    """A customer; her id."""
    return services.customers.create(
        CustomerDraft(email="jane@example.org", first_name="Jane", last_name="Roe")
    )


@pytest.fixture
def john(services):
    """Another customer; his id."""
    return services.customers.create(
        CustomerDraft(email="john@example.org", first_name="John", last_name="Smith")
    )


@pytest.fixture
def start(services, jane, plan):
    """A function that starts a yearly subscription of Jane's; its id."""

    def make(**values):
        draft = SubscriptionDraft(**{"customer_id": jane, "plan_id": plan, **values})
        return services.subscriptions.start(draft)

    return make


@pytest.fixture
def list_of(qtbot, desk):
    """A function that shows a list as a page, or as a customer's tab."""

    def make(kind, customer_id=None, on=desk):
        page = kind(on, customer_id)
        page.resize(1064, 700)
        with qtbot.waitSignal(page.counted):
            shown(qtbot, page, on)
        return page

    return make


@pytest.fixture
def action():
    """A function that chooses rows of a list and gives what can be done with them."""

    def find(page, thing, *rows):
        if rows:
            page.view.choose(rows, rows[0])
        return page.findChild(QAction, f"action.{page.place}.{thing}")

    return find


@pytest.fixture
def run(qtbot, action):
    """A function that chooses rows of a list, does something with them, and waits."""

    def make(page, thing, *rows):
        found = action(page, thing, *rows)
        assert found.isEnabled(), thing
        found.trigger()
        idle(qtbot, page.desk)

    return make


@pytest.fixture
def dialog_of(qtbot):
    """A function that gives the dialog of that name over a list, once it is there."""

    def make(page, name):
        def found():
            dialogs = page.findChildren(QDialog, name)
            return next((one for one in dialogs if one.isVisible()), None)

        qtbot.waitUntil(lambda: found() is not None)
        idle(qtbot, page.desk)
        return found()

    return make


@pytest.fixture
def save(qtbot, desk):
    """A function that presses a form's button and waits for what comes of it."""

    def make(dialog):
        dialog.save.click()
        idle(qtbot, desk)

    return make


@pytest.fixture
def close():
    """A function that closes a form without a question."""

    def make(dialog):
        dialog.panel.mark_clean()
        dialog.reject()

    return make


@pytest.fixture
def press_key(qtbot):
    """A function that presses a key on a list, its window in front."""

    def make(page, key):
        page.activateWindow()
        page.view.setFocus()
        qtbot.waitUntil(page.view.hasFocus)
        qtbot.keyClick(page.view, key)

    return make
