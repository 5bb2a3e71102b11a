"""The customers' list: find them, open them, and do to one or many what their state allows."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.changes import Touched
from app.core.listing import ListQuery, flat, source_of
from app.core.text import N_, _
from app.customers.filter_fields import FIELDS
from app.customers.schemas import CustomerRow, Shelf
from app.staff.schemas import Choice
from app.tags.schemas import TagChip
from ui.customers.absent import Absent
from ui.customers.columns import COLUMNS, FILTERS
from ui.customers.drag import DragOut
from ui.customers.facts import Facts, gather
from ui.customers.page_actions import SHELVES, row_actions, target_of
from ui.customers.peek import CustomerPeek
from ui.customers.segments import SegmentMenu
from ui.customers.steps import Steps, Target
from ui.customers.views import EVERYTHING, SHIPPED
from ui.kit.actions import Action
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.views_control import ViewsControl

PLACE = "customers"
# Tables whose rows the filters offer by name.
_NAMED = frozenset({"staff_users", "teams", "tags"})
BringIn = Callable[[Desk, QWidget], object]
# What the list asks, the chosen ids, and the keys of the columns shown.
TakeOut = Callable[[Desk, ListQuery, Sequence[int], Sequence[str], QWidget], object]
WORDS = ListWords(
    title=N_("Customers"),
    one=N_("Total Customers: %s account"),
    many=N_("Total Customers: %s accounts"),
    nothing=N_("No customers yet"),
    hint=N_(
        "Create the first one, or bring in a list you have: File \u25b8 Import customers\u2026"
    ),
    no_match=N_("No customer matches"),
)


class CustomersPage(ListPage[CustomerRow]):
    """All customers the actor may see; archived and deleted ones when asked for."""

    def __init__(
        self, desk: Desk, bring_in: BringIn | None = None, take_out: TakeOut | None = None
    ) -> None:
        self._bring_in, self._take_out = bring_in, take_out
        super().__init__(
            desk,
            PLACE,
            WORDS,
            COLUMNS,
            source_of(desk.services.customers),
            filters=FILTERS,
            fields=FIELDS,
            actions=self._actions(),
            row_actions=row_actions(self, exports=take_out is not None),
            sort=("created_at", True),
            watches=(
                "customers",
                "staff_users",
                "tags",
                "licenses",
                "subscriptions",
                "invoices",
                "payments",
            ),
            peek=partial(CustomerPeek, desk),
        )
        self.steps = Steps(desk, self)
        self.absent = Absent(self)
        self.drag = DragOut(self)
        self.views = ViewsControl(self, SHIPPED, EVERYTHING)
        self.segments = SegmentMenu(self)
        self.opened.connect(self.open)
        self.counted.connect(self._offer)
        self.tools.search.setToolTip(_("Finds names, companies, e-mails, phones and Client IDs"))
        desk.navigator.follow(self.model.neighbours)
        desk.changes.heard.connect(self._heard_of_staff)
        self.asker.busy_changed.connect(self._answered)

    def _actions(self) -> tuple[Action, ...]:
        return (
            *self._exchange(),
            Action(
                N_("New customer\u2026"),
                self._new_customer,
                Permission.CUSTOMERS_CREATE,
                Icon.USER_PLUS,
                "Ctrl+Shift+N",
                f"{PLACE}.newCustomer",
            ),
            Action(
                N_("New company\u2026"),
                self._new_company,
                Permission.CUSTOMERS_CREATE,
                Icon.PLUS,
                "Ctrl+N",
                f"{PLACE}.new",
                primary=True,
            ),
        )

    def _new_customer(self) -> None:
        from ui.customers.customer_form import (  # noqa: PLC0415 - not for the first list
            open_customer_form,
        )

        open_customer_form(self.desk, self)

    def _new_company(self) -> None:
        from ui.customers.company_form import (  # noqa: PLC0415 - not for the first list
            open_company_form,
        )

        open_company_form(self.desk, self)

    def _exchange(self) -> tuple[Action, ...]:
        """Import and export, where the shell gave the page dialogs for them."""
        bring_in, take_out = self._bring_in, self._take_out
        actions = []
        if bring_in:
            actions.append(
                Action(
                    N_("Import customers\u2026"),
                    lambda: _discard(bring_in(self.desk, self)),
                    Permission.CUSTOMERS_IMPORT,
                    Icon.IMPORT,
                    "Ctrl+I",
                    f"{PLACE}.import",
                )
            )
        if take_out:
            actions.append(
                Action(
                    N_("Export customers\u2026"),
                    lambda: _discard(
                        take_out(self.desk, self.query, self.chosen_ids(), self.shown(), self)
                    ),
                    Permission.CUSTOMERS_EXPORT,
                    Icon.EXPORT,
                    "Ctrl+E",
                    f"{PLACE}.export",
                )
            )
        return tuple(actions)

    def shown(self) -> list[str]:
        """The keys of the columns shown, as they stand."""
        return self.columns.shown_keys()

    def open(self, customer_id: int, tab: str = "") -> None:
        """Open a customer's window, perhaps at a tab; previous and next follow this list."""
        self.desk.navigator.follow(self.model.neighbours)
        self.desk.navigator.open_customer(customer_id, tab)

    def target(self) -> Target | None:
        """The chosen customer, if it has arrived."""
        row = self.chosen_row()
        return target_of(row) if row else None

    def drop_filters(self) -> None:
        """Take every filter off but the shelf; the search stays."""
        filters = self.tools.filters
        filters.set_advanced(None)
        filters.pick({key: value for key, value in filters.picked.items() if key == "shelf"})
        self.ask()

    def show_shelf(self, shelf: Shelf) -> None:
        """Show current, archived or deleted customers, with the search as it stands."""
        picked = self.tools.filters.picked | {"shelf": (shelf,)}
        self.tools.filters.pick(picked)
        self.ask()

    def _offer(self) -> None:
        """Offer for many only what the shelves that are shown allow."""
        filters = self.tools.filters
        shown = set(filters.picked.get("shelf", (Shelf.CURRENT,)))
        if filters.advanced and any(one.key == "shelf" for one in flat((filters.advanced,))):
            shown = set(Shelf)
        hidden = {thing for thing, shelves in SHELVES.items() if not shown & shelves}
        self.row_actions.withhold({f"{PLACE}.{thing}" for thing in hidden})

    def _heard_of_staff(self, touched: Touched) -> None:
        if not touched.keys().isdisjoint(_NAMED):
            self._ask_names()

    def _answered(self, busy: bool) -> None:
        """The rows come first: nobody looks for names before there are any."""
        if not busy:
            self.asker.busy_changed.disconnect(self._answered)
            self._ask_names()

    def _ask_names(self) -> None:
        self.desk.tasks.run(self, partial(gather, self.desk), self._know)
        self.desk.tasks.run(self, self.desk.services.staff.teams, self._know_teams)
        tags = partial(self.desk.services.tags.choices, every=True)
        self.desk.tasks.run(self, tags, self._know_tags)

    def _know(self, facts: Facts) -> None:
        """Offer in the filters what only the database knows."""
        filters = self.tools.filters
        filters.set_options("owner_id", [(found.id, found.name) for found in facts.staff])
        filters.set_options("country", [(found.code, found.name) for found in facts.countries])
        filters.set_currency("revenue", facts.settings.currency)

    def _know_tags(self, tags: Sequence[TagChip]) -> None:
        self.tools.filters.set_options("tags", [(found.id, found.name) for found in tags])

    def _know_teams(self, teams: Sequence[Choice]) -> None:
        self.tools.filters.set_options("team_id", [(found.id, found.name) for found in teams])


def _discard(_dialog: object) -> None:
    """An action gives nothing back; the dialog keeps itself."""
