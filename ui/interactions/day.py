"""My day: what I promised customers, by when it is due, and the ways to get it done."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.changes import Touched
from app.core.errors import DeskError
from app.core.text import N_, _, ngettext
from app.interactions.schemas import FollowUpRow, MyDay
from ui.interactions import looks
from ui.interactions.day_tree import DayTree
from ui.interactions.follow_steps import FollowUpSteps
from ui.kit import format as fmt
from ui.kit.actions import Action, action_button, make_action
from ui.kit.desk import Desk
from ui.kit.fit_row import FitRow
from ui.kit.icons import Icon
from ui.kit.list_states import Skeleton, StateView
from ui.kit.parts import label
from ui.kit.theme import Role

PLACE = "followUps.day"
WATCHES = frozenset({"follow_ups", "interactions", "customers", "staff_users"})
_COALESCE_MS, _MINUTE_MS = 50, 60_000
_WAITING, _ROWS, _NOTHING, _ERROR = range(4)


class MyDayView(QWidget):
    """`counted` carries how many follow-ups it shows."""

    counted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.total: int | None = None
        self.day: MyDay | None = None
        self._stale = True
        self.setObjectName(PLACE)
        may = desk.actor.can(Permission.INTERACTIONS_LOG)
        self.steps = FollowUpSteps(desk, self)
        self.tree = DayTree(f"{PLACE}.table", ticks=may)
        self.said = label("", "muted", name=f"{PLACE}.count")
        self.nothing = StateView(f"{PLACE}.empty", Icon.CALENDAR_CHECK)
        self.error = StateView(f"{PLACE}.error", Icon.CLOUD_ALERT, Role.DANGER)
        self._actions = {spec.name: make_action(spec, desk.actor, self) for spec in self._specs()}
        self._arrange()
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self.reload)
        # Midnight comes without anybody changing anything.
        self._midnight = QTimer(self, interval=_MINUTE_MS)
        self._midnight.timeout.connect(self._look_at_the_clock)
        self._midnight.start()
        self.tree.opened.connect(self.steps.show)
        self.tree.ticked.connect(lambda one: self.steps.tick([one]))
        self.tree.chosen_changed.connect(self._fit)
        desk.changes.heard.connect(self._heard)
        self._fit()

    def reload(self) -> None:
        """Ask again; what is shown stays meanwhile."""
        self._stale = False
        work = self.desk.services.follow_ups.my_day
        self.desk.tasks.run(self, work, self._came, self._failed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.reload()

    def _came(self, day: MyDay) -> None:
        self.day = day
        self.total = day.overdue_total + day.today_total + day.next_total
        self.tree.show_day(day)
        self.said.setText(_summary(day))
        if self.total == 0:
            self._say_nothing()
        self.pages.setCurrentIndex(_ROWS if self.total else _NOTHING)
        self.counted.emit(self.total)
        self._fit()

    def _failed(self, error: Exception) -> None:
        said = _("Something went wrong while loading. Try again.")
        if isinstance(error, DeskError):
            said = str(error)
        else:
            self.desk.notices.show_error(error)
        title = _("Your follow-ups cannot be shown")
        self.error.tell(title, said, (_("Try again"), self.reload))
        self.pages.setCurrentIndex(_ERROR)

    def _say_nothing(self) -> None:
        add = self._actions[f"{PLACE}.new"]
        offer = (_("Add follow-up\u2026"), add.trigger) if add.isVisible() else None
        title = _("Nothing is due in the next seven days")
        hint = _("What you promise customers appears here when its day comes near.")
        self.nothing.tell(title, hint, offer)

    def _heard(self, touched: Touched) -> None:
        if WATCHES.isdisjoint(touched):
            return
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _look_at_the_clock(self) -> None:
        if self.day is not None and self.day.today != fmt.today():
            self._stale = True
            if self.isVisible():
                self.reload()

    def _ids(self) -> list[int]:
        return [row.id for row in self.tree.chosen]

    def _one(self) -> FollowUpRow | None:
        chosen = self.tree.chosen
        return chosen[0] if len(chosen) == 1 else None

    def _with_one(self, act: Callable[[FollowUpRow], object]) -> Callable[[], None]:
        def run() -> None:
            if (row := self._one()) is not None:
                act(row)

        return run

    def _specs(self) -> tuple[Action, ...]:
        log, read = Permission.INTERACTIONS_LOG, Permission.CUSTOMERS_READ
        made = partial(_made, needs=log)
        return (
            made("done", N_("Done\u2026"), self._done, Icon.CHECK, "Ctrl+D"),
            made("tomorrow", N_("Tomorrow"), self._tomorrow, Icon.ARROW_RIGHT, "Ctrl+T"),
            made("nextWeek", N_("Next week"), self._next_week, Icon.CALENDAR, "Ctrl+Shift+T"),
            made("reassign", N_("Reassign\u2026"),
                 self._with_one(lambda row: self.steps.reassign(row.id)), Icon.USER_CHECK,
                 "Ctrl+Shift+R"),
            made("edit", N_("Edit\u2026"), self._with_one(lambda row: self.steps.edit(row.id)),
                 Icon.PENCIL, "F2"),
            made("drop", N_("Drop\u2026"), lambda: self.steps.drop(self._ids()), Icon.CIRCLE_X,
                 "Del", destructive=True),
            _made("openCustomer", N_("Open customer"), self._with_one(self._open_customer),
                  Icon.USERS, "Ctrl+O", needs=read),
            _made("saveCalendar", N_("Save to calendar\u2026"), self._save_calendar,
                  Icon.DOWNLOAD, "", needs=read),
            _made("refresh", N_("Refresh"), self.reload, Icon.REFRESH, "F5", needs=None),
            made("new", N_("Add follow-up\u2026"), self._create, Icon.PLUS,
                 "Ctrl+N", primary=True),
        )  # fmt: skip

    def _create(self) -> None:
        self.steps.create()

    def _done(self) -> None:
        row = self._one()
        self.steps.done(self._ids(), row.title if row else "")

    def _tomorrow(self) -> None:
        self.steps.move(self._ids(), fmt.today() + timedelta(days=1))

    def _next_week(self) -> None:
        self.steps.move(self._ids(), looks.next_week(fmt.today()))

    def _open_customer(self, row: FollowUpRow) -> None:
        self.desk.navigator.open_customer(row.customer_id, "interactions")

    def _save_calendar(self) -> None:
        """Several that are chosen, or else all of mine."""
        ids = self._ids()
        self.steps.save_calendar(ids if len(ids) > 1 else None)

    def _fit(self) -> None:
        """Offer what the choice allows."""
        chosen = len(self.tree.chosen)
        shows = self.pages.currentIndex() == _ROWS
        for thing, most in _NEEDS.items():
            action = self._action(thing)
            action.setEnabled(shows and action.isVisible() and 0 < chosen <= most)
        self._action("saveCalendar").setEnabled(shows)

    def _action(self, thing: str) -> QAction:
        return self._actions[f"{PLACE}.{thing}"]

    def _arrange(self) -> None:
        steps, head = FitRow(), FitRow(spare=self.said)
        head.row.addWidget(self.said)
        head.row.addStretch(1)
        for thing in ("saveCalendar", "refresh", "new"):
            head.row.addWidget(action_button(self._action(thing)))
        for thing in (*_NEEDS,):
            steps.row.addWidget(action_button(self._action(thing)))
        steps.row.addStretch(1)
        self.pages = QStackedWidget()
        rows = QWidget()
        inside = QVBoxLayout(rows)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(steps)
        inside.addWidget(self.tree, 1)
        for page in (Skeleton(f"{PLACE}.skeleton"), rows, self.nothing, self.error):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(10)
        column.addWidget(head)
        column.addWidget(self.pages, 1)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.tree.addActions([self._action(thing) for thing in _NEEDS])


# How many may be chosen at most for each step.
_MANY = 10_000
_NEEDS = {
    "done": _MANY, "tomorrow": _MANY, "nextWeek": _MANY, "reassign": 1, "edit": 1,
    "openCustomer": 1, "drop": _MANY,
}  # fmt: skip


def _summary(day: MyDay) -> str:
    parts = [fmt.text(day.today)]
    if day.overdue_total:
        late = ngettext("%s overdue", "%s overdue", day.overdue_total)
        parts.append(late % fmt.text(day.overdue_total))
    parts.append(ngettext("%s today", "%s today", day.today_total) % fmt.text(day.today_total))
    parts.append(_("%s in the next seven days") % fmt.text(day.next_total))
    return " \u00b7 ".join(parts)


def _made(
    thing: str,
    title: str,
    run: Callable[[], None],
    icon: Icon,
    shortcut: str,
    *,
    needs: Permission | None,
    primary: bool = False,
    destructive: bool = False,
) -> Action:
    return Action(
        title, run, needs, icon, shortcut, f"{PLACE}.{thing}", primary=primary,
        destructive=destructive,
    )  # fmt: skip
