"""Locking hides everything, keeps everything, and only the password ends it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from app.core.errors import NotSignedIn
from tests.ui.desks import ADA
from tests.ui.walk import faults
from ui.shell.idle import IdleWatch
from ui.shell.lock import Cover, Lock


def check(password):
    if password != "right":
        raise NotSignedIn("E-mail or password is not right. Check both and try again.")


@pytest.fixture
def window(qtbot):
    made = QWidget()
    made.setWindowTitle("Acme — Customer Desk")
    made.note = QLineEdit("half a sentence", made)
    QVBoxLayout(made).addWidget(made.note)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def lock(qapp, desk):
    made = Lock(desk.tasks, ADA, check, qapp)
    yield made
    made.release()
    made.deleteLater()


def test_nothing_can_be_seen_and_nothing_is_lost(qtbot, lock, window):
    lock.lock()
    cover = window.findChild(Cover)
    assert cover.geometry() == window.rect()
    assert "Acme" not in window.windowTitle()
    assert faults(lock.dialog) == []

    lock.dialog.password.setText("wrong")
    lock.dialog.unlock.click()
    qtbot.waitUntil(lock.dialog.bar.isVisible)
    assert lock.is_locked

    lock.dialog.password.setText("right")
    QTest.keyClick(lock.dialog.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not lock.is_locked)
    assert window.windowTitle() == "Acme — Customer Desk"
    assert window.note.text() == "half a sentence"
    qtbot.waitUntil(lambda: window.findChild(Cover) is None)


def test_escape_and_closing_do_not_unlock(lock, window):
    lock.lock()
    QTest.keyClick(lock.dialog, Qt.Key.Key_Escape)
    lock.dialog.close()
    assert lock.is_locked
    assert window.findChild(Cover) is not None


def test_a_window_that_opens_meanwhile_is_covered_too(qtbot, lock, window):
    lock.lock()
    late = QDialog(window)
    qtbot.addWidget(late)
    late.show()
    assert late.findChild(Cover) is not None


def test_a_dialog_that_was_open_stays_open_and_modal(qtbot, lock, window):
    dialog = QDialog(window)
    qtbot.addWidget(dialog)
    dialog.open()
    lock.lock()
    assert dialog.findChild(Cover) is not None
    lock.release()
    assert dialog.isVisible()
    assert dialog.isModal()


def test_idle_after_a_while_but_not_while_someone_types(qtbot, qapp, window):
    watch = IdleWatch(qapp)
    watch.set_minutes(0.2 / 60)
    with qtbot.waitSignal(watch.idle, timeout=1000):
        pass
    watch.set_minutes(10)
    before = watch.remaining
    with qtbot.waitSignal(watch.idle, timeout=30, raising=False) as early:
        pass
    assert not early.signal_triggered
    low = watch.remaining
    assert low < before
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_A)
    assert watch.remaining > low
    watch.set_minutes(0)
    assert watch.remaining < 0
    watch.deleteLater()
