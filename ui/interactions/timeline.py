"""The Timeline tab: everything that happened with one customer in one scroll, grouped by day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView, QWidget

from app.core.access import Permission
from app.core.listing import ListSource
from app.core.text import N_, _
from app.interactions.filter_fields import SENTIMENTS
from app.timeline.schemas import Event, Opens, Said, Size, TimelineRow, Value
from app.timeline.schemas import Group as About
from app.timeline.words import GROUPS
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction
from ui.kit.cells import Cell, Kind
from ui.kit.delegates import RowDelegate
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.table import Column, TableModel, columns
from ui.kit.theme import Role, Tone

PLACE = "detail.timeline"
# Opens a record over a window, by its id.
Opener = Callable[[Desk, QWidget, int], object]
_LOOKS = {
    About.CUSTOMER: (Tone.NEUTRAL, Icon.USER),
    About.VERIFICATION: (Tone.OK, Icon.SHIELD_CHECK),
    About.STATUS: (Tone.WARN, Icon.INFO),
    About.LICENSES: (Tone.INFO, Icon.KEY),
    About.ACTIVATIONS: (Tone.INFO, Icon.MONITOR),
    About.SUBSCRIPTIONS: (Tone.INFO, Icon.REPEAT),
    About.ORDERS: (Tone.OK, Icon.SHOPPING_CART),
    About.INVOICES: (Tone.VIP, Icon.RECEIPT),
    About.PAYMENTS: (Tone.OK, Icon.CREDIT_CARD),
    About.CALL: (Tone.INFO, Icon.PHONE),
    About.EMAIL: (Tone.NEUTRAL, Icon.MAIL),
    About.MEETING: (Tone.VIP, Icon.USERS),
    About.SUPPORT: (Tone.WARN, Icon.HELP),
    About.PURCHASE: (Tone.OK, Icon.SHOPPING_CART),
    About.INQUIRY: (Tone.NEUTRAL, Icon.MESSAGE),
    About.FOLLOW_UPS: (Tone.WARN, Icon.BELL),
    About.FILES: (Tone.NEUTRAL, Icon.FOLDER),
}
_BAD = frozenset({Event.BLOCKED, Event.SUSPENDED, Event.DELETED, Event.PAYMENT_FAILED,
                  Event.UNVERIFIED, Event.DEACTIVATED, Event.LICENSE_SUSPENDED,
                  Event.LICENSE_REVOKED, Event.LICENSE_CANCELLED, Event.SUBSCRIPTION_LATE,
                  Event.INVOICE_WRITTEN_OFF})  # fmt: skip


def _day(value: date) -> str:
    """A day as it is called in a diary."""
    now = fmt.today()
    if value == now:
        return _("Today")
    return _("Yesterday") if value == now - timedelta(days=1) else fmt.text(value)


def _about(value: About) -> str:
    return _(GROUPS[value])


def _badge(row: TimelineRow, _value: About, text: str) -> Cell:
    tone, icon = _LOOKS[row.group]
    return Cell(text, Kind.BADGE, icon, Tone.BAD if row.event in _BAD else tone)


def _time(row: TimelineRow, _value: Any, _text: str) -> Cell:
    hint = fmt.text(row.at) if row.timed else _("Only the day is known.")
    return Cell(f"{fmt.local(row.at):%H:%M}" if row.timed else "\u2013", Kind.MUTED, hint=hint)


def _who(row: TimelineRow, _value: str, text: str) -> Cell:
    if not row.automatic:
        return Cell(text)
    hint = _("Written down automatically, because of %s.") % (text or _("the program"))
    return Cell(text or _("Automatic"), Kind.MUTED, hint=hint)


def _details(row: TimelineRow, _value: str, _text: str) -> Cell:
    return Cell(" · ".join(map(_part, row.told)), Kind.MUTED)


def _part(part: str | Said) -> str:
    return part if isinstance(part, str) else part.words % tuple(map(_said, part.values))


def _said(value: Value) -> str:
    if isinstance(value, Size):
        return fmt.size(value.count)
    return fmt.day(value) if isinstance(value, datetime) else fmt.text(value)


COLUMNS = columns(
    TimelineRow,
    Column("day", N_("Day"), 124, show=_day, priority=0, sortable=False),
    Column("at", N_("Time"), 76, cook=_time, priority=1),
    Column("group", N_("Kind"), 148, show=_about, cook=_badge, priority=0, sortable=False),
    Column("text", N_("What happened"), 260, priority=0, stretch=True, sortable=False),
    Column("detail", N_("Details"), 230, cook=_details, priority=2, sortable=False),
    Column("who", N_("Who"), 136, cook=_who, priority=1, sortable=False),
)
FILTERS = (
    FilterSpec("group", N_("Kind"), choices=tuple(GROUPS.items())),
    FilterSpec("at", N_("When"), FilterKind.DATES),
    FilterSpec("sentiment", N_("Sentiment"), choices=SENTIMENTS),
)
WORDS = ListWords(
    title=N_("Timeline"),
    one=N_("%s entry"),
    many=N_("%s entries"),
    nothing=N_("Nothing happened yet"),
    hint=N_("Orders, licenses, payments, calls and all else will be told here."),
    no_match=N_("Nothing in the timeline matches"),
    search=N_("Search the timeline..."),
)
WATCHED = (
    "customers", "customer_holds", "licenses", "activations", "subscriptions", "orders",
    "invoices", "payments", "interactions", "follow_ups", "attachments",
)  # fmt: skip


class DayRows(RowDelegate):
    """Says a day once, at the first of its rows, and draws a line above it."""

    def __init__(self, model: TableModel[Any], parent: QTableView) -> None:
        super().__init__(model, parent)
        self._rows = model

    def says(self, row: int, column: int) -> bool:
        """The day's column says something at the first row of a day alone."""
        return column > 0 or self._begins(row)

    def ground(self, painter: QPainter, rect: QRect, row: int, *, chosen: bool) -> None:
        """A day begins with a stronger line."""
        super().ground(painter, rect, row, chosen=chosen)
        if row and self._begins(row):
            line = QRect(rect.x(), rect.y(), rect.width(), 1)
            painter.fillRect(line, self.brush.theme.color(Role.BORDER))

    def _begins(self, row: int) -> bool:
        here, above = self._rows.row(row), self._rows.row(row - 1) if row else None
        return here is None or above is None or here.day != above.day


class TimelineTab(ListPage[TimelineRow]):
    """Newest first; `openers` say how what an entry leads to is opened."""

    def __init__(
        self, desk: Desk, customer_id: int, openers: Mapping[Opens, Opener],
        given: Exchange = NOTHING,
    ) -> None:  # fmt: skip
        self._customer_id, self._openers, self._given = customer_id, openers, given
        found = desk.services.timeline
        source = ListSource(
            partial(found.first, customer_id),
            partial(found.ids, customer_id),
            partial(found.rows, customer_id),
            partial(found.count, customer_id),
        )
        super().__init__(
            desk,
            PLACE,
            WORDS,
            COLUMNS,
            source,
            filters=FILTERS,
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("at", True),
            watches=WATCHED,
            embedded=True,
        )
        self.view.paint_by(DayRows(self.model, self.view))
        self.opened.connect(self._open)

    def _actions(self) -> tuple[Action, ...]:
        needs = Permission.CUSTOMERS_EXPORT
        return export_action(self, PLACE, N_("Export timeline\u2026"), needs, self._given, "")

    def _row_actions(self) -> tuple[RowAction, ...]:
        def show(ids: Sequence[int]) -> None:
            self._open(ids[0])

        return (
            RowAction(
                N_("Open"), show, Permission.CUSTOMERS_READ, Icon.EXTERNAL, name=f"{PLACE}.open"
            ),
        )

    def _open(self, entry_id: int) -> None:
        ids = self.model.ids
        row = self.model.row(ids.index(entry_id)) if entry_id in ids else None
        if row is not None and row.opens in self._openers:
            about = row.opens_id if row.opens not in _OF_CUSTOMER else self._customer_id
            self._openers[row.opens](self.desk, self, about)


# These open the customer itself: at its history, and at its files.
_OF_CUSTOMER = frozenset({Opens.CUSTOMER, Opens.FILE})
