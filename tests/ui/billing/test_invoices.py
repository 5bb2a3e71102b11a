"""The list of invoices as a page and a tab: drafts are written, issued and taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.invoices.drafts import InvoiceDraft
from tests.ui.billing.conftest import eur
from tests.ui.customers.helpers import column, idle, said
from tests.ui.walk import faults
from ui.billing.page import InvoiceList
from ui.billing.totals import TotalsView
from ui.customers.window import CustomerWindow
from ui.kit.line_row import BY_HAND
from ui.shell.catalogue import CUSTOMER_TABS


@pytest.fixture
def page_of(list_of):
    """A function that shows the page, or a customer's tab."""
    return lambda *whose, **on: list_of(InvoiceList, *whose, **on)


@pytest.fixture
def agree(monkeypatch):
    """What was asked before something that matters; everything is agreed to."""
    asked = []

    def confirm(_parent, title, consequences, verb, **_more):
        asked.append((title, consequences, verb))
        return True

    monkeypatch.setattr("ui.billing.steps.confirm", confirm)
    return asked


def put(dialog, **values):
    """Fill in a form as if it was typed."""
    for key, value in values.items():
        box = dialog.panel.box(key)
        box.editor.write(value)
        box.editor.edited.emit()


def fill(row, **texts):
    """Type into a line of an invoice."""
    for key, text in texts.items():
        row.editors[key].line.setText(text)


def sums(dialog):
    return {key: amount for key, _title, amount, _strong in dialog.findChild(TotalsView).sums}


def stops(qtbot, first, count):
    """What the Tab key stops at, one after another."""
    first.setFocus()
    found = []
    for _one in range(count):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        found.append(QApplication.focusWidget().objectName().removeprefix("invoice."))
    return found


def test_an_invoice_is_written_with_live_totals(qtbot, page_of, run, dialog_of, save, jane):
    page = page_of(jane)
    assert page.findChild(QLabel, "detail.invoices.count").text() == "0 invoices"
    run(page, "new")
    dialog = dialog_of(page, "invoice")
    assert faults(dialog) == []
    items = dialog.panel.box("items").editor
    save(dialog)
    assert dialog.panel.box("items").problem == "Fill in: Lines."
    assert stops(qtbot, dialog.panel.box("reference").editor.input, 9) == [
        "items.0.name", "items.0.quantity", "items.0.unit", "items.0.discount",
        "items.0.tax_category", "items.0.remove", "items.add", "note", "save",
    ]  # fmt: skip
    fill(items.rows[0], name="Work", quantity="3", unit="33.33", discount="100")
    save(dialog)
    assert items.rows[0].said.text().startswith("The discount is above the line's price.")
    fill(items.rows[0], discount="0.99")
    items.add.click()
    fill(items.rows[1], name="Books", unit="10.005")
    save(dialog)
    assert items.rows[1].said.text() == "Amounts in EUR have at most 2 decimal places."
    fill(items.rows[1], unit="10")
    items.rows[1].editors["tax_category"].write("books")
    qtbot.waitUntil(lambda: sums(dialog).get("total") == "€128.51")
    assert sums(dialog) == {
        "net": "€109.00", "tax0": "€18.81", "tax1": "€0.70", "total": "€128.51"
    }  # fmt: skip
    assert items.rows[1].total.text() == "€10.70"
    assert faults(dialog) == []
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "status") == ["Draft"])
    assert (column(page, "total"), column(page, "number")) == (["€128.51"], ["Draft"])
    assert said(page.desk)[-1] == "The draft was saved."


def test_a_country_without_a_rate_is_said_and_tax_entered_by_hand(
    qtbot, page_of, run, dialog_of, save, someone
):
    anna = someone("anna@example.org", "AT")
    page = page_of(anna)
    run(page, "new")
    dialog = dialog_of(page, "invoice")
    items = dialog.panel.box("items").editor
    fill(items.rows[0], name="Work", unit="100")
    qtbot.waitUntil(lambda: "no standard tax rate for Austria" in items.rows[0].said.text())
    assert sums(dialog) == {}
    items.rows[0].editors["tax_category"].write(BY_HAND)
    save(dialog)
    assert items.rows[0].said.text() == "Enter the tax, or 0 if there is none."
    fill(items.rows[0], tax="20")
    qtbot.waitUntil(lambda: sums(dialog).get("total") == "€120.00")
    put(dialog, currency="JPY")
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "total") == ["JPY\u00a0120"])


def test_a_draft_is_changed_line_by_line_and_removed(
    qtbot, services, page_of, run, dialog_of, save, agree, drafted
):
    one = drafted(10_000, 2_500, reference="PO 7")
    page = page_of()
    run(page, "edit", 0)
    dialog = dialog_of(page, "invoice")
    items = dialog.panel.box("items").editor
    assert [row.editors["unit"].line.text() for row in items.rows] == ["100.00", "25.00"]
    assert dialog.panel.box("reference").read() == "PO 7"
    items.rows[0].remove.click()
    fill(items.rows[0], quantity="2")
    assert items.rows[0].remove.objectName() == "invoice.items.0.remove"
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "total") == ["€59.50"])
    assert [line.quantity for line in services.invoices.show(one).lines] == [2]
    run(page, "remove", 0)
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    assert agree[-1][::2] == ("Remove 1 draft?", "Remove draft")


def test_what_is_issued_gets_its_number_and_is_shown_whole(
    qtbot, desk, page_of, run, agree, dialog_of, drafted
):
    drafted(10_000)
    page = page_of()
    run(page, "issue", 0)
    qtbot.waitUntil(lambda: column(page, "status") == ["Unpaid"])
    title, follows, verb = agree[-1]
    assert title == "Issue the invoice to Jane Roe over €119.00?"
    assert ("never changes" in follows, verb) == (True, "Issue invoice")
    [number] = column(page, "number")
    assert number.startswith("INV-2026-")
    assert said(desk)[-1] == f"{number} was issued."
    run(page, "view", 0)
    card = dialog_of(page, "invoiceCard")
    assert faults(card) == []
    assert [line.cells[0] for line in card.table.lines] == ["Work 10000"]
    assert {key: amount for key, _title, amount, _strong in card.totals.sums} == {
        "net": "€100.00", "tax0": "€19.00", "total": "€119.00", "owed": "€119.00"
    }  # fmt: skip
    names = {one.objectName() for one in card.findChildren(QPushButton)}
    assert {"invoiceCard.credit", "invoiceCard.more", "invoiceCard.close"} <= names
    assert "invoiceCard.issue" not in names


def test_several_drafts_are_issued_at_once_and_who_is_refused_is_named(
    qtbot, desk, services, page_of, run, agree, drafted, someone
):
    drafted(100), drafted(200)
    services.invoices.create(InvoiceDraft(someone("x@example.org"), "EUR"))
    page = page_of()
    run(page, "issue", 0, 1, 2)
    qtbot.waitUntil(lambda: sorted(column(page, "status")) == ["Draft", "Unpaid", "Unpaid"])
    assert agree[-1][0] == "Issue 3 drafts?"
    assert said(desk)[-2:] == [
        "2 invoices issued.",
        "This draft has no lines. Add what it is for before you issue it.",
    ]


def test_a_credit_note_takes_lines_back(
    qtbot, desk, services, page_of, run, dialog_of, save, issued
):
    one = issued(10_000, 5_000)
    page = page_of()
    run(page, "credit", 0)
    dialog = dialog_of(page, "creditNote")
    assert faults(dialog) == []
    editor = dialog.panel.box("items").editor
    assert editor.sum.sums[0][2] == "€150.00"
    editor.ticks[0].setChecked(False)
    editor.amounts[1].line.setText("60")
    save(dialog)
    assert dialog.panel.box("reason").problem == "Say why, so that others understand."
    put(dialog, reason="Half was done")
    save(dialog)
    assert "50.00 EUR are left to take back" in (
        dialog.panel.box("items").problem + dialog.bar.text.text()
    )
    editor.amounts[1].line.setText("20")
    save(dialog)
    qtbot.waitUntil(lambda: sorted(column(page, "kind")) == ["Credit note", "Invoice"])
    assert said(desk)[-1].startswith("CN-2026-")
    found = services.invoices.show(one)
    assert [line.credited for line in found.lines] == [eur(0), eur(2_000)]


@pytest.mark.parametrize(
    ("thing", "place", "status", "words"),
    [("void", "invoiceVoid", "Void", "is void."),
     ("writeOff", "invoiceWriteOff", "Written off", "is written off.")],
)  # fmt: skip
def test_an_end_asks_why(
    qtbot, desk, services, page_of, run, dialog_of, save, issued, thing, place, status, words
):
    one = issued(10_000)
    page = page_of()
    run(page, thing, 0)
    dialog = dialog_of(page, place)
    assert faults(dialog) == []
    save(dialog)
    assert dialog.panel.box("reason").problem == "Say why, so that others understand."
    put(dialog, reason="Sent twice")
    save(dialog)
    qtbot.waitUntil(lambda: column(page, "status") == [status])
    assert said(desk)[-1].endswith(words)
    assert services.invoices.show(one).reason == "Sent twice"


def test_only_what_fits_is_offered(page_of, action, issued, drafted, viewer_desk):
    issued(100)
    drafted(200)
    page = page_of()
    draft = column(page, "status").index("Draft")
    assert [action(page, thing, draft).isEnabled() for thing in ("edit", "issue", "credit")] == [
        True, True, False,
    ]  # fmt: skip
    assert [action(page, thing, 1 - draft).isEnabled() for thing in ("edit", "credit", "void")] == [
        False, True, True,
    ]  # fmt: skip
    looking = page_of(on=viewer_desk)
    assert looking.model.rowCount() == 2
    offered = {one.objectName() for one in looking.actions() if one.isVisible()}
    assert "action.invoices.view" in offered
    assert not offered & {f"action.invoices.{thing}" for thing in ("new", "issue", "void")}


def test_views_and_the_tab_narrow_the_list(qtbot, desk, page_of, issued, drafted, jane, someone):
    issued(100)
    drafted(200, customer_id=someone("john@example.org"))
    page = page_of()
    page.views.choose("drafts")
    qtbot.waitUntil(lambda: column(page, "customer") == ["John Roe"])
    page.views.choose("open")
    qtbot.waitUntil(lambda: column(page, "customer") == ["Jane Roe"])
    window = CustomerWindow(desk, jane, CUSTOMER_TABS)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.show_part("invoices")
    qtbot.waitUntil(lambda: window.findChild(InvoiceList) is not None)
    tab = window.findChild(InvoiceList)
    qtbot.waitUntil(lambda: tab.total == 1)
    assert "customer" not in [spec.key for spec in tab.model.columns]
    assert faults(window) == []
    idle(qtbot, desk)
