"""The three steps of an order: whose it is, what is ordered with live totals, where it goes."""

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from app.core.listing import ListQuery
from app.orders.drafts import LineDraft
from tests.ui.customers.helpers import column, idle, said
from tests.ui.orders.conftest import eur
from tests.ui.walk import faults
from ui.orders.form_panel import DETAILS, ITEMS, WHOSE
from ui.orders.page import OrderList
from ui.shell.catalogue import FORMS
from ui.shell.unfinished import go_on


@pytest.fixture
def page_of(list_of):
    """A function that shows the page, or a customer's tab."""
    return lambda *whose, **on: list_of(OrderList, *whose, **on)


@pytest.fixture
def begin(qtbot, desk, page_of, run, dialog_of):
    """A function that begins a new order from the page, or from a customer's tab."""

    def make(*whose):
        page = page_of(*whose)
        run(page, "new")
        form = dialog_of(page, "order")
        idle(qtbot, desk)
        return page, form

    return make


@pytest.fixture
def forward(qtbot, desk):
    """A function that presses Next and waits for what comes of it."""

    def make(form):
        form.next.click()
        idle(qtbot, desk)

    return make


def put(form, **values):
    """Fill in fields as if they were typed."""
    for key, value in values.items():
        form.panel.boxes[key].editor.write(value)
        form.panel.boxes[key].editor.edited.emit()


def typed(form, row, **values):
    """Fill in parts of an item as if they were typed."""
    for key, value in values.items():
        editor = form.panel.lines.rows[row].editors[key]
        editor.bring(value) if isinstance(value, str) else editor.write(value)
        editor.edited.emit()


def sums(form):
    return {key: said.text() for key, said in form.totals.sums.items()}


def texts(form, role):
    return [
        one.text() for one in form.findChildren(QLabel)
        if one.property("role") == role and one.isVisible() and one.text()
    ]  # fmt: skip


def test_an_order_of_a_customer_is_placed_in_three_steps(
    qtbot, desk, services, begin, forward, save, jane, rates
):
    assert rates is None
    page, form = begin()
    assert faults(form) == []
    assert (form.panel.step, form.back.isVisible(), form.save.isVisible()) == (WHOSE, False, False)
    forward(form)
    assert form.panel.boxes["customer_id"].problem.startswith("Choose the customer")
    form.panel.choose(jane, "Jane Roe")
    forward(form)
    assert form.panel.step == ITEMS
    forward(form)
    assert form.panel.boxes["items"].problem == "Add at least one item."

    typed(form, 0, name="Dongle", quantity="3", unit="19.90", discount="0.70")
    assert "unknown" in form.totals.said.text()
    typed(form, 0, discount="60")
    forward(form)
    assert texts(form, "error") == ["The discount is above the item's price. Enter a smaller one."]
    typed(form, 0, discount="0.70")
    assert texts(form, "error") == []
    forward(form)
    save(form)
    assert form.panel.boxes["ship_country"].problem.startswith("Tax follows the country")
    form.back.click()
    put(form, ship_country="DE", ship_city="Berlin")
    qtbot.waitUntil(lambda: sums(form)["tax"] == "€11.21")
    assert sums(form) == {
        "subtotal": "€59.70", "discount": "−€0.70", "tax": "€11.21", "total": "€70.21",
    }  # fmt: skip
    form.panel.lines.add.click()
    typed(form, 1, name="Guide", unit="9.99", tax_category="books")
    assert sums(form)["total"] == "€80.90"
    assert form.panel.lines.rows[1].total.text() == "€10.69"
    assert faults(form) == []
    forward(form)
    assert form.panel.step == DETAILS
    put(form, expected_on=date(2999, 12, 1), payment_method="Invoice", notes="Call first")
    save(form)

    qtbot.waitUntil(lambda: column(page, "total") == ["€80.90"])
    [row] = services.orders.first(ListQuery(), 5)
    found = services.orders.show(row.id)
    assert [(one.name, one.quantity, one.tax_ppm) for one in found.lines] == [
        ("Dongle", 3, 190_000), ("Guide", 1, 70_000),
    ]  # fmt: skip
    assert found.shipping_address == found.billing_address
    assert (found.billing_address.city, found.notes) == ("Berlin", "Call first")
    assert said(desk)[-1] == "ORD-000001 was placed."


def test_a_new_customer_is_created_with_the_order(
    qtbot, desk, services, begin, forward, save, jane, rates
):
    assert rates is None
    page, form = begin()
    put(form, is_new=True, email="nobody", first_name="Ann", last_name="Doe", country="AT")
    forward(form)
    assert "e-mail" in form.panel.boxes["email"].problem.lower()
    put(form, email="jane@example.org")
    forward(form)
    assert form.panel.step == ITEMS
    typed(form, 0, name="Dongle", unit="10")
    qtbot.waitUntil(lambda: sums(form)["total"] == "€12.00")
    forward(form)
    assert form.panel.boxes["ship_name"].editor.read() == "Ann Doe"
    assert form.panel.boxes["ship_country"].editor.read() == "AT"
    save(form)
    assert form.panel.step == WHOSE
    assert "already belongs" in form.panel.boxes["email"].problem
    assert services.orders.count(ListQuery()) == 0
    put(form, email="ann@doe.example")
    form.panel.submitted.emit()
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: column(page, "customer") == ["Ann Doe"])
    assert said(desk)[-1] == "ORD-000001 was placed. New customer created."
    assert services.customers.count(ListQuery()) == 2
    assert jane


def test_tax_can_be_typed_and_follows_the_billing_address(
    qtbot, desk, services, begin, forward, close, jane, desk_db, admin, rates
):
    from app.customers.model import Customer

    assert rates is None
    with desk_db.transaction(admin, "test") as session:
        session.get_one(Customer, jane).country = "DE"
    _page, form = begin(jane)
    assert form.panel.step == ITEMS
    typed(form, 0, name="Dongle", unit="100")
    qtbot.waitUntil(lambda: sums(form)["total"] == "€119.00")
    put(form, same=False)
    put(form, bill_country="AT")
    qtbot.waitUntil(lambda: sums(form)["total"] == "€120.00")
    put(form, bill_country="FR")
    qtbot.waitUntil(lambda: "1 item is unknown" in form.totals.said.text())
    row = form.panel.lines.rows[0]
    row.tax_choice.combo.setCurrentIndex(row.tax_choice.combo.count() - 1)
    forward(form)
    assert texts(form, "error") == ["Enter the tax, or 0 if there is none."]
    typed(form, 0, tax="5.5")
    qtbot.waitUntil(lambda: sums(form)["total"] == "€105.50")
    typed(form, 0, unit="1.234")
    forward(form)
    assert texts(form, "error") == ["Amounts in EUR have at most 2 decimal places."]
    assert row.editors["unit"].input.property("invalid") is True
    put(form, bill_country="AT")
    idle(qtbot, desk)
    assert texts(form, "error") == ["Amounts in EUR have at most 2 decimal places."]
    row.remove.click()
    assert form.panel.lines.rows[0].is_blank
    close(form)
    idle(qtbot, desk)
    assert services.orders.count(ListQuery()) == 0


def test_an_order_is_edited_and_refusals_stay_in_the_form(
    qtbot, desk, services, page_of, run, dialog_of, save, order
):
    one = order()
    page = page_of()
    run(page, "edit", 0)
    form = dialog_of(page, "order")
    assert faults(form) == []
    assert form.windowTitle() == "Edit ORD-000001"
    assert form.panel.step == ITEMS
    qtbot.waitUntil(lambda: sums(form)["total"] == "€23.68")
    base = services.orders.show(one)
    typed(form, 0, quantity="2")
    put(form, carrier="DHL", tracking_number="1Z-999")
    services.orders.edit(one, base.version, None, _with_notes(services, one))
    save(form)
    qtbot.waitUntil(lambda: column(page, "total") == ["€47.36"])
    found = services.orders.show(one)
    assert (found.carrier, found.notes, found.lines[0].quantity) == ("DHL", "Theirs", 2)
    assert said(desk)[-1] == "ORD-000001 was saved."


def test_what_was_typed_is_there_again(
    qtbot, desk, services, page_of, run, dialog_of, jane, order, close
):
    order()
    page = page_of(jane)
    run(page, "new")
    form = dialog_of(page, "order")
    form.panel.lines.write((LineDraft("Dongle", "D", 2, eur(500)), LineDraft("Cable")))
    put(form, notes="Half done")
    qtbot.waitUntil(lambda: bool(services.drafts.mine()))
    idle(qtbot, desk)
    form.panel.mark_clean()
    form.hide()
    form.deleteLater()
    [kept] = services.drafts.mine()
    go_on(desk, kept, FORMS, page)
    again = dialog_of(page, "order")
    qtbot.waitUntil(again.draft_bar.isVisible)
    assert again.panel.boxes["notes"].editor.read() == "Half done"
    names = [row.editors["name"].read() for row in again.panel.lines.rows]
    assert names == ["Dongle", "Cable"]
    assert sums(again)["subtotal"] == "€10.00"
    close(again)
    idle(qtbot, desk)


def _with_notes(services, one):
    from dataclasses import replace

    from app.orders.drafts import draft_of

    return replace(draft_of(services.orders.show(one)), notes="Theirs")
