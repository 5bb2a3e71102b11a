"""The places of a form's steps, one on top of the other; each scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget


class StepPages(QStackedWidget):
    """Parts are made inside their places: whatever is moved elsewhere is dressed anew."""

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._areas = [QScrollArea(self) for _step in range(count)]
        for area in self._areas:
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self.addWidget(area)

    def place(self, step: int) -> QWidget:
        """What the parent of a step's part must be."""
        return self._areas[step].viewport()

    def hold(self, step: int, part: QWidget) -> None:
        """Let a part that was made in its place fill it."""
        self._areas[step].setWidget(part)

    def reveal(self, step: int, widget: QWidget) -> None:
        """Show a step, and bring something in it into view."""
        self.setCurrentIndex(step)
        self._areas[step].ensureWidgetVisible(widget)
