"""Chooses fields of many customers, and what is to happen to each."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.core.errors import Invalid
from app.core.text import _
from app.customers.bulk_changes import BULK_FIELDS, EditFields
from ui.customers.bulk_field import FieldRow
from ui.customers.bulk_panel import Panel
from ui.kit.desk import Desk
from ui.kit.form_editors import Unreadable
from ui.kit.icons import Icon
from ui.kit.parts import button


class FieldsPanel(Panel):
    """A row for each field; there is always one."""

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self._desk, self._place, self._made = desk, place, 0
        self.rows: list[FieldRow] = []
        self.add = button(_("Another field"), f"{place}.add", Icon.PLUS, role="link")
        self.add.clicked.connect(lambda: self._add(focus=True))
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self._add()

    def change(self) -> EditFields:
        """What is to happen to the fields.

        Raises:
            Invalid: something is missing or wrong, keyed by field.
        """
        problems: dict[str, str] = {}
        edits = []
        for row in self.rows:
            try:
                edits.append(row.edit())
            except Unreadable as unreadable:
                problems[row.field.key] = str(unreadable)
        change = EditFields(tuple(edits))
        problems |= change.problems() if edits else {}
        if problems:
            raise Invalid(problems)
        return change

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """By its field, where somebody filled in something already."""
        for row in self.rows:
            row.show_problem(problems.get(row.field.key, "") if row.touched else "")
        shown = {row.field.key for row in self.rows}
        return [text for key, text in problems.items() if key not in shown]

    @property
    def first(self) -> QWidget | None:
        """The first field."""
        return self.rows[0].fields.input

    def _add(self, *, focus: bool = False) -> None:
        self._made += 1
        used = {row.field.key for row in self.rows}
        free = next((key for key in BULK_FIELDS if key not in used), None)
        if free is None:
            return
        row = FieldRow(self._desk, f"{self._place}.{self._made}", free)
        row.changed.connect(self._edited)
        row.removed.connect(partial(self._remove, row))
        self.rows.append(row)
        self.column.insertWidget(len(self.rows) - 1, row)
        self._edited()
        if focus:
            row.fields.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, row: FieldRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._edited()
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self.add.setEnabled(len(self.rows) < len(BULK_FIELDS))
        for row in self.rows:
            row.remove.setVisible(len(self.rows) > 1)
        self.changed.emit()
