"""What an import did."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role


class ResultPage(QWidget):
    """A sentence for each thing that was done; `revert_asked` takes all of it back."""

    revert_asked = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.revert = button(_("Take this import back…"), f"{place}.revert", Icon.UNDO)
        self.revert.clicked.connect(self.revert_asked)
        self._title = label(_("The import is done"), "h2", name=f"{place}.done")
        self._text = paragraph("", name=f"{place}.result")
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(1)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(picture(Icon.CIRCLE_CHECK, 48, Role.ACCENT), 0, centre)
        column.addWidget(self._title, 0, centre)
        column.addWidget(self._text)
        column.addWidget(self.revert, 0, centre)
        column.addStretch(2)

    def show_result(self, said: Sequence[str], *, errors: bool, changed: bool) -> None:
        """Show the sentences, and what to do about rows that were left out."""
        lines = list(said)
        self.revert.setVisible(changed)
        if errors:
            lines.append(_("Save the rows with problems, mend them, and import that file."))
        self._text.setText("\n".join(lines))
