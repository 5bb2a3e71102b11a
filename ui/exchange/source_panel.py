"""Which file is to be imported, and how it is read: guessed, shown, changeable."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.exchange.pasted import Pasted
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
from ui.kit import format as fmt
from ui.kit.flow import FlowLayout
from ui.kit.form_choices import ChoiceEditor
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.text_parts import paragraph, titled

KINDS = (
    N_("Lists (*.csv *.tsv *.txt *.xlsx *.xlsm *.xls *.vcf)"),
    N_("Text tables (*.csv *.tsv *.txt)"),
    N_("Excel workbooks (*.xlsx *.xlsm *.xls)"),
    N_("Contact cards (*.vcf)"),
    N_("All files (*)"),
)
_PLACEHOLDER = N_("Drop a file here, choose one, or paste cells")
_DEEPEST_HEADER = 30


class FileLine(QLineEdit):
    """A path to type; cells and files that are pasted into it are for `pasted` instead."""

    pasted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and _is_list():
            self.pasted.emit()
        else:
            super().keyPressEvent(event)


class SourcePanel(QWidget):
    """`chosen` carries a file's path or pasted text, `changed` that it is to be read otherwise."""

    chosen = Signal(object)
    changed = Signal()

    def __init__(
        self,
        place: str,
        parent: QWidget | None = None,
        title: str = N_("Import customers"),
        kinds: Sequence[str] = KINDS,
    ) -> None:
        super().__init__(parent)
        self._title, self._kinds = title, kinds
        self.file = FileLine(placeholderText=_(_PLACEHOLDER))
        self.file.pasted.connect(self.take_clipboard)
        self.file.setObjectName(f"{place}.file")
        self.file.returnPressed.connect(self._typed)
        self.file.editingFinished.connect(self._left)
        self.choose = button(_("Choose file…"), f"{place}.choose", Icon.FOLDER)
        self.choose.clicked.connect(self._ask)
        self.paste = button(_("Paste cells"), f"{place}.paste", Icon.PASTE)
        self.paste.setToolTip(_("Read the cells you copied in a spreadsheet (Ctrl+V)"))
        self.paste.clicked.connect(self.take_clipboard)
        self.sheet: ChoiceEditor = ChoiceEditor([])
        self.header_row = ChoiceEditor(
            [(number, fmt.text(number)) for number in range(1, _DEEPEST_HEADER + 1)]
        )
        self.encoding = ChoiceEditor([(key, _(name)) for key, name in ENCODINGS.items()])
        self.delimiter = ChoiceEditor([(key, _(DELIMITER_NAMES[key])) for key in DELIMITERS])
        self.date_order = ChoiceEditor([(key, _(name)) for key, name in DATE_ORDERS.items()])
        self.notes = paragraph("", "muted", f"{place}.notes")
        self._place, self._shown = place, ""
        self._telling = False
        self._is_text = self._has_header = True
        self._cells: dict[str, QWidget] = {}
        self._arrange()

    def options(self) -> Options:
        """How to read the file, as it is chosen now."""
        return Options(
            self.encoding.read() if self._is_text else None,
            self.delimiter.read() if self._is_text else None,
            self.date_order.read(),
            sheet=self.sheet.read() or "",
            header_row=self.header_row.read() if self._has_header else None,
        )

    def show_found(self, found: Inspection) -> None:
        """Show what was found out about the file."""
        self._telling = True
        self._is_text, self._has_header = bool(found.encoding), found.header_row is not None
        self.sheet.offer_all([(name, name) for name in found.sheets])
        self.sheet.write(found.sheet)
        self.header_row.write(found.header_row)
        self.encoding.write(found.encoding)
        self.delimiter.write(found.delimiter)
        unknown = found.date_order in {None, DateOrder.AMBIGUOUS}
        self.date_order.write(None if unknown else found.date_order)
        self.date_order.widget.setEnabled(found.date_order is not None)
        self._telling = False
        for cell, fits in (
            (self._cells["encoding"], self._is_text),
            (self._cells["delimiter"], bool(found.delimiter) and self._is_text),
            (self._cells["sheet"], len(found.sheets) > 1),
            (self._cells["headerRow"], self._has_header),
            (self._cells["dateOrder"], found.date_order is not None),
        ):
            cell.setVisible(fits)
        self.notes.setText(" ".join(found.notes))
        self.notes.setVisible(bool(found.notes))
        self.reading.show()

    def show_nothing(self) -> None:
        """Nothing is known of how the file is to be read."""
        self.reading.hide()
        self.notes.hide()

    def show_path(self, path: Path | Pasted) -> None:
        """Show which file it is."""
        pasted = isinstance(path, Pasted)
        self._shown = "" if pasted else str(path)
        self.file.setText(self._shown)
        self.file.setPlaceholderText(_("Pasted cells") if pasted else _(_PLACEHOLDER))

    def take_clipboard(self) -> None:
        """Read what was copied: a file, or cells."""
        data = QGuiApplication.clipboard().mimeData()
        urls = [url for url in data.urls() if url.isLocalFile()] if data else []
        if len(urls) == 1:
            self.chosen.emit(Path(urls[0].toLocalFile()))
        else:
            self.chosen.emit(Pasted(data.text() if data else ""))

    def _typed(self) -> None:
        if text := self.file.text().strip():
            self.chosen.emit(Path(text).expanduser())

    def _left(self) -> None:
        """Another name stands there than that of what was read: read that, before going on."""
        if self.file.text().strip() not in {"", self._shown}:
            self._typed()

    def _ask(self) -> None:
        kinds = [_(kind) for kind in self._kinds]
        if path := dialogs.ask_open_path(self, _(self._title), kinds):
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
        top.addWidget(self.paste)
        self.file.setAccessibleName(_("File to import"))
        column.addLayout(top)
        self.reading = QWidget()
        flow = FlowLayout(self.reading, 16)
        for editor, name, words in (
            (self.sheet, "sheet", _("Sheet")),
            (self.header_row, "headerRow", _("Names of columns in row")),
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
            self._cells[name] = cell
        column.addWidget(self.reading)
        column.addWidget(self.notes)
        self.reading.hide()
        self.notes.hide()


def _is_list() -> bool:
    """Whether cells or files were copied, not the path of one."""
    data = QGuiApplication.clipboard().mimeData()
    if data is None:
        return False
    text = data.text().strip("\r\n")
    return data.hasUrls() or any(sign in text for sign in "\t\r\n")
