"""What else an export is told: the order of the rows, a title, what it is for."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.text import _
from app.exchange.export_schemas import COLUMNS, PURPOSE_LENGTH, SORTABLE, Format
from ui.kit.form_choices import ChoiceEditor
from ui.kit.icons import Icon
from ui.kit.parts import icon_button
from ui.kit.text_parts import paragraph, title_for, titled


class SortChoice(QWidget):
    """By which column the rows are sorted, and in which direction."""

    def __init__(self, place: str) -> None:
        super().__init__()
        options = [("", _("As in the list")), *((key, _(COLUMNS[key])) for key in SORTABLE)]
        self.key = ChoiceEditor(options)
        self.key.set_name(f"{place}.sort", _("Sorted by"))
        self.down = icon_button(_("Descending"), f"{place}.sort.descending", Icon.ARROW_DOWN)
        self.down.setCheckable(True)
        self.key.edited.connect(self._offer)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addLayout(titled(self.key.widget, _("Sorted by"), self.key.input), 1)
        row.addWidget(self.down, 0, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self.write("", descending=False)

    def read(self) -> tuple[str, bool]:
        """The key, blank for the list's own order, and whether it is descending."""
        key: str = self.key.read() or ""
        return key, bool(key) and self.down.isChecked()

    def write(self, key: str, *, descending: bool) -> None:
        """Show an order."""
        self.key.write(key if key in SORTABLE else "")
        self.down.setChecked(descending)
        self._offer()

    def _offer(self) -> None:
        self.down.setEnabled(bool(self.key.read()))


class ExportWords(QWidget):
    """What stands above a PDF, and what the export is for."""

    def __init__(self, place: str, title: str) -> None:
        super().__init__()
        self.title = _line(f"{place}.title", title)
        self.purpose = _line(f"{place}.purpose", _("For example: yearly audit"))
        self.purpose.setMaxLength(PURPOSE_LENGTH)
        self._titled = title_for(self.title, _("Title of the PDF"))
        self._for = title_for(self.purpose, _("What is it for?"))
        kept = paragraph(_("Kept with your name in the log of exports."), "caption")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        for widget in (self._titled, self.title, self._for, self.purpose, kept):
            self.column.addWidget(widget)

    def show_for(self, form: Format) -> None:
        """Offer what makes sense for a format."""
        for widget in (self._titled, self.title):
            widget.setVisible(form is Format.PDF)

    def ask_purpose(self) -> None:
        """Mark that the organization wants to know what an export is for."""
        self._for.setText(f"{_('What is it for?')} *")


class ExportOptions(ExportWords):
    """The same with the order of the rows; `edited` tells of any change a preset keeps."""

    edited = Signal()

    def __init__(self, place: str) -> None:
        super().__init__(place, _("Customers"))
        self.sort = SortChoice(place)
        self.once = QCheckBox(_("Each e-mail address only once"))
        self.once.setObjectName(f"{place}.once")
        self.once.setAccessibleName(self.once.text())
        self.column.insertWidget(0, self.sort)
        self.column.insertWidget(1, self.once)
        self.column.insertSpacing(2, 6)
        self.sort.key.edited.connect(self.edited)
        self.sort.down.toggled.connect(self.edited)
        self.once.toggled.connect(self.edited)


def _line(name: str, example: str) -> QLineEdit:
    made = QLineEdit()
    made.setObjectName(name)
    made.setPlaceholderText(example)
    return made
