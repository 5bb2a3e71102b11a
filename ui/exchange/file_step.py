"""The first step of an import: which file it is, how it is read, and what is in it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from app.exchange.schemas import ImportJob, Inspection
from ui.exchange import words
from ui.exchange.source_panel import SourcePanel
from ui.kit import format as fmt
from ui.kit.icons import Icon
from ui.kit.parts import card, label, picture
from ui.kit.text_parts import paragraph

_SHORT = 60
_WIDEST = 260


class FileStep(QWidget):
    """The file's first rows, as they are read; an invitation until there are any."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.source = SourcePanel(place)
        self.earlier = paragraph("", "muted", f"{place}.earlier")
        self._invitation = _invitation(place)
        self.sample = QTableWidget()
        self.sample.setObjectName(f"{place}.sample")
        self.sample.setAccessibleName(_("The first rows of the file"))
        self.sample.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.sample.setWordWrap(False)
        self.sample.setProperty("role", "boxed")
        self.sample.verticalHeader().hide()
        self.sample.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.sample.horizontalHeader().setMaximumSectionSize(_WIDEST)
        self.sample.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.source)
        column.addWidget(self.earlier)
        column.addWidget(self._invitation, 1)
        column.addWidget(self.sample, 1)
        self.show_nothing()

    def show_found(self, found: Inspection) -> None:
        """Show what is in a file."""
        self.source.show_found(found)
        self._show_earlier(found.earlier)
        self._fill(found.header, found.samples)
        self._invitation.hide()
        self.sample.show()

    def show_nothing(self) -> None:
        """Invite to choose a file: there is none, or it could not be read."""
        self.source.show_nothing()
        self.earlier.hide()
        self.sample.hide()
        self._invitation.show()

    def _show_earlier(self, jobs: Sequence[ImportJob]) -> None:
        """The same file came before: say what a second time does."""
        self.earlier.setVisible(bool(jobs))
        if jobs:
            job = jobs[0]
            said = _("%(who)s imported this very file on %(when)s.")
            again = _("What has not changed since is left as it is.")
            words = said % {"who": job.who, "when": fmt.text(job.at)}
            self.earlier.setText(f"{words} {again}")

    def _fill(self, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.sample.clear()
        self.sample.setColumnCount(len(header))
        self.sample.setRowCount(len(rows))
        self.sample.setHorizontalHeaderLabels([fmt.short(name, _SHORT) for name in header])
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells[: len(header)]):
                item = QTableWidgetItem(fmt.short(" ".join(cell.split()), _SHORT))
                item.setToolTip(cell if len(cell) > _SHORT else "")
                self.sample.setItem(row, column, item)


def _invitation(place: str) -> QWidget:
    """What stands there until a file is chosen."""
    made = card()
    made.setObjectName(f"{place}.invitation")
    column = made.layout()
    centre = Qt.AlignmentFlag.AlignHCenter
    text = paragraph(words.invitation(), "muted")
    text.setAlignment(centre)
    if isinstance(column, QVBoxLayout):
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(picture(Icon.IMPORT, 40), 0, centre)
        column.addWidget(label(_("Drop a list of customers here"), "h2"), 0, centre)
        column.addWidget(text)
        column.addStretch(1)
    return made
