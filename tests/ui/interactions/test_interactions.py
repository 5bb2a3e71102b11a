"""The list of interactions as a page and a tab, and the form that writes them down."""

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QScrollArea, QToolButton

from app.core.access import PRESETS, Actor
from app.core.listing import ListQuery
from app.interactions.drafts import FollowUpDraft, draft_of
from app.interactions.model import Interaction
from app.interactions.schemas import Direction, InteractionType, Sentiment
from app.interactions.types import every_field
from tests.ui.customers.helpers import column, idle, opened, press, said
from tests.ui.walk import faults
from ui.interactions.editors import Remind
from ui.interactions.form import gather, new_form
from ui.interactions.form_drafts import InteractionFields, of_types
from ui.interactions.page import InteractionList
from ui.kit import dialogs
from ui.kit.conflict_rows import Side
from ui.kit.form_entries import bring, reset, typed
from ui.shell.catalogue import CUSTOMER_WINDOW
from ui.shell.finding import find

T = InteractionType


@pytest.fixture
def page_of(list_of):
    """A function that shows the page, or a customer's tab."""
    return lambda *whose, **on: list_of(InteractionList, *whose, **on)


def put(dialog, **values):
    """Fill in a form as if it was typed."""
    for key, value in values.items():
        box = dialog.panel.box(key)
        box.editor.write(value)
        box.editor.edited.emit()


def shown_fields(dialog):
    """The fields only some types have that can be seen."""
    return {key for key in of_types() if dialog.panel.box(key).isVisibleTo(dialog)}


def test_the_form_has_a_field_for_every_type():
    names = set(InteractionFields.__dataclass_fields__)
    assert set(every_field()) <= names


def test_what_was_typed_into_the_form_comes_back(qtbot, desk, services, jane):
    with_jane = gather(desk, jane)
    form = opened(qtbot, new_form(desk, with_jane, T.MEETING, None))
    idle(qtbot, desk)
    given = {
        "type": T.SUPPORT, "subject": "Slow", "minutes": 7, "satisfaction": 2, "promised": True,
        "sentiment": Sentiment.NEGATIVE, "promise_due_on": date(2026, 1, 9),
        "promise_remind_at": Remind(7, time(8, 30)), "promise_assignee_id": None,
    }  # fmt: skip
    put(form, **given)
    assert "That day is over" in form.panel.box("promise_due_on").warning.text()
    kept = json.loads(json.dumps(typed(form.panel)))
    assert set(given) <= set(kept)
    reset(form.panel)
    assert not form.panel.is_dirty
    assert bring(form.panel, kept) == []
    assert {key: form.panel.box(key).read() for key in given} == given
    assert shown_fields(form) == {"resolution", "satisfaction"}
    assert services.interactions.count(ListQuery()) == 0


def test_the_page_lists_filters_and_shows_at_a_glance(
    qtbot, desk, page_of, log, jane, john, press_key, dialog_of
):
    late = FollowUpDraft(title="Send the contract", due_on=date(2026, 1, 9))
    details = {"key_points": "Price accepted"}
    log(sentiment=Sentiment.POSITIVE, minutes=12, details=details, follow_ups=(late,))
    log(customer_id=john, type=T.SUPPORT, subject="Cannot activate",
        sentiment=Sentiment.NEGATIVE, satisfaction=2)  # fmt: skip
    page = page_of()
    assert faults(page) == []
    assert page.tools.count.text() == "2 interactions"
    assert sorted(column(page, "type")) == ["Call", "Support"]
    assert sorted(column(page, "sentiment")) == ["Negative", "Positive"]
    page.views.choose("unhappy")
    qtbot.waitUntil(lambda: column(page, "subject") == ["Cannot activate"])
    page.clear_filters()
    page.tools.filters.pick({"type": [T.CALL], "staff_id": [desk.actor.id]})
    page.ask()
    qtbot.waitUntil(lambda: column(page, "subject") == ["About the offer"])
    page.view.choose([0], 0)
    press_key(page, Qt.Key.Key_Space)
    assert page.peek.isVisible()
    idle(qtbot, desk)
    glance = page.findChild(QLabel, "interactions.peek.key_points")
    qtbot.waitUntil(lambda: glance is not None and glance.text() == "Price accepted")
    press_key(page, Qt.Key.Key_Return)
    card = dialog_of(page, "interactionCard")
    assert faults(card) == []
    assert card.follow_ups.lines[0].cells == (
        "Jan 9, 2026", "Send the contract", desk.actor.name, "Overdue",
    )  # fmt: skip
    press(card, "interactionCard.customer")
    assert desk.navigator.customers == [jane]
    hits = {hit.title: hit.hint for hit in find(desk, page, "contract")}
    assert hits == {"Send the contract": "Jane Roe, Jan 9, 2026"}
    assert [hit.title for hit in find(desk, page, "activate")] == ["Cannot activate"]


def test_a_tab_writes_down_what_its_customer_said(qtbot, desk, services, jane, dialog_of, save):
    window = CUSTOMER_WINDOW(desk, jane)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window)
    window.show()
    window.show_part("interactions")
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: window.findChild(InteractionList) is not None)
    tab = window.findChild(InteractionList)
    qtbot.waitUntil(lambda: tab.total == 0)
    assert faults(window) == []
    press(window, "detail.logCall")
    form = dialog_of(window, "interaction")
    # Who logs a call has chosen the type: they begin with what it was about.
    form.activateWindow()
    qtbot.waitUntil(form.panel.box("subject").editor.input.hasFocus)
    assert form.panel.box("type").editor.read() is T.CALL
    put(form, type=T.SUPPORT)
    assert faults(form) == []
    assert form.windowTitle() == "Add interaction with Jane Roe"
    assert shown_fields(form) == {"resolution", "satisfaction"}
    assert form.panel.box("body").shown_title == "Issue"
    put(form, resolution="Reset the device", satisfaction=4)
    put(form, type=T.MEETING, attendees="Ann, Bob")
    assert shown_fields(form) == {"minutes", "agenda", "attendees", "action_items"}
    put(form, type=T.SUPPORT)
    assert form.panel.box("resolution").editor.read() == "Reset the device"
    save(form)
    assert form.panel.box("subject").problem.startswith("Enter a subject")
    assert form.panel.box("body").problem.startswith("Enter a description")
    put(form, subject="Cannot activate", body="The key is refused.", promised=True)
    save(form)
    assert form.panel.box("promise_due_on").problem == "Choose the day it is due."
    press(form, "interaction.promise_due_on.tomorrow")
    put(form, sentiment=Sentiment.NEGATIVE, direction=Direction.INBOUND)
    save(form)
    qtbot.waitUntil(lambda: column(tab, "subject") == ["Cannot activate"])
    assert said(desk)[-1] == "The interaction was added."
    found = services.interactions.show(services.interactions.first(ListQuery(), 1)[0].id)
    assert (found.type, found.satisfaction, found.sentiment, found.direction) == (
        T.SUPPORT, 4, Sentiment.NEGATIVE, Direction.INBOUND,
    )  # fmt: skip
    assert dict(found.details) == {"resolution": "Reset the device"}
    promised = services.follow_ups.show(found.follow_ups[0].id)
    assert (promised.title, promised.assignee) == ("Cannot activate", desk.actor.name)
    assert promised.due_on - promised.remind_at.date() <= timedelta(days=1)
    # What is promised stands above what was said, until it is done.
    qtbot.waitUntil(tab.promises.isVisible)
    assert faults(window) == []
    press(tab, f"detail.interactions.promises.{promised.id}.done")
    save(dialog_of(tab, "followUpResult"))
    qtbot.waitUntil(lambda: not tab.promises.isVisible())
    window.close()


def whole_in_sight(widget, area):
    """Whether all of it can be seen in what scrolls."""
    corner = widget.mapTo(area.viewport(), widget.rect().topLeft())
    return area.viewport().rect().contains(widget.rect().translated(corner))


def test_however_low_a_form_is_more_files_can_be_added(
    qtbot, jane, page_of, action, dialog_of, tmp_path
):
    page = page_of(jane)
    action(page, "new").trigger()
    form = dialog_of(page, "interaction")
    form.resize(form.width(), 420)
    editor, area = form.panel.box("files").editor, form.findChild(QScrollArea)
    assert not whole_in_sight(editor.add_button, area)
    editor.add([tmp_path / f"{number}.txt" for number in range(4)])
    qtbot.waitUntil(lambda: whole_in_sight(editor.add_button, area))


def test_a_new_interaction_brings_its_files(
    qtbot, desk, services, jane, page_of, action, dialog_of, save, tmp_path, monkeypatch
):
    page = page_of(jane)
    action(page, "new").trigger()
    form = dialog_of(page, "interaction")
    offer, gone = tmp_path / "offer.txt", tmp_path / "gone.txt"
    for path in (offer, gone):
        path.write_text(path.name)
    editor = form.panel.box("files").editor
    assert not form.panel.is_dirty
    chosen = (offer, gone, tmp_path / "note.txt")
    monkeypatch.setattr(dialogs, "ask_open_paths", lambda *_a: chosen)
    press(form, "interaction.files")
    assert faults(form) == []
    assert form.panel.is_dirty
    # What is held over the form is marked, and once is enough.
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(offer))])
    at, none, left = QPointF(5, 5), Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton

    def hold(over, carried):
        enter = QDragEnterEvent(at.toPoint(), Qt.DropAction.CopyAction, carried, left, none)
        assert QApplication.sendEvent(over, enter)

    def drop(on, carried):
        hold(on, carried)
        event = QDropEvent(at, Qt.DropAction.CopyAction, carried, left, none)
        assert QApplication.sendEvent(on, event)

    hold(form, data)
    assert editor.add_button.property("role") == "primary"
    text, line = form.panel.box("body").editor.text, form.panel.box("subject").editor.line
    for place in (form, text.viewport(), line):
        drop(place, data)
    assert editor.add_button.property("role") == ""
    assert len(editor.read()) == 3
    # Words are dropped where one writes, and there alone.
    words = QMimeData()
    words.setText("They have it.")
    drop(text.viewport(), words)
    assert (line.text(), text.toPlainText()) == ("", "They have it.")
    form.findChild(QToolButton, "interaction.files.2.remove").click()
    kept = json.loads(json.dumps(typed(form.panel)))
    reset(form.panel)
    assert (editor.read(), form.panel.is_dirty) == ((), False)
    assert bring(form.panel, kept) == []
    assert editor.read() == (str(offer), str(gone))
    gone.unlink()
    put(form, subject="The offer", body="They have it.")
    save(form)
    qtbot.waitUntil(lambda: column(page, "subject") == ["The offer"])
    told = [one.message for one in desk.notices.history[-2:]]
    assert told[0] == "The interaction was added. 1 file added."
    assert "gone.txt" in told[1]
    found = services.interactions.first(ListQuery(), 1)[0].id
    files = services.attachments
    assert [one.name for one in files.of(files.target(interaction_id=found))] == ["offer.txt"]
    # The other can be added there.
    desk.notices.history[-1].action[1]()
    assert dialog_of(page, "interactionCard").windowTitle()


def test_a_call_is_timed_edited_removed_and_brought_back(
    qtbot, desk, services, page_of, log, run, dialog_of, save
):
    one = log(minutes=3)
    page = page_of()
    run(page, "edit", 0)
    form = dialog_of(page, "interaction")
    assert faults(form) == []
    clock = form.panel.box("minutes").editor
    press(form, "interaction.minutes.timer")
    assert clock.runs
    assert clock.clock.text() == "Stop timer (0:00)"
    assert clock.read() == 4
    press(form, "interaction.minutes.timer")
    assert clock.line.text() == "4"
    put(form, subject="About the new offer")
    save(form)
    qtbot.waitUntil(lambda: column(page, "subject") == ["About the new offer"])
    assert services.interactions.show(one).minutes == 4
    run(page, "remove", 0)
    qtbot.waitUntil(lambda: page.total == 0)
    notice = desk.notices.history[-1]
    assert notice.message == "1 interaction removed."
    notice.action[1]()
    qtbot.waitUntil(lambda: column(page, "subject") == ["About the new offer"])
    assert not QApplication.activeModalWidget()


def test_two_edits_of_one_talk_are_joined_or_asked_about(
    qtbot, services, page_of, log, run, dialog_of, save
):
    one = log(details={"key_points": "Price accepted"})
    page = page_of()
    run(page, "edit", 0)
    form = dialog_of(page, "interaction")
    put(form, subject="Mine", minutes=5, key_points="Two seats")

    def others(**values):
        found = services.interactions.show(one)
        base = draft_of(found)
        services.interactions.edit(one, found.version, base, replace(base, **values))

    others(subject="Theirs", details={"key_points": "Wants a discount"}, body="Long talk.")
    save(form)
    qtbot.waitUntil(lambda: form.findChild(QDialog, "conflict") is not None)
    asking = form.findChild(QDialog, "conflict")
    rows = {row.row.key: row for row in asking.rows}
    assert rows["subject"].row.texts == ("About the offer", "Theirs", "Mine")
    assert rows["key_points"].row.texts == ("Price accepted", "Wants a discount", "Two seats")
    rows["subject"].choose(Side.MINE)
    rows["key_points"].choose(Side.THEIRS)
    asking.save.click()
    qtbot.waitUntil(lambda: column(page, "subject") == ["Mine"])
    found = services.interactions.show(one)
    assert (found.minutes, found.body) == (5, "Long talk.")
    assert found.details["key_points"] == "Wants a discount"


def test_who_may_not_log_only_reads(seat, desk_db, page_of, action, log):
    log()
    preset = next(one for one in PRESETS if one.name == "Viewer")
    page = page_of(on=seat(Actor(1, "Vi", preset.permissions, preset.scope, role=preset.name)))
    for thing in ("edit", "remove", "followUp"):
        found = action(page, thing, 0)
        assert found is None or not found.isVisible() or not found.isEnabled(), thing
    assert action(page, "view", 0).isEnabled()
    assert not page.findChildren(QDialog)
    assert desk_db


def test_tab_goes_to_what_is_chosen_in_a_row_of_options(qtbot, desk, jane):
    form = opened(qtbot, new_form(desk, gather(desk, jane), None, None))
    form.activateWindow()
    row = {made.objectName(): made for made in form.panel.box("sentiment").editor.buttons}

    def by_tab():
        return [name for name, made in row.items() if made.focusPolicy() & Qt.FocusPolicy.TabFocus]

    assert by_tab() == ["interaction.sentiment.none"]
    put(form, sentiment=Sentiment.NEGATIVE)
    assert by_tab() == ["interaction.sentiment.negative"]
    row["interaction.sentiment.negative"].setFocus()
    qtbot.waitUntil(row["interaction.sentiment.negative"].hasFocus)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert form.panel.box("sentiment").read() is Sentiment.NEUTRAL
    assert by_tab() == ["interaction.sentiment.neutral"]


def test_what_is_automatic_offers_no_removal(page_of, action, log, desk_db, admin):
    one = log()
    with desk_db.transaction(admin, "test") as session:
        found = session.get_one(Interaction, one)
        found.automatic, found.staff_id, found.source = True, None, "order:1:placed"
    page = page_of()
    assert action(page, "edit", 0).isEnabled()
    remove = action(page, "remove", 0)
    assert not (remove.isVisible() and remove.isEnabled())


def test_different_texts_of_one_talk_are_joined_without_a_question(
    qtbot, desk, services, page_of, log, run, dialog_of, save
):
    one = log(type=T.MEETING, details={"agenda": "Prices", "attendees": "Ann"})
    page = page_of()
    run(page, "edit", 0)
    form = dialog_of(page, "interaction")
    put(form, agenda="Seats")
    found = services.interactions.show(one)
    base = draft_of(found)
    theirs = replace(base, details={"agenda": "Prices", "attendees": "Ann, Bob"})
    services.interactions.edit(one, found.version, base, theirs)
    save(form)
    qtbot.waitUntil(lambda: "meanwhile was kept: Attendees." in "".join(said(desk)[-1:]))
    assert services.interactions.show(one).details == {"agenda": "Seats", "attendees": "Ann, Bob"}
