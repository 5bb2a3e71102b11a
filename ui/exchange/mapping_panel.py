"""Which column of the file goes into which field, with a sample of what is in it."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.core.text import _
from app.exchange.schemas import FIELDS, Inspection, title
from ui.kit import format as fmt
from ui.kit.form_choices import ChoiceEditor
from ui.kit.parts import label

_SAMPLES = 2
_SAMPLE_LENGTH = 26


class MappingPanel(QScrollArea):
    """One line for each column; `changed` says that one was given another field."""

    changed = Signal()

    def __init__(self, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(place)
        self.setAccessibleName(_("Columns and fields"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editors: dict[str, ChoiceEditor] = {}
        self._place = place
        self._telling = False

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each column that has one."""
        chosen = {name: editor.read() for name, editor in self.editors.items()}
        return {name: field for name, field in chosen.items() if field}

    def show_found(self, found: Inspection, wanted: Mapping[str, str]) -> None:
        """Offer a field for each of the columns, with `wanted` chosen."""
        self._telling = True
        body = QWidget()
        body.setProperty("role", "clear")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(0, 1)
        self.editors = {}
        for place, name in enumerate(found.header):
            editor = self._editor(place, name)
            editor.write(wanted.get(name))
            grid.addWidget(self._about(found, place, editor), place, 0)
            grid.addWidget(editor.widget, place, 1, Qt.AlignmentFlag.AlignTop)
            self.editors[name] = editor
        grid.setRowStretch(len(found.header), 1)
        self.setWidget(body)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(body.minimumSizeHint().width() + bar)
        self._telling = False

    def _editor(self, place: int, name: str) -> ChoiceEditor:
        editor = ChoiceEditor(
            [(None, _("(not imported)")), *((field, title(field)) for field in FIELDS)]
        )
        editor.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        editor.combo.setMaxVisibleItems(16)
        editor.set_name(f"{self._place}.{place + 1}", _("Field for the column %s") % name)
        editor.edited.connect(self._edited)
        return editor

    def _about(self, found: Inspection, place: int, editor: ChoiceEditor) -> QWidget:
        cells = [row[place] for row in found.samples if place < len(row)]
        filled = dict.fromkeys(cell for cell in cells if cell.strip())
        sample = " · ".join(list(filled)[:_SAMPLES])
        about = QWidget()
        column = QVBoxLayout(about)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        heading = label(fmt.short(found.header[place], _SAMPLE_LENGTH), "label")
        heading.setBuddy(editor.input)
        heading.setToolTip(found.header[place])
        column.addWidget(heading)
        column.addWidget(label(fmt.short(sample, _SAMPLE_LENGTH) or _("(empty)"), "caption"))
        return about

    def _edited(self) -> None:
        if not self._telling:
            self.changed.emit()
