from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button


def _note(pressed, made, _checked=False):
    pressed.append(made.objectName())


@pytest.fixture
def pressed():
    return []


@pytest.fixture(params=[QWidget, QDialog])
def holder(request, qtbot, pressed):
    made = request.param()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    made.plain, made.main = button("Cancel", "x.cancel"), button("Save", "x.save")
    made.drawn = icon_button("More", "x.more", Icon.MORE)
    for each in (made.plain, made.main, made.drawn):
        column.addWidget(each)
        each.clicked.connect(partial(_note, pressed, each))
    made.main.setDefault(True)
    made.show()
    return made


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_button_with_the_focus_is_pressed(holder, pressed, key):
    for each in (holder.plain, holder.drawn, holder.main):
        each.setFocus()
        QTest.keyClick(each, key)
    assert pressed == ["x.cancel", "x.more", "x.save"]


def test_a_button_that_is_off_stays_alone(holder, pressed):
    holder.plain.setFocus()
    holder.plain.setEnabled(False)
    QTest.keyClick(holder.plain, Qt.Key.Key_Return)
    assert "x.cancel" not in pressed
