"""Small steps that the tests of the customers' screens share."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton


def idle(qtbot, desk):
    """Wait until whatever was asked for has arrived."""
    qtbot.waitUntil(lambda: desk.tasks.is_idle)


def opened(qtbot, dialog):
    """Open a dialog with a form; the end of the test closes it without a question."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog, before_close_func=lambda it: it.panel.mark_clean())
    dialog.open()
    return dialog


def shown(qtbot, widget, desk):
    """Show a widget and let everything it asks for arrive."""
    qtbot.addWidget(widget)
    widget.show()
    idle(qtbot, desk)
    return widget


def press(widget, name):
    """Press the button of that name."""
    found = widget.findChild(QPushButton, name)
    assert found is not None, name
    assert found.isEnabled(), name
    found.click()


def said(desk):
    """What was said so far, oldest first."""
    return [notice.message for notice in desk.notices.history]


def column(page, key):
    """The texts of a column of a list, from the top."""
    number = next(n for n, spec in enumerate(page.model.columns) if spec.key == key)
    return [page.model.cell(row, number).text for row in range(page.model.rowCount())]
