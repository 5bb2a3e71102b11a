"""One editor for each kind of filter; blank means the filter is off."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.core.errors import DeskError
from app.core.money import Money, parse
from app.core.text import _
from ui.kit.filters import AHEAD, FilterKind, FilterSpec, Options, ahead
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import Unreadable
from ui.kit.form_time import DayEditor
from ui.kit.parts import label, restyle
from ui.kit.pressing import PushButton
from ui.kit.tick_menu import TickMenu

_LONGEST = 24


class FilterEditor(QObject):
    """A widget for one filter. `entry` takes the focus and the label."""

    edited = Signal()

    def __init__(self, widget: QWidget, entry: QWidget) -> None:
        super().__init__(widget)
        self.widget, self.entry = widget, entry

    def read(self) -> Any:
        """What is picked, or None."""
        raise NotImplementedError

    def write(self, value: Any) -> None:
        """Show what is picked; None is blank."""
        raise NotImplementedError

    def set_options(self, _options: Options) -> None:
        """Offer these values, where the filter offers any."""

    def set_currency(self, _currency: str) -> None:
        """Ask in this currency, where the filter asks for amounts."""


class ManyChoice(FilterEditor):
    """Any of several values, ticked in a menu; named in up to `room` characters."""

    def __init__(self, spec: FilterSpec, name: str, room: int = _LONGEST) -> None:
        self._room = room
        self.button = PushButton()
        super().__init__(self.button, self.button)
        self.button.setObjectName(name)
        # A style sheet gives a button with a menu no room before its text; a label has it.
        self._shown = label()
        self._shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self.button)
        inside.setContentsMargins(9, 0, 26, 0)
        inside.addWidget(self._shown)
        self.button.setAutoDefault(False)
        self._title = _(spec.title)
        self._menu = TickMenu(name, self._title, self.button)
        self._menu.ticked.connect(self._ticked)
        self.button.setMenu(self._menu)
        self._options: Options = ()
        self.set_options(spec.options())

    def read(self) -> Any:
        return self._menu.picked or None

    def write(self, value: Any) -> None:
        self._menu.pick(tuple(value or ()))
        self._tell()

    def set_options(self, options: Options) -> None:
        self._options = options
        self._menu.offer(options, self._menu.picked)
        self._tell()

    def _ticked(self) -> None:
        self._tell()
        self.edited.emit()

    def _tell(self) -> None:
        names = [words for value, words in self._options if value in self._menu.picked]
        shown = ", ".join(names) or _("Any")
        if len(names) > 1 and len(shown) > self._room:
            shown = _("%d chosen") % len(names)
        self._shown.setText(shown if len(shown) <= self._room else f"{shown[: self._room]}\u2026")
        self.button.setAccessibleName(f"{self._title}: {', '.join(names) or shown}")


class OneChoice(FilterEditor):
    """One of a few values, or any."""

    def __init__(self, spec: FilterSpec, name: str, options: Options) -> None:
        self._choice = ChoiceEditor([(None, _("Any")), *options])
        self._choice.set_name(name, _(spec.title))
        super().__init__(self._choice.widget, self._choice.input)
        self._choice.write(None)
        self._choice.edited.connect(self.edited)

    def read(self) -> Any:
        return self._choice.read()

    def write(self, value: Any) -> None:
        self._choice.write(value)


class YesNo(OneChoice):
    """Yes, no, or either."""

    def __init__(self, spec: FilterSpec, name: str) -> None:
        super().__init__(spec, name, [(True, _("Yes")), (False, _("No"))])


class Ahead(OneChoice):
    """Within so many days from today."""

    def __init__(self, spec: FilterSpec, name: str) -> None:
        words = [(days, ahead(days)) for days in AHEAD]
        super().__init__(spec, name, [(days, f"{one[:1].upper()}{one[1:]}") for days, one in words])


class _Range(FilterEditor):
    """Two ends, either of which may be open."""

    def __init__(self, first: QWidget, last: QWidget, entry: QWidget) -> None:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(first, 1)
        row.addWidget(last, 1)
        super().__init__(box, entry)


class Days(_Range):
    """From a day, to a day."""

    def __init__(self, spec: FilterSpec, name: str) -> None:
        self._ends = (DayEditor(), DayEditor())
        super().__init__(self._ends[0].widget, self._ends[1].widget, self._ends[0].input)
        for end, part, words in zip(
            self._ends,
            ("from", "to"),
            (_("%s from"), _("%s to")),
            strict=True,
        ):
            end.set_name(f"{name}.{part}", words % _(spec.title))
            end.edited.connect(self.edited)
        self._ends[0].set_placeholder(_("From"))
        self._ends[1].set_placeholder(_("To"))

    def read(self) -> Any:
        return _pair([_day_in(end) for end in self._ends])

    def write(self, value: Any) -> None:
        for end, day in zip(self._ends, value or (None, None), strict=True):
            end.write(day)


class Amounts(_Range):
    """From an amount, to an amount, in minor units."""

    def __init__(self, spec: FilterSpec, name: str) -> None:
        self._title, self._currency = _(spec.title), spec.currency
        self._ends = (QLineEdit(), QLineEdit())
        super().__init__(*self._ends, self._ends[0])
        for end, part in zip(self._ends, ("from", "to"), strict=True):
            end.setObjectName(f"{name}.{part}")
            end.textEdited.connect(self.edited)
        self.set_currency(spec.currency)

    def set_currency(self, currency: str) -> None:
        self._currency = currency
        shown = (_("At least, %s") % currency, _("At most, %s") % currency)
        for end, words in zip(self._ends, shown, strict=True):
            end.setPlaceholderText(words)
            end.setAccessibleName(f"{self._title}: {words}")

    def read(self) -> Any:
        return _pair([self._amount(end) for end in self._ends])

    def write(self, value: Any) -> None:
        for end, minor in zip(self._ends, value or (None, None), strict=True):
            end.setText("" if minor is None else str(Money(minor, self._currency).amount))
            restyle(end, invalid=False)

    def _amount(self, end: QLineEdit) -> int | None:
        """The amount typed; one that cannot be read is marked and does not count."""
        try:
            found = parse(end.text(), self._currency).minor if end.text().strip() else None
        except DeskError as problem:
            restyle(end, invalid=True)
            end.setToolTip(str(problem))
            return None
        restyle(end, invalid=False)
        end.setToolTip("")
        return found


class Words(FilterEditor):
    """A text."""

    def __init__(self, spec: FilterSpec, name: str) -> None:
        self._line = QLineEdit()
        super().__init__(self._line, self._line)
        self._line.setObjectName(name)
        self._line.setAccessibleName(_(spec.title))
        self._line.setClearButtonEnabled(True)
        self._line.textChanged.connect(self.edited)

    def read(self) -> Any:
        return self._line.text().strip() or None

    def write(self, value: Any) -> None:
        self._line.setText(value or "")


def _day_in(end: DayEditor) -> Any:
    """The day typed; one that cannot be read is marked and does not count."""
    try:
        found = end.read()
    except Unreadable as problem:
        end.set_invalid(True)
        end.input.setToolTip(str(problem))
        return None
    end.set_invalid(False)
    end.input.setToolTip("")
    return found


def _pair(ends: list[Any]) -> tuple[Any, Any] | None:
    return None if ends == [None, None] else (ends[0], ends[1])


EDITORS: dict[FilterKind, Callable[[FilterSpec, str], FilterEditor]] = {
    FilterKind.CHOICE: ManyChoice,
    FilterKind.YES_NO: YesNo,
    FilterKind.DATES: Days,
    FilterKind.AHEAD: Ahead,
    FilterKind.MONEY: Amounts,
    FilterKind.TEXT: Words,
}
