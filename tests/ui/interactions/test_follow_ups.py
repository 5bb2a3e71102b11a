"""My day, the list of follow-ups, and what is done with them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.core.errors import Unavailable
from app.interactions.drafts import FollowUpDraft
from app.interactions.schemas import FollowUpState, MyDay
from tests.ui.conftest import leave
from tests.ui.customers.helpers import column, idle, press, said, shown
from tests.ui.desks import make_desk
from tests.ui.walk import faults
from ui.interactions.day import MyDayView
from ui.interactions.editors import Remind
from ui.interactions.follow_page import ALL, FollowUpsPage
from ui.interactions.page import InteractionList
from ui.kit import format as fmt
from ui.shell.catalogue import pages_for, tallies
from ui.shell.counts import Counts
from ui.shell.navigation import Navigation, Place
from ui.shell.reminders import Reminders

K = Qt.Key


@pytest.fixture
def today(services):
    """The day it is for the database."""
    return services.follow_ups.my_day().today


@pytest.fixture
def page(qtbot, desk):
    """A function that shows the page."""

    def make():
        found = FollowUpsPage(desk)
        found.resize(1064, 700)
        shown(qtbot, found, desk)
        found.activateWindow()
        return found

    return make


def lines(page):
    """What My day shows, group by group."""
    tree = page.day.tree
    groups = [tree.topLevelItem(at) for at in range(tree.topLevelItemCount())]
    return {
        group.text(0): [group.child(at).text(0) for at in range(group.childCount())]
        for group in groups
    }


def test_my_day_has_three_groups_and_every_step_by_keyboard(
    qtbot, desk, services, page, promise, log, today, jane, john, dialog_of
):
    day = timedelta(days=1)
    log(follow_ups=(FollowUpDraft(title="Send the contract", due_on=today - 2 * day),))
    at = datetime.combine(today, datetime.min.time(), UTC) + timedelta(hours=9)
    promise("Call back", today, remind_at=at)
    later = promise("Ask for feedback", today + 3 * day, customer_id=john)
    found = page()
    assert faults(found) == []
    assert lines(found) == {
        "Overdue (1)": ["Send the contract"],
        "Today (1)": ["Call back"],
        "Next (1)": ["Ask for feedback"],
    }
    tree = found.day.tree
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    assert tree.current.title == "Send the contract"
    assert tree.items()[1].text(3) == f"{fmt.local(at):%H:%M}"
    QTest.keyClick(tree, K.Key_Return)
    card = dialog_of(found, "followUpCard")
    assert faults(card) == []
    assert card.findChild(QLabel, "followUpCard.interaction").text() == "About the offer"
    card.reject()
    # A tick is enough; the message offers to undo it.
    found.activateWindow()
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    QTest.keyClick(tree, K.Key_Space)
    qtbot.waitUntil(lambda: "Overdue (1)" not in lines(found))
    assert said(desk)[-1] == "1 follow-up done."
    desk.notices.history[-1].action[1]()
    qtbot.waitUntil(lambda: "Overdue (1)" in lines(found))
    # Where what was done is gone, the keyboard is at the next.
    assert tree.current.title == "Call back"
    QTest.keyClick(found, K.Key_T, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "Today (1)" not in lines(found))
    assert services.follow_ups.show(later - 1).due_on == fmt.today() + day
    QTest.keyClick(tree, K.Key_End)
    assert [row.title for row in tree.chosen] == [tree.items()[-1].text(0)]
    QTest.keyClick(found, K.Key_Delete)
    asked = dialog_of(found, "followUpResult")
    asked.save.click()
    idle(qtbot, desk)
    assert asked.panel.box("result").problem
    asked.panel.box("result").editor.write("They said no")
    asked.save.click()
    idle(qtbot, desk)
    assert said(desk)[-1] == "1 follow-up dropped."
    dropped = [
        services.follow_ups.show(one) for one in (later, later - 1)
        if services.follow_ups.show(one).state is FollowUpState.DROPPED
    ]  # fmt: skip
    assert [one.result for one in dropped] == ["They said no"]
    qtbot.waitUntil(lambda: len(tree.items()) == 2)
    tree.setCurrentItem(tree.items()[0])
    press(found, "followUps.day.openCustomer")
    assert desk.navigator.customers == [jane]


def test_the_list_has_all_of_them_and_says_whose(
    qtbot, desk, services, page, promise, today, jane, dialog_of
):
    one, two = promise("Call back", today), promise("Say thanks", today, assignee_id=None)
    services.follow_ups.done([two], "Sent flowers")
    found = page()
    found.tabs.setCurrentIndex(ALL)
    listed = found.all
    qtbot.waitUntil(lambda: listed.total == 1)
    assert column(listed, "title") == ["Call back"]
    assert faults(found) == []
    assert found.total == 1
    assert [action.text() for action in found.actions() if action.text() == "Reopen"]
    listed.views.choose("done")
    qtbot.waitUntil(lambda: column(listed, "title") == ["Say thanks"])
    listed.steps.reopen([two])
    qtbot.waitUntil(lambda: listed.total == 0)
    listed.views.choose("open")
    qtbot.waitUntil(lambda: listed.total == 2)
    listed.steps.reassign(one)
    form = dialog_of(found, "followUpAssign")
    assert faults(form) == []
    form.panel.box("assignee_id").editor.write(None)
    form.save.click()
    qtbot.waitUntil(lambda: column(listed, "assignee") == ["Nobody", desk.actor.name] or
                    column(listed, "assignee") == ["Nobody", "Nobody"])  # fmt: skip
    listed.steps.edit(one)
    form = dialog_of(found, "followUp")
    assert faults(form) == []
    press(form, "followUp.due_on.month")
    form.save.click()
    idle(qtbot, desk)
    assert services.follow_ups.show(one).due_on > today + timedelta(days=20)
    # A new one, of a customer who is chosen in the form: whoever may see them may do it.
    listed.steps.create()
    form = dialog_of(found, "followUp")
    assert faults(form) == []
    form.save.click()
    assert form.panel.box("customer_id").problem == "Choose the customer."
    whose = form.panel.box("customer_id").editor
    whose.offer(jane, "Jane Roe")
    whose.write(jane)
    idle(qtbot, desk)
    assert form.panel.box("assignee_id").read() == desk.actor.id
    form.panel.box("title").editor.write("Send a card")
    press(form, "followUp.due_on.week")
    remind = form.panel.box("remind_at")
    assert remind.warning.text() == ""
    remind.editor.write(Remind(8, time(9)))
    assert remind.warning.text() == "Note: That time is over: the reminder will come at once."
    remind.editor.write(None)
    assert remind.warning.text() == ""
    form.save.click()
    qtbot.waitUntil(lambda: "Send a card" in column(listed, "title"))
    assert said(desk)[-1] == "The follow-up was added."


def test_a_call_is_logged_found_on_my_day_and_done_by_keyboard_alone(
    qtbot, desk, services, list_of, page, jane, dialog_of
):
    def type_in(text):
        QTest.keyClicks(QApplication.focusWidget(), text)

    def tab(times=1):
        for _each in range(times):
            QTest.keyClick(QApplication.focusWidget(), K.Key_Tab)

    def at(name):
        return QApplication.focusWidget().objectName() == f"interaction.{name}"

    def tab_to(name):
        for _each in range(40):
            if at(name):
                return
            tab()
        pytest.fail(f"Tab does not lead to {name}")

    log = list_of(InteractionList, jane)
    log.activateWindow()
    QTest.keyClick(log, K.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = dialog_of(log, "interaction")
    form.activateWindow()
    qtbot.waitUntil(lambda: at("type.call"))
    tab_to("subject")
    type_in("Renewal")
    tab()
    type_in("They want twelve seats.")
    tab_to("promised")
    QTest.keyClick(QApplication.focusWidget(), K.Key_Space)
    tab_to("promise_due_on")
    type_in(fmt.text(services.follow_ups.my_day().today))
    tab_to("promise_title")
    type_in("Send the offer")
    QTest.keyClick(QApplication.focusWidget(), K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: column(log, "subject") == ["Renewal"])
    found = page()
    assert lines(found) == {"Today (1)": ["Send the offer"]}
    found.day.tree.setFocus()
    QTest.keyClick(found.day.tree, K.Key_D, Qt.KeyboardModifier.ControlModifier)
    result = dialog_of(found, "followUpResult")
    assert (faults(result), result.windowTitle()) == ([], "Done: Send the offer")
    result.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget().objectName() == "followUpResult.result")
    type_in("Sent by mail")
    QTest.keyClick(QApplication.focusWidget(), K.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: found.day.pages.currentWidget() is found.day.nothing)
    kept = services.follow_ups.show(1)
    assert (kept.state, kept.result) == (FollowUpState.DONE, "Sent by mail")
    assert desk.notices.history[-1].message == "1 follow-up done."
    assert isinstance(kept.due_on, date)


def test_what_is_overdue_is_counted_beside_the_page(
    qtbot, desk, services, promise, today, page, monkeypatch, tmp_path
):
    one = promise("Send the contract", today - timedelta(days=1))
    nav = Navigation(pages_for(desk.actor), Place("Here", "On this computer"), desk.memory)
    qtbot.addWidget(nav)
    counts = Counts(desk, tallies(desk.actor), nav)
    counts.counted.connect(nav.show_count)
    button = nav.buttons["followUps"]
    qtbot.waitUntil(lambda: button.count == 1)
    assert button.accessibleName() == "Follow-ups, 1 overdue"
    plain = button.grab().toImage()
    target = tmp_path / "mine"
    monkeypatch.setattr("ui.kit.dialogs.ask_save_path", lambda *_asked: target)
    found = page()
    press(found, "followUps.day.saveCalendar")
    qtbot.waitUntil(lambda: said(desk) == ["1 follow-up saved to mine.ics."])
    assert "SUMMARY:Send the contract" in (tmp_path / "mine.ics").read_text("utf-8")
    services.follow_ups.done([one])
    qtbot.waitUntil(lambda: button.count == 0)
    assert button.accessibleName() == "Follow-ups"
    assert button.grab().toImage() != plain
    counts.stop()


def test_reminders_are_told_once_and_lead_to_the_customer(qtbot, desk, promise, today, jane):
    at = datetime.combine(today, datetime.min.time(), UTC)
    promise("Call back", today, remind_at=at)
    locked = [True]
    told = Reminders(desk, desk.changes, quiet=lambda: locked[0])
    told.look()
    idle(qtbot, desk)
    assert said(desk) == []
    locked.clear()
    locked.append(False)
    told.look()
    qtbot.waitUntil(lambda: len(said(desk)) == 1)
    assert said(desk)[0].endswith(": Call back (Jane Roe)")
    desk.notices.history[0].action[1]()
    assert desk.navigator.customers == [jane]
    told.look()
    idle(qtbot, desk)
    assert len(said(desk)) == 1
    for number in range(4):
        promise(f"Ask {number}", today, remind_at=at)
    told.look()
    qtbot.waitUntil(lambda: said(desk)[-1] == "4 follow-ups are due.")
    desk.notices.history[-1].action[1]()
    assert desk.navigator.pages == ["followUps"]
    told.stop()


def test_nothing_to_do_and_no_answer_look_different(qtbot, qapp):
    answers = [
        Unavailable("The database does not answer."),
        MyDay(fmt.today(), (), (), (), 0, 0, 0),
    ]

    class Service:
        def my_day(self):
            answer = answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer

    made = make_desk(qapp, follow_ups=Service())
    view = MyDayView(made)
    view.resize(900, 500)
    shown(qtbot, view, made)
    assert view.pages.currentWidget() is view.error
    assert view.error.hint.text() == "The database does not answer."
    press(view, "followUps.day.error.action")
    qtbot.waitUntil(lambda: view.pages.currentWidget() is view.nothing)
    assert view.nothing.title.text() == "Nothing is due in the next seven days"
    assert view.nothing.button.text() == "Add follow-up…"
    leave(made)


def test_giving_one_away_says_to_whom(qtbot, desk, page, promise, today, dialog_of):
    one = promise("Call back", today, assignee_id=None)
    found = page()
    for who, told in (
        (desk.actor.id, f"“Call back” was given to {desk.actor.name}."),
        (None, "“Call back” is nobody's to do now."),
    ):
        found.day.steps.reassign(one)
        form = dialog_of(found, "followUpAssign")
        form.panel.box("assignee_id").editor.write(who)
        form.save.click()
        qtbot.waitUntil(lambda told=told: said(desk)[-1:] == [told])
