"""Which file is to be imported, and how it is read: guessed, shown, changeable."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.exchange.schemas import (
    DATE_ORDERS,
    DELIMITER_NAMES,
    DELIMITERS,
    ENCODINGS,
    DateOrder,
    Inspection,
    Options,
)
from ui.kit import dialogs
from ui.kit.flow import FlowLayout
from ui.kit.form_choices import ChoiceEditor
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.text_parts import paragraph, titled

KINDS = (N_("Text tables (*.csv *.tsv *.txt)"), N_("All files (*)"))


class SourcePanel(QWidget):
    """`chosen` carries a file's path, `changed` says that it is to be read otherwise."""

    chosen = Signal(object)
    changed = Signal()

    def __init__(self, place: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file = QLineEdit(placeholderText=_("Drop a CSV file here, or choose one"))
        self.file.setObjectName(f"{place}.file")
        self.file.returnPressed.connect(self._typed)
        self.choose = button(_("Choose file…"), f"{place}.choose", Icon.FOLDER)
        self.choose.clicked.connect(self._ask)
        self.encoding = ChoiceEditor([(key, _(name)) for key, name in ENCODINGS.items()])
        self.delimiter = ChoiceEditor([(key, _(DELIMITER_NAMES[key])) for key in DELIMITERS])
        self.date_order = ChoiceEditor([(key, _(name)) for key, name in DATE_ORDERS.items()])
        self.notes = paragraph("", "muted", f"{place}.notes")
        self._place = place
        self._telling = False
        self._arrange()

    def options(self) -> Options:
        """How to read the file, as it is chosen now."""
        return Options(self.encoding.read(), self.delimiter.read(), self.date_order.read())

    def show_found(self, found: Inspection) -> None:
        """Show what was found out about the file."""
        self._telling = True
        self.encoding.write(found.encoding)
        self.delimiter.write(found.delimiter)
        unknown = found.date_order in {None, DateOrder.AMBIGUOUS}
        self.date_order.write(None if unknown else found.date_order)
        self.date_order.widget.setEnabled(found.date_order is not None)
        self._telling = False
        self.notes.setText(" ".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self.reading.show()

    def show_nothing(self) -> None:
        """Nothing is known of how the file is to be read."""
        self.reading.hide()
        self.notes.hide()

    def show_path(self, path: Path) -> None:
        """Show which file it is."""
        self.file.setText(str(path))

    def _typed(self) -> None:
        if text := self.file.text().strip():
            self.chosen.emit(Path(text).expanduser())

    def _ask(self) -> None:
        kinds = [_(kind) for kind in KINDS]
        if path := dialogs.ask_open_path(self, _("Import customers"), kinds):
            self.chosen.emit(path)

    def _edited(self) -> None:
        if not self._telling:
            self.changed.emit()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.file, 1)
        top.addWidget(self.choose)
        self.file.setAccessibleName(_("File to import"))
        column.addLayout(top)
        self.reading = QWidget()
        flow = FlowLayout(self.reading, 16)
        for editor, name, words in (
            (self.encoding, "encoding", _("Encoding")),
            (self.delimiter, "delimiter", _("Columns separated by")),
            (self.date_order, "dateOrder", _("Order in dates")),
        ):
            editor.set_name(f"{self._place}.{name}", words)
            editor.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            editor.edited.connect(self._edited)
            above = titled(editor.widget, words, editor.input)
            above.setContentsMargins(0, 0, 0, 0)
            cell = QWidget()
            cell.setLayout(above)
            flow.addWidget(cell)
        column.addWidget(self.reading)
        column.addWidget(self.notes)
        self.reading.hide()
        self.notes.hide()
