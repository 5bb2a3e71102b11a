"""A customer's window: shown, edited in place, and kept from overwriting what others did."""

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton

from app.core.access import Permission
from app.customers.drafts import HoldDraft
from app.customers.schemas import HoldKind, HoldReason, Kind, Status
from tests.naughty import ACCEPTABLE
from tests.ui.customers.helpers import column, idle, press, said
from tests.ui.walk import faults
from ui.customers.basis import profile_of
from ui.customers.history import HistoryTab
from ui.customers.window import CustomerWindow
from ui.kit.dialogs import Answer, Unsaved
from ui.shell.catalogue import Tab

TABS = (Tab("history", "History", Permission.CUSTOMERS_READ, HistoryTab),)


@pytest.fixture
def window_of(qtbot):
    def make(desk, customer_id):
        window = CustomerWindow(desk, customer_id, TABS)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(window, before_close_func=clean)
        window.resize(1040, 780)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: window.profile is not None or window.pages.currentIndex() == 2)
        idle(qtbot, desk)
        return window

    return make


@pytest.fixture
def window(window_of, desk, company):
    """The window of a company of one's own."""
    return window_of(desk, company("Acme Corporation", phone="+1-555-010-0789", city="Boston"))


def clean(window):
    if window.profile is not None:
        window.profile.panel.mark_clean()


def write(window, **values):
    for name, value in values.items():
        window.profile.panel.box(name).editor.write(value)


def read(window, name):
    return window.profile.panel.box(name).read()


def save(qtbot, window):
    with qtbot.waitSignal(window.profile.saver.saved):
        press(window, "detail.save")
    settled(qtbot, window)


def settled(qtbot, window):
    """Wait until the window has heard of the last change."""
    desk, customer = window.desk, window.customer_id
    qtbot.waitUntil(
        lambda: (
            desk.tasks.is_idle
            and window.record.now.detail.version == desk.services.customers.show(customer).version
        )
    )


def edit(services, customer_id, **changes):
    """Somebody's edit of a customer."""
    found = services.customers.show(customer_id)
    base = profile_of(found)
    mine = {name: getattr(base, name) for name in base.__slots__} | changes
    services.customers.edit(customer_id, found.version, base, type(base)(**mine))


def test_head_and_profile_show_the_customer(window, desk):
    assert window.windowTitle() == "Acme Corporation — Customer Desk"
    assert window.head.name.whole == "Acme Corporation"
    assert window.head.status.text() == "Active"
    assert "Owner: Ada Admin" in window.head.line.whole
    assert window.head.line.whole.startswith("\u200e\u2068")
    assert (read(window, "company_name"), read(window, "city")) == ("Acme Corporation", "Boston")
    assert not window.profile.foot.isVisible()
    found = desk.services.customers.show(window.customer_id)
    assert window.profile.body.facts.uid.whole == found.uid
    labels = {label.text() for label in window.findChildren(QLabel)}
    assert {"✗ Not Verified", "Never", "0 active of 0"} <= labels


def test_edit_is_saved_and_announced(qtbot, window, desk):
    write(window, city="Chicago", legal_name="Acme Inc.")
    assert window.profile.foot.isVisible()
    save(qtbot, window)
    found = desk.services.customers.show(window.customer_id)
    assert (found.city, found.legal_name, found.phone) == (
        "Chicago",
        "Acme Inc.",
        "+1-555-010-0789",
    )
    assert said(desk) == ["Saved."]
    assert not window.profile.foot.isVisible()
    assert not window.profile.change_bar.isVisible()


def test_two_saves_in_a_row_do_not_collide(qtbot, window, desk):
    write(window, city=" Chicago ")
    with qtbot.waitSignal(window.profile.saver.saved):
        press(window, "detail.save")
    write(window, city="Denver")
    with qtbot.waitSignal(window.profile.saver.saved):
        press(window, "detail.save")
    settled(qtbot, window)
    assert desk.services.customers.show(window.customer_id).city == "Denver"
    assert read(window, "city") == "Denver"


def test_ctrl_s_saves_and_cancel_reverts(qtbot, window, desk):
    write(window, city="Chicago")
    press(window, "detail.cancel")
    assert read(window, "city") == "Boston"
    write(window, city="Denver")
    with qtbot.waitSignal(window.profile.saver.saved):
        qtbot.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, window)
    assert desk.services.customers.show(window.customer_id).city == "Denver"


def test_wrong_phone_is_refused_at_its_field(qtbot, window):
    write(window, phone="call me")
    press(window, "detail.save")
    qtbot.waitUntil(lambda: bool(window.profile.panel.box("phone").problem))
    assert window.findChild(QLabel, "detail.phone.error").text()
    assert read(window, "phone") == "call me"


def test_only_what_was_touched_is_saved(qtbot, window_of, desk, services, company):
    one = company()
    edit(services, one, notes="no\u00a0break\u2028line")
    window = window_of(desk, one)
    write(window, city="Chicago")
    save(qtbot, window)
    assert services.customers.show(one).notes == "no\u00a0break\u2028line"


def test_own_change_elsewhere_is_simply_shown(qtbot, window, services):
    with qtbot.waitSignal(window.record.loaded):
        edit(services, window.customer_id, city="Denver")
    assert read(window, "city") == "Denver"
    assert not window.profile.change_bar.isVisible()


def test_status_change_does_not_disturb_what_is_being_typed(qtbot, window, services):
    write(window, city="Chicago")
    with qtbot.waitSignal(window.record.loaded):
        services.lifecycle.hold(window.customer_id, HoldDraft(note="Late"))
    assert window.head.status.text() == "Suspended"
    assert read(window, "city") == "Chicago"
    save(qtbot, window)
    assert services.customers.show(window.customer_id).city == "Chicago"


def test_leaving_asks_and_each_answer_is_followed(qtbot, window, desk, monkeypatch):
    answers = [Unsaved.STAY, Unsaved.SAVE]
    asked = []
    monkeypatch.setattr(
        "ui.kit.window_base.ask_unsaved",
        lambda _window, what: asked.append(what) or answers.pop(0),
    )
    write(window, city="Chicago")
    window.close()
    assert window.isVisible()
    with qtbot.waitSignal(window.closed):
        window.close()
    assert asked == ["Acme Corporation", "Acme Corporation"]
    assert desk.services.customers.show(window.customer_id).city == "Chicago"


def test_discarding_closes_and_keeps_what_is_stored(qtbot, window, desk, monkeypatch):
    monkeypatch.setattr("ui.kit.window_base.ask_unsaved", lambda _window, _what: Unsaved.DISCARD)
    write(window, city="Chicago")
    with qtbot.waitSignal(window.closed):
        qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert desk.services.customers.show(window.customer_id).city == "Boston"


def test_next_opens_the_neighbour(qtbot, window_of, desk, company):
    desk.navigator.follow(lambda _key: (None, 4711))
    window = window_of(desk, company())
    assert not window.previous.isEnabled()
    window.show_part("history")
    with qtbot.waitSignal(window.closed):
        window.next.click()
    assert desk.navigator.customers == [4711]


def test_history_is_loaded_when_first_shown(qtbot, window, ben):
    assert window.tabs.page("history") is None
    window.show_part("history")
    history = window.tabs.page("history")
    with qtbot.waitSignal(history.counted):
        pass
    assert window.tabs.tabText(1) == f"History ({history.total})"
    edit(ben, window.customer_id, city="Denver")
    qtbot.waitUntil(lambda: column(history, "who")[0] == "Ben Brown")
    row = history.model.row(0)
    assert (row.field, row.old, row.new) == ("City", "Boston", "Denver")


def test_suspending_from_the_head(qtbot, window, desk, services):
    action = window.findChild(QAction, "action.detail.deactivate")
    action.trigger()
    dialog = window.findChild(QLineEdit, "hold.ends_at").window()
    assert dialog.panel.box("kind").read() is HoldKind.SUSPENDED
    dialog.panel.box("reason").editor.write(HoldReason.PAYMENT)
    dialog.panel.box("note").editor.write("Invoice 42 is late")
    with qtbot.waitSignal(window.record.loaded):
        press(dialog, "hold.save")
    assert window.head.status.text() == "Suspended"
    assert not action.isVisible()
    [hold] = services.customers.show(window.customer_id).holds
    bar = window.findChild(QLabel, f"detail.hold.{hold.id}.text")
    assert "Payment is overdue" in bar.text()
    assert "Invoice 42 is late" in bar.text()
    title, undo = desk.notices.history[-1].action
    with qtbot.waitSignal(window.record.loaded):
        undo()
    assert (title, window.head.status.text()) == ("Undo", "Active")


def test_blocking_from_the_head(qtbot, window, services):
    window.findChild(QAction, "action.detail.block").trigger()
    dialog = window.findChild(QLineEdit, "hold.ends_at").window()
    assert "kind" not in dialog.panel.boxes
    with qtbot.waitSignal(window.record.loaded):
        press(dialog, "hold.save")
    assert services.customers.show(window.customer_id).status is Status.BLOCKED


def test_archive_badge_and_back(qtbot, window):
    with qtbot.waitSignal(window.record.loaded):
        window.findChild(QAction, "action.detail.archive").trigger()
    assert window.head.archived.isVisible()
    with qtbot.waitSignal(window.record.loaded):
        window.findChild(QAction, "action.detail.unarchive").trigger()
    assert not window.head.archived.isVisible()


def test_deleted_customer_can_only_be_read_and_restored(qtbot, window, monkeypatch):
    monkeypatch.setattr(
        "ui.customers.steps.confirm", lambda *_args, **_options: Answer(agreed=True)
    )
    with qtbot.waitSignal(window.record.loaded):
        window.findChild(QAction, "action.detail.delete").trigger()
    assert window.head.status.text() == "Deleted"
    assert window.profile.panel.box("city").editor.line.isReadOnly()
    assert (
        "Restore it before Dec 20, 2026" in window.findChild(QLabel, "detail.deleted.text").text()
    )
    assert not window.findChild(QAction, "action.detail.archive").isVisible()
    with qtbot.waitSignal(window.record.loaded):
        press(window, "detail.restore")
    assert window.head.status.text() == "Active"
    assert not window.profile.panel.box("city").editor.line.isReadOnly()


def test_email_changes_only_on_purpose(qtbot, window, services):
    line = window.findChild(QLineEdit, "detail.email")
    assert line.isReadOnly()
    press(window, "detail.email.change")
    assert not line.isReadOnly()
    line.setText("new@acme.example")
    save(qtbot, window)
    assert services.customers.show(window.customer_id).email == "new@acme.example"


def test_email_of_another_is_refused_and_can_be_opened(qtbot, window, desk, person):
    other = person(email="taken@example.org")
    press(window, "detail.email.change")
    write(window, email="taken@example.org")
    press(window, "detail.save")
    box = window.profile.panel.box("email")
    qtbot.waitUntil(lambda: bool(box.problem))
    box.link.click()
    assert desk.navigator.customers == [other]


def test_contact_is_added_changed_and_removed(qtbot, window, services, monkeypatch):
    monkeypatch.setattr(
        "ui.customers.contacts_card.confirm", lambda *_args, **_options: Answer(agreed=True)
    )
    press(window, "detail.contacts.add")
    dialog = window.findChild(QLineEdit, "contact.name").window()
    dialog.panel.box("name").editor.write("Carla Contact")
    with qtbot.waitSignal(window.record.loaded):
        press(dialog, "contact.save")
    added = services.customers.show(window.customer_id).contacts[-1]
    assert (added.name, added.is_primary) == ("Carla Contact", False)
    window.profile.body.contacts.edit(added)
    dialogs = [line.window() for line in window.findChildren(QLineEdit, "contact.name")]
    dialog = next(found for found in dialogs if found.isVisible())
    dialog.panel.box("is_primary").editor.write(True)
    with qtbot.waitSignal(window.record.loaded):
        press(dialog, "contact.save")
    first = services.customers.show(window.customer_id).contacts[0]
    assert (first.name, first.is_primary) == ("Carla Contact", True)
    with qtbot.waitSignal(window.record.loaded):
        window.profile.body.contacts.remove(first)
    assert [one.name for one in services.customers.show(window.customer_id).contacts] == [
        "John Smith"
    ]


def test_parent_is_found_by_typing(qtbot, window, services, company):
    parent = company("Agency Ltd")
    editor = window.profile.panel.box("parent_id").editor
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "agen")
    qtbot.waitUntil(lambda: editor.words.rowCount() == 1)
    editor.popup.activated.emit(editor.words.index(0).data())
    assert editor.line.text() == "Agency Ltd"
    save(qtbot, window)
    found = services.customers.show(window.customer_id)
    assert (found.parent_id, found.parent) == (parent, "Agency Ltd")
    write(window, parent_id=None)
    save(qtbot, window)
    assert services.customers.show(window.customer_id).parent_id is None


def test_unknown_parent_is_refused(window):
    window.profile.panel.box("parent_id").editor.line.setText("nobody at all")
    press(window, "detail.save")
    assert "from the list" in window.profile.panel.box("parent_id").problem


def test_owner_is_chosen_from_the_staff(qtbot, window, services):
    write(window, owner_id=None)
    save(qtbot, window)
    assert services.customers.show(window.customer_id).owner_id is None
    write(window, owner_id=1)
    save(qtbot, window)
    assert services.customers.show(window.customer_id).owner == "Ada Admin"


def test_picture_is_chosen_made_small_and_removed(qtbot, window, services, tmp_path, monkeypatch):
    file = tmp_path / "me.png"
    image = QImage(1200, 800, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    assert image.save(str(file))
    monkeypatch.setattr("ui.customers.avatar.ask_open_path", lambda *_args: file)
    with qtbot.waitSignal(window.record.loaded):
        window.head.avatar.choose()
    stored = QImage.fromData(QByteArray(services.customers.show(window.customer_id).avatar))
    assert (stored.width(), stored.height()) == (256, 256)
    with qtbot.waitSignal(window.record.loaded):
        window.head.avatar.chosen.emit(None)
    assert services.customers.show(window.customer_id).avatar is None


def test_file_that_is_no_picture_is_refused(qtbot, window, desk, services, tmp_path, monkeypatch):
    file = tmp_path / "me.png"
    file.write_text("not a picture")
    monkeypatch.setattr("ui.customers.avatar.ask_open_path", lambda *_args: file)
    window.head.avatar.choose()
    qtbot.waitUntil(lambda: bool(said(desk)))
    assert "me.png" in said(desk)[0]
    assert services.customers.show(window.customer_id).avatar is None


def test_uuid_is_copied(window, desk):
    window.findChild(QToolButton, "detail.facts.uid.copy").click()
    assert QGuiApplication.clipboard().text() == window.profile.body.facts.uid.whole
    assert said(desk) == ["UUID copied."]


def test_company_figures_are_there_for_companies(window):
    box = window.profile.panel.box("company_size")
    assert box.isVisibleTo(window)
    write(window, kind=Kind.INDIVIDUAL)
    assert not box.isVisibleTo(window)


def test_viewer_reads_everything_and_changes_nothing(window_of, viewer_desk, company):
    window = window_of(viewer_desk, company())
    assert window.profile.panel.box("city").editor.line.isReadOnly()
    assert not window.profile.panel.box("owner_id").editor.input.isEnabled()
    assert not window.profile.body.contacts.add.isVisible()
    for thing in ("deactivate", "block", "archive", "delete", "activate"):
        assert not window.findChild(QAction, f"action.detail.{thing}").isVisible()


def test_somebody_who_is_not_there_is_explained(window_of, desk):
    window = window_of(desk, 99_999)
    assert window.profile is None
    assert "no longer exists" in window.error.hint.text()


@pytest.mark.parametrize("text", [text for text in ACCEPTABLE if len(text) <= 100][::4])
def test_names_are_shown_as_they_are(window_of, desk, person, text):
    window = window_of(desk, person(text, "x", notes=text))
    for label in window.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText or not label.text()
    assert window.head.name.whole.endswith("x")
    assert not window.profile.is_dirty


def test_every_part_has_a_name(window):
    press(window, "detail.email.change")
    write(window, city="Chicago")
    assert faults(window) == []
    window.show_part("history")
    assert faults(window) == []


def test_dialogs_of_the_window_have_names_too(window):
    window.findChild(QAction, "action.detail.deactivate").trigger()
    press(window, "detail.contacts.add")
    for name in ("hold.ends_at", "contact.name"):
        assert faults(window.findChild(QLineEdit, name).window()) == []
