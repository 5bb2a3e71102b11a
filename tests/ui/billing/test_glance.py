"""Invoices and payments at a glance beside their lists, and found by the palette."""

from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.core.access import PRESETS, Actor, Permission
from app.payments.drafts import PaymentDraft
from tests.ui.billing.conftest import eur
from tests.ui.walk import faults
from ui.billing.page import InvoiceList
from ui.billing.payments_page import PaymentList
from ui.shell.finding import find


@pytest.fixture
def peek(qtbot):
    """A function that peeks at the first row of a page; gives what a fact says."""

    def make(page):
        page.view.setFocus()
        page.view.choose([0], 0)
        qtbot.keyClick(page.view, Qt.Key.Key_Space)
        part = partial(page.peek.findChild, QLabel)
        qtbot.waitUntil(lambda: part(f"{page.place}.peek.reference") is not None)
        return lambda key: part(f"{page.place}.peek.{key}").text()

    return make


def test_an_invoice_and_a_payment_are_seen_beside_their_lists(
    services, list_of, issued, jane, peek
):
    issued(10_000, 5_000, reference="PO 7")
    services.payments.record(PaymentDraft(jane, eur(20_000), reference="Statement 9"))
    invoices = list_of(InvoiceList)
    fact = peek(invoices)
    assert (fact("total"), fact("owed"), fact("reference")) == ("€178.50", "€0.00", "PO 7")
    assert (fact("line0"), fact("message")) == ("Work 10000", "Jane Roe")
    assert faults(invoices) == []
    payments = list_of(PaymentList)
    fact = peek(payments)
    assert (fact("pays0"), fact("left"), fact("reference")) == ("€178.50", "€21.50", "Statement 9")


def test_the_palette_finds_documents_the_role_may_read(qtbot, desk, services, issued, jane):
    issued(10_000)
    services.payments.record(PaymentDraft(jane, eur(1_000)))
    parent = QLabel()
    qtbot.addWidget(parent)
    hits = partial(find, desk, parent)

    assert [hit.title for hit in hits("roe")] == ["Jane Roe", "INV-2026-00001", "PAY-000001"]
    assert [hit.title for hit in hits("in")] == []
    [found] = hits("inv-2026")
    found.run()
    card = partial(parent.findChild, QLabel, "invoiceCard.title")
    qtbot.waitUntil(lambda: card() is not None and card().text() == "INV-2026-00001")

    viewer = next(one for one in PRESETS if one.name == "Viewer")
    nobody = Actor(None, "", viewer.permissions - {Permission.BILLING_READ})
    assert find(replace(desk, actor=nobody), parent, "inv-2026") == []
