"""The list of interactions: of everybody as a page, of one customer as a tab."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from app.core.access import Permission
from app.core.listing import source_of
from app.core.text import N_
from app.interactions.filter_fields import FIELDS
from app.interactions.schemas import InteractionRow
from app.staff.schemas import Choice
from ui.interactions import columns
from ui.interactions.follow_steps import FollowUpSteps
from ui.interactions.open_promises import OpenPromises
from ui.interactions.peek import interaction_peek
from ui.interactions.steps import Files, InteractionSteps
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.row_making import open_customer, row_action
from ui.kit.views_control import ViewsControl

WORDS = ListWords(
    title=N_("Interactions"),
    one=N_("%s interaction"),
    many=N_("%s interactions"),
    nothing=N_("No interactions yet"),
    hint=N_("Write down calls, meetings and mail, and everybody knows what was said."),
    no_match=N_("No interaction matches"),
    search=N_("Search by subject, text or customer..."),
)
TAB_WORDS = replace(
    WORDS,
    hint=N_("What is said with this customer appears here."),
    search=N_("Search interactions..."),
)


class InteractionList(ListPage[InteractionRow]):
    """All interactions, or those of one customer."""

    menu = N_("&Interaction")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, *, files: Files | None = None,
        given: Exchange = NOTHING,
    ) -> None:  # fmt: skip
        self._given = given
        is_tab = customer_id is not None
        self._place = "detail.interactions" if is_tab else "interactions"
        self._customer_id = customer_id
        super().__init__(
            desk,
            self._place,
            TAB_WORDS if is_tab else WORDS,
            columns.of_one() if is_tab else columns.INTERACTIONS,
            source_of(desk.services.interactions, customer_id),
            filters=columns.FILTERS,
            fields=() if is_tab else FIELDS,
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("occurred_at", True),
            watches=("interactions", "follow_ups", "customers", "staff_users"),
            embedded=is_tab,
            peek=partial(interaction_peek, desk, f"{self._place}.peek"),
        )
        self.steps = InteractionSteps(desk, self, files)
        self.opened.connect(self.steps.show)
        self.promises: OpenPromises | None = None
        if customer_id is not None:
            steps = FollowUpSteps(desk, self)
            self.promises = OpenPromises(desk, customer_id, self._place, steps)
            column = self.layout()
            if isinstance(column, QVBoxLayout):
                column.insertWidget(1, self.promises)
        else:
            self.views = ViewsControl(self, columns.SHIPPED, columns.EVERYTHING)
        desk.tasks.run(self, desk.services.staff.choices, self._know_staff)

    def _know_staff(self, staff: Sequence[Choice]) -> None:
        named = [(one.id, one.name) for one in staff]
        self.tools.filters.set_options(columns.STAFF, named)

    def _actions(self) -> tuple[Action, ...]:
        title, takes = N_("Export interactions\u2026"), Permission.CUSTOMERS_EXPORT
        return (
            *export_action(self, self._place, title, takes, self._given),
            Action(
                N_("Add interaction\u2026"),
                lambda: self.steps.create(self._customer_id),
                Permission.INTERACTIONS_LOG,
                Icon.PLUS,
                "Ctrl+N",
                f"{self._place}.new",
                primary=True,
            ),
        )

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(row_action, self._place, Permission.INTERACTIONS_LOG)
        whose = open_customer(self, self._place, "interactions")
        return (
            made("view", N_("View"), self._one(InteractionSteps.show), Icon.EYE,
                 Permission.CUSTOMERS_READ, inline=True),
            *(() if self._customer_id is not None else (whose,)),
            made("followUp", N_("Add follow-up\u2026"), self._one(InteractionSteps.promise),
                 Icon.CALENDAR_CHECK, shortcut="Ctrl+Shift+U", inline=True),
            made("edit", N_("Edit\u2026"), self._one(InteractionSteps.edit), Icon.PENCIL,
                 shortcut="F2", fits=self._may_edit),
            made("remove", N_("Remove"), self._remove, Icon.TRASH,
                 shortcut="Del", many=True, destructive=True, inline=True, fits=self._may_remove),
        )  # fmt: skip

    def _one(self, step: Callable[[InteractionSteps, int], Any]) -> Callable[[Sequence[int]], None]:
        def run(ids: Sequence[int]) -> None:
            step(self.steps, ids[0])

        return run

    def _remove(self, ids: Sequence[int]) -> None:
        self.steps.remove(ids)

    def _may_remove(self, row: InteractionRow) -> bool:
        """What is automatic says what happened, and stays."""
        return not row.automatic and self._may_edit(row)

    def _may_edit(self, row: InteractionRow) -> bool:
        """Whose it is may change it; those who may correct, everything."""
        if self.desk.actor.can(Permission.INTERACTIONS_CORRECT):
            return True
        return not row.automatic and row.staff_id == self.desk.actor.id
