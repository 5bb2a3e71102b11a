"""The list of everybody who works here, for those who manage staff (ROL-09, ROL-11)."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from app.core.access import Permission
from app.core.listing import small
from app.core.text import N_, _
from app.staff.schemas import RoleRow, StaffRow
from ui.kit import cells
from ui.kit.actions import Action, RowAction
from ui.kit.cells import Cell, Kind
from ui.kit.desk import Desk
from ui.kit.filters import FilterSpec
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.table import Column, columns
from ui.kit.theme import Tone
from ui.staff.steps import Steps

PLACE = "staff"
WORDS = ListWords(
    title=N_("Staff"),
    one=N_("%s staff member"),
    many=N_("%s staff members"),
    nothing=N_("Nobody works here yet"),
    no_match=N_("No staff member matches"),
    search=N_("Search by name, e-mail, role or team..."),
)
STATES = {True: N_("Active"), False: N_("Inactive")}
_LOOKS = {True: (Tone.OK, Icon.CIRCLE_CHECK), False: (Tone.NEUTRAL, Icon.CIRCLE_OFF)}


def _last_seen(row: StaffRow, value: Any, text: str) -> Cell:
    return cells.muted_day(row, value, text) if value else Cell(_("Never"), Kind.MUTED)


COLUMNS = columns(
    StaffRow,
    Column("name", N_("Name"), 180, cook=cells.name, priority=0, stretch=True),
    Column("email", N_("Email"), 180, cook=cells.muted, priority=1),
    Column("role", N_("Role"), 122, show=_, priority=0),
    Column("team", N_("Team"), 112, priority=3),
    Column(
        "active",
        N_("Status"),
        118,
        show=lambda active: _(STATES[active]),
        cook=cells.badge(_LOOKS),
        priority=0,
    ),
    Column("last_sign_in_at", N_("Last sign-in"), 118, cook=_last_seen, priority=2),
)
FILTERS = (
    FilterSpec("active", N_("Status"), choices=tuple(STATES.items())),
    FilterSpec("role_id", N_("Role")),
)


class StaffPage(ListPage[StaffRow]):
    """All accounts, active ones first."""

    menu = N_("&Staff")

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            PLACE,
            WORDS,
            COLUMNS,
            small(desk.services.staff.everyone),
            filters=FILTERS,
            actions=(
                Action(
                    N_("New staff member…"),
                    self._new,
                    Permission.STAFF_MANAGE,
                    Icon.USER_PLUS,
                    "Ctrl+N",
                    f"{PLACE}.new",
                    primary=True,
                ),
            ),
            row_actions=self._row_actions(),
            watches=("staff_users", "teams"),
        )
        self.steps = Steps(desk, self)
        self.opened.connect(self.steps.edit)
        desk.tasks.run(self, desk.services.staff.roles, self._know)

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(RowAction, permission=Permission.STAFF_MANAGE)

        def about(step: Callable[[Steps, int], None]) -> Callable[[Sequence[int]], None]:
            """Do `step` to the one account that is chosen."""
            return lambda ids: step(self.steps, ids[0])

        return (
            made(
                N_("Edit…"),
                about(Steps.edit),
                icon=Icon.PENCIL,
                shortcut="F2",
                name=f"{PLACE}.edit",
                inline=True,
            ),
            made(
                N_("Set password…"),
                about(Steps.set_password),
                icon=Icon.KEY,
                name=f"{PLACE}.setPassword",
            ),
            made(
                N_("Deactivate…"),
                about(Steps.deactivate),
                icon=Icon.USER_X,
                name=f"{PLACE}.deactivate",
                inline=True,
                destructive=True,
                fits=lambda row: row.active,
            ),
            made(
                N_("Reactivate"),
                about(Steps.activate),
                icon=Icon.USER_CHECK,
                name=f"{PLACE}.activate",
                inline=True,
                fits=lambda row: not row.active,
            ),
        )

    def _new(self) -> None:
        self.steps.new()

    def _know(self, roles: tuple[RoleRow, ...]) -> None:
        """Offer in the filters what only the database knows."""
        named = [(role.id, _(role.name)) for role in roles]
        self.tools.filters.set_options("role_id", named)
