"""Walks a window and tells what a test, a script or a screen reader could not name."""

import re

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTabWidget,
    QTextEdit,
    QWidget,
)

NAME = re.compile(r"[a-z]\w*(\.\w+)+")
INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTabWidget,
    QTextEdit,
)
# Qt builds these out of parts of its own, which are reached through the whole.
WHOLES = (
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QComboBox,
    QLineEdit,
    QMenuBar,
    QTabBar,
)


def _is_inner(widget: QWidget, top: QWidget) -> bool:
    if isinstance(widget, QScrollBar | QHeaderView | QTabBar):
        return True
    above = widget.parentWidget()
    while above is not None and above is not top:
        if isinstance(above, WHOLES):
            return True
        above = above.parentWidget()
    return False


def _what(widget: QWidget) -> str:
    chain = []
    above: QWidget | None = widget
    while above is not None and len(chain) < 4:
        chain.append(above.objectName() or type(above).__name__)
        above = above.parentWidget()
    return f"{type(widget).__name__} in {' < '.join(chain)}"


def faults(window: QWidget) -> list[str]:
    """Every interactive widget without a name, and every field label without a buddy."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if isinstance(widget, INTERACTIVE) and not _is_inner(widget, window):
            if not NAME.fullmatch(widget.objectName()):
                found.append(f"no object name: {_what(widget)}")
            if not widget.accessibleName().strip():
                found.append(f"no accessible name: {_what(widget)}")
        titles = isinstance(widget, QLabel) and widget.property("role") == "label"
        if titles and widget.buddy() is None and widget.isVisibleTo(window):
            found.append(f"no buddy: {_what(widget)} ({widget.text()})")
    return found
