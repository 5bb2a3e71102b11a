"""Everything about one record to read, walked by the keyboard."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from ui.kit.facts_dialog import FactsDialog
from ui.kit.parts import button


def test_tab_walks_in_reading_order_whatever_was_added_when(qtbot):
    facts = [("key", "Key", "AB12"), ("note", "Note", "")]
    dialog = FactsDialog("card", "A card", None, facts, copied=frozenset({"key"}))
    qtbot.addWidget(dialog)
    dialog.add_step(button("Edit…", "card.edit"))
    dialog.add_step(button("Remove…", "card.remove"))
    dialog.body.insertWidget(1, QLineEdit(objectName="card.inside"))
    dialog.open()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.close_button.hasFocus)

    met = []
    for _one in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        met.append(QApplication.focusWidget().objectName().removeprefix("card."))

    assert met == ["key.copy", "inside", "edit", "remove", "close"]
