"""What is overdue is reminded of, accounts are stated and put on paper, billing details kept."""

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from app.billing.drafts import DunningDraft
from app.customers.schemas import Status
from app.payments.drafts import PaymentDraft
from tests.ui.billing.conftest import eur
from tests.ui.customers.helpers import column, idle, said
from tests.ui.walk import faults
from ui.billing.page import InvoiceList
from ui.billing.payments_page import PaymentList

LETTER = "Dear {customer}, please pay {owed} for {invoice}."


@pytest.fixture
def late(services, clock, issued):
    """Two invoices of Jane's that have come to a reminder and to a suspension."""
    services.dunning_steps.save(DunningDraft(7, "First reminder", "Please pay", LETTER))
    services.dunning_steps.save(DunningDraft(30, "Last warning", "Pay now", LETTER, holds=True))
    issued(10_000)
    clock.at += timedelta(days=30)
    issued(5_000)
    clock.at += timedelta(days=25)


@pytest.fixture
def agree(monkeypatch):
    """What was asked before something that matters; everything is agreed to."""
    asked = []

    def confirm(_parent, title, consequences, verb, **_more):
        asked.append((title, consequences, verb))
        return True

    monkeypatch.setattr("ui.kit.dialogs.confirm", confirm)
    return asked


@pytest.mark.usefixtures("late")
def test_reminders_are_read_and_sent(qtbot, desk, services, list_of, run, dialog_of, agree, jane):
    page = list_of(PaymentList)
    run(page, "overdue")
    dialog = dialog_of(page, "overdue")
    assert faults(dialog) == []
    qtbot.waitUntil(lambda: dialog.list.total == 2)
    assert column(dialog.list, "step") == ["Last warning", "First reminder"]
    assert column(dialog.list, "days") == ["41 days late", "11 days late"]
    dialog.list.opened.emit(dialog.list.model.ids[0])
    letter = dialog.findChild(QDialog, "overdueLetter")
    assert faults(letter) == []
    body = letter.findChild(QLabel, "overdueLetter.body").text()
    assert body == "Dear Jane Roe, please pay €119.00 for INV-2026-00001."
    letter.reject()
    dialog.findChild(QPushButton, "overdue.sendAll").click()
    qtbot.waitUntil(lambda: dialog.list.total == 0)
    assert agree[-1][0] == "Send 2 reminders?"
    assert "1 customer is suspended" in agree[-1][1]
    idle(qtbot, desk)
    assert said(desk)[-1] == "2 reminders are on their way. 1 customer was suspended."
    assert services.customers.show(jane).status is Status.SUSPENDED
    services.payments.record(PaymentDraft(jane, eur(20_000)))
    assert services.customers.show(jane).status is Status.ACTIVE


@pytest.mark.usefixtures("late")
def test_a_statement_tells_what_is_owed_how_long(
    qtbot, desk, services, list_of, run, dialog_of, jane, tmp_path, monkeypatch
):
    services.payments.record(PaymentDraft(jane, eur(4_000)))
    page = list_of(PaymentList, jane)
    run(page, "statement")
    dialog = dialog_of(page, "statement")
    assert faults(dialog) == []
    qtbot.waitUntil(lambda: dialog.found is not None)
    assert dialog.said.text() == "€138.50 are owed."
    assert [line.cells[1] for line in dialog.table.lines][1] == "Invoice INV-2026-00001"
    ageing = {title: amount for _key, title, amount, _strong in dialog.totals.sums}
    assert ageing["31 to 60 days late"] == "€79.00"
    assert ageing["Up to 30 days late"] == "€59.50"
    dialog.since.write(date(2027, 2, 1))
    dialog.since.line.editingFinished.emit()
    qtbot.waitUntil(dialog.bar.isVisible)
    dialog.since.write(date(2026, 12, 1))
    dialog.since.line.editingFinished.emit()
    qtbot.waitUntil(lambda: dialog.table.lines[0].cells[-1] == "€119.00")
    file = tmp_path / "statement.pdf"
    monkeypatch.setattr("ui.kit.dialogs.ask_save_path", lambda *_a: file)
    dialog.findChild(QPushButton, "statement.pdf").click()
    qtbot.waitUntil(lambda: said(desk)[-1:] == ["Saved: statement.pdf"])
    assert file.read_bytes().startswith(b"%PDF")


def test_documents_are_saved_one_by_one_and_together(
    qtbot, desk, services, list_of, run, dialog_of, agree, issued, jane, tmp_path, monkeypatch
):
    issued(10_000), issued(5_000)
    services.payments.record(PaymentDraft(jane, eur(4_000)))
    asked = []
    monkeypatch.setattr("ui.kit.dialogs.ask_folder", lambda *_a: tmp_path)
    monkeypatch.setattr(
        "ui.kit.dialogs.ask_save_path",
        lambda _parent, suggested, _kinds: asked.append(suggested) or tmp_path / suggested,
    )
    page = list_of(InvoiceList)
    run(page, "pdf", 0, 1)
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.pdf"))) == 2)
    idle(qtbot, desk)
    assert said(desk)[-1].startswith("2 files saved in")
    run(page, "view", 0)
    card = dialog_of(page, "invoiceCard")
    card.findChild(QPushButton, "invoiceCard.pdf").click()
    qtbot.waitUntil(lambda: asked[-1:] == [f"{card.windowTitle()}.pdf"])
    idle(qtbot, desk)
    payments = list_of(PaymentList)
    run(payments, "receipt", 0)
    qtbot.waitUntil(lambda: asked[-1] == "Receipt PAY-000001.pdf")
    run(payments, "statements")
    qtbot.waitUntil(lambda: agree[-1:] and agree[-1][0] == "Save 1 statement?")
    qtbot.waitUntil(lambda: said(desk)[-1].startswith("1 file saved in"))
    idle(qtbot, desk)


def test_billing_details_say_what_holds_and_are_kept(
    qtbot, desk, services, list_of, run, dialog_of, save, jane
):
    page = list_of(InvoiceList, jane)
    run(page, "details")
    dialog = dialog_of(page, "billingProfile")
    assert faults(dialog) == []
    box = dialog.panel.box
    assert box("name").editor.line.placeholderText() == "Jane Roe"
    assert not box("bills_to").isVisibleTo(dialog)
    assert not box("tax_note").editor.widget.isEnabled()
    for key, value in (("email", "nonsense"), ("terms_days", 30), ("tax_exempt", True)):
        box(key).editor.write(value)
    assert box("tax_note").editor.widget.isEnabled()
    save(dialog)
    assert box("email").problem
    box("email").editor.write("bills@roe.example")
    save(dialog)
    qtbot.waitUntil(lambda: said(desk)[-1:] == ["The billing details were saved."])
    found = services.billing_profiles.show(jane)
    assert (found.email, found.terms_days, found.country) == ("bills@roe.example", 30, "DE")
