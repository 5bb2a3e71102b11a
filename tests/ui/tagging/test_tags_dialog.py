"""Tags are looked after in one dialog: added, edited, counted, merged, removed and brought back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QToolButton

from app.core.access import PRESETS, Actor
from app.core.conditions import Condition, Op
from app.customers.drafts import CustomerDraft
from app.segments.schemas import SegmentDraft
from app.tags.drafts import TagDraft
from app.tags.schemas import TagColour
from tests.ui.walk import faults
from ui.kit.chips import Strip
from ui.kit.dialogs import Answer
from ui.tagging import tags_dialog
from ui.tagging.tags_dialog import TagsDialog
from ui.tagging.tags_rule import RuleDialog


@pytest.fixture
def engine_name():
    """What these screens do is the same on each engine."""
    return "sqlite"


@pytest.fixture
def desk(seat, admin):
    return seat(admin)


def idle(qtbot, desk):
    qtbot.waitUntil(lambda: desk.tasks.is_idle)


@pytest.fixture
def opened(qtbot):
    def make(desk):
        dialog = TagsDialog(desk, None)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(dialog)
        dialog.open()
        idle(qtbot, desk)
        return dialog

    return make


def press(dialog, name, kind=QPushButton):
    found = dialog.findChild(kind, name)
    assert found is not None, name
    found.click()


def names(dialog):
    return [row.name for row in dialog.found.tags]


def test_a_tag_of_a_taken_name_is_refused_and_a_new_one_shown(qtbot, desk, services, opened):
    services.tags.add_starting_set()
    dialog = opened(desk)
    dialog.resize(640, 420)
    press(dialog, "tags.add")
    [form] = [found for found in dialog.children() if found.objectName() == "tag"]
    name = form.panel.box("name")
    name.editor.write("vip")
    form.save.click()
    qtbot.waitUntil(lambda: "There is a tag “VIP” already." in name.problem)
    # Whose number it has is no customer's.
    assert name.link.isHidden()
    name.editor.write("Wholesale")
    form.save.click()
    qtbot.waitUntil(lambda: "Wholesale" in names(dialog))
    idle(qtbot, desk)
    assert desk.notices.history[-1].message == "The tag “Wholesale” was added."
    card = f"tags.{services.tags.find('Wholesale')}"
    qtbot.waitUntil(lambda: not dialog.findChild(QFrame, card).visibleRegion().isEmpty())
    # A changed one keeps the focus, and the list its place.
    edit = f"{card}.edit"
    before = dialog.findChild(QToolButton, edit)
    before.setFocus()
    services.tags.edit(services.tags.find("Wholesale"), 1, TagDraft("Whole sale"))
    qtbot.waitUntil(lambda: dialog.findChild(QToolButton, edit) not in {before, None})
    idle(qtbot, desk)
    assert dialog.focusWidget().objectName() == edit
    assert not dialog.findChild(QFrame, card).visibleRegion().isEmpty()


def test_tags_are_looked_after(qtbot, desk, services, opened, monkeypatch):
    dialog = opened(desk)
    assert dialog.empty.title.text() == "No tags yet"
    press(dialog, "tags.empty.action")
    qtbot.waitUntil(lambda: dialog.found is not None and len(dialog.found.tags) == 8)
    idle(qtbot, desk)
    assert faults(dialog) == []
    vip, new = services.tags.find("vip"), services.tags.find("new")
    services.customers.create(CustomerDraft("j@x.example", "Jane", "Roe", tags=frozenset({vip})))
    qtbot.waitUntil(lambda: dialog.findChild(QPushButton, f"tags.{vip}.customers").isEnabled())
    assert dialog.findChild(QPushButton, f"tags.{vip}.customers").text() == "1 customer"

    press(dialog, f"tags.{vip}.edit", QToolButton)
    [form] = [found for found in dialog.children() if found.objectName() == "tag"]
    form.panel.box("name").editor.write("Very important")
    form.panel.box("colour").editor.write(TagColour.RED)
    form.save.click()
    qtbot.waitUntil(lambda: "Very important" in names(dialog))
    chip = f"tags.{vip}.chip"
    # The card that was there goes a turn later.
    qtbot.waitUntil(lambda: dialog.findChild(Strip, chip).words == "Very important")

    press(dialog, f"tags.{vip}.merge", QToolButton)
    [merge] = [found for found in dialog.children() if found.objectName() == "tagMerge"]
    assert merge.into.read() is None
    assert not merge.run.isEnabled()
    assert merge.told.text() == "Choose the tag that “Very important” becomes part of."
    merge.into.write(new)
    assert "1 customer carries “Very important” and gets “New” instead." in merge.told.text()
    assert faults(merge) == []
    merge.run.click()
    qtbot.waitUntil(lambda: "Very important" not in names(dialog))
    idle(qtbot, desk)
    notice = desk.notices.history[-1]
    assert notice.message == "“Very important” was merged into “New”."
    services.undo.undo(services.undo.steps().undo.command)
    qtbot.waitUntil(lambda: "Very important" in names(dialog))

    asked = []

    def confirm(*words, **_more):
        asked.append(words)
        return Answer(True, False)

    monkeypatch.setattr(tags_dialog, "confirm", confirm)
    press(dialog, f"tags.{vip}.remove", QToolButton)
    qtbot.waitUntil(lambda: "Very important" not in names(dialog))
    assert "1 customer shows it no longer." in asked[0][2]
    idle(qtbot, desk)
    take_back(desk, "The tag “Very important” was removed.")
    qtbot.waitUntil(lambda: "Very important" in names(dialog))
    idle(qtbot, desk)
    dialog.unused.setChecked(True)
    qtbot.waitUntil(lambda: len(shown(dialog)) == 7)
    assert vip not in shown(dialog)
    dialog.unused.setChecked(False)
    press(dialog, f"tags.{vip}.customers")
    assert not dialog.isVisible()


def take_back(desk, said):
    """Click Undo in the message that says this."""
    notice = desk.notices.history[-1]
    assert (notice.message, notice.action[0]) == (said, "Undo")
    notice.action[1]()


def shown(dialog):
    return [
        int(button.objectName().split(".")[1])
        for button in dialog.findChildren(QPushButton)
        if button.objectName().endswith(".customers") and button.isVisible()
    ]


def test_a_tag_is_given_by_itself_after_a_look(qtbot, desk, services, opened):
    tag = services.tags.add(TagDraft("Bernese"))
    active = (Condition("status", Op.IS, "active"),)
    segment = services.segments.add(SegmentDraft("Everybody", "", active))
    one = services.customers.create(CustomerDraft("j@x.example", "Jane", "Roe"))
    dialog = opened(desk)
    press(dialog, f"tags.{tag}.rule", QToolButton)
    qtbot.waitUntil(lambda: bool(dialog.findChildren(RuleDialog)))
    [rule] = dialog.findChildren(RuleDialog)
    assert not rule.run.isEnabled()
    rule.segment.write(segment)
    qtbot.waitUntil(lambda: rule.found is not None)
    assert rule.told.text().startswith("1 customer will carry it: 1 gets it, 0 lose it.")
    assert faults(rule) == []
    rule.run.click()
    told = f"tags.{tag}.told"
    qtbot.waitUntil(lambda: dialog.findChild(QLabel, told) is not None)
    assert dialog.findChild(QLabel, told).text() == "Given by itself to the members of “Everybody”."
    idle(qtbot, desk)
    assert services.customers.show(one).tags == {tag}
    assert "1 customer changed." in desk.notices.history[-1].message


def test_who_may_not_manage_tags_only_looks(seat, services, opened):
    services.tags.add(TagDraft("VIP"))
    preset = next(preset for preset in PRESETS if preset.name == "Viewer")
    desk = seat(Actor(1, "V", preset.permissions, preset.scope, role=preset.name))
    dialog = opened(desk)
    assert not dialog.add.isVisible()
    assert dialog.findChildren(QToolButton) == []
    assert names(dialog) == ["VIP"]
