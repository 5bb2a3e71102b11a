"""A customer's own window warns, too, of others who have what is being typed."""

from PySide6.QtCore import Qt

from app.customers.drafts import CustomerDraft
from tests.ui.customers.helpers import idle, press
from ui.customers.window import CustomerWindow


def test_anothers_phone_is_pointed_out_and_nothing_typed_is_lost(qtbot, desk):
    jane, john = (
        desk.services.customers.create(CustomerDraft(f"{name}@example.org", name, "Roe", phone))
        for name, phone in (("Jane", ""), ("John", "+49 30 901820"))
    )
    window = CustomerWindow(desk, jane)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window, before_close_func=lambda it: it.profile.panel.mark_clean())
    window.show()
    qtbot.waitUntil(lambda: window.profile is not None)
    profile = window.profile
    with qtbot.waitSignal(profile.hint.told):
        profile.panel.box("phone").editor.write("+4930901820")
    assert [(match.id, match.why) for match in profile.hint.matches] == [(john, "same phone")]
    press(window, "detail.similar.0.open")
    assert desk.navigator.customers == [john]
    assert profile.panel.box("phone").read() == "+4930901820"
    with qtbot.waitSignal(profile.hint.told):
        press(window, "detail.cancel")
    assert profile.hint.matches == ()
    idle(qtbot, desk)
