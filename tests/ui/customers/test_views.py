"""Views of the customers' list: chosen, counted, saved, shared, preferred, managed."""

from dataclasses import replace

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from app.core.access import PRESETS, SYSTEM, Actor, Permission
from app.core.conditions import Condition, Group, Match, Op
from app.core.listing import ListQuery
from app.customers.drafts import HoldDraft
from app.customers.model import Customer
from app.customers.schemas import Status
from app.services import Services
from app.staff.model import Role
from app.staff.schemas import StaffDraft
from app.views.schemas import ViewDraft
from tests.ui.customers.helpers import column, idle, said, shown
from tests.ui.shell.places import HERE, Calls
from tests.ui.walk import faults
from ui.customers.page import CustomersPage
from ui.kit.icons import Icon
from ui.shell.catalogue import Page
from ui.shell.navigator import ShellNavigator
from ui.shell.window import MainWindow

HELD = ListQuery(conditions=(Condition("status", Op.IN, (Status.SUSPENDED,)),), sort="name")


@pytest.fixture
def page_of(qtbot):
    def make(desk):
        page = CustomersPage(desk)
        page.resize(1064, 700)
        shown(qtbot, page, desk)
        qtbot.waitUntil(lambda: page.total is not None)
        return page

    return make


@pytest.fixture
def page(page_of, desk, services, person, company):
    """A list of three: one is held."""
    held = person("Hanna", "Held")
    person("Ann", "Able")
    company("Zeta GmbH")
    services.lifecycle.hold(held, HoldDraft())
    return page_of(desk)


@pytest.fixture
def sam(services, desk_db, changes):
    """The services of a colleague who is no administrator."""
    preset = next(preset for preset in PRESETS if preset.name == "Manager")
    with desk_db.reading(SYSTEM) as session:
        role_id = session.scalar(sa.select(Role.id).where(Role.name == preset.name))
    key = services.staff.add(StaffDraft("Sam", "sam@example.org", role_id), "Correct-horse-9")
    actor = Actor(key, "Sam", preset.permissions, preset.scope, role=preset.name)
    return Services.build(desk_db, actor, changes)


def choose(qtbot, page, key):
    page.views.choose(key)
    idle(qtbot, page.desk)


def saved(qtbot, page, name, **ticks):
    """Save how the list looks under a name."""
    dialog = page.views.save_as()
    for key, value in {"name": name, **ticks}.items():
        dialog.panel.box(key).editor.write(value)
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    idle(qtbot, page.desk)


def refilter(qtbot, page, **picked):
    page.tools.filters.pick(picked)
    page.ask()
    idle(qtbot, page.desk)


def entries(qtbot, page):
    """What the menu shows, once everything is counted: a title, and a number."""
    menu = page.views.button.menu()
    menu.aboutToShow.emit()
    idle(qtbot, page.desk)
    found = {}
    for action in menu.actions():
        title, tab, number = action.text().partition("\t")
        if tab:
            found[title] = number.strip("\u2007")
        elif title:
            found[title] = None
    return found


def press(qtbot, page, words):
    menu = page.views.button.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()
    idle(qtbot, page.desk)


def label(page):
    return page.views.button.accessibleName()


def test_every_shipped_view_shows_what_it_says(qtbot, page, services, desk_db, person):
    ids = sorted(page.model.ids)
    archived = person("Old", "One")
    services.lifecycle.archive([archived])
    with desk_db.transaction(SYSTEM) as session:
        of = sa.update(Customer)
        session.execute(of.where(Customer.id == ids[0]).values(owner_id=None))
        session.execute(of.where(Customer.id == ids[1]).values(open_invoices=2))
        year = sa.func.strftime("%Y-%m-%d %H:%M:%f", "2025-01-01 00:00:00")
        session.execute(of.where(Customer.id == ids[2]).values(created_at=year))
    expected = {
        "": ids,
        "active": ids[1:],
        "joinedThisMonth": ids[:2],
        "withoutOwner": ids[:1],
        "openInvoices": ids[1:2],
        "dormant": ids[2:],
        "archived": [archived],
    }
    assert [view.key for view in page.views.book.shipped] == list(expected)
    for key, found in expected.items():
        choose(qtbot, page, key)
        assert sorted(page.model.ids) == found, key
        assert not page.views.is_changed


def test_the_menu_counts_every_view_exactly(qtbot, page, person):
    saved(qtbot, page, "Everyone & all")
    found = entries(qtbot, page)
    assert found["All customers"] == "3"
    assert (found["Active"], found["Archived"]) == ("2", "0")
    assert found["Everyone && all"] == "3"
    assert {
        "My views": None,
        "Save as a view…": None,
        "Manage views…": None,
    }.items() <= found.items()

    person("New", "One")
    idle(qtbot, page.desk)
    found = entries(qtbot, page)
    assert (found["All customers"], found["Active"]) == ("4", "3")


def test_a_saved_view_brings_everything_back(qtbot, page):
    refilter(qtbot, page, status=(Status.SUSPENDED,))
    page.tools.set_text("hanna")
    page.sort_by("name", descending=True)
    page.columns.show("city", shown=True)
    page.view.set_compact(True)
    saved(qtbot, page, "Held")
    kept = page.query, page.columns.state()
    assert label(page) == "View: Held"

    choose(qtbot, page, "")
    page.sort_by("email")
    page.columns.reset()
    page.view.set_compact(False)
    assert (page.query.text, page.query.conditions) == ("", ())
    assert len(page.model.ids) == 3
    choose(qtbot, page, page.views.book.mine[0].key)
    assert (page.query, page.columns.state(), page.view.compact) == (*kept, True)
    assert column(page, "name") == ["Hanna Held"]


def test_a_changed_view_is_marked_and_can_be_saved_or_put_back(qtbot, page):
    refilter(qtbot, page, status=(Status.SUSPENDED,))
    saved(qtbot, page, "Held")
    assert "Back to" not in str(entries(qtbot, page))

    page.tools.filters.clear()
    page.ask()
    idle(qtbot, page.desk)
    assert label(page) == "View: Held, changed"
    assert page.views.button.toolTip().endswith("was changed since this view was chosen.")
    press(qtbot, page, "Back to “Held”")
    assert (label(page), len(page.model.ids)) == ("View: Held", 1)

    page.sort_by("name")
    assert page.views.is_changed
    press(qtbot, page, "Save the changes to “Held”")
    assert (label(page), said(page.desk)[-1]) == ("View: Held", "The view “Held” was saved.")
    choose(qtbot, page, "")
    page.sort_by("email")
    choose(qtbot, page, page.views.book.mine[0].key)
    assert page.sort == ("name", False)


def test_a_name_of_ones_own_replaces_that_view(qtbot, page):
    saved(qtbot, page, "Mine")
    refilter(qtbot, page, status=(Status.SUSPENDED,))
    dialog = page.views.save_as()
    name = dialog.panel.box("name")
    assert faults(dialog) == []
    dialog.save.click()
    assert name.problem == "Enter a name for the view."
    name.editor.write("MINE")
    assert dialog.save.text() == "Replace view"
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    idle(qtbot, page.desk)
    [view] = page.views.book.mine
    assert (view.title, len(view.asked.conditions)) == ("Mine", 1)


def test_the_last_view_is_there_at_the_next_start(qtbot, page, page_of):
    refilter(qtbot, page, status=(Status.SUSPENDED,))
    saved(qtbot, page, "Held")
    again = page_of(page.desk)
    assert (label(again), list(again.model.ids)) == ("View: Held", list(page.model.ids))

    again.tools.filters.clear()
    again.ask()
    idle(qtbot, page.desk)
    third = page_of(page.desk)
    assert (label(third), len(third.model.ids)) == ("View: Held, changed", 3)


def test_a_view_changed_meanwhile_is_shown_anew_at_the_start(qtbot, page, page_of, services):
    saved(qtbot, page, "Held")
    # The program that showed it is gone when somebody changes it.
    page.views.book.blockSignals(True)
    [view] = services.views.of_page("customers").saved
    services.views.update(view.id, view.version, HELD, view.layout)
    again = page_of(page.desk)
    idle(qtbot, page.desk)
    assert (label(again), column(again, "name")) == ("View: Held", ["Hanna Held"])


def test_a_preferred_view_comes_first_at_the_start(qtbot, page, page_of):
    refilter(qtbot, page, status=(Status.SUSPENDED,))
    saved(qtbot, page, "Held", first=True)
    assert "Held ★" in entries(qtbot, page)
    choose(qtbot, page, "active")

    again = page_of(page.desk)
    idle(qtbot, page.desk)
    assert (label(again), column(again, "name")) == ("View: Held", ["Hanna Held"])


def test_a_shared_view_of_somebody_else_is_followed(qtbot, page_of, page, sam, seat):
    refilter(qtbot, page, status=(Status.SUSPENDED,))
    saved(qtbot, page, "Held", shared=True)
    theirs = page_of(seat(sam.views.actor, sam))
    assert entries(qtbot, theirs)["Held (Ada Admin)"] == "1"
    choose(qtbot, theirs, page.views.book.mine[0].key)
    assert label(theirs) == "View: Held (Ada Admin)"

    page.tools.filters.clear()
    page.ask()
    page.views.save_changes()
    idle(qtbot, page.desk)
    qtbot.waitUntil(lambda: len(theirs.model.ids) == 3)
    assert said(theirs.desk)[-1].startswith("Somebody changed the view “Held”.")

    theirs.sort_by("email")
    assert "Save the changes" not in str(entries(qtbot, theirs))
    page.desk.services.views.delete(page.views.book.mine[0].saved.id)
    qtbot.waitUntil(lambda: label(theirs) == "View: All customers")
    assert said(theirs.desk)[-1] == "The view “Held” is gone. The list stays as it is."
    assert theirs.sort == ("email", False)


def test_a_stale_change_is_refused_with_a_name(qtbot, page, services):
    saved(qtbot, page, "Held")
    view = page.views.current
    page.views.book.blockSignals(True)
    services.views.update(view.saved.id, view.saved.version, HELD, {})
    page.sort_by("name")
    page.views.save_changes()
    idle(qtbot, page.desk)
    assert said(page.desk)[-1].startswith("Ada Admin changed this view meanwhile.")


def test_a_view_of_another_version_says_what_it_leaves_out(qtbot, page, services):
    layout = {"columns": {"shown": ["name", "aura"], "order": ["name"]}, "compact": False}
    asked = ListQuery(
        conditions=(Condition("karma", Op.AT_LEAST, 5), Condition("city", Op.BLANK)), sort="luck"
    )
    key = services.views.save(ViewDraft("customers", "Odd", asked, layout))
    idle(qtbot, page.desk)
    choose(qtbot, page, str(key))
    assert said(page.desk)[-1] == (
        "The view “Odd” was saved by another version of the program. The filter “karma”, "
        "sorting by “luck”, the column “aura” are unknown here and were left out."
    )
    assert page.query.conditions == (Group(Match.ALL, (Condition("city", Op.BLANK),)),)
    assert page.shown() == ["name"]


def item(manager, title):
    tree = manager.tree
    rows = (tree.topLevelItem(row) for row in range(tree.topLevelItemCount()))
    return next(row for row in rows if row.text(0) == title)


def managed(qtbot, page, title):
    manager = page.views.manage()
    manager.tree.setCurrentItem(item(manager, title))
    manager.activateWindow()
    manager.tree.setFocus()
    qtbot.waitUntil(manager.tree.hasFocus)
    return manager


def act(qtbot, page, manager, thing):
    press = manager.findChild(QPushButton, f"customers.manageViews.{thing}")
    assert press.isEnabled(), thing
    press.click()
    idle(qtbot, page.desk)


def test_views_are_renamed_by_keyboard(qtbot, page):
    saved(qtbot, page, "First")
    saved(qtbot, page, "Second")
    manager = managed(qtbot, page, "Second")
    assert faults(manager) == []
    for typed, left in (("Other", "Other"), ("first", "Other"), (" ", "Other")):
        QTest.keyClick(manager.tree, Qt.Key.Key_F2)
        editor = manager.tree.findChild(QLineEdit)
        editor.setText(typed)
        before = len(said(page.desk))
        QTest.keyClick(editor, Qt.Key.Key_Return)
        if typed == left:
            qtbot.waitUntil(lambda: label(page) == "View: Other")
        else:
            qtbot.waitUntil(lambda before=before: len(said(page.desk)) > before)
        idle(qtbot, page.desk)
        assert item(manager, left) is not None
    assert said(page.desk)[-2:] == [
        "There is a view of this name already. Choose another name.",
        "Enter a name for the view.",
    ]
    assert label(page) == "View: Other"


def test_views_are_shared_and_preferred(qtbot, page):
    saved(qtbot, page, "Mine")
    manager = managed(qtbot, page, "Mine")
    act(qtbot, page, manager, "share")
    assert (item(manager, "Mine").text(2), manager.share.text()) == ("everybody", "Stop sharing")
    act(qtbot, page, manager, "share")
    assert item(manager, "Mine").text(2) == "me alone"
    act(qtbot, page, manager, "first")
    assert (item(manager, "Mine").text(3), manager.first.text()) == (
        "shown first", "Not at the start",
    )  # fmt: skip
    act(qtbot, page, manager, "first")
    assert item(manager, "Mine").text(3) == ""
    manager.tree.setCurrentItem(item(manager, "Archived"))
    assert not any(press.isEnabled() for press in (manager.rename, manager.share, manager.remove))
    act(qtbot, page, manager, "show")
    assert label(page) == "View: Archived"


def test_a_deleted_view_comes_back_by_undo(qtbot, page):
    refilter(qtbot, page, status=(Status.SUSPENDED,))
    saved(qtbot, page, "Held", first=True)
    manager = managed(qtbot, page, "Held")
    QTest.keyClick(manager.tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not page.views.book.mine)
    idle(qtbot, page.desk)
    assert label(page) == "View: All customers"
    messages = [note for note in page.desk.notices.history if note.action]
    assert messages[-1].message == "The view “Held” was deleted."
    title, undo = messages[-1].action
    assert title == "Undo"
    undo()
    qtbot.waitUntil(lambda: bool(page.views.book.mine))
    idle(qtbot, page.desk)
    [view] = page.views.book.mine
    assert (view.title, view.key) == ("Held", page.views.book.default)
    assert column(page, "name") == ["Hanna Held"]


def test_somebody_elses_view_can_be_seen_but_not_changed(qtbot, page, page_of, seat, sam):
    saved(qtbot, page, "Ours", shared=True)
    theirs = page_of(seat(sam.views.actor, sam))
    manager = managed(qtbot, theirs, "Ours")
    assert not any(press.isEnabled() for press in (manager.rename, manager.share, manager.remove))
    QTest.keyClick(manager.tree, Qt.Key.Key_Delete)
    idle(qtbot, theirs.desk)
    assert page.views.book.mine


def test_views_are_offered_to_the_palette(qtbot, page):
    saved(qtbot, page, "Mine")
    offers = dict(page.views.offers())
    assert {"View: All customers", "View: Without owner", "View: Mine"} <= set(offers)
    offers["View: Without owner"]()
    idle(qtbot, page.desk)
    assert label(page) == "View: Without owner"


def test_the_window_and_the_palette_name_the_view(qtbot, desk, person):
    person("Ann", "Able")
    desk = replace(desk, navigator=ShellNavigator(desk.tasks))
    pages = (Page("customers", "Customers", Icon.USERS, Permission.CUSTOMERS_READ, CustomersPage),)
    window = MainWindow(desk, desk.navigator, pages, HERE, Calls().outside())
    shown(qtbot, window, desk)
    assert window.windowTitle() == "Customers — Customer Desk"
    page = window.page()
    saved(qtbot, page, "Everyone")
    assert window.windowTitle() == "Everyone — Customers — Customer Desk"
    choose(qtbot, page, "")
    assert window.windowTitle() == "Customers — Customer Desk"

    palette = window.open_palette("view: joined")
    assert palette.results.item(0).text() == "View: Joined this month"
    QTest.keyClick(palette.input, Qt.Key.Key_Return)
    idle(qtbot, desk)
    assert window.windowTitle() == "Joined this month — Customers — Customer Desk"
    in_menu = [action.text() for action in window.menus.view.actions()]
    assert {"Choose a view…", "Advanced filter…"} <= set(in_menu)
