"""Editors for what only interactions and follow-ups ask: minutes, due days, reminders."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from math import ceil
from typing import Any, NamedTuple

from PySide6.QtCore import QElapsedTimer, QTime, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QTimeEdit, QVBoxLayout, QWidget

from app.core.text import N_, _, ngettext
from ui.interactions import looks
from ui.kit import format as fmt
from ui.kit.form_choices import ChoiceEditor, Option, SearchEditor
from ui.kit.form_editors import SPIN_MARGIN, Editor, LineEditor, Unreadable
from ui.kit.form_time import DayEditor, from_wall
from ui.kit.form_whole import WholeEditor
from ui.kit.icons import Icon, icon
from ui.kit.parts import button

MORNING = time(9)
SECOND_MS = 1000
_MINUTE_MS = 60_000
NEAR = (
    ("tomorrow", N_("Tomorrow")), ("week", N_("In a week")), ("month", N_("In a month")),
)  # fmt: skip


class Remind(NamedTuple):
    """So many days before it is due, at that time on the wall."""

    days: int
    at: time

    def moment(self, due: date) -> datetime:
        """When that is, for what is due on that day."""
        return from_wall(due - timedelta(days=self.days), self.at)


def remind_of(due: date | None, moment: datetime | None) -> Remind | None:
    """How a form shows the moment of a reminder."""
    if due is None or moment is None:
        return None
    here = fmt.local(moment)
    return Remind((due - here.date()).days, here.time().replace(second=0, microsecond=0))


def reminder_words(remind: Remind) -> str:
    """When somebody is told, such as "1 day before, 09:00"."""
    return f"{_before(remind.days)}, {remind.at:%H:%M}"


class MinutesEditor(WholeEditor):
    """Minutes, typed or taken by a clock that runs while somebody talks."""

    def __init__(self) -> None:
        box = QWidget()
        LineEditor.__init__(self, QLineEdit(), box)
        self.clock = button(_("Start timer"), "", Icon.PLAY)
        self.clock.clicked.connect(self.toggle)
        self._since = QElapsedTimer()
        self._before = 0
        self._tick = QTimer(self, interval=SECOND_MS)
        self._tick.timeout.connect(self._tell)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.clock)

    @property
    def runs(self) -> bool:
        """Whether the clock runs."""
        return self._tick.isActive()

    def toggle(self) -> None:
        """Start the clock, or stop it and write down what it says."""
        if self.runs:
            minutes = self.read()
            self._tick.stop()
            self.line.setReadOnly(False)
            self.write(minutes)
        else:
            try:
                self._before = super().read() or 0
            except Unreadable:
                self._before = 0
            self._since.start()
            self._tick.start()
            self.line.setReadOnly(True)
        self._tell()

    def read(self) -> Any:
        if not self.runs:
            return super().read()
        return self._before + max(1, ceil(self._since.elapsed() / _MINUTE_MS))

    def offer_clock(self, *, offered: bool) -> None:
        """Show the clock's button, or not; a clock that runs is stopped with it."""
        if self.runs and not offered:
            self.toggle()
        self.clock.setVisible(offered)

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self.clock.setObjectName(f"{name}.timer")

    def _tell(self) -> None:
        seconds = self._since.elapsed() // SECOND_MS if self.runs else 0
        said = _("Stop timer (%d:%02d)") % divmod(seconds, 60)
        self.clock.setText(said if self.runs else _("Start timer"))
        self.clock.setAccessibleName(_("Stop timer") if self.runs else _("Start timer"))
        self.clock.setIcon(icon(Icon.PAUSE if self.runs else Icon.PLAY))
        if self.runs:
            self.line.setText(str(self.read()))


class DueEditor(Editor):
    """A day, with buttons for those that are chosen most."""

    def __init__(self) -> None:
        self.day = DayEditor()
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.day.widget)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.near = [button(_(said), "", role="chip") for _thing, said in NEAR]
        for (thing, _said), made in zip(NEAR, self.near, strict=True):
            made.clicked.connect(partial(self._choose, thing))
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        super().__init__(box, self.day.line)
        self.day.edited.connect(self.edited)
        self.day.entered.connect(self.entered)

    def read(self) -> Any:
        return self.day.read()

    def write(self, value: Any) -> None:
        self.day.write(value)

    def state(self) -> object:
        return self.day.state()

    def bring(self, kept: Any) -> None:
        self.day.line.setText(kept)

    def set_name(self, name: str, title: str) -> None:
        self.day.set_name(name, title)
        for (thing, _said), made in zip(NEAR, self.near, strict=True):
            made.setObjectName(f"{name}.{thing}")
            made.setAccessibleName(f"{title}: {made.text()}")

    def _choose(self, thing: str, _checked: bool = False) -> None:
        today = fmt.today()
        days = {
            "tomorrow": today + timedelta(days=1),
            "week": today + timedelta(days=7),
            "month": looks.in_a_month(today),
        }
        self.write(days[thing])


class ReminderEditor(Editor):
    """When to be told: so many days before it is due, at a time; or not at all."""

    def __init__(self) -> None:
        self.when = ChoiceEditor(())
        self.time = QTimeEdit()
        # The style sheet's padding does not reach into spin boxes.
        self.time.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
        self.time.setDisplayFormat("HH:mm")
        self.time.setTime(QTime(MORNING.hour, MORNING.minute))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.when.combo, 1)
        row.addWidget(self.time)
        self._offer(())
        super().__init__(box, self.when.combo)
        self.when.edited.connect(self._changed)
        self.time.timeChanged.connect(self.edited)
        self._fit()

    def read(self) -> Any:
        days = self.when.read()
        clock = self.time.time()
        return None if days is None else Remind(days, time(clock.hour(), clock.minute()))

    def write(self, value: Any) -> None:
        if value is not None:
            self._offer((value.days,))
            self.time.setTime(QTime(value.at.hour, value.at.minute))
        self.when.write(None if value is None else value.days)
        self._fit()

    def state(self) -> object:
        found = self.read()
        return "" if found is None else (found.days, self.time.time().toString("HH:mm"))

    def bring(self, kept: Any) -> None:
        self.write(Remind(kept[0], time.fromisoformat(kept[1])) if kept else None)

    def set_name(self, name: str, title: str) -> None:
        self.when.set_name(name, title)
        self.time.setObjectName(f"{name}.time")
        self.time.setAccessibleName(_("Time of %(field)s") % {"field": title})

    def _offer(self, more: Sequence[int]) -> None:
        """Let these numbers of days be chosen beside the usual ones."""
        days = sorted({0, 1, 7, *more})
        self.when.offer_all([(None, _("No reminder")), *((one, _before(one)) for one in days)])
        self.when.write(None)

    def _changed(self) -> None:
        self._fit()
        self.edited.emit()

    def _fit(self) -> None:
        self.time.setEnabled(self.when.read() is not None)


class WhoEditor(SearchEditor):
    """One of the staff, or nobody; whom it offers may change while it is shown."""

    def offer_staff(self, options: Sequence[Option]) -> None:
        """Offer these; who is chosen stays, unless they are not among them."""
        if list(options) == self._options():
            return
        chosen, typed = self._place(), self.combo.currentText()
        value = self._values[chosen] if chosen is not None and chosen >= 0 else None
        self.offer_all(options)
        self.combo.blockSignals(True)
        self.write(value)
        if value is None and chosen is None:
            self.combo.setEditText(typed)
        self.combo.blockSignals(False)

    def _options(self) -> list[Option]:
        titles = (self.combo.itemText(place) for place in range(self.combo.count()))
        return list(zip(self._values, titles, strict=True))


def _before(days: int) -> str:
    if days == 0:
        return _("On the day")
    if days < 0:
        return ngettext("%s day after", "%s days after", -days) % fmt.text(-days)
    return ngettext("%s day before", "%s days before", days) % fmt.text(days)
