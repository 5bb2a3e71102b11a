"""Exporting by the dialog and from the list."""

import csv
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QPushButton

from app.core.listing import ListQuery, Selection
from app.exchange.export_schemas import COLUMNS, Format, PresetDraft, Scope
from tests.ui.exchange.conftest import LIST
from tests.ui.walk import faults
from ui.customers.page import CustomersPage
from ui.exchange import export_result
from ui.exchange.export_dialog import customers_dialog, export_customers
from ui.exchange.export_log import ExportLog
from ui.exchange.import_dialog import import_customers
from ui.exchange.preset_bar import AS_SHOWN
from ui.kit import dialogs

SHOWN = ("name", "email")


@pytest.fixture
def people(desk, write):
    desk.services.exchange.run(write(LIST + "C-3,cid@c.org,Cid,Cole,,\n"))
    found = desk.services.customers.find
    return {code: found(code) for code in ("C-1", "C-2", "C-3")}


@pytest.fixture
def target(tmp_path, monkeypatch):
    """Where the dialog is told to save; `suggested` is what it proposed."""
    return Target(tmp_path / "out.csv", monkeypatch)


class Target:
    def __init__(self, path, monkeypatch):
        self.path, self.suggested = path, []
        monkeypatch.setattr(
            dialogs,
            "ask_save_path",
            lambda _parent, name, _kinds: self.suggested.append(name) or self.path,
        )

    def read(self):
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))


@pytest.fixture
def opened(qtbot, desk):
    """A function that opens the dialog, and waits until it knows what there is."""

    def make(asked=ListQuery(), ids=(), form=Format.CSV, shown=SHOWN):  # noqa: B008 - frozen
        made = customers_dialog(desk, asked, ids, shown)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(lambda: desk.tasks.is_idle, timeout=20_000)
        if form:
            made.body.formats.write(form)
        return made

    return make


def run(qtbot, dialog):
    dialog.run.click()
    qtbot.waitUntil(lambda: dialog.desk.tasks.is_idle, timeout=20_000)


def choose(bar, words):
    place = bar.choice.combo.findText(words, Qt.MatchFlag.MatchStartsWith)
    assert place >= 0
    bar.choice.combo.setCurrentIndex(place)


@pytest.mark.usefixtures("people")
def test_the_list_as_shown(qtbot, target, opened):
    dialog = opened(ListQuery("b.org", sort="email"))
    run(qtbot, dialog)
    assert target.read() == [["Name", "E-mail"], ["Bob Baker", "bob@b.org"]]
    assert dialog.isVisible()
    assert dialog.ended.isVisible()
    assert dialog.ended.title.text() == "1 customer exported"
    assert "out.csv in " in dialog.ended.place.text()
    assert not dialog.run.isVisible()
    assert dialog.cancel.text() == "Close"


def test_without_a_list_the_usual_columns_are_ticked(opened):
    dialog = opened(shown=())
    assert dialog.body.columns.read()[:3] == ("name", "phone", "email")


@pytest.mark.usefixtures("people", "target")
def test_what_can_be_done_with_the_file(qtbot, opened, monkeypatch):
    done = []
    monkeypatch.setattr(export_result, "open_path", lambda path: done.append(("open", path.name)))
    monkeypatch.setattr(export_result, "reveal", lambda path: done.append(("show", path.name)))
    dialog = opened()
    run(qtbot, dialog)
    dialog.ended.open.click()
    dialog.ended.reveal.click()
    assert done == [("open", "out.csv"), ("show", "out.csv")]
    assert "no program that shows folders. The file is in " in dialog.ended.notes.text()
    dialog.ended.open.click()
    assert "No program on this computer opens out.csv." in dialog.ended.notes.text()
    monkeypatch.setattr(export_result, "open_path", lambda _path: True)
    dialog.ended.open.click()
    assert not dialog.ended.notes.isVisible()
    dialog.ended.again.click()
    assert dialog.body.isVisible()
    assert dialog.run.isVisible()


def test_the_chosen_ones_in_their_order(qtbot, target, opened, people):
    dialog = opened(ids=[people["C-3"], people["C-1"]])
    assert dialog.body.scope.option(Scope.SELECTED).text() == "Selected: 2 customers"
    dialog.body.columns.write(("client_id",))
    run(qtbot, dialog)
    assert target.read() == [["Client ID"], ["C-3"], ["C-1"]]


def test_how_many_customers_each_choice_means(desk, opened, people):
    desk.services.lifecycle.archive([people["C-1"]])
    scope = opened(ListQuery("b.org")).body.scope
    assert scope.option(Scope.FILTERED).text() == "The list as filtered: 1 customer"
    assert scope.words.text() == "Search “b.org”"
    assert scope.option(Scope.ALL).text() == "All, also archived ones: 3 customers"
    assert not scope.option(Scope.SELECTED).isVisible()


def test_all_customers_whatever_the_list_shows(qtbot, desk, target, opened, people):
    desk.services.lifecycle.archive([people["C-1"]])
    dialog = opened(ListQuery("b.org"))
    dialog.body.scope.write(Scope.ALL)
    dialog.body.options.sort.write("name", descending=True)
    run(qtbot, dialog)
    assert [row[0] for row in target.read()[1:]] == ["Cid Cole", "Bob Baker", "Ann Able"]


def test_everything_a_list_has_is_one_selection(qtbot, desk, people):
    assert people
    made = export_customers(desk, ListQuery(), Selection(ListQuery("b.org")), SHOWN)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    assert made.body.order().selection == Selection(ListQuery("b.org"))
    chosen = export_customers(desk, ListQuery("x"), Selection(ids=(3, 1)), SHOWN)
    qtbot.addWidget(chosen)
    chosen.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    assert chosen.body.order().selection.ids == (3, 1)
    qtbot.waitUntil(lambda: desk.tasks.is_idle)


@pytest.mark.usefixtures("people")
def test_columns_are_ticked_and_moved_by_keyboard(qtbot, target, opened):
    dialog = opened()
    columns = dialog.body.columns
    assert columns.read() == SHOWN
    columns.list.setFocus()
    columns.list.setCurrentRow(1)
    QTest.keyClick(columns.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert columns.read() == ("email", "name")
    QTest.keyClick(columns.list, Qt.Key.Key_Space)
    assert columns.read() == ("name",)
    QTest.keyClick(columns.list, Qt.Key.Key_Space)
    QTest.keyClick(columns.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert columns.read() == ("name", "email")
    assert columns.count.text() == f"2 of {len(COLUMNS)}"
    columns.none.click()
    assert columns.read() == ()
    columns.every.click()
    assert len(columns.read()) == len(COLUMNS)
    columns.write(("email", "name"))
    run(qtbot, dialog)
    assert target.read()[0] == ["E-mail", "Name"]


def test_a_column_can_be_dragged_elsewhere(opened):
    columns = opened().body.columns
    model, before = columns.list.model(), columns.read()
    assert columns.list.dragDropMode() is QListWidget.DragDropMode.InternalMove
    assert model.moveRow(model.index(0, 0).parent(), 0, model.index(0, 0).parent(), 2)
    assert columns.read() == tuple(reversed(before))


def test_no_columns_are_refused_and_shown(qtbot, target, opened):
    dialog = opened()
    dialog.body.columns.none.click()
    run(qtbot, dialog)
    assert "Choose at least one column" in dialog.bar.text.text()
    assert not target.path.exists()
    assert dialog.run.isEnabled()


@pytest.mark.usefixtures("people")
def test_a_preset_brings_format_columns_and_order(qtbot, target, opened):
    dialog = opened(form=None)
    choose(dialog.body.presets, "Contact list")
    assert dialog.body.formats.read() is Format.CSV
    assert dialog.body.columns.read() == ("name", "email", "licenses", "soonest_expiry")
    assert dialog.body.options.once.isChecked()
    assert "mailing" in dialog.body.presets.hint.text()
    run(qtbot, dialog)
    assert target.suggested[0].startswith("contact-list-")
    assert target.read()[0] == ["Name", "Email", "License Count", "Soonest Expiry"]
    choose(dialog.body.presets, "Columns of the list")
    assert dialog.body.columns.read() == SHOWN


def form_of(qtbot, dialog):
    """The small form that asks for a preset's name."""

    def found():
        shown = [box for box in dialog.findChildren(QDialog) if box.isVisible()]
        return shown[0] if shown else None

    qtbot.waitUntil(lambda: found() is not None)
    return found()


def test_a_preset_is_saved_changed_and_removed(qtbot, desk, opened, monkeypatch):
    dialog = opened()
    bar = dialog.body.presets
    assert not bar.remove.isVisible()
    dialog.body.columns.write(("phone", "name"))
    dialog.body.options.sort.write("phone", descending=True)
    bar.save.click()
    form = form_of(qtbot, dialog)
    form.panel.boxes["name"].editor.write("Phone list")
    with qtbot.waitSignal(form.saved, timeout=10_000):
        form.save.click()
    qtbot.waitUntil(lambda: desk.tasks.is_idle and bar.current is not None)
    kept = bar.current
    assert (kept.name, kept.form, kept.columns) == ("Phone list", Format.CSV, ("phone", "name"))
    assert (kept.sort, kept.descending, kept.mine) == ("phone", True, True)

    dialog.body.columns.write(("phone",))
    bar.save.click()
    form = form_of(qtbot, dialog)
    with qtbot.waitSignal(form.saved, timeout=10_000):
        form.save.click()
    qtbot.waitUntil(lambda: desk.tasks.is_idle and bar.current.columns == ("phone",))
    assert bar.current.id == kept.id

    monkeypatch.setattr("ui.exchange.preset_bar.confirm", lambda *_asked, **_more: True)
    assert bar.remove.isVisible()
    bar.remove.click()
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    assert bar.choice.read() == AS_SHOWN
    assert all(preset.id == 0 for preset in desk.services.exports.presets())


@pytest.mark.usefixtures("people", "target")
def test_the_choice_is_remembered(qtbot, desk, opened):
    preset = PresetDraft("Mine", Format.XLSX, ("name", "phone"))
    desk.services.exports.save_preset(preset)
    dialog = opened(form=None)
    choose(dialog.body.presets, "Mine")
    dialog.body.formats.write(Format.CSV)
    dialog.body.columns.write(("phone", "city"))
    dialog.body.options.purpose.setText("Once")
    run(qtbot, dialog)
    again = opened(form=None).body
    assert again.presets.current.name == "Mine"
    assert again.formats.read() is Format.CSV
    assert again.columns.read() == ("phone", "city")
    assert again.options.purpose.text() == ""


@pytest.mark.usefixtures("people")
def test_the_folder_is_remembered(qtbot, target, opened, tmp_path):
    run(qtbot, opened())
    run(qtbot, opened())
    assert not target.suggested[0].startswith(str(tmp_path))
    assert target.suggested[1].startswith(str(tmp_path))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("form", "begin"),
    [(Format.XLSX, b"PK"), (Format.PDF, b"%PDF"), (Format.VCARD, b"BEGIN:VCARD")],
)
def test_no_suffix_gets_the_formats_own(qtbot, opened, target, tmp_path, form, begin):
    target.path = tmp_path / "mine"
    dialog = opened(form=form)
    assert dialog.body.options.title.isVisible() is (form is Format.PDF)
    assert dialog.body.columns.isVisible() is (form is not Format.VCARD)
    run(qtbot, dialog)
    assert (tmp_path / f"mine.{form.value}").read_bytes().startswith(begin)


@pytest.mark.usefixtures("people")
def test_a_name_for_another_format_is_refused(opened, target):
    dialog = opened(form=Format.XLSX)
    dialog.run.click()
    assert "ends in .csv would not be what this writes" in dialog.bar.text.text()
    assert "end the name in .xlsx" in dialog.bar.text.text()
    assert not target.path.exists()


def test_formats_are_chosen_by_keyboard(opened):
    formats = opened(form=None).body.formats
    formats.write(Format.XLSX)
    card = formats.card(Format.XLSX)
    card.window().activateWindow()
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Right)
    assert formats.read() is Format.CSV
    QTest.mouseClick(formats.card(Format.PDF), Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    assert formats.read() is Format.PDF


@pytest.mark.usefixtures("people")
def test_a_place_that_cannot_be_written_keeps_the_dialog_and_entries(
    qtbot, opened, target, tmp_path
):
    target.path = tmp_path / "no" / "out.csv"
    dialog = opened()
    dialog.body.options.purpose.setText("Mailing")
    run(qtbot, dialog)
    assert dialog.body.isVisible()
    assert "does not exist" in dialog.bar.text.text()
    assert dialog.run.isEnabled()
    assert dialog.body.options.purpose.text() == "Mailing"
    target.path = tmp_path / "out.csv"
    run(qtbot, dialog)
    assert dialog.ended.isVisible()
    [job] = desk_jobs(dialog)
    assert (job.purpose, job.file) == ("Mailing", "out.csv")


def desk_jobs(dialog):
    return dialog.desk.services.exports.jobs()


@pytest.mark.usefixtures("people")
def test_a_reason_is_asked_for_where_the_organization_wants_one(qtbot, desk, opened, target):
    organization = desk.services.organization
    organization.save(replace(organization.settings(), export_purpose_required=True))
    dialog = opened()
    run(qtbot, dialog)
    assert "what the export is for" in dialog.bar.text.text()
    assert dialog.focusWidget() is dialog.findChild(QLineEdit, "export.purpose")
    assert not target.path.exists()


def test_too_many_columns_for_paper_are_said(qtbot, opened, people, target):
    assert people
    target.path = target.path.with_suffix(".pdf")
    dialog = opened(form=Format.PDF)
    dialog.body.columns.every.click()
    run(qtbot, dialog)
    assert "choose XLSX or CSV" in dialog.bar.text.text()
    assert dialog.body.isVisible()


def test_stopped_there_is_no_file(qtbot, desk, target, opened, write):
    lines = "\n".join(f"p{number}@p.org" for number in range(3000))
    desk.services.exchange.run(write("E-mail\n" + lines))
    dialog = opened()
    dialog.run.click()
    assert dialog.cancel.text() == "Stop"
    assert not dialog.body.isEnabled()
    with qtbot.waitSignal(dialog.work.failed, timeout=20_000):
        dialog.cancel.click()
    assert "No file was written" in dialog.bar.text.text()
    assert not target.path.exists()
    assert dialog.body.isEnabled()


def test_the_log_is_shown_and_saved(qtbot, desk, people, target):
    desk.services.exports.as_text(list(people.values()), Format.CSV)
    log = ExportLog(desk)
    log.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(log)
    log.show()
    qtbot.waitUntil(lambda: log.page.model.rowCount() == 1 and desk.tasks.is_idle)
    texts = [log.page.model.cell(0, column).text for column in range(8)]
    assert texts[1:6] == ["Ada Admin", "3", "Selected customers", "", "Dragged out of the list"]
    assert faults(log) == []
    log.findChild(QPushButton, "exports.save").click()
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
    assert target.read()[0][:3] == ["When", "Who", "File"]
    assert desk.notices.history[-1].message == "1 line saved as out.csv."


def test_who_may_not_read_the_audit_trail_is_not_offered_the_log(qtbot, seat, admin):
    allowed = admin.permissions - {"audit.read"}
    desk = seat(replace(admin, permissions=frozenset(allowed)))
    made = customers_dialog(desk, ListQuery(), (), SHOWN)
    qtbot.addWidget(made)
    made.show()
    assert not made.earlier.isVisible()
    qtbot.waitUntil(lambda: desk.tasks.is_idle)


def test_every_part_has_a_name(qtbot, desk):
    made = export_customers(desk, ListQuery(), (), SHOWN)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    assert faults(made) == []
    assert made.findChild(QListWidget, "export.columns") is not None
    for name in ("run", "cancel", "format.csv", "format.xlsx", "format.pdf", "format.vcf"):
        assert made.findChild(QPushButton, f"export.{name}") is not None
    qtbot.waitUntil(lambda: desk.tasks.is_idle)
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
