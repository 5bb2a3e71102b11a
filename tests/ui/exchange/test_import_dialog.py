"""Importing by the dialog: what is shown is what happens."""

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QWidget

from app.core.listing import ListQuery
from app.exchange.schemas import Label
from tests.ui.exchange.conftest import LIST
from tests.ui.walk import faults
from ui.exchange.import_dialog import ImportDialog, import_customers
from ui.exchange.step_bar import Step
from ui.kit import dialogs
from ui.kit.theme import Mode, theme


@pytest.fixture
def dialog(qtbot, desk):
    made = ImportDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    idle(qtbot, made)
    return made


def idle(qtbot, dialog):
    """Wait until everything asked for has arrived and nothing is about to be asked."""
    qtbot.waitUntil(lambda: dialog.desk.tasks.is_idle and dialog.is_settled, timeout=20_000)


def take(qtbot, dialog, path):
    dialog.take(path)
    idle(qtbot, dialog)


def part(dialog, name, kind=QPushButton):
    found = dialog.findChild(kind, f"import.{name}")
    assert found is not None, name
    return found


def rows(dialog):
    model = dialog.body.rows.preview.model
    return [
        [model.cell(row, column).text for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_file_is_looked_at_and_rehearsed_at_once(qtbot, dialog, write):
    assert not part(dialog, "run").isEnabled()
    take(qtbot, dialog, write())
    assert dialog.body.mapping == {
        "Customer No": "client_id", "E-mail": "email", "First name": "first_name",
        "Surname": "last_name", "Phone": "phone",
    }  # fmt: skip
    assert [row[:4] for row in rows(dialog)] == [
        ["2", "Create", "Ann Able", "ann@a.org"], ["3", "Create", "Bob Baker", "bob@b.org"],
    ]  # fmt: skip
    assert "kept as it is" in rows(dialog)[1][4]
    assert dialog.body.rows.summary.text.text().startswith("2 rows: 2 to create, 0 to update")
    assert part(dialog, "run").text() == "Import 2 rows"
    assert not part(dialog, "saveErrors").isVisible()


def test_running_brings_in_what_was_shown(qtbot, dialog, write, desk):
    take(qtbot, dialog, write())
    part(dialog, "run").click()
    idle(qtbot, dialog)
    assert desk.services.customers.count(ListQuery()) == 2
    assert dialog.pages.currentWidget() is dialog.ended
    assert [notice.message for notice in desk.notices.history] == ["2 customers were created."]
    assert not part(dialog, "run").isVisible()
    assert part(dialog, "cancel").text() == "Close"

    again = ImportDialog(desk)
    qtbot.addWidget(again)
    take(qtbot, again, write())
    assert again.rehearsal.counts[Label.UNCHANGED] == 2
    assert not part(again, "run").isEnabled()


def test_another_field_for_a_column_is_rehearsed_again(qtbot, dialog, write):
    take(qtbot, dialog, write())
    combo = part(dialog, "mapping.5", QComboBox)
    assert combo.accessibleName() == "Field for the column Where"
    combo.setCurrentIndex(combo.findText("City"))
    assert not part(dialog, "run").isEnabled()
    idle(qtbot, dialog)
    assert dialog.body.mapping["Where"] == "city"
    part(dialog, "run").click()
    idle(qtbot, dialog)
    found = dialog.desk.services.customers.find("C-1")
    assert dialog.desk.services.customers.show(found).city == "Rom"


def test_a_field_twice_or_no_key_is_said_and_mended(qtbot, dialog, write):
    take(qtbot, dialog, write())
    combo = part(dialog, "mapping.5", QComboBox)
    combo.setCurrentIndex(combo.findText("E-mail"))
    idle(qtbot, dialog)
    assert dialog.bar.isVisible()
    assert "Two columns are mapped to E-mail" in dialog.bar.text.text()
    assert rows(dialog) == []
    combo.setCurrentIndex(0)
    idle(qtbot, dialog)
    assert not dialog.bar.isVisible()
    assert len(rows(dialog)) == 2


def test_problems_come_first_and_can_be_shown_alone(qtbot, dialog, write):
    take(qtbot, dialog, write(LIST + "C-3,nowhere,Cid,Cole,,\n"))
    assert [row[1] for row in rows(dialog)] == ["Problem", "Create", "Create"]
    assert rows(dialog)[0][4].startswith("E-mail: ")
    part(dialog, "only.create").click()
    idle(qtbot, dialog)
    assert [row[0] for row in rows(dialog)] == ["2", "3"]
    part(dialog, "only.all").click()
    idle(qtbot, dialog)
    assert len(rows(dialog)) == 3
    assert part(dialog, "run").text() == "Import the 2 good rows"
    part(dialog, "run").click()
    idle(qtbot, dialog)
    assert dialog.desk.services.customers.count(ListQuery()) == 2


def test_rows_with_problems_are_saved(qtbot, dialog, write, tmp_path, monkeypatch):
    take(qtbot, dialog, write(LIST + "C-3,nowhere,Cid,Cole,,\n"))
    target = tmp_path / "mend.csv"
    asked = []
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *args: asked.append(args[1]) or target)
    part(dialog, "saveErrors").click()
    idle(qtbot, dialog)
    assert asked == ["list, to be mended.csv"]
    assert "C-3,nowhere,Cid,Cole" in target.read_text(encoding="utf-8-sig")
    assert "1 row saved as mend.csv." in [one.message for one in dialog.desk.notices.history]
    assert part(dialog, "run").isEnabled()


def test_an_uncertain_encoding_is_marked_and_changed(qtbot, dialog, write):
    take(qtbot, dialog, write("E-mail;Vorname\nj@a.org;Jürgen Groß\n", encoding="cp850"))
    assert "The encoding is a guess" in dialog.body.file.source.notes.text()
    combo = part(dialog, "encoding", QComboBox)
    combo.setCurrentIndex(combo.findText("Western European (DOS)"))
    idle(qtbot, dialog)
    assert [row[2] for row in rows(dialog)] == ["Jürgen Groß"]
    combo.setCurrentIndex(combo.findText("Unicode (UTF-8)"))
    idle(qtbot, dialog)
    assert "does not fit the encoding" in dialog.bar.text.text()
    assert not part(dialog, "run").isEnabled()


def test_ambiguous_days_wait_for_an_order(qtbot, dialog, write):
    take(qtbot, dialog, write("E-mail,Joined\na@a.org,03/04/2024\n"))
    assert "Choose the order" in dialog.bar.text.text()
    combo = part(dialog, "dateOrder", QComboBox)
    combo.setCurrentIndex(combo.findText("Month, day, year"))
    idle(qtbot, dialog)
    assert part(dialog, "run").isEnabled()


def test_what_is_no_list_is_said_in_one_sentence(qtbot, dialog, write, tmp_path):
    for path, said in (
        (write("", "empty.csv"), "is empty"),
        (tmp_path, "is a folder"),
        (tmp_path / "gone.csv", "There is no file"),
    ):
        take(qtbot, dialog, path)
        assert said in dialog.bar.text.text()
        assert not part(dialog, "run").isEnabled()
    take(qtbot, dialog, write())
    assert part(dialog, "run").isEnabled()


def test_nothing_is_left_of_the_file_before_one_that_cannot_be_read(qtbot, dialog, write, tmp_path):
    dialog.show()
    take(qtbot, dialog, write())
    assert dialog.body.step is Step.ROWS
    take(qtbot, dialog, tmp_path)
    assert dialog.body.step is Step.FILE
    assert dialog.findChild(QWidget, "import.invitation").isVisible()
    assert not part(dialog, "step.columns").isEnabled()
    assert not dialog.body.file.source.encoding.widget.isVisible()


def test_a_path_typed_over_another_is_read_before_anybody_goes_on(qtbot, dialog, write):
    field = dialog.body.file.source.file
    for name, address in (("one.csv", "ada@x.example"), ("two.csv", "bob@x.example")):
        field.setText(str(write("E-mail\n" + address + "\n", name)))
        field.setFocus()
        with qtbot.waitSignal(field.editingFinished):
            dialog.body.file.source.choose.setFocus()
        qtbot.waitUntil(lambda: dialog.found is not None and dialog.is_settled)
        assert dialog.path.name == name


def test_a_path_can_be_typed_and_enter_does_not_import(qtbot, dialog, write):
    path = part(dialog, "file", QLineEdit)
    path.setText(str(write()))
    QTest.keyClick(path, Qt.Key.Key_Return)
    idle(qtbot, dialog)
    assert len(rows(dialog)) == 2
    QTest.keyClick(dialog.body.rows.preview.tools.search, Qt.Key.Key_Return)
    idle(qtbot, dialog)
    assert dialog.desk.services.customers.count(ListQuery()) == 0
    QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    idle(qtbot, dialog)
    assert dialog.desk.services.customers.count(ListQuery()) == 2


def test_a_file_can_be_chosen_or_dropped(qtbot, dialog, write, monkeypatch):
    monkeypatch.setattr(dialogs, "ask_open_path", lambda *_asked: write())
    part(dialog, "choose").click()
    idle(qtbot, dialog)
    assert len(rows(dialog)) == 2
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(write(LIST + "C-3,c@c.org,C,C,,\n", "more.csv")))])
    dialog.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip
    idle(qtbot, dialog)
    assert len(rows(dialog)) == 3


def test_stopping_leaves_nothing_and_the_dialog_open(qtbot, dialog, write):
    lines = [f"C-{number},p{number}@p.org,P,N,," for number in range(4000)]
    take(qtbot, dialog, write(LIST.splitlines()[0] + "\n" + "\n".join(lines)))
    stop = part(dialog, "cancel")
    part(dialog, "run").click()
    assert stop.text() == "Stop"
    assert not dialog.body.isEnabled()
    with qtbot.waitSignal(dialog.work.failed, timeout=20_000):
        stop.click()
    assert dialog.isVisible()
    assert "Nothing was changed" in dialog.bar.text.text()
    assert dialog.desk.services.customers.count(ListQuery()) == 0
    assert dialog.body.isEnabled()
    assert part(dialog, "run").isEnabled()


def test_closing_while_rows_are_checked_is_quiet(qtbot, dialog, write):
    lines = [f"C-{number},p{number}@p.org,P,N,," for number in range(3000)]
    dialog.take(write(LIST.splitlines()[0] + "\n" + "\n".join(lines)))
    part(dialog, "cancel").click()
    qtbot.waitUntil(lambda: dialog.desk.tasks.is_idle, timeout=20_000)
    assert not dialog.isVisible()
    assert dialog.desk.notices.history == ()


def test_a_file_changed_behind_our_back_is_noticed(qtbot, dialog, write):
    take(qtbot, dialog, write())
    write(LIST + "C-3,c@c.org,C,C,,\n")
    part(dialog, "run").click()
    idle(qtbot, dialog)
    assert "was changed meanwhile" in dialog.bar.text.text()
    assert dialog.desk.services.customers.count(ListQuery()) == 0


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
@pytest.mark.parametrize("scale", [100, 150])
def test_everything_has_a_name_and_room(qtbot, desk, write, mode, scale):
    theme().apply(mode, scale)
    made = import_customers(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    take(qtbot, made, write(LIST + "C-3,nowhere,Cid,Cole,,\n"))
    for step, names in (
        (Step.FILE, ("file", "choose", "paste", "sample", "headerRow", "next")),
        (Step.COLUMNS, ("mapping", "mode", "match", "profile", "fixed.add", "back", "next")),
        (Step.ROWS, ("preview", "summary", "saveErrors", "back", "run")),
    ):
        made.body.go_to(step)
        assert faults(made) == []
        for name in (*names, "cancel"):
            assert made.findChild(QWidget, f"import.{name}").isVisible(), name
    made.body.go_to(Step.COLUMNS)
    panel = made.body.columns.mapping
    for combo in panel.findChildren(QComboBox):
        right = combo.mapTo(panel, combo.rect().topRight()).x()
        assert right <= panel.viewport().width()
    made.close()
