"""What a change will do, a line for each license, before it is done."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.core.text import _, ngettext
from ui.kit import format as fmt
from ui.kit.form_panel import scrolled
from ui.kit.parts import label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

MOST = 200
HEIGHT = 190


class Preview(QFrame):
    """Lines of cells below titles, then why some licenses are left out."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}.preview")
        self.setProperty("role", "card")
        self._place = place
        self._holder = QVBoxLayout(self)
        self._holder.setContentsMargins(16, 12, 8, 12)
        self._shown: QWidget | None = None
        self.said = ""
        self.setMinimumHeight(theme().px(HEIGHT))
        self.tell(_("Looking…"))

    def tell(self, sentence: str) -> None:
        """Only a sentence."""
        self.show_lines((), (), [("", sentence)])

    def show_lines(
        self,
        titles: Sequence[str],
        lines: Sequence[Sequence[str]],
        refused: Sequence[tuple[object, str]] = (),
    ) -> None:
        """Show these, and under them each reason once."""
        inside = QWidget()
        inside.setProperty("role", "clear")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        last = len(titles) - 1
        grid.setColumnStretch(max(last, 0), 1)
        for column, title in enumerate(titles if lines else ()):
            grid.addWidget(label(title, "muted"), 0, column)
        for row, cells in enumerate(lines[:MOST], 1):
            for column, words in enumerate(cells):
                shown = paragraph(words) if column == last else label(words)
                grid.addWidget(shown, row, column, Qt.AlignmentFlag.AlignTop)
        said = list(dict.fromkeys(why for _id, why in refused))
        if len(lines) > MOST:
            more = len(lines) - MOST
            said.insert(0, ngettext("And %s more.", "And %s more.", more) % fmt.text(more))
        for sentence in said:
            grid.addWidget(paragraph(sentence, "muted"), grid.rowCount(), 0, 1, max(last + 1, 1))
        grid.setRowStretch(grid.rowCount(), 1)
        self.said = "\n".join([*(" | ".join(line) for line in lines), *said])
        if self._shown is not None:
            self._holder.removeWidget(self._shown)
            self._shown.hide()
            self._shown.deleteLater()
        self._shown = scrolled(inside)
        self._holder.addWidget(self._shown)
