"""The steps of an import: pasting, sheets, rules, saved mappings, mending, taking back."""

import pytest
from openpyxl import Workbook
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from app.core.listing import ListQuery
from app.exchange.schemas import Label, MappingDraft
from tests.ui.exchange.conftest import LIST
from tests.ui.walk import faults
from ui.exchange.fix_model import FIXED_COLUMNS
from ui.exchange.import_dialog import ImportDialog
from ui.exchange.import_log import ImportLog
from ui.exchange.rule_dialog import RuleDialog
from ui.exchange.step_bar import Step
from ui.kit import dialogs
from ui.kit.dialogs import Answer

BROKEN = LIST + "C-3,nowhere,Cid,Cole,,\n"


@pytest.fixture
def make(qtbot, desk):
    def made():
        dialog = ImportDialog(desk)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(dialog)
        dialog.show()
        idle(qtbot, dialog)
        return dialog

    return made


@pytest.fixture
def dialog(make):
    return make()


def idle(qtbot, dialog):
    qtbot.waitUntil(lambda: dialog.desk.tasks.is_idle and dialog.is_settled, timeout=20_000)


def take(qtbot, dialog, path):
    dialog.take(path)
    idle(qtbot, dialog)


def part(dialog, name, kind=QPushButton):
    found = dialog.findChild(kind, f"import.{name}")
    assert found is not None, name
    return found


def choose(qtbot, dialog, name, text):
    combo = part(dialog, name, QComboBox)
    assert combo.findText(text) >= 0, text
    combo.setCurrentIndex(combo.findText(text))
    idle(qtbot, dialog)


def test_a_good_list_leads_straight_to_its_rows_and_back(qtbot, dialog, write):
    take(qtbot, dialog, write())
    assert dialog.body.step is Step.ROWS
    part(dialog, "back").click()
    assert dialog.body.step is Step.COLUMNS
    part(dialog, "step.file").click()
    assert dialog.body.step is Step.FILE
    part(dialog, "next").click()
    part(dialog, "next").click()
    assert part(dialog, "run").isVisible()


def test_copied_cells_are_pasted(qtbot, dialog):
    data = QMimeData()
    data.setText("E-mail\tFirst name\nann@a.org\tAnn\n")
    QGuiApplication.clipboard().setMimeData(data)
    part(dialog, "paste").click()
    idle(qtbot, dialog)
    assert part(dialog, "file", QLineEdit).placeholderText() == "Pasted cells"
    part(dialog, "run").click()
    idle(qtbot, dialog)
    assert dialog.desk.services.customers.count(ListQuery()) == 1


def test_cells_pasted_where_a_path_is_typed_are_read(qtbot, dialog):
    line, clipboard = part(dialog, "file", QLineEdit), QGuiApplication.clipboard()
    line.setFocus()
    clipboard.setText("C:/list.csv\n")
    QTest.keySequence(line, QKeySequence.StandardKey.Paste)
    assert line.text().strip() == "C:/list.csv"
    line.clear()
    clipboard.setText("E-mail\tFirst name\nann@a.org\tAnn\n")
    QTest.keySequence(line, QKeySequence.StandardKey.Paste)
    idle(qtbot, dialog)
    assert (line.text(), line.placeholderText()) == ("", "Pasted cells")
    assert part(dialog, "run").isEnabled()


def test_an_empty_clipboard_is_said(qtbot, dialog):
    QGuiApplication.clipboard().clear()
    part(dialog, "paste").click()
    idle(qtbot, dialog)
    assert "Copy cells in a spreadsheet" in dialog.bar.text.text()


def test_another_sheet_of_a_workbook_is_chosen(qtbot, dialog, tmp_path):
    book = Workbook()
    book.active.title = "Notes"
    book.active.append(["E-mail", "Notes"])
    book.active.append(["x@x.org", "first"])
    people = book.create_sheet("People")
    people.append(["E-mail", "City"])
    people.append(["ann@a.org", "Rom"])
    book.save(tmp_path / "book.xlsx")
    take(qtbot, dialog, tmp_path / "book.xlsx")
    part(dialog, "step.file").click()
    assert part(dialog, "sheet", QComboBox).isVisible()
    assert not dialog.body.file.source.encoding.widget.isVisible()
    choose(qtbot, dialog, "sheet", "People")
    assert dialog.found.header == ("E-mail", "City")
    part(dialog, "step.rows").click()
    assert dialog.rehearsal.counts[Label.CREATE] == 1


def test_a_rule_and_a_value_for_every_row(qtbot, dialog, write):
    take(qtbot, dialog, write())
    part(dialog, "step.columns").click()
    part(dialog, "mapping.4.rule", QToolButton).click()
    rule = dialog.findChild(RuleDialog)
    assert faults(rule) == []
    rule.case.write(next(value for value in rule.case._values if value.value == "upper"))  # noqa: SLF001 - the choice
    rule.accept()
    part(dialog, "fixed.add").click()
    choose(qtbot, dialog, "fixed.1.field", "Country")
    value = part(dialog, "fixed.1.value", QLineEdit)
    value.setText("Italien")
    value.editingFinished.emit()
    idle(qtbot, dialog)
    part(dialog, "step.rows").click()
    part(dialog, "run").click()
    idle(qtbot, dialog)
    customers = dialog.desk.services.customers
    found = customers.show(customers.find("ann@a.org"))
    assert (found.last_name, found.country) == ("ABLE", "IT")


def test_tags_that_are_missing_are_created_where_wanted(qtbot, dialog, write, desk):
    path = write("Mail,First name,Last name,City\nann@a.org,Ann,Archer,Gold; Silver\n")
    take(qtbot, dialog, path)
    switch = part(dialog, "createTags", QCheckBox)
    assert not switch.isVisibleTo(switch.parentWidget())
    part(dialog, "step.columns").click()
    choose(qtbot, dialog, "mapping.4", "Tags")
    assert switch.isVisibleTo(switch.parentWidget())
    idle(qtbot, dialog)
    assert dialog.rehearsal.counts[Label.ERROR] == 1
    switch.click()
    idle(qtbot, dialog)
    assert dialog.body.rows.summary.text.text() == (
        "1 row: 1 to create, 0 to update, 0 unchanged, 0 with a problem. New tags: Gold, Silver."
    )
    dialog.buttons.run.click()
    idle(qtbot, dialog)
    shown = part(dialog, "result", QLabel).text().split("\n")
    assert shown[:2] == ["1 customer was created.", "Tags created: Gold, Silver."]
    assert [tag.name for tag in desk.services.tags.list().tags] == ["Gold", "Silver"]


def test_a_mapping_is_saved_and_offered_for_the_next_file(qtbot, dialog, make, write):
    take(qtbot, dialog, write())
    part(dialog, "step.columns").click()
    choose(qtbot, dialog, "mapping.5", "City")
    choose(qtbot, dialog, "mode", "Only create new customers")
    part(dialog, "profile.save").click()
    name = dialog.findChild(QLineEdit, "import.mappingName.name")
    name.setText("Shop")
    dialog.findChild(QPushButton, "import.mappingName.save").click()
    idle(qtbot, dialog)
    assert part(dialog, "profile", QComboBox).currentText() == "Shop"

    again = make()
    take(qtbot, again, write(LIST, "other.csv"))
    assert part(again, "profile", QComboBox).currentText() == "Shop"
    assert again.body.mapping["Where"] == "city"
    assert again.body.options().mode.value == "create"
    choose(qtbot, again, "profile", "As proposed")
    assert "Where" not in again.body.mapping


def test_a_mapping_saved_for_other_columns_says_so(qtbot, dialog, make, write):
    take(qtbot, dialog, write())
    dialog.desk.services.imports.save_profile(
        MappingDraft("Shop", dialog.found.header, dict(dialog.body.mapping))
    )
    again = make()
    take(qtbot, again, write("E-mail,Town\nann@a.org,Rom\n", "other.csv"))
    part(again, "step.columns").click()
    choose(qtbot, again, "profile", "Shop")
    assert "saved for other columns" in again.body.columns.note.text()


def test_a_wrong_cell_is_mended_in_the_grid(qtbot, dialog, write):
    take(qtbot, dialog, write(BROKEN))
    part(dialog, "only.error").click()
    grid = dialog.body.rows.grid
    assert grid.view.isVisible()
    assert grid.model.rowCount() == 1
    email = FIXED_COLUMNS + dialog.found.header.index("E-mail")
    assert grid.view.currentIndex().column() == email
    assert grid.model.data(grid.model.index(0, email), Qt.ItemDataRole.ToolTipRole)
    grid.model.setData(grid.model.index(0, email), "cid@c.org")
    qtbot.waitUntil(lambda: grid.model.plan(0).label is Label.CREATE)
    qtbot.waitUntil(lambda: dialog.rehearsal is None, timeout=5000)
    idle(qtbot, dialog)
    assert dialog.rehearsal.counts[Label.ERROR] == 0
    assert part(dialog, "run").text() == "Import 3 rows"
    part(dialog, "run").click()
    idle(qtbot, dialog)
    customers = dialog.desk.services.customers
    assert customers.show(customers.find("cid@c.org")).last_name == "Cole"


def test_a_row_is_left_out_by_the_keyboard(qtbot, dialog, write):
    take(qtbot, dialog, write(BROKEN))
    part(dialog, "only.error").click()
    grid = dialog.body.rows.grid
    dialog.activateWindow()
    grid.view.setFocus()
    QTest.keyClick(grid.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: grid.model.plan(0).label is Label.SKIP)
    qtbot.waitUntil(lambda: dialog.rehearsal is None, timeout=5000)
    idle(qtbot, dialog)
    assert (dialog.rehearsal.counts[Label.SKIP], dialog.rehearsal.counts[Label.ERROR]) == (1, 0)
    assert part(dialog, "grid.skip").text() == "Take this row in again"


def test_an_import_is_taken_back(qtbot, dialog, write, monkeypatch, desk):
    take(qtbot, dialog, write())
    part(dialog, "run").click()
    idle(qtbot, dialog)
    assert desk.services.customers.count(ListQuery()) == 2
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_how: Answer(agreed=True))
    part(dialog, "revert").click()
    qtbot.waitUntil(lambda: desk.services.customers.count(ListQuery()) == 0)
    idle(qtbot, dialog)


def test_the_same_file_again_is_told(qtbot, dialog, make, write):
    take(qtbot, dialog, write())
    part(dialog, "run").click()
    idle(qtbot, dialog)
    again = make()
    take(qtbot, again, write())
    again.body.go_to(Step.FILE)
    assert "imported this very file" in again.body.file.earlier.text()


def test_the_log_tells_of_imports_and_takes_one_back(qtbot, dialog, write, monkeypatch, desk):
    take(qtbot, dialog, write())
    part(dialog, "run").click()
    idle(qtbot, dialog)
    log = ImportLog(desk)
    log.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(log)
    log.show()
    qtbot.waitUntil(lambda: log.page.total == 1)
    idle(qtbot, dialog)
    assert faults(log) == []
    row = log.page.model.row(0)
    assert (row.who, row.file, row.created) == ("Ada Admin", "list.csv", 2)
    monkeypatch.setattr(dialogs, "confirm", lambda *_args, **_how: Answer(agreed=True))
    log.page.view.choose([0], 0)
    log.findChild(QAction, "action.imports.revert").trigger()
    qtbot.waitUntil(lambda: desk.services.customers.count(ListQuery()) == 0)
    qtbot.waitUntil(lambda: log.page.model.row(0).undone_by == "Ada Admin")
    idle(qtbot, dialog)
