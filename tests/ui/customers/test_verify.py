"""A customer is verified from its window after a review, from the list, and taken back."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from app.customers.drafts import HoldDraft
from app.customers.schemas import HoldKind, HoldReason
from tests.ui.customers.helpers import idle, press, said, shown
from tests.ui.walk import faults
from ui.customers.bulk_dialog import BulkDialog
from ui.customers.head import Head
from ui.customers.page import CustomersPage
from ui.customers.verify import VerifyDialog
from ui.customers.window import CustomerWindow
from ui.kit.form import FormDialog


def _text(widget, name):
    return widget.findChild(QLabel, name).text()


def _trigger(widget, thing):
    action = widget.findChild(QAction, f"action.{thing}")
    assert action.isVisible()
    action.trigger()


def _dialog(qtbot, owner, kind):
    def there():
        return next((one for one in owner.findChildren(kind) if one.isVisible()), None)

    qtbot.waitUntil(lambda: there() is not None)
    return there()


def test_a_review_warns_confirms_and_verifies_and_taking_it_back_asks_why(
    qtbot, desk, person, services
):
    jane = person(phone="+1 555 010 0100")
    services.lifecycle.hold(jane, HoldDraft(HoldKind.SUSPENDED, HoldReason.PAYMENT))
    owner = QDialog()
    qtbot.addWidget(owner)
    head = Head(desk, jane, owner)
    qtbot.addWidget(head)
    head.show_customer(services.customers.show(jane))
    assert head.verified.text() == "Unverified"
    _trigger(owner, "detail.verify")
    dialog = _dialog(qtbot, owner, VerifyDialog)
    assert faults(dialog) == []
    assert _text(dialog, "verify.address") == "Missing"
    assert _text(dialog, "verify.against.held") == "Held back: payment"
    assert dialog.run.text() == "Verify anyway"
    services.lifecycle.activate(jane)
    press(dialog, "verify.run")
    idle(qtbot, desk)
    assert "Ada Admin changed this customer meanwhile" in _text(dialog, "verify.message")
    press(dialog, "verify.retry")
    idle(qtbot, desk)
    press(dialog, "verify.confirmEmail")
    idle(qtbot, desk)
    confirmed = "The e-mail address is confirmed"
    qtbot.waitUntil(lambda: _text(dialog, "verify.for.email") == confirmed)
    with qtbot.waitSignal(dialog.verified):
        press(dialog, "verify.run")
    assert said(desk)[-1] == "Jane Roe is verified."
    desk.notices.history[-1].action[1]()
    idle(qtbot, desk)
    assert services.customers.show(jane).verified_at is None
    services.verification.verify(jane)

    head.show_customer(services.customers.show(jane))
    assert head.verified.text() == "Verified"
    assert "Ada Admin" in head.verified.toolTip()
    _trigger(owner, "detail.unverify")
    asked = _dialog(qtbot, owner, FormDialog)
    asked.panel.box("reason").editor.write("Forged")
    with qtbot.waitSignal(asked.saved):
        press(asked, "unverify.save")
    assert services.customers.show(jane).verified_by == ""


def test_the_list_verifies_one_after_a_look_and_many_by_the_bulk_dialog(
    qtbot, desk, viewer_desk, person, services
):
    jane, john = person(), person("John")
    page = shown(qtbot, CustomersPage(desk), desk)
    page.view.choose([0], 0)
    _trigger(page, "customers.verify")
    _dialog(qtbot, page, VerifyDialog).reject()
    page.view.selectAll()
    _trigger(page, "customers.verify")
    dialog = _dialog(qtbot, page, BulkDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.waitUntil(dialog.run.isEnabled)
    dialog.run.click()
    idle(qtbot, desk)
    assert [services.customers.show(one).verified_by for one in (jane, john)] == ["Ada Admin"] * 2
    only_looks = QDialog()
    qtbot.addWidget(only_looks)
    looking = Head(viewer_desk, jane, only_looks)
    qtbot.addWidget(looking)
    looking.show_customer(services.customers.show(jane))
    actions = only_looks.findChildren(QAction)
    assert not [one for one in actions if "verify" in one.objectName() and one.isVisible()]


def test_the_focus_stays_off_other_steps_when_a_step_goes(qtbot, desk, person, services):
    """Verifying by the keyboard must not leave the focus on “Deactivate”."""
    jane = person()
    window = shown(qtbot, CustomerWindow(desk, jane), desk)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.profile is not None and window.profile.isVisible())
    verify = window.findChild(QPushButton, "detail.verify")
    verify.setFocus()
    assert window.focusWidget() is verify
    services.verification.verify(jane)
    qtbot.waitUntil(lambda: window.head.verified.text() == "Verified")
    assert window.focusWidget() is window.head.more
    window.close()
