"""Two people at one customer: each sees the other's changes, and nobody's are lost."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from app.core.access import PRESETS, Actor
from app.customers.drafts import ContactDraft
from tests.ui.customers.helpers import idle, press, said
from tests.ui.customers.test_window import clean, edit, read, save, settled, write
from tests.ui.walk import faults
from ui.customers.window import CustomerWindow
from ui.kit.conflict_dialog import ConflictDialog
from ui.kit.conflict_rows import Side


@pytest.fixture(autouse=True)
def just_now(clock):
    """What happens in these tests has only just happened."""
    clock.at = datetime.now(UTC)


@pytest.fixture
def grace_desk(seat):
    """The desk of somebody else at work at the same time."""
    preset = next(preset for preset in PRESETS if preset.name == "Manager")
    return seat(Actor(1, "Grace Hopper", preset.permissions, preset.scope, role=preset.name))


@pytest.fixture
def open_window(qtbot):
    def make(desk, customer_id):
        window = CustomerWindow(desk, customer_id)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(window, before_close_func=clean)
        window.resize(1040, 780)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        qtbot.waitUntil(lambda: window.profile is not None)
        idle(qtbot, desk)
        return window

    return make


@pytest.fixture
def mine(open_window, desk, company):
    """My window of a customer."""
    return open_window(desk, company("Acme Corporation", phone="+1-555-010-0789", city="Boston"))


@pytest.fixture
def theirs(open_window, grace_desk, mine):
    """Grace's window of the same customer."""
    return open_window(grace_desk, mine.customer_id)


@pytest.fixture
def grace(grace_desk):
    return grace_desk.services


def bar(window):
    shown = window.profile.change_bar
    return shown.text.text() if shown.isVisible() else ""


def deaf(window):
    """Let a window hear no news: what it shows grows old, as over a slow line."""
    window.record.blockSignals(True)


def hearing(window):
    window.record.blockSignals(False)


def asked(qtbot, window):
    """Save, and wait for the questions."""
    press(window, "detail.save")
    qtbot.waitUntil(lambda: bool(questions(window)))
    return questions(window)[0]


def questions(window):
    return [one for one in window.findChildren(ConflictDialog) if one.isVisible() and one.rows]


@pytest.fixture
def clash(qtbot, mine, grace):
    """The questions after Grace changed city, notes and phone, and I city and notes."""
    deaf(mine)
    edit(grace, mine.customer_id, city="Denver", notes="Call at ten.", phone="+1 555 010 9999")
    write(mine, city="Chicago", notes="Call at noon.", industry="Energy")
    dialog = asked(qtbot, mine)
    hearing(mine)
    return dialog


def test_an_untouched_window_follows_at_once(qtbot, mine, theirs):
    write(theirs, city="Denver", notes="Call at ten.")
    save(qtbot, theirs)
    qtbot.waitUntil(lambda: read(mine, "city") == "Denver")
    assert bar(mine) == "Grace Hopper changed City, Internal notes a moment ago."
    assert read(mine, "notes") == "Call at ten."
    assert not mine.profile.is_dirty
    line = mine.profile.panel.box("city").editor.input
    assert line.property("fresh")
    press(mine, "detail.changed.show")
    assert mine.focusWidget() is line
    assert bar(theirs) == ""


def test_what_is_typed_stays_and_the_rest_follows(qtbot, mine, theirs):
    write(mine, city="Chicago")
    write(theirs, phone="+1 555 010 9999")
    save(qtbot, theirs)
    qtbot.waitUntil(lambda: read(mine, "phone") == "+1 555 010 9999")
    assert bar(mine) == "Grace Hopper changed Phone number a moment ago."
    assert read(mine, "city") == "Chicago"
    assert mine.profile.is_dirty
    save(qtbot, mine)
    found = mine.desk.services.customers.show(mine.customer_id)
    assert (found.city, found.phone) == ("Chicago", "+1 555 010 9999")
    assert said(mine.desk)[-1] == "Saved."
    qtbot.waitUntil(lambda: read(theirs, "city") == "Chicago")


def test_a_field_both_edit_is_marked_and_theirs_can_be_taken(qtbot, mine, grace):
    write(mine, city="Chicago", address_line2="Floor 2")
    with qtbot.waitSignal(mine.record.loaded):
        edit(grace, mine.customer_id, city="Denver")
    assert bar(mine) == (
        "Grace Hopper changed City a moment ago. Where you typed something else, you will be asked."
    )
    box = mine.profile.panel.box("city")
    assert read(mine, "city") == "Chicago"
    assert "Denver" in box.warning.text()
    assert "Denver" in box.editor.input.toolTip()
    box.link.click()
    # Half of my address in the town of hers would be nobody's.
    assert (read(mine, "city"), read(mine, "address_line2")) == ("Denver", "")
    assert (box.warning.text(), box.editor.input.toolTip()) == ("", "")
    assert not mine.profile.is_dirty


def test_a_stale_save_merges_and_says_what(qtbot, mine, grace):
    deaf(mine)
    edit(grace, mine.customer_id, phone="+1 555 010 9999", notes="Call at ten.")
    write(mine, city="Chicago")
    with qtbot.waitSignal(mine.profile.saver.saved):
        press(mine, "detail.save")
    assert said(mine.desk)[-1] == (
        "Saved. What Grace Hopper changed meanwhile was kept: Phone number, Internal notes."
    )
    hearing(mine)
    mine.record.load()
    settled(qtbot, mine)
    qtbot.waitUntil(lambda: read(mine, "notes") == "Call at ten.")
    assert not mine.profile.is_dirty
    found = grace.customers.show(mine.customer_id)
    assert (found.city, found.notes) == ("Chicago", "Call at ten.")


def test_the_questions_show_all_three_values(clash, mine, grace):
    city, notes = clash.rows
    assert [row.row.title for row in clash.rows] == ["City", "Internal notes"]
    assert city.row.texts == ("Boston", "Denver", "Chicago")
    assert notes.row.texts == ("", "Call at ten.", "Call at noon.")
    assert "Theirs, kept as well: Phone number." in clash.hint.text()
    assert city.radios[Side.THEIRS].text().startswith("Grace Hopper, ")
    assert [row.answer for row in clash.rows] == [None, None]
    assert faults(clash) == []
    assert grace.customers.show(mine.customer_id).city == "Denver"


def test_the_questions_are_answered_by_keyboard(qtbot, clash, mine, grace):
    def key(pressed):
        qtbot.keyClick(QApplication.focusWidget(), pressed)

    with qtbot.waitActive(clash):
        clash.activateWindow()
    city, notes = clash.rows
    clash.rows[0].start()
    assert QApplication.focusWidget() is city.radios[Side.THEIRS]
    key(Qt.Key.Key_Space)
    key(Qt.Key.Key_Right)
    assert city.answer is Side.MINE
    key(Qt.Key.Key_Return)
    assert "Choose one value" in clash.bar.text.text()
    assert QApplication.focusWidget() is notes.radios[Side.THEIRS]
    key(Qt.Key.Key_Space)
    with qtbot.waitSignal(mine.profile.saver.saved):
        key(Qt.Key.Key_Return)
    assert not questions(mine)
    settled(qtbot, mine)
    found = grace.customers.show(mine.customer_id)
    assert (found.city, found.notes) == ("Chicago", "Call at ten.")
    assert (found.phone, found.industry) == ("+1 555 010 9999", "Energy")
    assert (read(mine, "notes"), read(mine, "phone")) == ("Call at ten.", "+1 555 010 9999")
    assert not mine.profile.is_dirty


def test_all_of_theirs_leaves_only_what_nobody_else_changed(qtbot, clash, mine, grace):
    press(clash, "conflict.all_theirs")
    with qtbot.waitSignal(mine.profile.saver.saved):
        press(clash, "conflict.save")
    settled(qtbot, mine)
    found = grace.customers.show(mine.customer_id)
    assert (found.city, found.notes, found.industry) == ("Denver", "Call at ten.", "Energy")


def test_what_was_before_can_be_chosen_too(qtbot, clash, mine, grace):
    press(clash, "conflict.all_mine")
    clash.rows[0].choose(Side.BASE)
    with qtbot.waitSignal(mine.profile.saver.saved):
        press(clash, "conflict.save")
    found = grace.customers.show(mine.customer_id)
    assert (found.city, found.notes) == ("Boston", "Call at noon.")


def test_back_to_the_form_saves_nothing_and_keeps_everything(qtbot, clash, mine, grace):
    press(clash, "conflict.cancel")
    assert not questions(mine)
    assert (read(mine, "city"), read(mine, "notes")) == ("Chicago", "Call at noon.")
    assert "Nothing was saved" in mine.profile.bar.text.text()
    assert grace.customers.show(mine.customer_id).city == "Denver"
    again = asked(qtbot, mine)
    press(again, "conflict.all_mine")
    with qtbot.waitSignal(mine.profile.saver.saved):
        press(again, "conflict.save")
    assert grace.customers.show(mine.customer_id).city == "Chicago"


def test_yet_another_change_asks_again_in_the_same_dialog(qtbot, clash, mine, grace):
    press(clash, "conflict.all_mine")
    deaf(mine)
    edit(grace, mine.customer_id, city="Dover")
    press(clash, "conflict.save")
    qtbot.waitUntil(lambda: len(clash.rows) == 1 and not clash.busy)
    [city] = clash.rows
    assert city.row.texts == ("Denver", "Dover", "Chicago")
    assert city.answer is None
    assert "once more" in clash.bar.text.text()
    hearing(mine)
    city.choose(Side.THEIRS)
    with qtbot.waitSignal(mine.profile.saver.saved):
        press(clash, "conflict.save")
    found = grace.customers.show(mine.customer_id)
    assert (found.city, found.notes) == ("Dover", "Call at noon.")


def test_giving_everything_up_saves_nothing(qtbot, mine, grace):
    deaf(mine)
    edit(grace, mine.customer_id, notes="Call at ten.")
    version = grace.customers.show(mine.customer_id).version
    write(mine, notes="Call at noon.")
    dialog = asked(qtbot, mine)
    press(dialog, "conflict.all_theirs")
    press(dialog, "conflict.save")
    assert not questions(mine)
    assert (read(mine, "notes"), mine.profile.is_dirty) == ("Call at ten.", False)
    assert grace.customers.show(mine.customer_id).version == version


def test_owners_and_parents_are_named_in_the_questions(qtbot, mine, grace, company):
    one, other = company("Agency One"), company("Agency Other")
    deaf(mine)
    edit(grace, mine.customer_id, parent_id=one, owner_id=None)
    editor = mine.profile.panel.box("parent_id").editor
    editor.offer(other, "Agency Other")
    write(mine, parent_id=other)
    dialog = asked(qtbot, mine)
    assert dialog.rows[0].row.texts == ("", "Agency One", "Agency Other")
    press(dialog, "conflict.all_theirs")
    press(dialog, "conflict.save")
    qtbot.waitUntil(lambda: not questions(mine))
    assert editor.line.text() == "Agency One"
    assert not mine.profile.is_dirty


def test_long_texts_can_be_read_and_what_differs_is_marked(qtbot, mine, grace):
    before = "\n".join(f"Line {number} of a long agreement." for number in range(60))
    edit(grace, mine.customer_id, notes=before)
    settled(qtbot, mine)
    deaf(mine)
    edit(grace, mine.customer_id, notes=before.replace("Line 3 ", "Line three "))
    write(mine, notes=before.replace("Line 50 ", "Line \U0001f600 fifty "))
    dialog = asked(qtbot, mine)
    texts = {
        side: dialog.findChild(QPlainTextEdit, f"conflict.notes.{side.name.lower()}.text")
        for side in Side
    }
    marked = {
        side: [mark.cursor.selectedText() for mark in text.extraSelections()]
        for side, text in texts.items()
    }
    assert marked == {
        Side.BASE: ["3", "50"], Side.THEIRS: ["three"], Side.MINE: ["\U0001f600 fifty"],
    }  # fmt: skip
    qtbot.keyClick(dialog.rows[0].radios[Side.MINE], Qt.Key.Key_PageDown)
    assert {text.verticalScrollBar().value() > 0 for text in texts.values()} == {True}


def test_a_deletion_shows_and_what_was_typed_can_be_saved_after_restoring(qtbot, mine, grace):
    write(mine, city="Chicago")
    with qtbot.waitSignal(mine.record.loaded):
        grace.lifecycle.delete([mine.customer_id])
    assert bar(mine).startswith("Grace Hopper deleted this customer a moment ago. Your entries")
    assert read(mine, "city") == "Chicago"
    press(mine, "detail.save")
    message = mine.profile.bar.text
    qtbot.waitUntil(lambda: "deleted this customer. Nothing was saved" in message.text())
    with qtbot.waitSignal(mine.record.loaded):
        grace.lifecycle.restore(mine.customer_id)
    save(qtbot, mine)
    assert grace.customers.show(mine.customer_id).city == "Chicago"


def test_an_archiving_shows(qtbot, mine, grace):
    with qtbot.waitSignal(mine.record.loaded):
        grace.lifecycle.archive([mine.customer_id])
    assert bar(mine) == "Grace Hopper archived this customer a moment ago."
    assert mine.head.archived.isVisible()


def test_a_customer_given_away_keeps_what_was_typed_to_be_copied(
    qtbot, open_window, seat, services, company
):
    preset = next(preset for preset in PRESETS if preset.name == "Sales Manager")
    desk = seat(Actor(1, "Sam Seller", preset.permissions, preset.scope, role=preset.name))
    window = open_window(desk, company())
    write(window, city="Chicago")
    with qtbot.waitSignal(window.record.failed):
        edit(services, window.customer_id, owner_id=None)
    assert "still here to be copied" in bar(window)
    assert read(window, "city") == "Chicago"
    assert window.profile.panel.box("city").editor.line.isReadOnly()


def test_a_contact_both_edit_is_asked_about(qtbot, mine, grace):
    added = grace.customers.save_contact(mine.customer_id, ContactDraft("Ann", role="Buyer"))
    settled(qtbot, mine)
    qtbot.waitUntil(lambda: len(mine.record.now.detail.contacts) == 2)
    contact = mine.record.now.detail.contacts[-1]
    deaf(mine)
    base = ContactDraft("Ann", role="Buyer")
    changed = replace(base, name="Annie", phone="+1 555 010 9999")
    grace.customers.save_contact(mine.customer_id, changed, added, contact.version, base)
    mine.profile.body.contacts.edit(contact)
    form = mine.findChild(QLineEdit, "contact.name").window()
    form.panel.box("name").editor.write("Anna")
    form.panel.box("role").editor.write("Director")
    press(form, "contact.save")
    qtbot.waitUntil(lambda: bool(questions(form)))
    [dialog] = questions(form)
    assert [row.row.texts for row in dialog.rows] == [("Ann", "Annie", "Anna")]
    press(dialog, "conflict.all_mine")
    with qtbot.waitSignal(form.saved):
        press(dialog, "conflict.save")
    stored = grace.customers.show(mine.customer_id).contacts[-1]
    assert (stored.name, stored.role, stored.phone) == ("Anna", "Director", "+1 555 010 9999")


def test_a_contact_is_merged_and_that_is_said(qtbot, mine, grace):
    base = ContactDraft("Ann", role="Buyer")
    added = grace.customers.save_contact(mine.customer_id, base)
    qtbot.waitUntil(lambda: len(mine.record.now.detail.contacts) == 2)
    contact = mine.record.now.detail.contacts[-1]
    deaf(mine)
    changed = replace(base, phone="+1 555 010 9999")
    grace.customers.save_contact(mine.customer_id, changed, added, contact.version, base)
    mine.profile.body.contacts.edit(contact)
    form = mine.findChild(QLineEdit, "contact.name").window()
    form.panel.box("role").editor.write("Director")
    with qtbot.waitSignal(form.saved):
        press(form, "contact.save")
    told = "Saved. What Grace Hopper changed meanwhile was kept: Phone number."
    assert said(mine.desk)[-1] == told
