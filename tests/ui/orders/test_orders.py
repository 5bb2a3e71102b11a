"""The list of orders as a page and a tab, and what can be done from it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel

from app.core.access import PRESETS, Actor
from app.orders.schemas import OrderPayment as P
from app.orders.schemas import OrderStatus as S
from tests.ui.customers.helpers import column, idle, press, said
from tests.ui.orders.conftest import eur
from tests.ui.walk import faults
from ui.customers.window import CustomerWindow
from ui.orders.page import OrderList
from ui.shell.catalogue import CUSTOMER_TABS


@pytest.fixture
def page_of(list_of):
    """A function that shows the page, or a customer's tab."""
    return lambda *whose, **on: list_of(OrderList, *whose, **on)


def put(dialog, **values):
    """Fill in a form as if it was typed."""
    for key, value in values.items():
        box = dialog.panel.box(key)
        box.editor.write(value)
        box.editor.edited.emit()


def test_the_page_shows_how_far_orders_have_come(qtbot, services, page_of, order):
    first, second = order(), order()
    services.orders.update_status([first], S.PROCESSING)
    services.orders.set_payment_status([second], P.FAILED)
    page = page_of()
    assert faults(page) == []
    assert page.tools.count.text() == "2 orders"
    assert sorted(column(page, "status")) == ["Pending", "Processing"]
    assert sorted(column(page, "payment_status")) == ["Failed", "Not paid"]
    assert column(page, "total") == ["€23.68", "€23.68"]
    services.orders.update_status([first], S.SHIPPED)
    qtbot.waitUntil(lambda: sorted(column(page, "status")) == ["Pending", "Shipped"])
    page.views.choose("toShip")
    qtbot.waitUntil(lambda: column(page, "status") == ["Pending"])
    page.views.choose("onTheWay")
    qtbot.waitUntil(lambda: column(page, "status") == ["Shipped"])
    page.clear_filters()
    page.tools.filters.pick({"payment_status": [P.FAILED]})
    page.ask()
    qtbot.waitUntil(lambda: column(page, "payment_status") == ["Failed"])


def test_a_tab_shows_one_customers_orders(qtbot, desk, order, jane, john):
    order()
    order(customer_id=john)
    window = CustomerWindow(desk, jane, CUSTOMER_TABS)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.show_part("orders")
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: window.findChild(OrderList) is not None)
    tab = window.findChild(OrderList)
    qtbot.waitUntil(lambda: tab.total == 1)
    assert "customer" not in [spec.key for spec in tab.model.columns]
    assert faults(window) == []
    idle(qtbot, desk)


def test_a_row_opens_its_customer_and_a_tab_has_no_way_to_it(
    desk, page_of, run, action, order, jane, john
):
    order()
    order(customer_id=john)
    page = page_of()
    run(page, "openCustomer", 0)
    run(page, "openCustomer", 1)
    assert desk.navigator.customers == [john, jane]
    assert action(page_of(jane), "openCustomer") is None


def test_status_is_updated_with_a_note_and_seen_on_the_card(
    qtbot, desk, services, page_of, run, dialog_of, save, press_key, order
):
    one = order()
    page = page_of()
    run(page, "status", 0)
    dialog = dialog_of(page, "orderStatus")
    assert faults(dialog) == []
    assert dialog.windowTitle() == "Update status of ORD-000001"
    put(dialog, note="Picked")
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "status") == ["Processing"])
    assert said(desk)[-1] == "1 order updated."
    run(page, "tracking", 0)
    tracking = dialog_of(page, "orderTracking")
    put(tracking, tracking_number="1Z-999", carrier="DHL")
    save(tracking)
    page.view.choose([0], 0)
    press_key(page, Qt.Key.Key_Return)
    card = dialog_of(page, "orderCard")
    assert faults(card) == []
    assert [line.cells[0] for line in card.items.lines] == ["Dongle", "Subtotal", "Tax", "Total"]
    assert card.items.lines[-1].cells[-1] == "€23.68"
    assert [line.cells[2:] for line in card.history.lines] == [
        ("Processing", "Picked"), ("Pending", ""),
    ]  # fmt: skip
    assert card.findChild(QLabel, "orderCard.tracking_number").text() == "1Z-999"
    press(card, "orderCard.move")
    idle(qtbot, desk)
    again = dialog_of(page, "orderStatus")
    again.panel.box("status").editor.write(S.DELIVERED)
    again.panel.box("status").editor.edited.emit()
    assert again.panel.box("on").isVisible()
    save(again)
    qtbot.waitUntil(lambda: column(page, "status") == ["Delivered"])
    assert services.orders.show(one).history[0].new == "delivered"


def test_many_are_updated_and_who_refuses_is_named(
    qtbot, desk, services, page_of, run, dialog_of, save, order
):
    order()
    services.orders.update_status([order()], S.PROCESSING)
    page = page_of()
    run(page, "status", 0, 1)
    dialog = dialog_of(page, "orderStatus")
    put(dialog, status=S.SHIPPED)
    save(dialog)
    qtbot.waitUntil(lambda: sorted(column(page, "status")) == ["Pending", "Shipped"])
    assert any("ORD-000001 is pending." in told for told in said(desk))


def test_cancel_pay_refund_and_correct(qtbot, services, page_of, run, dialog_of, save, order):
    one = order()
    page = page_of()
    run(page, "payment", 0)
    save(dialog_of(page, "orderPayment"))
    qtbot.waitUntil(lambda: column(page, "payment_status") == ["Paid"])
    run(page, "cancel", 0)
    asked = dialog_of(page, "orderReason")
    assert (asked.windowTitle(), asked.cancel.text()) == ("Cancel ORD-000001?", "Do not cancel")
    put(asked, note="Changed their mind")
    save(asked)
    qtbot.waitUntil(lambda: column(page, "status") == ["Cancelled"])
    run(page, "refund", 0)
    save(dialog_of(page, "orderReason"))
    qtbot.waitUntil(lambda: column(page, "payment_status") == ["Refunded"])
    run(page, "correct", 0)
    correct = dialog_of(page, "orderCorrect")
    save(correct)
    assert correct.panel.box("status").problem.startswith("That is what it is already.")
    put(correct, status=S.PENDING, payment=P.PAID)
    save(correct)
    assert "Say why" in correct.panel.box("note").problem
    put(correct, note="It was another order")
    save(correct)
    qtbot.waitUntil(lambda: column(page, "status") == ["Pending"])
    assert services.orders.show(one).total == eur(2368)


def test_a_role_is_offered_what_it_may_do(seat, desk_db, changes, page_of, action, order):
    order()
    assert changes
    preset = next(one for one in PRESETS if one.name == "Operator")
    page = page_of(on=seat(Actor(1, "Ola", preset.permissions, preset.scope, role=preset.name)))
    assert action(page, "status", 0).isEnabled()
    for thing in ("edit", "cancel", "payment", "correct"):
        found = action(page, thing, 0)
        assert found is None or not found.isVisible() or not found.isEnabled(), thing
    assert not page.findChildren(QDialog)
    assert desk_db
