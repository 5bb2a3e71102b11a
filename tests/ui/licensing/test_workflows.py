"""The support workflows W1 and W2 (WFL-01 to WFL-04), walked in the real window by keyboard."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.catalogue.drafts import PlanDraft, ProductDraft
from app.catalogue.terms import Cycle
from app.core.money import Money
from app.core.settings import Paths
from app.customers.drafts import CustomerDraft
from app.licensing.drafts import IssueDraft
from tests.ui.customers.helpers import column
from tests.ui.test_main_job import Hands, set_up
from ui.shell.program import Options, Program

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def program(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr("ui.shell.program.QApplication.quit", lambda: None)
    paths = Paths(*(tmp_path / name for name in ("data", "config", "state", "log")))
    made = Program(qapp, paths, Options())
    assert made.start()
    yield made
    if made.workplace is not None:
        made.workplace.window.dispose()
    made.close()
    made.start_window.hide()
    made.deleteLater()


def stock(services):
    """Something to sell, two customers, and two licenses nobody has."""
    product = services.products.create(ProductDraft(name="Modeller", reference="MODELLER"))
    draft = PlanDraft(name="Pro", yearly=Money(19_900, "EUR"), activation_limit=5)
    plan = services.plans.create(product, draft)
    people = {}
    for name, count in (("john@example.com", 1), ("john@company.com", 3)):
        person = CustomerDraft(email=name, first_name="John", last_name=name[5:-4].title())
        people[name] = services.customers.create(person)
        for _each in range(count):
            sale = IssueDraft(product, plan, Cycle.YEARLY, customer_id=people[name])
            services.licenses.issue(sale)
    services.licenses.generate(product, plan, 2, "SO-4711", Cycle.YEARLY)
    services.licenses.generate(product, plan, 1, "SO-9999", Cycle.YEARLY)
    return people


def search(qtbot, hands, page, text, rows):
    """Type into the page's search, and wait for so many rows."""
    hands.reach(f"{page.place}.search")
    hands.press(Qt.Key.Key_A, CTRL)
    hands.write(text)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.asker.query.text == text, timeout=10_000)
    qtbot.waitUntil(lambda: page.desk.tasks.is_idle and page.total == rows, timeout=10_000)


def licenses_of(qtbot, hands):
    """The tab of the chosen customer's licenses, opened from the list."""
    hands.reach("customers.table")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    window = hands.window("detail")
    qtbot.waitUntil(lambda: window.findChild(QWidget, "detail.phone") is not None, timeout=10_000)
    hands.reach("detail.tabBar")
    hands.press(Qt.Key.Key_Right)
    tab = window.findChild(QWidget, "detail.licenses")
    qtbot.waitUntil(lambda: tab.total is not None, timeout=10_000)
    return window, tab


def test_support_finds_copies_and_assigns(qtbot, program):
    hands = Hands(qtbot)
    set_up(qtbot, program, hands)
    desk = program.workplace.desk
    people = stock(desk.services)
    main = hands.window("shell")
    customers = main.findChild(QWidget, "customers")

    # WFL-01: a caller's license is found, and its key copied.
    search(qtbot, hands, customers, "john@example.com", 1)
    window, tab = licenses_of(qtbot, hands)
    assert column(tab, "product") == ["Modeller"]
    assert column(tab, "activations") == ["0 / 5"]
    assert column(tab, "expires_on") != ["Never"]
    hands.reach("detail.licenses.table")
    hands.press(Qt.Key.Key_Down)
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    hands.press(Qt.Key.Key_C, CTRL | SHIFT)
    qtbot.waitUntil(lambda: len(clipboard.text()) > 20, timeout=10_000)
    found = desk.services.licenses.find(clipboard.text())
    assert desk.services.licenses.show(found).customer_id == people["john@example.com"]
    window.close()

    # WFL-02: the list says how many, and the window lists exactly those.
    hands.window("shell")
    search(qtbot, hands, customers, "john@company.com", 1)
    assert column(customers, "licenses") == ["3 Licenses"]
    window, tab = licenses_of(qtbot, hands)
    assert column(tab, "status") == ["Active"] * 3

    # WFL-03: what is available is found by its order number.
    hands.window("shell")
    desk.navigator.open_page("licenses")
    page = main.findChild(QWidget, "licenses")
    qtbot.waitUntil(lambda: page.total is not None, timeout=10_000)
    page.views.choose("available")
    qtbot.waitUntil(lambda: page.total == 3, timeout=10_000)
    search(qtbot, hands, page, "SO-4711", 2)
    assert column(page, "status") == ["Available"] * 2

    # WFL-04: both are assigned at once, and every count follows.
    hands.reach("licenses.table")
    hands.press(Qt.Key.Key_A, CTRL)
    hands.press(Qt.Key.Key_A, CTRL | SHIFT)
    hands.window("licenseAssign")
    hands.fill(licenseAssign__email="john@company.com")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tab.total == 5, timeout=10_000)
    main.activateWindow()
    desk.navigator.open_page("customers")
    qtbot.waitUntil(lambda: column(customers, "licenses") == ["5 Licenses"], timeout=10_000)
    assert column(tab, "status") == ["Active"] * 5
    hits = program.workplace.find("SO-4711")
    assert [hit.hint for hit in hits] == ["SO-4711"] * 2
    hits[0].run()
    assert hands.window("licenseCard").windowTitle() == "Modeller"
    window.close()
