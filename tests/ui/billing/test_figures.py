"""What a customer owes and paid stands in its window and beside the list, as it is now."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.core.access import Permission
from app.payments.drafts import PaymentDraft
from tests.ui.billing.conftest import eur
from tests.ui.customers.helpers import idle
from ui.customers.peek import CustomerPeek
from ui.customers.window import CustomerWindow
from ui.shell.catalogue import CUSTOMER_TABS


def fact(window, key):
    found = window.findChild(QLabel, f"detail.facts.{key}")
    return found.text() if found is not None else None


def opened(qtbot, desk, customer_id):
    window = CustomerWindow(desk, customer_id, CUSTOMER_TABS)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    idle(qtbot, desk)
    return window


def test_the_window_follows_what_is_paid(qtbot, desk, services, jane, issued):
    issued(10_000)
    window = opened(qtbot, desk, jane)
    qtbot.waitUntil(lambda: fact(window, "outstanding") == "€119.00")
    assert fact(window, "last_payment") == "Never"
    assert fact(window, "recurring") == "€0.00"
    services.payments.record(PaymentDraft(jane, eur(15_000)))
    qtbot.waitUntil(lambda: fact(window, "credit") == "€31.00")
    assert fact(window, "outstanding") == "€0.00"
    assert fact(window, "last_payment") == "Nov 20, 2026"
    idle(qtbot, desk)


def test_the_glance_has_them_only_for_whom_may_see_them(qtbot, desk, seat, admin, jane, issued):
    issued(10_000)
    peek = CustomerPeek(desk)
    qtbot.addWidget(peek.widget)
    peek.show_record(jane)
    idle(qtbot, desk)
    found = peek.widget.findChild(QLabel, "customers.peek.outstanding")
    assert found.whole == "€119.00"
    blind = replace(admin, permissions=admin.permissions - {Permission.BILLING_READ})
    other = seat(blind)
    window = opened(qtbot, other, jane)
    qtbot.waitUntil(lambda: fact(window, "revenue") is not None)
    idle(qtbot, other)
    assert fact(window, "outstanding") is None
