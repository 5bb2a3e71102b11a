"""The parts of the import dialog: file, mapping and preview; and the buttons below them."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.core.text import _, ngettext
from app.exchange.schemas import Inspection, Label, Rehearsal
from ui.exchange.mapping_panel import MappingPanel
from ui.exchange.preview import Preview
from ui.exchange.source_panel import SourcePanel
from ui.exchange.summary import Summary
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button, card, label, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme


class ImportBody(QWidget):
    """Above the file and how it is read; below the mapping beside what it comes to."""

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self.source = SourcePanel(place)
        self.mapping = MappingPanel(f"{place}.mapping")
        self.summary = Summary(place)
        self.preview = Preview(desk, f"{place}.preview")
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName(f"{place}.split")
        self._split.setChildrenCollapsible(False)
        self._invitation = _invitation(place)
        self._arrange()
        self._split.hide()
        self.show_rehearsal(None)

    def show_found(self, found: Inspection, wanted: Mapping[str, str]) -> None:
        """Show what is in a file, with the `wanted` field for each of its columns."""
        self.source.show_found(found)
        self.mapping.show_found(found, wanted)
        self._invitation.hide()
        self._split.show()

    def show_nothing(self) -> None:
        """Invite to choose a file again: this one could not be read."""
        self.source.show_nothing()
        self.show_rehearsal(None)
        self._split.hide()
        self._invitation.show()

    def show_rehearsal(self, found: Rehearsal | None) -> None:
        """Show what would happen to each row."""
        self.summary.show_found(found)
        self.preview.show_rows(found)

    def _arrange(self) -> None:
        left, right = QWidget(), QWidget()
        columns = QVBoxLayout(left)
        columns.setContentsMargins(0, 0, 12, 0)
        columns.setSpacing(10)
        columns.addWidget(label(_("Columns of the file"), "h2"))
        columns.addWidget(self.mapping, 1)
        rows = QVBoxLayout(right)
        rows.setContentsMargins(12, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(label(_("What would happen"), "h2"))
        rows.addWidget(self.summary)
        rows.addWidget(self.preview, 1)
        self._split.addWidget(left)
        self._split.addWidget(right)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([theme().px(390), theme().px(640)])
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(16)
        body.addWidget(self.source)
        body.addWidget(self._invitation, 1)
        body.addWidget(self._split, 1)


def _invitation(place: str) -> QWidget:
    """What stands there until a file is chosen."""
    made = card()
    made.setObjectName(f"{place}.invitation")
    column = made.layout()
    centre = Qt.AlignmentFlag.AlignHCenter
    text = paragraph(
        _(
            "A CSV file from a spreadsheet or another program. You see what would become of "
            "each row before anything is written."
        ),
        "muted",
    )
    text.setAlignment(centre)
    if isinstance(column, QVBoxLayout):
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(picture(Icon.IMPORT, 40), 0, centre)
        column.addWidget(label(_("Drop a list of customers here"), "h2"), 0, centre)
        column.addWidget(text)
        column.addStretch(1)
    return made


class ImportButtons(QWidget):
    """Save the rows with problems, cancel, import; after the import only close."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setProperty("foot", True)
        self.save_errors = button(
            _("Save rows with problems…"), f"{place}.saveErrors", Icon.DOWNLOAD
        )
        self.cancel = button(_("Cancel"), f"{place}.cancel")
        self.run = button(_("Import"), f"{place}.run", role="primary")
        self._finished = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.save_errors)
        row.addStretch(1)
        row.addWidget(self.cancel)
        row.addWidget(self.run)

    def offer(self, found: Rehearsal | None, *, busy: bool, writing: bool) -> None:
        """Enable what makes sense, and say on the button how much it does."""
        errors = found.counts[Label.ERROR] if found else 0
        useful = found.counts[Label.CREATE] + found.counts[Label.UPDATE] if found else 0
        self.save_errors.setVisible(errors > 0)
        self.save_errors.setEnabled(not busy)
        self.run.setEnabled(bool(useful) and not busy and not self._finished)
        self.run.setText(_verb(useful, errors))
        self.run.setAccessibleName(self.run.text())
        self.cancel.setText(_("Stop") if writing else self.cancel.text())
        if not writing:
            self.cancel.setText(_("Close") if self._finished else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def finish(self) -> None:
        """The import is over."""
        self._finished = True
        self.run.hide()
        self.cancel.setText(_("Close"))
        self.cancel.setDefault(True)
        self.cancel.setFocus()


def _verb(useful: int, errors: int) -> str:
    if not useful:
        return _("Import")
    said = ngettext("Import %s row", "Import %s rows", useful)
    if errors:
        said = ngettext("Import the %s good row", "Import the %s good rows", useful)
    return said % fmt.text(useful)
