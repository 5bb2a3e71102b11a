"""Payments as a page and a tab: recorded, allocated, given back, put right."""

from datetime import date

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QPushButton

from app.billing.drafts import MethodDraft
from app.billing.schemas import MethodKind
from app.invoices.drafts import CreditDraft
from app.payments.drafts import PaymentDraft
from app.payments.schemas import PaymentState
from tests.ui.billing.conftest import eur
from tests.ui.customers.helpers import column, idle, said, shown
from tests.ui.walk import faults
from ui.billing.page import InvoiceList
from ui.billing.payments_page import PaymentList
from ui.kit.exchanging import Exchange


@pytest.fixture
def paid(services, jane):
    """A function that records a payment of Jane's; its id."""

    def make(minor, **values):
        draft = PaymentDraft(**{"customer_id": jane, "amount": eur(minor), **values})
        return services.payments.record(draft).id

    return make


@pytest.fixture
def page_of(list_of):
    """A function that shows the page, or a customer's tab."""
    return lambda *whose, **on: list_of(PaymentList, *whose, **on)


@pytest.fixture
def agree(monkeypatch):
    """What was asked before something that matters; everything is agreed to."""
    asked = []

    def confirm(_parent, title, consequences, verb, **_more):
        asked.append((title, consequences, verb))
        return True

    monkeypatch.setattr("ui.billing.payments_steps.confirm", confirm)
    return asked


def put(dialog, **values):
    for key, value in values.items():
        box = dialog.panel.box(key)
        box.editor.write(value)
        box.editor.edited.emit()


def typed(editor):
    return [amount.line.text() for amount in editor.amounts]


def test_a_payment_is_proposed_to_the_oldest_and_can_go_elsewhere(
    qtbot, desk, services, page_of, run, dialog_of, save, issued, jane
):
    first, second = issued(10_000), issued(5_000)
    services.payment_methods.add(jane, MethodDraft(MethodKind.CARD, "Company card", "4242"))
    page = page_of(jane)
    run(page, "new")
    dialog = dialog_of(page, "payment")
    assert faults(dialog) == []
    assert dialog.panel.box("method_id").editor.combo.currentText() == "Company card •••• 4242"
    editor = dialog.panel.box("shares").editor
    put(dialog, amount=eur(15_000))
    qtbot.waitUntil(lambda: typed(editor) == ["119.00", "31.00"])
    assert editor.rest.sums[0][1:3] == ("Stays as credit", "€0.00")
    assert faults(dialog) == []
    editor.amounts[0].line.setText("50")
    assert not editor.auto.isChecked()
    editor.amounts[1].line.setText("70")
    assert editor.rest.sums[0][1:3] == ("Stays as credit", "€30.00")
    save(dialog)
    assert "are owed on" in dialog.panel.box("shares").problem
    editor.auto.setChecked(True)
    assert typed(editor) == ["119.00", "31.00"]
    editor.amounts[1].line.setText("20")
    put(dialog, reference="BANK 7")
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "amount") == ["€150.00"])
    assert said(desk)[-1] == "PAY-000001 was recorded. €11.00 stay as credit."
    assert column(page, "unapplied") == ["€11.00"]
    assert services.invoices.show(first).owed == eur(0)
    assert services.invoices.show(second).owed == eur(3_950)
    run(page, "new")
    again = dialog_of(page, "payment")
    put(again, amount=eur(15_000), reference="bank 7")
    save(again)
    assert "is there already, as PAY-000001" in again.bar.text.text()
    assert again.panel.box("again").isVisibleTo(again)
    put(again, again=True)
    save(again)
    qtbot.waitUntil(lambda: column(page, "amount") == ["€150.00", "€150.00"])


def test_bad_amounts_and_numbers_are_refused_in_words(
    qtbot, desk, page_of, run, dialog_of, save, close, jane
):
    page = page_of(jane)
    run(page, "new")
    dialog = dialog_of(page, "payment")
    put(dialog, amount=eur(0), method="4111 1111 1111 1111", received_on=date(2027, 1, 1))
    save(dialog)
    assert dialog.panel.box("amount").problem.startswith("Enter an amount above zero.")
    assert "card or account number" in dialog.panel.box("method").problem
    put(dialog, amount=eur(100), method="Cash")
    save(dialog)
    assert dialog.panel.box("received_on").problem.startswith("Money cannot arrive on a day")
    close(dialog)
    idle(qtbot, desk)


def test_what_is_announced_arrives_or_fails(
    qtbot, services, page_of, run, dialog_of, save, agree, issued, paid
):
    one = issued(10_000)
    paid(11_900, state=PaymentState.PENDING)
    paid(500, state=PaymentState.PENDING)
    page = page_of()
    assert column(page, "state") == ["Announced", "Announced"]
    row = column(page, "amount").index("€119.00")
    run(page, "succeed", row)
    qtbot.waitUntil(lambda: sorted(column(page, "state")) == ["Announced", "Received"])
    assert agree[-1][0] == "Did €119.00 arrive?"
    assert services.invoices.show(one).owed == eur(0)
    run(page, "fail", column(page, "state").index("Announced"))
    dialog = dialog_of(page, "paymentFail")
    put(dialog, reason="Account closed")
    save(dialog)
    qtbot.waitUntil(lambda: sorted(column(page, "state")) == ["Failed", "Received"])


def test_a_refund_beyond_what_is_left_asks_first(
    qtbot, services, page_of, run, dialog_of, save, issued, paid
):
    one = issued(10_000)
    paid(12_000)
    page = page_of()
    run(page, "refund", 0)
    dialog = dialog_of(page, "paymentRefund")
    assert faults(dialog) == []
    put(dialog, amount=eur(20_000), reason="Paid twice")
    save(dialog)
    assert "can be given back" in dialog.panel.box("amount").problem
    put(dialog, amount=eur(5_000))
    save(dialog)
    assert "would be owed again" in dialog.bar.text.text()
    put(dialog, reopen=True)
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "unapplied") == ["—"])
    assert services.invoices.show(one).owed == eur(4_900)
    run(page, "view", 0)
    card = dialog_of(page, "paymentCard")
    assert faults(card) == []
    assert [line.cells[2] for line in card.table.lines] == ["€70.00", "€50.00"]
    card.reject()


def test_credit_is_allocated_and_taken_off_again(
    qtbot, desk, services, page_of, run, dialog_of, save, agree, issued, paid
):
    paid(10_000)
    page = page_of()
    run(page, "allocate", 0)
    assert said(desk)[-1] == "No invoice in EUR is owed on, so all of it stays as credit."
    one = issued(5_000)
    run(page, "allocate", 0)
    dialog = dialog_of(page, "paymentAllocate")
    assert faults(dialog) == []
    assert typed(dialog.panel.box("shares").editor) == ["59.50"]
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "unapplied") == ["€40.50"])
    assert services.invoices.show(one).owed == eur(0)
    run(page, "view", 0)
    card = dialog_of(page, "paymentCard")
    card.findChild(QPushButton, "paymentCard.unallocate").click()
    qtbot.waitUntil(lambda: column(page, "unapplied") == ["€100.00"])
    assert agree[-1][0] == "Take it off INV-2026-00001?"
    assert services.invoices.show(one).owed == eur(5_950)


def test_an_invoice_is_paid_from_the_list_and_its_card_tells_by_what(
    qtbot, services, list_of, run, dialog_of, save, issued
):
    issued(20_000)
    one = issued(10_000)
    page = list_of(InvoiceList)
    row = column(page, "total").index("€119.00")
    run(page, "pay", row)
    dialog = dialog_of(page, "payment")
    editor = dialog.panel.box("shares").editor
    qtbot.waitUntil(lambda: typed(editor) == ["", "119.00"])
    assert not dialog.panel.is_dirty
    save(dialog)
    qtbot.waitUntil(lambda: sorted(column(page, "status")) == ["Paid", "Unpaid"])
    assert services.invoices.show(one).owed == eur(0)
    run(page, "view", column(page, "status").index("Paid"))
    card = dialog_of(page, "invoiceCard")
    qtbot.waitUntil(card.paid.isVisible)
    assert card.paid.lines[0].cells[::2] == ("PAY-000001", "€119.00")
    assert faults(card) == []


def test_open_credit_is_set_against_an_invoice_or_paid_out(
    qtbot, services, list_of, run, dialog_of, save, issued, paid
):
    first = issued(10_000)
    paid(11_900)
    services.invoices.credit(first, CreditDraft("Goodwill"))
    credit = services.invoices.find("CN-2026-00001")
    page = list_of(InvoiceList)
    assert sorted(column(page, "status")) == ["Open credit", "Paid"]
    run(page, "payOut", column(page, "status").index("Open credit"))
    dialog = dialog_of(page, "paymentRefund")
    put(dialog, amount=eur(1_900), reason="Asked for it")
    save(dialog)
    qtbot.waitUntil(lambda: "€100.00" in column(page, "owed"))
    second = issued(20_000)
    qtbot.waitUntil(lambda: page.total == 3)
    run(page, "allocate", column(page, "status").index("Open credit"))
    dialog = dialog_of(page, "paymentAllocate")
    assert typed(dialog.panel.box("shares").editor) == ["100.00"]
    save(dialog)
    qtbot.waitUntil(lambda: "Used" in column(page, "status"))
    assert services.invoices.show(credit).owed == eur(0)
    assert services.invoices.show(second).owed == eur(13_800)


def test_the_pages_offer_the_import_they_are_given(qtbot, desk):
    brought = []
    for kind, place in ((InvoiceList, "invoices"), (PaymentList, "payments")):
        page = kind(desk, given=Exchange(lambda _desk, parent: brought.append(parent.place)))
        shown(qtbot, page, desk)
        page.findChild(QAction, f"action.{place}.import").trigger()
    assert brought == ["invoices", "payments"]


def test_methods_keep_a_name_and_four_digits(
    qtbot, desk, services, page_of, run, dialog_of, save, jane, monkeypatch
):
    page = page_of(jane)
    run(page, "methods")
    dialog = dialog_of(page, "methods")
    assert faults(dialog) == []
    qtbot.waitUntil(lambda: dialog.list.total == 0)
    dialog.findChild(QPushButton, "methods.new").click()
    qtbot.waitUntil(lambda: dialog.findChild(QDialog, "method") is not None)
    form = dialog.findChild(QDialog, "method")
    put(form, label="4111 1111 1111 1111")
    save(form)
    assert "must not be kept here" in form.panel.box("label").problem
    put(form, label="Company card", last_digits="12345")
    save(form)
    assert form.panel.box("last_digits").problem.startswith("Enter at most the last four")
    put(form, last_digits="1234")
    save(form)
    qtbot.waitUntil(lambda: column(dialog.list, "shown") == ["Company card •••• 1234"])
    assert column(dialog.list, "is_default") == ["Default"]
    monkeypatch.setattr("ui.billing.methods.dialogs.confirm", lambda *_a, **_k: True)
    dialog.list.view.choose([0], 0)
    dialog.list.findChild(object, "action.methods.remove").trigger()
    qtbot.waitUntil(lambda: dialog.list.total == 0)
    assert services.payment_methods.list(jane) == ()
    idle(qtbot, desk)
