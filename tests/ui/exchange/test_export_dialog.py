"""Exporting by the dialog and from the list."""

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QPushButton

from app.core.listing import ListQuery
from app.exchange.export_schemas import COLUMNS
from tests.ui.exchange.conftest import LIST
from tests.ui.walk import faults
from ui.customers.page import CustomersPage
from ui.exchange.export_dialog import ExportDialog, export_customers
from ui.exchange.import_dialog import import_customers
from ui.kit import dialogs

SHOWN = ("name", "email")


@pytest.fixture
def people(desk, write):
    desk.services.exchange.run(write(LIST + "C-3,cid@c.org,Cid,Cole,,\n"))
    found = desk.services.customers.find
    return {code: found(code) for code in ("C-1", "C-2", "C-3")}


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Where the dialog is told to save."""
    path = tmp_path / "out.csv"
    asked = []
    monkeypatch.setattr(
        dialogs, "ask_save_path", lambda _parent, name, _kinds: asked.append(name) or path
    )
    return path


def opened(qtbot, desk, asked=ListQuery(), ids=()):  # noqa: B008 - frozen
    made = ExportDialog(desk, asked, ids, SHOWN)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog, name, words):
    combo = dialog.findChild(QComboBox, f"export.{name}")
    place = combo.findText(words, Qt.MatchFlag.MatchContains)
    assert place >= 0, [combo.itemText(item) for item in range(combo.count())]
    combo.setCurrentIndex(place)


def run(qtbot, dialog):
    dialog.run.click()
    qtbot.waitUntil(lambda: dialog.desk.tasks.is_idle, timeout=20_000)


def read(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.usefixtures("people")
def test_the_list_as_shown(qtbot, desk, target):
    dialog = opened(qtbot, desk, ListQuery("b.org", sort="email"))
    choose(dialog, "format", "CSV")
    run(qtbot, dialog)
    assert read(target) == [["Name", "E-mail"], ["Bob Baker", "bob@b.org"]]
    assert not dialog.isVisible()
    [notice] = desk.notices.history
    assert notice.message == "1 customer exported to out.csv."
    assert notice.action[0] == "Open folder"


def test_the_chosen_ones_with_all_columns(qtbot, desk, target, people):
    dialog = opened(qtbot, desk, ids=[people["C-3"], people["C-1"]])
    assert dialog.scope.combo.currentText() == "The 2 chosen customers"
    choose(dialog, "columns", "All columns")
    choose(dialog, "format", "CSV")
    run(qtbot, dialog)
    header, *found = read(target)
    assert len(header) > 30
    assert [row[header.index("Client ID")] for row in found] == ["C-3", "C-1"]


def test_all_customers_whatever_the_list_shows(qtbot, desk, target, people):
    desk.services.lifecycle.archive([people["C-1"]])
    dialog = opened(qtbot, desk, ListQuery("b.org"))
    choose(dialog, "scope", "All customers")
    choose(dialog, "format", "CSV")
    run(qtbot, dialog)
    assert len(read(target)) == 4


@pytest.mark.usefixtures("people", "target")
def test_the_choice_is_remembered(qtbot, desk):
    dialog = opened(qtbot, desk)
    choose(dialog, "format", "CSV")
    choose(dialog, "columns", "All columns")
    run(qtbot, dialog)
    again = opened(qtbot, desk)
    assert again.format.combo.currentText() == "Comma-separated text (CSV)"
    assert again.columns.combo.currentText() == "All columns"


@pytest.mark.usefixtures("people")
def test_no_suffix_gets_the_formats_own(qtbot, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_asked: tmp_path / "mine")
    run(qtbot, opened(qtbot, desk))
    assert (tmp_path / "mine.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("people")
def test_a_place_that_cannot_be_written_keeps_the_dialog_open(qtbot, desk, tmp_path, monkeypatch):
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_asked: tmp_path / "no" / "out.csv")
    dialog = opened(qtbot, desk)
    run(qtbot, dialog)
    assert dialog.isVisible()
    assert "does not exist" in dialog.bar.text.text()
    assert dialog.run.isEnabled()


def test_stopped_there_is_no_file(qtbot, desk, target, write):
    lines = "\n".join(f"p{number}@p.org" for number in range(3000))
    desk.services.exchange.run(write("E-mail\n" + lines))
    dialog = opened(qtbot, desk)
    dialog.run.click()
    assert dialog.cancel.text() == "Stop"
    with qtbot.waitSignal(dialog.work.failed, timeout=20_000):
        dialog.cancel.click()
    assert "No file was written" in dialog.bar.text.text()
    assert not target.exists()


def test_every_part_has_a_name(qtbot, desk):
    made = export_customers(desk, ListQuery(), (), SHOWN)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    assert faults(made) == []
    for name in ("format", "columns", "scope"):
        assert made.findChild(QComboBox, f"export.{name}") is not None
    assert made.findChild(QPushButton, "export.run") is not None
    made.close()


@pytest.mark.usefixtures("people")
def test_the_page_hands_over_what_it_shows(qtbot, desk):
    handed = []
    page = CustomersPage(
        desk, bring_in=import_customers, take_out=lambda *given: handed.append(given)
    )
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.show()
    qtbot.waitUntil(lambda: page.model.rowCount() == 3 and desk.tasks.is_idle)
    page.view.selectRow(0)
    page.findChild(QAction, "action.customers.export").trigger()
    [(_desk, asked, ids, shown, parent)] = handed
    assert (asked.sort, asked.descending, parent) == ("created_at", True, page)
    assert list(ids) == [page.model.ids[0]]
    assert shown[0] == "name"
    assert "actions" not in shown
    assert {*shown} <= set(COLUMNS)
    every = {spec.key for spec in page.model.columns} - {"actions"}
    assert every <= set(COLUMNS)


def test_who_may_not_is_not_offered_it(qtbot, viewer_desk):
    page = CustomersPage(viewer_desk, bring_in=import_customers, take_out=export_customers)
    qtbot.addWidget(page)
    for name in ("import", "export"):
        action = page.findChild(QAction, f"action.customers.{name}")
        assert not action.isVisible()
        assert not action.isEnabled()
