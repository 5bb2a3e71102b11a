"""Fields no column brings, given one value for every row."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.text import _
from app.exchange.schemas import FIELDS, title
from ui.kit.form_choices import ChoiceEditor
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button

# What is each customer's own cannot be the same in every row.
_OWN = frozenset({"client_id", "email"})


class FixedValues(QWidget):
    """A line for each such field; `changed` says that one came, went or was given a value."""

    changed = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place, self._made = place, 0
        self._lines: list[tuple[QWidget, ChoiceEditor, QLineEdit]] = []
        self.add = button(_("Add a value for every row"), f"{place}.add", Icon.PLUS, role="link")
        self.add.clicked.connect(self._add_blank)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def values(self) -> dict[str, str]:
        """The text of each field that has one."""
        told = ((field.read(), value.text().strip()) for _line, field, value in self._lines)
        return {field: text for field, text in told if field and text}

    def show_values(self, values: Mapping[str, str]) -> None:
        """Show these, without a signal."""
        for line, _field, _value in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = []
        for field, text in values.items():
            self._insert(field, text)

    def _add_blank(self) -> None:
        self._insert(None, "").combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _insert(self, field: str | None, text: str) -> ChoiceEditor:
        self._made += 1
        name = f"{self._place}.{self._made}"
        line, value = QWidget(), QLineEdit(text)
        offered = [(key, title(key)) for key in FIELDS if key not in _OWN]
        chooser = ChoiceEditor(offered)
        chooser.write(field)
        chooser.set_name(f"{name}.field", _("Field"))
        value.setObjectName(f"{name}.value")
        value.setAccessibleName(_("Value for every row"))
        value.setPlaceholderText(_("The same in every row"))
        drop = icon_button(_("Take this value away"), f"{name}.drop", Icon.X)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(chooser.widget)
        row.addWidget(value, 1)
        row.addWidget(drop)
        entry = (line, chooser, value)
        self._lines.append(entry)
        self._column.insertWidget(len(self._lines) - 1, line)
        chooser.edited.connect(self.changed)
        value.editingFinished.connect(self.changed)
        drop.clicked.connect(partial(self._drop, entry))
        return chooser

    def _drop(self, entry: tuple[QWidget, ChoiceEditor, QLineEdit], _checked: bool = False) -> None:
        self._lines.remove(entry)
        entry[0].hide()
        entry[0].deleteLater()
        self.changed.emit()
