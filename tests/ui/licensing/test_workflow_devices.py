"""The support workflow W3 (WFL-05), walked in the real window by keyboard."""

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.catalogue.drafts import ProductDraft
from app.catalogue.terms import Cycle
from app.customers.drafts import CustomerDraft
from app.licensing.activations_drafts import RecordDraft
from app.licensing.drafts import IssueDraft
from tests.ui.customers.helpers import column
from tests.ui.licensing.devices import part, three_seats
from tests.ui.licensing.test_workflows import program, search
from tests.ui.test_main_job import Hands, set_up

__all__ = ["program"]


def stock(services):
    """A customer whose license has three seats, all taken; one device is silent for 45 days."""
    product = services.products.create(ProductDraft(name="Modeller", reference="MODELLER"))
    john = services.customers.create(CustomerDraft("john@company.com", "John", "Smith"))
    now = datetime.now(UTC)
    begin = (now - timedelta(days=100)).date()
    plan = three_seats(services, product)
    sale = IssueDraft(product, plan, Cycle.YEARLY, customer_id=john, starts_on=begin)
    license_id = services.licenses.issue(sale).id
    for name, ago in (("old", timedelta(days=45, hours=1)), ("b", timedelta(hours=2, minutes=5)),
                      ("a", timedelta(minutes=5, seconds=20))):  # fmt: skip
        seen = now - ago
        draft = RecordDraft(name, activated_at=seen - timedelta(days=1), last_verified_at=seen)
        services.activations.record(license_id, draft)
    return license_id


def test_support_frees_a_seat(qtbot, program):
    hands = Hands(qtbot)
    set_up(qtbot, program, hands)
    desk = program.workplace.desk
    license_id = stock(desk.services)
    main = hands.window("shell")
    search(qtbot, hands, main.findChild(QWidget, "customers"), "john@company.com", 1)
    hands.reach("customers.table")
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Return)
    window = hands.window("detail")
    qtbot.waitUntil(lambda: window.findChild(QWidget, "detail.phone") is not None, timeout=10_000)
    hands.reach("detail.tabBar")
    hands.press(Qt.Key.Key_Right)
    licenses = window.findChild(QWidget, "detail.licenses")
    qtbot.waitUntil(lambda: licenses.total == 1, timeout=10_000)
    assert column(licenses, "activations") == ["3 / 3"]
    hands.press(Qt.Key.Key_Right)
    devices = window.findChild(QWidget, "detail.activations")
    qtbot.waitUntil(lambda: devices.total == 3, timeout=10_000)
    assert column(devices, "last_verified_at") == ["5 minutes ago", "2 hours ago", "45 days ago"]

    # The caller is told why: no seat is free.
    hands.reach("detail.activations.whyAny")
    hands.press(Qt.Key.Key_Space)
    why = hands.window("why")
    verdict = why.answer.verdict
    full = "Activation limit reached. Active devices: 3 of 3."
    qtbot.waitUntil(lambda: verdict.text().startswith(full), timeout=10_000)
    hands.press(Qt.Key.Key_Escape)
    free(qtbot, hands, desk, license_id, devices)
    admit(qtbot, hands, desk, license_id)
    qtbot.waitUntil(lambda: devices.total == 4, timeout=10_000)
    window.close()


def free(qtbot, hands, desk, license_id, devices):
    """The silent device goes, and its seat is free."""
    hands.window("detail")
    hands.reach("detail.activations.table")
    for _row in range(3):
        hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Delete)
    asked = hands.window("activationEnd")
    assert asked.windowTitle() == "Deactivate old?"
    hands.reach("activationEnd.save")
    hands.press(Qt.Key.Key_Space)
    counted = desk.services.licenses.rows
    qtbot.waitUntil(lambda: counted([license_id])[0].activations == 2, timeout=10_000)
    qtbot.waitUntil(lambda: column(devices, "state").count("Inactive") == 1, timeout=10_000)


def admit(qtbot, hands, desk, license_id):
    """The new device is activated where the reasons are shown."""
    hands.window("detail")
    hands.reach("detail.activations.whyAny")
    hands.press(Qt.Key.Key_Space)
    why = hands.window("why")
    qtbot.waitUntil(lambda: "on a new device" in why.answer.verdict.text(), timeout=10_000)
    hands.fill(why__device="NEW-PC")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "on this device" in why.answer.verdict.text(), timeout=10_000)
    assert part(why, "why.activate").isVisible()
    hands.reach("why.activate")
    hands.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "active already" in why.answer.verdict.text(), timeout=10_000)
    assert desk.services.licenses.rows([license_id])[0].activations == 3
    hands.press(Qt.Key.Key_Escape)
