"""A row of the advanced filter: a field, how it compares, and with what."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.conditions import Condition, Group, Op
from app.core.filter_fields import Field, Kind
from app.core.text import N_, _
from ui.kit.filter_builder_values import ValueEditor, value_editor
from ui.kit.filters import Options
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import Unreadable
from ui.kit.icons import Icon
from ui.kit.parts import icon_button, label
from ui.kit.theme import theme

_FIELD, _OP = 170, 168
_TITLES = {
    Op.IS: N_("is"),
    Op.IS_NOT: N_("is not"),
    Op.IN: N_("is any of"),
    Op.NOT_IN: N_("is none of"),
    Op.ALL_OF: N_("has all of"),
    Op.AT_LEAST: N_("is at least"),
    Op.AT_MOST: N_("is at most"),
    Op.BETWEEN: N_("is between"),
    Op.CONTAINS: N_("contains"),
    Op.LACKS: N_("does not contain"),
    Op.STARTS: N_("starts with"),
    Op.ENDS: N_("ends with"),
    Op.BLANK: N_("is blank"),
    Op.FILLED: N_("is not blank"),
    Op.LAST: N_("is in the last"),
    Op.OVER: N_("is longer ago than"),
    Op.NEXT: N_("is in the next"),
    Op.DURING: N_("is in"),
}
_TITLES_OF_DAYS = {
    Op.IS: N_("is on"),
    Op.IS_NOT: N_("is not on"),
    Op.AT_LEAST: N_("is on or after"),
    Op.AT_MOST: N_("is on or before"),
}
_TITLES_OF_SETS = {
    Op.IN: N_("has any of"),
    Op.NOT_IN: N_("has none of"),
    Op.BLANK: N_("has none at all"),
    Op.FILLED: N_("has any at all"),
}
_TITLES_OF = {Kind.DAY: _TITLES_OF_DAYS, Kind.SET: _TITLES_OF_SETS}


@dataclass(frozen=True)
class Means:
    """What every row needs: the fields, the values of open choices, names that are free."""

    place: str
    fields: Mapping[str, Field]
    options: Callable[[str], Options]
    currency: str
    numbers: Iterator[int]

    @classmethod
    def of(
        cls,
        place: str,
        fields: Mapping[str, Field],
        options: Callable[[str], Options],
        currency: str,
    ) -> "Means":
        """For rows of a builder at `place`."""
        return cls(place, fields, options, currency, count(1))

    def values(self, field: Field) -> Options:
        """What a choice offers."""
        known = [(value, _(words)) for value, words in field.options]
        return known or self.options(field.key)


class Row(QFrame):
    """A condition or a group. `edited` tells of any change, `left` that it wants to go.

    `rebuilt` tells that it has other widgets than before.
    """

    edited = Signal()
    rebuilt = Signal()
    left = Signal()

    def read(self) -> Condition | Group:
        """What is filled in.

        Raises:
            Unreadable: something is missing; it is marked, and says what.
        """
        raise NotImplementedError

    def peek(self) -> Condition | Group | None:
        """What is filled in, None while something is missing; nothing is marked."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the keyboard into it."""
        raise NotImplementedError


def discard(widget: QWidget) -> None:
    """Let go of a widget; what comes in its place may have its name at once."""
    for each in (widget, *widget.findChildren(QWidget)):
        each.setObjectName("")
    widget.hide()
    widget.deleteLater()


class ConditionRow(Row):
    """A field, how it compares, and with what."""

    def __init__(self, means: Means, one: Condition | None = None) -> None:
        super().__init__()
        self._means, self._name = means, f"{means.place}.c{next(means.numbers)}"
        self._field = ChoiceEditor([(one, _(one.title)) for one in means.fields.values()])
        self._field.set_name(f"{self._name}.field", _("Field"))
        self._field.combo.setFixedWidth(theme().px(_FIELD))
        self._field.combo.setMaxVisibleItems(18)
        self._op: ChoiceEditor | None = None
        self._value: ValueEditor | None = None
        self._problem = label("", "error", name=f"{self._name}.problem")
        self._problem.hide()
        remove = icon_button(_("Remove this condition"), f"{self._name}.remove", Icon.X)
        remove.clicked.connect(self.left)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._field.widget)
        self._row.addWidget(remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(self._row)
        column.addWidget(self._problem)
        first = means.fields[one.key] if one else next(iter(means.fields.values()))
        self._field.write(first)
        self._offer_ops(one.op if one else None)
        if one is not None and self._value is not None:
            self._value.write(one.value)
        self._field.edited.connect(self._field_chosen)

    @property
    def is_wrong(self) -> bool:
        """Whether something is marked as missing or wrong."""
        return bool(self._problem.text())

    def read(self) -> Condition:
        try:
            found = self._read()
        except Unreadable as problem:
            self._say(str(problem))
            raise
        self._say("")
        return found

    def peek(self) -> Condition | None:
        try:
            return self._read()
        except Unreadable:
            return None

    def _read(self) -> Condition:
        field: Field = self._field.read()
        op: Op = self._op.read() if self._op else field.ops[0]
        return Condition(field.key, op, self._value.read() if self._value else None)

    def focus_first(self) -> None:
        self._field.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_value(self) -> None:
        """Put the keyboard where the value is entered."""
        entry = self._value.entry if self._value else None
        (entry or self._field.input).setFocus(Qt.FocusReason.OtherFocusReason)

    def _field_chosen(self) -> None:
        self._offer_ops(None)
        self._changed()

    def _op_chosen(self) -> None:
        self._offer_value()
        self._changed()

    def _offer_ops(self, op: Op | None) -> None:
        """Offer how the field compares; a comparison both fields know stays."""
        field: Field = self._field.read()
        before = self._op.read() if self._op else None
        own = _TITLES_OF.get(field.kind, {})
        made = ChoiceEditor([(each, _(own.get(each, _TITLES[each]))) for each in field.ops])
        made.set_name(f"{self._name}.op", _("%s: comparison") % _(field.title))
        made.combo.setFixedWidth(theme().px(_OP))
        made.write(op or (before if before in field.ops else field.ops[0]))
        self._put(1, self._op.widget if self._op else None, made.widget)
        self._op = made
        self._offer_value()
        made.edited.connect(self._op_chosen)

    def _offer_value(self) -> None:
        field: Field = self._field.read()
        op: Op = self._op.read() if self._op else field.ops[0]
        values = self._means.values(field)
        made = value_editor(field, op, f"{self._name}.value", values, self._means.currency)
        self._carry_over(made)
        self._put(2, self._value.widget if self._value else None, made.widget)
        self._value = made
        made.edited.connect(self._changed)

    def _carry_over(self, made: ValueEditor) -> None:
        """Keep what was entered, where the new editor is of the same sort."""
        if self._value is not None and type(self._value) is type(made):
            try:
                made.write(self._value.read())
            except (Unreadable, ValueError):
                return

    def _put(self, place: int, old: QWidget | None, new: QWidget) -> None:
        if old is not None:
            self._row.removeWidget(old)
            discard(old)
        self._row.insertWidget(place, new, 1 if place > 1 else 0)
        self.rebuilt.emit()

    def _changed(self) -> None:
        self._say("")
        self.edited.emit()

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        if self._value is not None:
            self._value.mark(bool(problem))
