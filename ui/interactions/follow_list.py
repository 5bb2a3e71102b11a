"""The list of every follow-up the actor may see, whoever is to do it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from app.core.access import Permission
from app.core.listing import source_of
from app.core.text import N_
from app.interactions.filter_fields import FOLLOW_UPS as FIELDS
from app.interactions.schemas import FollowUpRow, FollowUpState
from app.staff.schemas import Choice
from ui.interactions import follow_columns as columns
from ui.interactions import looks
from ui.interactions.follow_steps import FollowUpSteps
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action
from ui.kit.icons import Icon
from ui.kit.list_memory import recall
from ui.kit.list_page import ListPage, ListWords
from ui.kit.row_making import open_customer, row_action
from ui.kit.views_control import ViewsControl

PLACE = "followUps.all"
WORDS = ListWords(
    title=N_("Follow-ups"),
    one=N_("%s follow-up"),
    many=N_("%s follow-ups"),
    nothing=N_("No follow-ups yet"),
    hint=N_("Promise a customer something, and it appears on somebody's day."),
    no_match=N_("No follow-up matches"),
    search=N_("Search by words, customer or colleague..."),
)
_made = partial(row_action, PLACE, Permission.INTERACTIONS_LOG)


class FollowUpList(ListPage[FollowUpRow]):
    """Open and closed ones; it opens with those that are open."""

    def __init__(self, desk: Desk, given: Exchange = NOTHING) -> None:
        self._given = given
        is_new = not desk.memory.recall(f"list.{PLACE}", {})
        super().__init__(
            desk,
            PLACE,
            WORDS,
            columns.FOLLOW_UPS,
            source_of(desk.services.follow_ups),
            filters=columns.FILTERS,
            fields=FIELDS,
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("due_on", False),
            watches=("follow_ups", "customers", "staff_users"),
            embedded=True,
        )
        # It stands in a tab, but is a page of its own: what was asked there is asked again.
        self.embedded = False
        recall(self)
        if is_new:
            self.tools.filters.pick({"state": [FollowUpState.OPEN]})
        self.steps = FollowUpSteps(desk, self)
        self.opened.connect(self.steps.show)
        self.views = ViewsControl(self, columns.shipped(desk.actor), columns.EVERYTHING)
        desk.tasks.run(self, desk.services.staff.choices, self._know_staff)

    def _know_staff(self, staff: Sequence[Choice]) -> None:
        self.tools.filters.set_options(columns.ASSIGNEE, [(one.id, one.name) for one in staff])

    def _actions(self) -> tuple[Action, ...]:
        title, takes = N_("Export follow-ups\u2026"), Permission.CUSTOMERS_EXPORT
        return (
            *export_action(self, PLACE, title, takes, self._given),
            Action(
                N_("Add follow-up\u2026"), self._create,
                Permission.INTERACTIONS_LOG, Icon.PLUS, "Ctrl+N", f"{PLACE}.new", primary=True,
            ),
        )  # fmt: skip

    def _row_actions(self) -> tuple[RowAction, ...]:
        return (
            _made("view", N_("View"), self._one(FollowUpSteps.show), Icon.EYE,
                  Permission.CUSTOMERS_READ, inline=True),
            open_customer(self, PLACE, "interactions", shortcut="Ctrl+O"),
            _made("done", N_("Done\u2026"), self._done, Icon.CHECK, many=True,
                  shortcut="Ctrl+D", inline=True, fits=_is_open),
            _made("tomorrow", N_("Tomorrow"), self._tomorrow, Icon.ARROW_RIGHT, many=True,
                  shortcut="Ctrl+T", fits=_is_open),
            _made("nextWeek", N_("Next week"), self._next_week, Icon.CALENDAR, many=True,
                  shortcut="Ctrl+Shift+T", fits=_is_open),
            _made("reassign", N_("Reassign\u2026"), self._one(FollowUpSteps.reassign),
                  Icon.USER_CHECK, shortcut="Ctrl+Shift+R", fits=_is_open),
            _made("edit", N_("Edit\u2026"), self._one(FollowUpSteps.edit), Icon.PENCIL,
                  shortcut="F2", inline=True, fits=_is_open),
            _made("saveCalendar", N_("Save to calendar\u2026"),
                  self._many(FollowUpSteps.save_calendar), Icon.DOWNLOAD,
                  Permission.CUSTOMERS_READ, many=True),
            _made("reopen", N_("Reopen"), self._many(FollowUpSteps.reopen), Icon.UNDO,
                  many=True, fits=lambda row: not _is_open(row)),
            _made("drop", N_("Drop\u2026"), self._many(FollowUpSteps.drop), Icon.CIRCLE_X,
                  many=True, shortcut="Del", destructive=True, fits=_is_open),
            _made("remove", N_("Remove"), self._many(FollowUpSteps.remove), Icon.TRASH,
                  many=True, destructive=True),
        )  # fmt: skip

    def _one(self, step: Callable[[FollowUpSteps, int], Any]) -> Callable[[Sequence[int]], None]:
        def run(ids: Sequence[int]) -> None:
            step(self.steps, ids[0])

        return run

    def _many(
        self, step: Callable[[FollowUpSteps, Sequence[int]], Any]
    ) -> Callable[[Sequence[int]], None]:
        def run(ids: Sequence[int]) -> None:
            step(self.steps, ids)

        return run

    def _create(self) -> None:
        self.steps.create()

    def _done(self, ids: Sequence[int]) -> None:
        row = self.chosen_row()
        self.steps.done(ids, row.title if row is not None and len(ids) == 1 else "")

    def _tomorrow(self, ids: Sequence[int]) -> None:
        self.steps.move(ids, fmt.today() + timedelta(days=1))

    def _next_week(self, ids: Sequence[int]) -> None:
        self.steps.move(ids, looks.next_week(fmt.today()))


def _is_open(row: FollowUpRow) -> bool:
    return row.state is FollowUpState.OPEN
