"""Which column of the file goes into which field, with a sample of what is in it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from app.exchange.schemas import FIELDS, ColumnRule, Inspection, title
from ui.exchange.rule_dialog import RuleDialog
from ui.kit import format as fmt
from ui.kit.form_choices import ChoiceEditor
from ui.kit.icons import Icon
from ui.kit.parts import icon_button, label
from ui.kit.theme import theme

_SAMPLES = 3
_SAMPLE_LENGTH = 48


class MappingPanel(QScrollArea):
    """One line for each column; `changed` says that one was given another field.

    `fields` are those there are, each with its title; without, a customer's, with rules.
    """

    changed = Signal()

    def __init__(
        self, place: str, parent: QWidget | None = None, fields: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(parent)
        self._with_rules = fields is None
        self._fields = {key: title(key) for key in FIELDS} if fields is None else fields
        self.setObjectName(place)
        self.setAccessibleName(_("Columns and fields"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.editors: dict[str, ChoiceEditor] = {}
        self.rules: dict[str, ColumnRule] = {}
        self._pens: dict[str, QToolButton] = {}
        self._place = place
        self._telling = False

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each column that has one."""
        chosen = {name: editor.read() for name, editor in self.editors.items()}
        return {name: field for name, field in chosen.items() if field}

    def show_mapping(self, wanted: Mapping[str, str], rules: Mapping[str, ColumnRule]) -> None:
        """Choose these fields and rules, without a signal."""
        self._telling = True
        self.rules = dict(rules)
        for name, editor in self.editors.items():
            editor.write(wanted.get(name))
        self._mark()
        self._telling = False

    def show_found(self, found: Inspection, wanted: Mapping[str, str]) -> None:
        """Offer a field for each of the columns, with `wanted` chosen."""
        self._telling = True
        body = QWidget()
        body.setProperty("role", "clear")
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, theme().px(360))
        grid.setColumnStretch(3, 1)
        self.editors, self._pens = {}, {}
        for place, name in enumerate(found.header):
            editor = self._editor(place, name)
            editor.write(wanted.get(name))
            grid.addWidget(self._about(found, place, editor), place, 0)
            grid.addWidget(editor.widget, place, 1, Qt.AlignmentFlag.AlignTop)
            self.editors[name] = editor
            if self._with_rules:
                pen = self._pens[name] = self._pen(place, name)
                grid.addWidget(pen, place, 2, Qt.AlignmentFlag.AlignTop)
        grid.setRowStretch(len(found.header), 1)
        self.setWidget(body)
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(body.minimumSizeHint().width() + bar)
        self._mark()
        self._telling = False

    def _pen(self, place: int, name: str) -> QToolButton:
        pen = icon_button(
            _("Rules for the column %s") % name, f"{self._place}.{place + 1}.rule", Icon.PENCIL
        )
        pen.setCheckable(True)
        pen.clicked.connect(partial(self._ask_rule, name))
        return pen

    def _ask_rule(self, name: str, _checked: bool = False) -> None:
        self._mark()
        field = self.editors[name].read()
        if field is None:
            return
        dialog = RuleDialog(field, self.rules.get(field, ColumnRule()), self)
        dialog.chosen.connect(partial(self._take_rule, field))
        dialog.open()

    def _take_rule(self, field: str, rule: ColumnRule) -> None:
        if rule == ColumnRule():
            self.rules.pop(field, None)
        else:
            self.rules[field] = rule
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        """A pressed pen says that there are rules; a column that is left out has none."""
        for name, pen in self._pens.items():
            field = self.editors[name].read()
            pen.setEnabled(field is not None)
            pen.setChecked(field in self.rules)

    def _editor(self, place: int, name: str) -> ChoiceEditor:
        editor = ChoiceEditor([(None, _("(not imported)")), *self._fields.items()])
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
        self._mark()
        if not self._telling:
            self.changed.emit()
