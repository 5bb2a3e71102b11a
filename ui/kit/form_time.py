"""Editors for days and moments."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, QTime, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from ui.kit.form_editors import SPIN_MARGIN, Editor, LineEditor, Unreadable
from ui.kit.format import MONTHS, local, text
from ui.kit.icons import Icon
from ui.kit.parts import icon_button

_EXAMPLE = date(2026, 1, 26)


def parse_day(typed: str) -> date | None:
    """The day `typed` means: as shown, as the locale writes it, or ISO; else None."""
    plain, locale = " ".join(typed.split()), QLocale()
    short = locale.dateFormat(QLocale.FormatType.ShortFormat)
    four_digits = short if "yyyy" in short else short.replace("yy", "yyyy")
    english = QLocale.c()
    for month in MONTHS:
        plain = plain.replace(_(month), month)
    for speaker, pattern in (
        (english, "MMM d, yyyy"),
        (english, "d MMM yyyy"),
        (english, "yyyy-MM-dd"),
        (locale, four_digits),
        (locale, "d MMM yyyy"),
    ):
        found = speaker.toDate(plain, pattern)
        if found.isValid():
            return date(found.year(), found.month(), found.day())
    return None


class DayEditor(LineEditor):
    """A day, typed in any usual form or picked from a calendar (Alt+Down)."""

    def __init__(self) -> None:
        box = QWidget()
        super().__init__(QLineEdit(), box)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        self.open = icon_button(_("Choose a day"), "", Icon.CALENDAR)
        self.open.clicked.connect(self.pick)
        row.addWidget(self.open)
        opens = QShortcut(QKeySequence(Qt.Modifier.ALT | Qt.Key.Key_Down), self.line)
        opens.setContext(Qt.ShortcutContext.WidgetShortcut)
        opens.activated.connect(self.pick)
        self.line.setPlaceholderText(text(_EXAMPLE))
        self.line.editingFinished.connect(self._tidy)

    def read(self) -> Any:
        typed = self.line.text().strip()
        if not typed:
            return None
        if (day := parse_day(typed)) is None:
            asked = _("Write the day like %(example)s.") % {"example": text(_EXAMPLE)}
            raise Unreadable(asked, _EXAMPLE)
        return day

    def write(self, value: Any) -> None:
        self.line.setText(text(value) if value else "")

    def bring(self, kept: Any) -> None:
        self.line.setText(kept)

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self.open.setObjectName(f"{name}.calendar")
        self.open.setAccessibleName(_("Choose a day for %(field)s") % {"field": title})

    @Slot()
    def pick(self) -> None:
        """Open the calendar below the input."""
        popup = QFrame(self.widget, Qt.WindowType.Popup)
        popup.setProperty("role", "popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setObjectName(f"{self.line.objectName()}.days")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        if shown := parse_day(self.line.text()):
            calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        QVBoxLayout(popup).addWidget(calendar)

        def chosen(day: QDate) -> None:
            self.write(date(day.year(), day.month(), day.day()))
            popup.close()
            self.line.setFocus()

        calendar.clicked.connect(chosen)
        calendar.activated.connect(chosen)
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height() + 4)))
        popup.show()
        calendar.setFocus()

    @Slot()
    def _tidy(self) -> None:
        if day := parse_day(self.line.text()):
            self.write(day)


class MomentEditor(Editor):
    """A day and a time of day in the zone moments are shown in; the value is aware, in UTC."""

    def __init__(self) -> None:
        self.day = DayEditor()
        self.time = QTimeEdit()
        # The style sheet's padding does not reach into spin boxes.
        self.time.lineEdit().setTextMargins(SPIN_MARGIN, 0, 0, 0)
        # As moments are shown everywhere else.
        self.time.setDisplayFormat("HH:mm")
        super().__init__(self.day.widget, self.day.line)
        layout = self.day.widget.layout()
        if layout is not None:
            layout.addWidget(self.time)
        self.day.edited.connect(self.edited)
        self.day.entered.connect(self.entered)
        self.time.timeChanged.connect(self.edited)

    def read(self) -> Any:
        try:
            day = self.day.read()
        except Unreadable as problem:
            raise Unreadable(str(problem), datetime.now(UTC)) from problem
        if day is None:
            return None
        clock = self.time.time()
        return from_wall(day, time(clock.hour(), clock.minute()))

    def write(self, value: Any) -> None:
        if value is None:
            self.day.write(None)
            return
        here = local(value)
        self.day.write(here.date())
        self.time.setTime(QTime(here.hour, here.minute))

    def state(self) -> object:
        return (self.day.line.text(), self.time.time().toString()) if self.day.line.text() else ""

    def bring(self, kept: Any) -> None:
        day, clock = kept or ("", "")
        self.day.line.setText(day)
        self.time.setTime(QTime.fromString(clock))

    def set_name(self, name: str, title: str) -> None:
        self.day.set_name(name, title)
        self.time.setObjectName(f"{name}.time")
        self.time.setAccessibleName(_("Time of %(field)s") % {"field": title})


def from_wall(on: date, clock: time) -> datetime:
    """The moment a calendar and a clock on the wall show, in UTC; undoes `local`."""
    as_utc = datetime.combine(on, clock, UTC)
    return as_utc - (local(as_utc).utcoffset() or timedelta())


def day(_kind: Any) -> Editor:
    """A day, or blank."""
    return DayEditor()


def moment(_kind: Any) -> Editor:
    """A day and a time, or blank."""
    return MomentEditor()
