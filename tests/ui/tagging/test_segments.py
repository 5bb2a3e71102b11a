"""Segments at the desk: examples, figures, criteria as conditions and as JSON, what follows."""

import json
from threading import Event

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMenu, QProgressBar

from app.core.access import PRESETS, Actor
from app.core.conditions import Condition, Group, Match, Op
from app.customers.drafts import CustomerDraft
from app.segments.schemas import SegmentDraft
from app.tagging import rules
from app.tags.drafts import TagDraft
from tests.ui.customers.helpers import idle, said, shown
from tests.ui.walk import faults
from ui.customers.page import CustomersPage
from ui.kit.filter_builder_rows import ConditionRow
from ui.tagging.segments_count import LiveCount
from ui.tagging.segments_criteria import CriteriaEditor
from ui.tagging.segments_keys import KeysDialog
from ui.tagging.segments_page import SegmentsPage
from ui.tagging.segments_steps import Elsewhere

ACTIVE = Condition("status", Op.IN, ("active",))
VERIFIED = Condition("verified", Op.IS, value=True)


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine; other tests prove that."""
    return "sqlite"


@pytest.fixture
def desk(seat, admin, services):
    """The first administrator's desk, and three customers."""
    for name in ("Jane", "John", "Jim"):
        services.customers.create(CustomerDraft(f"{name}@roe.example", name, "Roe"))
    return seat(admin, services)


@pytest.fixture
def calls():
    """What other screens were asked to do."""
    return []


@pytest.fixture
def page(qtbot, desk, calls):
    """The page of segments, at rest."""
    return page_at(qtbot, desk, calls)


def page_at(qtbot, desk, calls):
    given = Elsewhere(
        lambda _desk, asked, *_more: calls.append(("export", asked)),
        lambda _desk, selection, count, _parent: calls.append(("bulk", selection.asked, count)),
    )
    made = SegmentsPage(desk, given)
    made.resize(1064, 700)
    shown(qtbot, made, desk)
    qtbot.waitUntil(lambda: made.total is not None)
    idle(qtbot, desk)
    return made


def lines(page):
    rows = [page.model.row(number) for number in range(page.model.rowCount())]
    return [row for row in rows if row is not None]


def act(qtbot, page, thing, row=None):
    if row is not None:
        page.view.choose((row,), row)
    found = page.findChild(QAction, f"action.segments.{thing}")
    assert found.isEnabled(), thing
    found.trigger()
    idle(qtbot, page.desk)


def dialog_of(qtbot, page, name="segment"):
    def found():
        return next((one for one in page.findChildren(QDialog, name) if one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None)
    idle(qtbot, page.desk)
    return found()


def write(qtbot, desk, editor, text):
    editor.tabs.setCurrentIndex(1)
    editor.json.text.setPlainText(text)
    editor.json.look()
    idle(qtbot, desk)


def test_examples_are_added_counted_and_opened(qtbot, desk, page, services, calls):
    assert lines(page) == []
    act(qtbot, page, "examples")
    qtbot.waitUntil(lambda: [row.members for row in lines(page)] == [0, 0, 0, 3])
    new = lines(page)[3]
    assert (new.name, new.words) == (
        "New customers", "Customer since is in the last 30 days; Verified is no",
    )  # fmt: skip
    assert not page.findChild(QAction, "action.segments.examples").isVisible()
    services.customers.create(CustomerDraft("joe@roe.example", "Joe", "Roe"))
    qtbot.waitUntil(lambda: lines(page)[3].members == 4)
    act(qtbot, page, "members", 3)
    [(name, asked, options)] = desk.navigator.lists
    assert (name, services.customers.count(asked)) == ("customers", 4)
    assert dict(options["owner_id"]) == {1: "Ada Admin"}
    act(qtbot, page, "export", 3)
    act(qtbot, page, "bulk", 3)
    assert calls == [("export", asked), ("bulk", asked, 4)]
    act(qtbot, page, "remove", 3)
    qtbot.waitUntil(page.findChild(QAction, "action.segments.examples").isVisible)
    assert len(lines(page)) == 3
    assert faults(page) == []


def test_conditions_and_json_stay_in_step(qtbot, desk, page, services):
    act(qtbot, page, "new")
    dialog = dialog_of(qtbot, page)
    editor = dialog.panel.box("criteria").editor
    assert isinstance(editor, CriteriaEditor)
    assert editor.count.figures.text() == "3 members, worth €0.00"
    assert editor.count.names.text() == "Jim Roe, John Roe, Jane Roe"
    write(
        qtbot, desk, editor, '{"status": "active", "any": [{"verified": false}, {"city": "Bern"}]}'
    )
    assert editor.json.problem == ""
    assert editor.count.figures.text().startswith("3 members")
    either = Group(Match.ANY, (Condition("verified", Op.IS, value=False),
                               Condition("city", Op.IS, "Bern")))  # fmt: skip
    assert editor.read() == (ACTIVE, either)
    editor.tabs.setCurrentIndex(0)
    rows = editor.root.conditions()
    assert len(rows) == 3
    rows[2].left.emit()
    assert json.loads(editor.json.text.toPlainText()) == {"status": "active", "verified": False}
    editor.root.add_condition()
    assert editor.peek() is None
    dialog.save.click()
    assert dialog.panel.box("criteria").problem == "Complete the condition that is marked."
    assert dialog.panel.box("name").problem == "Enter a name for the segment."
    write(qtbot, desk, editor, '{\n  "status" "active"\n}')
    said = "Line 2, column 12: a colon is expected after the key."
    assert (editor.json.said.text(), editor.json.said.isVisible()) == (said, True)
    dialog.panel.box("name").editor.write("Good ones")
    dialog.save.click()
    assert dialog.panel.box("criteria").problem == said
    assert editor.json.text.textCursor().blockNumber() == 1
    editor.json.keys.click()
    keys = editor.json.window().findChild(KeysDialog)
    keys.search.setText("lifetime")
    assert keys.table.lines[0].cells[0] == "lifetime_value"
    assert faults(keys) == []
    keys.reject()
    write(qtbot, desk, editor, '{"status": "active"}')
    assert faults(dialog) == []
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    assert services.segments.show(services.segments.find("good ones")).draft.criteria == (ACTIVE,)
    qtbot.waitUntil(lambda: [row.members for row in lines(page)] == [3])


def test_what_is_missing_has_the_keyboard(qtbot, page):
    act(qtbot, page, "new")
    dialog = dialog_of(qtbot, page)
    dialog.activateWindow()
    dialog.panel.box("name").editor.write("Good ones")
    field = dialog.panel.box("criteria")
    field.editor.root.add_condition()
    dialog.save.click()
    assert field.problem == "Complete the condition that is marked."
    [row] = field.editor.root.conditions()
    assert dialog.focusWidget() is row._value.entry  # noqa: SLF001 - where its value is typed
    QTest.keyClicks(dialog.focusWidget(), "Roe")
    assert field.problem == ""
    dialog.panel.mark_clean()
    dialog.reject()


def test_a_removed_tag_is_still_named_where_it_is_asked_for(qtbot, page, services):
    tag = services.tags.add(TagDraft("Gold"))
    asked = (Condition("tags", Op.IN, (tag,)),)
    services.segments.add(SegmentDraft("Golden", "", asked))
    services.tags.remove(tag)
    qtbot.waitUntil(lambda: [bool(row.problem) for row in lines(page)] == [True])
    act(qtbot, page, "edit", 0)
    editor = dialog_of(qtbot, page).panel.box("criteria").editor
    [row] = editor.root.conditions()
    assert row._value.entry.accessibleName().endswith("Gold (removed)")  # noqa: SLF001 - the value
    assert editor.words.text() == "Tags include Gold (removed)"
    idle(qtbot, page.desk)
    assert editor.count.figures.text() == (
        "It asks for the tag “Gold”, which was removed. Restore it or edit the segment."
    )
    assert editor.read() == asked


def test_two_people_edit_one_segment(qtbot, page, services):
    key = services.segments.add(SegmentDraft("Good", "", (ACTIVE,)))
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    act(qtbot, page, "edit", 0)
    dialog = dialog_of(qtbot, page)
    assert not dialog.panel.is_dirty
    base = services.segments.show(key).draft
    mine = SegmentDraft("Good", "", (ACTIVE, VERIFIED))
    services.segments.edit(key, 1, base, mine)
    dialog.panel.box("name").editor.write("Best")
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    assert services.segments.show(key).draft == SegmentDraft("Best", "", (ACTIVE, VERIFIED))
    act(qtbot, page, "duplicate", 0)
    copy = dialog_of(qtbot, page)
    assert copy.panel.box("name").editor.read() == "Best (copy)"
    assert len(copy.findChildren(ConditionRow)) == 2
    assert not copy.panel.is_dirty
    copy.reject()
    assert len(services.segments.list()) == 1
    act(qtbot, page, "duplicate", 0)
    copy = dialog_of(qtbot, page)
    with qtbot.waitSignal(copy.saved):
        copy.save.click()
    qtbot.waitUntil(lambda: len(lines(page)) == 2)


def test_members_carry_a_tag_from_now_on(qtbot, page, services):
    services.segments.add(SegmentDraft("Good; new", "", (ACTIVE,)))
    qtbot.waitUntil(lambda: len(lines(page)) == 1)
    act(qtbot, page, "tag", 0)
    dialog = dialog_of(qtbot, page, "tag")
    assert dialog.panel.box("name").editor.read() == "Good new"
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    qtbot.waitUntil(lambda: [row.tags for row in lines(page)] == ["Good new"])
    assert said(page.desk)[-1] == ("3 customers carry the tag. It follows the segment from now on.")
    act(qtbot, page, "remove", 0)
    assert "is given to the members of “Good; new”" in said(page.desk)[-1]
    assert len(lines(page)) == 1


def test_saving_criteria_a_tag_follows_can_be_stopped(qtbot, page, services, monkeypatch):
    key = services.segments.add(SegmentDraft("Good", "", (ACTIVE,)))
    tag = services.tags.add(TagDraft("Good ones"))
    services.tag_rules.link(tag, key)
    qtbot.waitUntil(lambda: [row.tags for row in lines(page)] == ["Good ones"])
    act(qtbot, page, "edit", 0)
    dialog = dialog_of(qtbot, page)
    field = dialog.panel.box("criteria")
    assert field.help.text() == "Exactly these customers carry the tag “Good ones”."
    waited = Event()
    work = rules.diff

    def slow(*about):
        waited.wait(10)
        return work(*about)

    monkeypatch.setattr(rules, "diff", slow)
    field.editor.write((VERIFIED,))
    dialog.save.click()
    assert dialog.cancel.text() == "Stop"
    assert not dialog.findChild(QProgressBar, "segment.progress").isHidden()
    dialog.cancel.click()
    waited.set()
    qtbot.waitUntil(lambda: not dialog.bar.isHidden())
    assert dialog.bar.text.text() == "Cancelled. Nothing was changed."
    assert (dialog.cancel.text(), field.editor.read()) == ("Cancel", (VERIFIED,))
    assert services.segments.show(key).draft.criteria == (ACTIVE,)
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    assert services.segments.show(key).draft.criteria == (VERIFIED,)
    assert services.tags.list().tags[0].customers == 0


def test_who_may_not_manage_segments_looks_at_members(qtbot, seat, services):
    services.segments.add(SegmentDraft("Good", "", (ACTIVE,)))
    preset = next(preset for preset in PRESETS if preset.name == "Viewer")
    desk = seat(Actor(1, "A Viewer", preset.permissions, preset.scope, role=preset.name))
    page = page_at(qtbot, desk, [])
    for thing in ("new", "examples", "edit", "remove", "duplicate", "bulk"):
        assert not page.findChild(QAction, f"action.segments.{thing}").isVisible(), thing
    page.opened.emit(page.model.ids[0])
    idle(qtbot, desk)
    assert desk.navigator.lists[0][0] == "customers"


def test_a_segment_is_chosen_among_the_views_of_customers(qtbot, desk, services):
    key = services.segments.add(SegmentDraft("Good & new", "", (ACTIVE,)))
    page = CustomersPage(desk)
    shown(qtbot, page, desk)
    qtbot.waitUntil(lambda: page.segments.rows != ())
    menu = page.views.button.menu()
    menu.aboutToShow.emit()
    inside = menu.findChild(QMenu, "customers.views.segments")
    [entry] = inside.actions()
    assert (entry.text(), entry.toolTip()) == ("Good && new", "Status is Active")
    entry.trigger()
    idle(qtbot, desk)
    assert desk.navigator.lists == [("customers", services.segments.asked(key), None)]


def test_of_what_is_typed_fast_the_last_is_counted(qtbot, desk, monkeypatch):
    asked, count = [], type(desk.services.segments).count
    monkeypatch.setattr(
        type(desk.services.segments), "count",
        lambda service, criteria: asked.append(criteria) or count(service, criteria),
    )  # fmt: skip
    line = LiveCount(desk, "count")
    qtbot.addWidget(line)
    line.ask((ACTIVE,))
    line.ask((VERIFIED,))
    line.ask(())
    assert line.figures.text() == "Counting\u2026"
    qtbot.waitUntil(lambda: line.figures.text() == "3 members, worth €0.00")
    idle(qtbot, desk)
    assert asked == [(ACTIVE,), ()]
