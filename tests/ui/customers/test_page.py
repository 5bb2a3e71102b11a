"""The customers' list: what it shows, finds, and lets people do."""

import unicodedata

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from app.core.access import SYSTEM
from app.customers.drafts import HoldDraft
from app.customers.model import Customer
from app.customers.schemas import HoldKind, Kind, Shelf, Status
from tests.naughty import ACCEPTABLE
from tests.ui.customers.helpers import column, idle, said, shown
from tests.ui.walk import faults
from ui.customers.page import CustomersPage
from ui.kit.cells import Kind as CellKind
from ui.kit.dialogs import Answer


@pytest.fixture
def page_of(qtbot):
    def make(desk):
        page = CustomersPage(desk)
        page.resize(1064, 700)
        with qtbot.waitSignal(page.counted):
            shown(qtbot, page, desk)
        return page

    return make


def choose(page, *rows):
    page.view.choose(rows, rows[0])


def plain(text):
    return " ".join(unicodedata.normalize("NFC", text).split())


def action(page, thing):
    return page.findChild(QAction, f"action.customers.{thing}")


def refilter(qtbot, page, picked, text=""):
    with qtbot.waitSignal(page.counted):
        page.tools.filters.pick(picked)
        page.tools.set_text(text)
        page.ask()
    idle(qtbot, page.desk)


@pytest.mark.parametrize("engine_name", ["sqlite", "postgresql"])
def test_newest_comes_first_and_all_are_counted(page_of, desk, company, person):
    company("Acme Corporation")
    person("Jane", "Roe")
    page = page_of(desk)
    assert column(page, "name") == ["Jane Roe", "Acme Corporation"]
    assert column(page, "role") == ["Customer", "Customer Admin"]
    assert column(page, "licenses") == ["0 Licenses", "0 Licenses"]
    assert column(page, "active_licenses") == ["0/0", "0/0"]
    assert column(page, "created_at") == ["Nov 20, 2026"] * 2
    assert column(page, "revenue") == ["€0.00", "€0.00"]
    assert page.tools.count.text() == "Total Customers: 2 accounts"
    assert page.sort == ("created_at", True)


def test_count_of_one_is_singular(page_of, desk, person):
    person()
    assert page_of(desk).tools.count.text() == "Total Customers: 1 account"


def test_nobodys_name_is_shown_as_na_and_sorts_last_both_ways(
    qtbot, page_of, desk, desk_db, person
):
    person("Aaron", "Aal")
    nameless = person("Zoe", "Zett")
    with desk_db.transaction(SYSTEM, "test") as session:
        found = session.get_one(Customer, nameless)
        found.first_name = found.last_name = ""
        found.name = found.name_key = None
    page = page_of(desk)
    for descending in (False, True):
        with qtbot.waitSignal(page.counted):
            page.sort_by("name", descending)
        assert column(page, "name") == ["Aaron Aal", "N/A"]


def test_company_names_its_person_in_the_tooltip(page_of, desk, company):
    company("Acme Corporation")
    page = page_of(desk)
    cell = page.model.cell(0, 0)
    assert (cell.kind, cell.hint) == (CellKind.NAME, "Acme Corporation\nJohn Smith")


def test_outstanding_invoices_raise_an_alert(page_of, desk, desk_db, person):
    one = person()
    with desk_db.transaction(SYSTEM, "test") as session:
        session.execute(sa.update(Customer).where(Customer.id == one).values(open_invoices=2))
    page = page_of(desk)
    number = next(n for n, spec in enumerate(page.model.columns) if spec.key == "revenue")
    cell = page.model.cell(0, number)
    assert cell.icon is not None
    assert cell.hint == "2 outstanding invoices"


def test_search_finds_by_any_field_without_case_or_accents(qtbot, page_of, desk, company, person):
    company("Müller & Söhne KG")
    person("Sarah", "Johnson")
    page = page_of(desk)
    for text, name in (
        ("MULLER", "Müller & Söhne KG"),
        ("sarah", "Sarah Johnson"),
        ("person1@", "Sarah Johnson"),
        ("CUST-000001", "Müller & Söhne KG"),
    ):
        page.tools.search.setText(text)
        with qtbot.waitSignal(page.counted):
            qtbot.keyClick(page.tools.search, Qt.Key.Key_Return)
        assert column(page, "name") == [name]


def test_filters_narrow_the_list(qtbot, page_of, desk, services, company, person):
    acme, jane = company(), person()
    services.lifecycle.hold(jane, HoldDraft())
    page = page_of(desk)
    for picked, left in (
        ({"status": (Status.SUSPENDED,)}, [jane]),
        ({"kind": (Kind.BUSINESS,)}, [acme]),
        ({"country": ("US",)}, [acme]),
        ({"verified": True}, []),
        ({"has_licenses": False, "owner_id": (1,)}, [jane, acme]),
        ({"revenue": (1, None)}, []),
    ):
        refilter(qtbot, page, picked)
        assert list(page.model.ids) == left, picked


def test_country_and_owner_are_offered_by_name(qtbot, page_of, desk, person):
    person()
    page = page_of(desk)
    refilter(qtbot, page, {"country": ("DE",), "owner_id": (1,)})
    assert page.tools.filters.chips() == [
        ("country", "Country: Germany"),
        ("owner_id", "Owner: Ada Admin"),
    ]


def test_enter_opens_and_f2_edits(qtbot, page_of, desk, person):
    one = person()
    page = page_of(desk)
    choose(page, 0)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    action(page, "edit").trigger()
    assert desk.navigator.customers == [one, one]


def test_previous_and_next_follow_the_list(page_of, desk, person):
    first, second, third = person(), person(), person()
    page_of(desk)
    assert desk.navigator.beside(second) == (third, first)


def test_actions_fit_the_status_of_the_row(page_of, desk, services, person):
    active, held = person(), person()
    services.lifecycle.hold(held, HoldDraft(HoldKind.BLOCKED))
    page = page_of(desk)
    for row, able in (
        (list(page.model.ids).index(active), {"deactivate", "block", "archive"}),
        (list(page.model.ids).index(held), {"activate", "archive"}),
    ):
        choose(page, row)
        things = ("activate", "deactivate", "block", "archive", "unarchive", "restore")
        assert {thing for thing in things if action(page, thing).isEnabled()} == able


def test_archiving_takes_out_of_the_list_and_undo_brings_back(qtbot, page_of, desk, person):
    one = person()
    page = page_of(desk)
    choose(page, 0)
    with qtbot.waitSignal(page.counted):
        action(page, "archive").trigger()
    assert page.total == 0
    assert said(desk) == ["1 customer archived."]
    title, undo = desk.notices.history[-1].action
    assert title == "Undo"
    with qtbot.waitSignal(page.counted):
        undo()
    assert list(page.model.ids) == [one]


def test_deleting_names_the_customer_and_can_be_undone(qtbot, page_of, desk, person, monkeypatch):
    asked = []

    def confirm(_parent, title, consequences, verb, **_options):
        asked.append((title, consequences, verb))
        return Answer(agreed=True)

    monkeypatch.setattr("ui.customers.steps.confirm", confirm)
    one = person("Ann", "A")
    page = page_of(desk)
    choose(page, 0)
    with qtbot.waitSignal(page.counted):
        action(page, "delete").trigger()
    [(title, consequences, verb)] = asked
    assert (title, verb) == ("Delete Ann A?", "Delete 1 customer")
    assert "30 days" in consequences
    assert page.total == 0
    with qtbot.waitSignal(page.counted):
        desk.notices.history[-1].action[1]()
    assert list(page.model.ids) == [one]


def test_a_customer_with_active_licenses_is_not_deleted(
    qtbot, page_of, desk, desk_db, person, monkeypatch
):
    told = []
    monkeypatch.setattr("ui.customers.steps.tell", lambda *args: told.append(args[1:]))
    kept = person("Lena", "Licensed")
    with desk_db.transaction(SYSTEM, "test") as session:
        session.execute(sa.update(Customer).where(Customer.id == kept).values(active_licenses=1))
    page = page_of(desk)
    choose(page, 0)
    action(page, "delete").trigger()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [
        (
            "Lena Licensed cannot be deleted",
            "It has active licenses. Transfer, revoke or cancel them first.",
        )
    ]
    assert list(page.model.ids) == [kept]


def test_nothing_is_deleted_without_consent(qtbot, page_of, desk, person, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "ui.customers.steps.confirm",
        lambda *_args, **_options: asked.append(1) or Answer(agreed=False),
    )
    person()
    page = page_of(desk)
    choose(page, 0)
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(asked))
    assert desk.services.customers.count(page.query) == 1


def test_deleted_shelf_offers_only_to_restore(qtbot, page_of, desk, services, person):
    one = person()
    services.lifecycle.delete([one])
    page = page_of(desk)
    refilter(qtbot, page, {"shelf": (Shelf.DELETED,)})
    assert list(page.model.ids) == [one]
    choose(page, 0)
    things = ("edit", "archive", "delete", "activate", "restore")
    assert [thing for thing in things if action(page, thing).isEnabled()] == ["restore"]
    with qtbot.waitSignal(page.counted):
        action(page, "restore").trigger()
    assert page.total == 0
    assert services.customers.show(one).status is Status.ACTIVE


def test_archived_match_is_pointed_out(qtbot, page_of, desk, services, person):
    one = person("Hidden", "Person")
    person("Other", "Person")
    services.lifecycle.archive([one])
    page = page_of(desk)
    refilter(qtbot, page, {}, "hidden")
    qtbot.waitUntil(lambda: "archive" in page.body.empty.hint.text())
    assert page.body.empty.hint.text() == "1 customer in the archive would match."
    with qtbot.waitSignal(page.counted):
        page.body.empty.button.click()
    assert list(page.model.ids) == [one]


def test_match_behind_a_filter_is_pointed_out(qtbot, page_of, desk, person):
    one = person("Hidden", "Person")
    page = page_of(desk)
    refilter(qtbot, page, {"status": (Status.BLOCKED,)}, "hidden")
    qtbot.waitUntil(lambda: "without the filters" in page.body.empty.hint.text())
    with qtbot.waitSignal(page.counted):
        page.body.empty.button.click()
    assert (list(page.model.ids), page.query.text) == ([one], "hidden")


def test_empty_list_offers_the_first_step(page_of, desk):
    page = page_of(desk)
    assert page.body.empty.title.text() == "No customers yet"
    assert page.body.empty.button.text() == "New company…"


def test_viewer_may_look_but_not_touch(page_of, viewer_desk, person):
    person()
    page = page_of(viewer_desk)
    choose(page, 0)
    offered = {
        found.objectName().rpartition(".")[2] for found in page.actions() if found.isVisible()
    }
    assert {"view", "email", "refresh", "copy"} <= offered
    assert not offered & {"new", "newCustomer", "edit", "archive", "delete", "block", "restore"}


def test_names_are_shown_as_they_are(page_of, desk, person):
    strange = [text for text in ACCEPTABLE if len(text) <= 100]
    for text in strange:
        person(text, "x")
    page = page_of(desk)
    assert {plain(f"{text} x") for text in strange} == set(map(plain, column(page, "name")))
    number = column(page, "name").index("<b>bold</b> &amp; <img src=x onerror=alert(1)> x")
    tip = page.model.index(number, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<b>" not in tip
    assert "&lt;b&gt;bold" in tip


def test_every_part_has_a_name(page_of, desk, person):
    person()
    page = page_of(desk)
    page.tools.filter_button.setChecked(True)
    assert faults(page) == []
