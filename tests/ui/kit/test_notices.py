"""People are told in sentences; bugs become reports without personal data."""

import logging
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import Cancelled, Unavailable
from tests.ui.walk import faults
from ui.kit import dialogs
from ui.kit.crash import Crashes, report
from ui.kit.crash_dialog import CrashPresenter
from ui.kit.dialogs import Unsaved
from ui.kit.notices import Level, Notices
from ui.kit.redact import redact
from ui.kit.selection_bar import SelectionBar
from ui.kit.toasts import Toasts


@pytest.fixture
def notices(qapp):
    made = Notices(qapp)
    yield made
    made.deleteLater()


def test_failures_that_are_expected_are_sentences(notices):
    notices.show_error(Unavailable("The server does not answer. Try again."))
    notices.show_error(Cancelled("Cancelled. Nothing was changed."))
    assert [(notice.level, notice.message) for notice in notices.history] == [
        (Level.ERROR, "The server does not answer. Try again."),
        (Level.INFO, "Cancelled. Nothing was changed."),
    ]


def test_anything_else_goes_to_the_crash_hook(notices, monkeypatch):
    hooked = []
    monkeypatch.setattr(sys, "excepthook", lambda *what: hooked.append(what[1]))
    bug = ZeroDivisionError()
    notices.show_error(bug)
    assert hooked == [bug]
    assert notices.history == ()


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("write to ada.lovelace+x@example.co.uk now", "lovelace"),
        ("call +49 30 901820-17 today", "901820"),
        ("call (555) 123-4567", "4567"),
        ("postgresql+psycopg://ada:s3cret@db/desk", "s3cret"),
        ("password='hunter 2' x", "hunter"),
        ("DESK_PASSWORD=hunter2", "hunter2"),
        ("token: abc.def", "abc.def"),
        ("/home/ada/customers.db", "ada"),
        (r"C:\Users\ada\x.db", "ada"),
        (f"{Path.home()}/x", str(Path.home())),
    ],
)
def test_reports_name_nobody(text, gone):
    assert gone not in redact(text)


@pytest.mark.parametrize(
    "text", ["2026-11-21 00:49:12 UTC", 'File "app/core/db.py", line 120, in run', "rows: 1234"]
)
def test_reports_keep_what_helps(text):
    assert redact(text) == text


def test_a_crash_is_logged_and_shown_under_one_id(qtbot, qapp, tmp_path, notices):
    crashes = Crashes(tmp_path / "log", lambda: "1.2.3", qapp)
    crashes.install()
    presenter = CrashPresenter(crashes)
    try:
        notices.show_error(ValueError("ada@example.org broke it"))
        notices.show_error(ValueError("twice"))
        logging.getLogger("x").warning("password=hunter2")
        dialog = presenter.dialog
        assert faults(dialog) == []
        text = dialog.findChild(object, "crash.report").toPlainText()
        assert "ValueError" in text
        assert "Customer Desk 1.2.3" in text
        assert "ada@example.org" not in text
        dialog.findChild(QPushButton, "crash.copy").click()
        assert QApplication.clipboard().text() == text
        with qtbot.waitSignal(dialog.destroyed):
            dialog.findChild(QPushButton, "crash.continue").click()
        assert presenter.dialog is None
    finally:
        crashes.uninstall()
        crashes.deleteLater()
    log = (tmp_path / "log" / "customer-desk.log").read_text()
    assert text.splitlines()[0].split()[-1] in log
    assert "hunter2" not in log
    assert "twice" in log


def test_a_log_folder_that_cannot_be_made_stops_nothing(qapp, tmp_path, capsys):
    (tmp_path / "log").write_text("a file")
    crashes = Crashes(tmp_path / "log", lambda: "1", qapp)
    crashes.install()
    crashes.uninstall()
    assert "cannot write its log" in capsys.readouterr().err


def test_two_crashes_have_two_ids():
    assert report(ValueError(), "1").id != report(ValueError(), "1").id


def answer(press, look=lambda _dialog: None):
    """Press a button of the next modal dialog, after looking at it."""

    def act():
        dialog = QApplication.activeModalWidget()
        look(dialog)
        if press:
            dialog.findChild(QPushButton, press).click()
        else:
            dialog.reject()

    QTimer.singleShot(0, act)


@pytest.mark.usefixtures("qapp")
def test_confirm_names_the_object_and_the_verb():
    seen = []
    answer("confirm.accept", lambda dialog: seen.extend([faults(dialog), dialog.windowTitle()]))
    asked = dialogs.confirm(None, "Delete Acme?", "It can be restored.", "Delete", option="Tell")
    assert asked
    assert not asked.option
    assert seen == [[], "Delete Acme?"]


@pytest.mark.usefixtures("qapp")
def test_confirm_refused_by_escape():
    answer("")
    assert not dialogs.confirm(None, "Delete Acme?", "", "Delete", destructive=True)


@pytest.mark.usefixtures("qapp")
def test_confirm_wants_the_name_typed():
    states = []

    def look(dialog):
        press, line = (
            dialog.findChild(QPushButton, "confirm.accept"),
            dialog.findChild(QLineEdit, "confirm.typed"),
        )
        states.append(press.isEnabled())
        line.setText("Acme")
        states.append(press.isEnabled())

    answer("confirm.accept", look)
    assert dialogs.confirm(None, "Delete?", "", "Delete", destructive=True, typed="Acme")
    assert states == [False, True]


@pytest.mark.parametrize(
    ("press", "meant"),
    [
        ("unsaved.save", Unsaved.SAVE),
        ("unsaved.discard", Unsaved.DISCARD),
        ("unsaved.cancel", Unsaved.STAY),
        ("", Unsaved.STAY),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_unsaved_work_has_three_answers(press, meant):
    answer(press)
    assert dialogs.ask_unsaved(None, "Acme") is meant


def test_a_message_leaves_the_buttons_of_a_dialog_in_reach(qtbot, notices):
    window, dialog = QWidget(), QDialog()
    qtbot.addWidget(window)
    qtbot.addWidget(dialog)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    column = QVBoxLayout(dialog)
    column.addStretch()
    column.addWidget(box)
    dialog.setProperty("shows_toasts", True)
    dialog.resize(600, 400)
    toasts = Toasts(notices, window, lambda: 30)
    dialog.open()
    notices.say("100 customers were created.")

    (toast,) = toasts.shown
    assert toast.parentWidget() is dialog
    assert toast.geometry().bottom() < box.geometry().top()


def test_a_message_leaves_the_selection_bar_in_reach(qtbot, notices):
    window = QWidget()
    qtbot.addWidget(window)
    bar = SelectionBar("people", ())
    column = QVBoxLayout(window)
    column.addStretch()
    column.addWidget(bar)
    window.resize(600, 400)
    window.show()
    bar.show_count(3, 12)
    qtbot.waitUntil(lambda: bar.y() > 200)
    toasts = Toasts(notices, window, lambda: 30)
    notices.say("3 rows copied.")

    (toast,) = toasts.shown
    assert toast.geometry().bottom() < bar.geometry().top()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("count", [0, 3, 12])
def test_a_question_shows_all_of_its_text(count):
    cut = []

    def look(dialog):
        labels = dialog.findChildren(QLabel)
        cut.extend(each.text() for each in labels if each.height() < wanted(each))

    def wanted(label):
        return label.heightForWidth(label.width())

    answer("", look)
    names = ", ".join(["Bluemarch Motors Limited and Sons"] * count)
    text = f"{names}\n\n{'They leave every list. ' * 9}"
    dialogs.confirm(None, "Delete 3 customers?", text, "Delete")
    assert cut == []


def test_what_a_dialog_says_as_it_closes_stays_readable(qtbot, notices):
    window = QWidget()
    qtbot.addWidget(window)
    window.setProperty("shows_toasts", True)
    window.resize(600, 400)
    window.show()
    other = QWidget()
    qtbot.addWidget(other)
    other.setProperty("shows_toasts", True)
    other.resize(600, 400)
    other.show()
    dialog = QDialog(other)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setProperty("shows_toasts", True)
    QVBoxLayout(dialog).addWidget(QDialogButtonBox(QDialogButtonBox.StandardButton.Close))
    toasts = Toasts(notices, window, lambda: 30)
    dialog.open()
    notices.say("Acme is held back now.", ("Undo", lambda: None))
    with qtbot.waitSignal(dialog.destroyed):
        dialog.accept()

    (toast,) = toasts.shown
    assert toast.parentWidget() is other
    assert toast.geometry().bottom() > other.height() - 40
    assert toast.isVisible()
    assert toast.findChild(QPushButton, "shell.toast.action").text() == "Undo"
