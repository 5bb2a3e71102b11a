"""Tags on the customers' screens: chips in the list, forms to choose them in, many at once."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.conditions import Condition, Op
from app.core.listing import ListQuery, Selection
from app.customers.bulk_changes import TagCustomers
from app.tags.drafts import TagDraft
from app.tags.schemas import TagColour
from tests.ui.customers.helpers import column, idle, said, shown
from tests.ui.customers.test_window import clean, save
from tests.ui.kit.test_theme import contrast
from ui.customers.bulk_dialog import BulkDialog
from ui.customers.bulk_words import Doing
from ui.customers.customer_form import CustomerDialog
from ui.customers.facts import gather
from ui.customers.page import CustomersPage
from ui.customers.peek import CustomerPeek
from ui.customers.window import CustomerWindow
from ui.kit.chips import role_of
from ui.kit.colours import Role, colours
from ui.kit.painting import CHIP_SHARE


@pytest.fixture
def tags(services):
    """The ids of a tag of each colour by its name."""
    return {
        colour.name.title(): services.tags.add(TagDraft(colour.name.title(), colour))
        for colour in TagColour
    }


@pytest.mark.parametrize("name", ["light", "dark"])
def test_chips_can_be_read_on_each_colour(name):
    found = colours(name)
    ground = [int(found[Role.SURFACE][at : at + 2], 16) for at in (1, 3, 5)]
    for colour in TagColour:
        parts = [int(found[role_of(colour)][at : at + 2], 16) for at in (1, 3, 5)]
        mixed = [
            round(one * CHIP_SHARE + other * (1 - CHIP_SHARE))
            for one, other in zip(parts, ground, strict=True)
        ]
        assert contrast(found[Role.TEXT], "#{:02X}{:02X}{:02X}".format(*mixed)) >= 4.5


@pytest.fixture
def picture():
    """Saves a widget's picture where somebody wants to look at it."""
    folder = os.environ.get("TAGS_PICTURES")
    return lambda widget, name: folder and widget.grab().save(f"{folder}/{name}.png")


def test_the_list_shows_and_filters_by_tags(qtbot, desk, services, person, tags):
    red, blue = tags["Red"], tags["Blue"]
    person("Ann", tags=frozenset({red, blue})), person("Bob", tags=frozenset({blue})), person()
    page = shown(qtbot, CustomersPage(desk), desk)
    assert column(page, "tags") == ["", "Blue", "Blue, Red"]
    filters = page.tools.filters
    assert [words for _id, words in filters.options("tags")] == sorted(tags)
    filters.pick({"tags": (red,)})
    page.ask()
    idle(qtbot, desk)
    assert column(page, "name") == ["Ann Roe"]
    assert filters.chips() == [("tags", "Tags: Red")]
    peek = CustomerPeek(desk)
    qtbot.addWidget(peek.widget)
    peek.show_record(page.model.ids[0])
    idle(qtbot, desk)
    assert peek.tags.words == "Blue, Red"
    # A new name and colour are seen at once; a tag that went is named.
    services.tags.edit(red, 1, TagDraft("Scarlet"))
    qtbot.waitUntil(lambda: column(page, "tags") == ["Blue, Scarlet"])
    services.tags.remove(red)
    qtbot.waitUntil(lambda: "“Scarlet” was removed" in page.body.error.hint.text())


def test_tags_are_chosen_in_forms_and_stay_together(qtbot, desk, services, person, ben, tags):
    dialog = CustomerDialog(desk, gather(desk))
    qtbot.addWidget(dialog, before_close_func=lambda it: it.panel.mark_clean())
    editor = dialog.panel.box("tags").editor
    editor.menu.actions()[0].trigger()
    assert (editor.read(), editor.is_blank) == ({tags["Blue"]}, False)
    assert editor.button.accessibleName() == "Tags: Blue"
    editor.bring(editor.kept())
    assert dialog.panel.box("tags").read() == {tags["Blue"]}

    services.tags.edit(tags["Gray"], 1, TagDraft("Gray", active=False))
    one = person("Zoe", tags=frozenset({tags["Red"]}))
    services.bulk.run(Selection(ids=(one,)), TagCustomers(add=(tags["Gray"],)))
    window = CustomerWindow(desk, one)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(window, before_close_func=clean)
    window.show()
    qtbot.waitUntil(lambda: window.profile is not None)
    idle(qtbot, desk)
    assert window.head.tags.words == "Red"
    editor = window.profile.panel.box("tags").editor
    editor.menu.actions()[0].trigger()
    ben.bulk.run(Selection(ids=(one,)), TagCustomers((tags["Green"],), (tags["Red"],)))
    idle(qtbot, desk)
    qtbot.waitUntil(lambda: window.head.tags.words == "Green")
    save(qtbot, window)
    # What is seen nowhere stays; what both did is done.
    wanted = {tags[name] for name in ("Blue", "Gray", "Green")}
    assert services.customers.show(one).tags == wanted
    assert window.head.tags.words == "Blue, Green"


def test_many_are_tagged_at_once(qtbot, desk, services, person, tags):
    ids = tuple(person(name, tags=frozenset({tags["Red"]})) for name in ("Ann", "Bob"))
    dialog = BulkDialog(desk, Doing.TAGS, Selection(ids=ids), 2)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.is_settled and desk.tasks.is_idle)
    assert not dialog.run.isEnabled()
    assert dialog.focusWidget() is dialog.panel.add.input
    QTest.keyClicks(dialog.panel.add.button, "g")
    menu = dialog.panel.add.menu
    qtbot.waitUntil(lambda: menu.activeAction() is not None)
    assert menu.activeAction().text() == "Gray"
    QTest.keyClicks(menu, "re")
    assert menu.activeAction().text() == "Green"
    menu.close()
    for editor, name in ((dialog.panel.add, "Green"), (dialog.panel.remove, "Red")):
        editor.write(frozenset({tags[name]}))
        editor.edited.emit()
    qtbot.waitUntil(lambda: dialog.is_settled and dialog.run.isEnabled())
    assert dialog.found.samples[0].new == "Green"
    dialog.run.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    idle(qtbot, desk)
    assert said(desk)[-1] == "2 customers have other tags."
    asked = ListQuery(conditions=(Condition("tags", Op.IN, (tags["Green"],)),))
    assert services.customers.count(asked) == 2
