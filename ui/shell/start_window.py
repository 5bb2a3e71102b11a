"""The first window: it paints before anything is opened, and then shows what is needed."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.core.text import _
from ui.kit.theme import theme

SIZE, SMALLEST = QSize(560, 800), QSize(400, 360)


class StartWindow(QStackedWidget):
    """Shows one page at a time: opening, sign-in, first run, or what went wrong."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("start")
        self.setProperty("role", "page")
        self.setWindowTitle(_("Customer Desk"))
        self.setMinimumSize(SMALLEST)
        wanted = QSize(theme().px(SIZE.width()), theme().px(SIZE.height()))
        self.resize(wanted.boundedTo(self.screen().availableSize()))

    def show_page(self, page: QWidget) -> None:
        """Show `page` instead of the last one, which is thrown away."""
        last = self.currentWidget()
        self.addWidget(page)
        self.setCurrentWidget(page)
        if last is not None:
            self.removeWidget(last)
            last.deleteLater()
        start = getattr(page, "start", None)
        if callable(start):
            start()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.left.emit()
