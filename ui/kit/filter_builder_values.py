"""One editor for each way to compare: it gives the condition's value, or says what is missing."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSpinBox, QWidget

from app.core.conditions import Op, Period
from app.core.errors import DeskError
from app.core.filter_fields import CHOSEN, Field, Kind
from app.core.filter_words import PERIODS
from app.core.filtering import FIRST_DAY, LAST_DAY, LONGEST_TEXT, MOST_DAYS
from app.core.folding import fold
from app.core.money import Money, parse
from app.core.text import _, ngettext
from ui.kit.filter_editors import ManyChoice
from ui.kit.filters import FilterSpec, Options
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import SPIN_MARGIN, Unreadable
from ui.kit.form_time import DayEditor
from ui.kit.parts import label, restyle

# Whole numbers are read like amounts of a currency without smaller units.
_WHOLE = "JPY"
# So many characters of names fit onto the button.
_ROOM = 44


class ValueEditor(QObject):
    """A widget for what a condition compares with; `entry` takes the focus, if anything does."""

    edited = Signal()

    def __init__(self, widget: QWidget, entry: QWidget | None) -> None:
        super().__init__(widget)
        self.widget, self.entry = widget, entry

    def read(self) -> Any:
        """The value.

        Raises:
            Unreadable: there is none, or not of this kind; the sentence says what to enter.
        """
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Show a value."""
        raise NotImplementedError

    def mark(self, invalid: bool) -> None:
        """Mark the entry, or take the mark off."""
        if self.entry is not None:
            restyle(self.entry, invalid=invalid)


class Nothing(ValueEditor):
    """For comparisons that need no value."""

    def __init__(self) -> None:
        super().__init__(QWidget(), None)

    def read(self) -> Any:
        return None

    def write(self, value: Any) -> None:
        """There is nothing to show."""


class _Line(ValueEditor):
    """One line of text; a subclass turns it into a value."""

    def __init__(self, name: str, title: str, placeholder: str = "") -> None:
        self.line = QLineEdit()
        super().__init__(self.line, self.line)
        self.line.setObjectName(name)
        self.line.setAccessibleName(title)
        self.line.setPlaceholderText(placeholder)
        self.line.textChanged.connect(self.edited)


class Text(_Line):
    """Any text."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, title)
        self.line.setMaxLength(LONGEST_TEXT)

    def read(self) -> Any:
        typed = self.line.text().strip()
        if not fold(typed):
            raise Unreadable(_("Type what to look for."))
        return typed

    def write(self, value: Any) -> None:
        self.line.setText(value)


class Number(_Line):
    """A whole number."""

    def read(self) -> Any:
        try:
            return parse(self.line.text(), _WHOLE).minor
        except DeskError as problem:
            raise Unreadable(_("Write a whole number like 25.")) from problem

    def write(self, value: Any) -> None:
        self.line.setText(str(value))


class Amount(_Line):
    """An amount in a currency; its value is in minor units."""

    def __init__(self, name: str, title: str, currency: str) -> None:
        super().__init__(name, title, currency)
        self._currency = currency

    def read(self) -> Any:
        try:
            return parse(self.line.text(), self._currency).minor
        except DeskError as problem:
            raise Unreadable(str(problem)) from problem

    def write(self, value: Any) -> None:
        self.line.setText(str(Money(value, self._currency).amount))


class Day(ValueEditor):
    """A day."""

    def __init__(self, name: str, title: str) -> None:
        self._day = DayEditor()
        super().__init__(self._day.widget, self._day.input)
        self._day.set_name(name, title)
        self._day.edited.connect(self.edited)

    def read(self) -> Any:
        found = self._day.read()
        if found is None:
            raise Unreadable(_("Enter a day, or choose one from the calendar."))
        if not FIRST_DAY <= found <= LAST_DAY:
            raise Unreadable(_("Enter a day of this age."))
        return found

    def write(self, value: Any) -> None:
        self._day.write(value)


class Between(ValueEditor):
    """Two values, both of which count in."""

    def __init__(self, make: Callable[[str, str], ValueEditor], name: str, title: str) -> None:
        self._ends = (
            make(f"{name}.from", _("%s from") % title),
            make(f"{name}.to", _("%s to") % title),
        )
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._ends[0].widget, 1)
        row.addWidget(label(_("and"), "muted"))
        row.addWidget(self._ends[1].widget, 1)
        super().__init__(box, self._ends[0].entry)
        for end in self._ends:
            end.edited.connect(self.edited)

    def read(self) -> Any:
        low, high = (end.read() for end in self._ends)
        if low > high:
            raise Unreadable(_("The first is greater than the second. Swap them."))
        return low, high

    def write(self, value: Any) -> None:
        for end, one in zip(self._ends, value, strict=True):
            end.write(one)

    def mark(self, invalid: bool) -> None:
        for end in self._ends:
            end.mark(invalid)


class DayCount(ValueEditor):
    """A number of days."""

    def __init__(self, name: str, title: str) -> None:
        self._spin = QSpinBox(minimum=1, maximum=MOST_DAYS)
        super().__init__(self._spin, self._spin)
        self._spin.setObjectName(name)
        self._spin.setAccessibleName(title)
        self._spin.setGroupSeparatorShown(True)
        self._spin.valueChanged.connect(self._name_unit)
        # The style sheet's padding does not reach into spin boxes.
        self._spin.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
        self._spin.setValue(30)
        self._spin.valueChanged.connect(self.edited)

    def _name_unit(self, days: int) -> None:
        self._spin.setSuffix(ngettext(" day", " days", days))

    def read(self) -> Any:
        return self._spin.value()

    def write(self, value: Any) -> None:
        self._spin.setValue(value)


class OneOf(ValueEditor):
    """One of a few."""

    def __init__(self, name: str, title: str, options: Options) -> None:
        self._choice = ChoiceEditor([(value, words) for value, words in options])
        super().__init__(self._choice.widget, self._choice.input)
        self._choice.set_name(name, title)
        self._choice.edited.connect(self.edited)

    def read(self) -> Any:
        return self._choice.read()

    def write(self, value: Any) -> None:
        self._choice.write(value)


class AnyOf(ValueEditor):
    """Any of several, ticked in a menu; one that is not offered any more stays ticked."""

    def __init__(self, field: Field, name: str, options: Options, *, blank: bool = True) -> None:
        self._spec = FilterSpec(field.key, field.title)
        self._many = ManyChoice(self._spec, name, _ROOM)
        super().__init__(self._many.widget, self._many.entry)
        self._options = [*options, *([(None, _("Blank"))] if blank and field.may_be_blank else [])]
        self._many.set_options(self._options)
        self._many.edited.connect(self.edited)

    def read(self) -> Any:
        found = self._many.read()
        if not found:
            raise Unreadable(_("Tick at least one."))
        return tuple(found)

    def write(self, value: Any) -> None:
        known = {option for option, _words in self._options}
        self._options += [(one, str(one)) for one in value if one not in known]
        self._many.set_options(self._options)
        self._many.write(value)


def value_editor(field: Field, op: Op, name: str, options: Options, currency: str) -> ValueEditor:
    """The editor for what `field` is compared with by `op`."""
    title = _("%s: value") % _(field.title)
    if op in {Op.BLANK, Op.FILLED}:
        return Nothing()
    if op in {Op.LAST, Op.OVER, Op.NEXT}:
        return DayCount(name, title)
    if op is Op.DURING:
        return OneOf(name, title, [(period, _(PERIODS[period])) for period in Period])
    if field.kind in CHOSEN:
        return AnyOf(field, name, options, blank=op is not Op.ALL_OF)
    if field.kind is Kind.YES_NO:
        return OneOf(name, title, [(True, _("Yes")), (False, _("No"))])

    make = partial(_single, field.kind, currency)
    return Between(make, name, title) if op is Op.BETWEEN else make(name, title)


def _single(kind: Kind, currency: str, name: str, title: str) -> ValueEditor:
    match kind:
        case Kind.MONEY:
            return Amount(name, title, currency)
        case Kind.NUMBER:
            return Number(name, title)
        case Kind.DAY:
            return Day(name, title)
        case _:
            return Text(name, title)
