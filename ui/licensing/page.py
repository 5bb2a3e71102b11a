"""The list of licenses: of everybody as a page, of one customer as a tab."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from app.core.access import Permission
from app.core.listing import Condition, ListQuery, Op, source_of
from app.core.text import N_, _
from app.licensing.filter_fields import FIELDS
from app.licensing.schemas import LicenseRow
from ui.kit.actions import Action
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action, import_action
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.views_control import ViewsControl
from ui.licensing import columns
from ui.licensing.changing import Changing
from ui.licensing.giving import Giving
from ui.licensing.page_actions import row_actions
from ui.licensing.peek import license_peek
from ui.licensing.steps import LicenseSteps

WORDS = ListWords(
    title=N_("Licenses"),
    one=N_("%s license"),
    many=N_("%s licenses"),
    nothing=N_("No licenses yet"),
    hint=N_("Add one for a customer, or generate a pool to assign from."),
    no_match=N_("No license matches"),
    search=N_("Search by key, e-mail, customer or order number..."),
)
TAB_WORDS = ListWords(
    title=N_("Licenses"),
    one=N_("%s license"),
    many=N_("%s licenses"),
    nothing=N_("No licenses yet"),
    hint=N_("Add a license, or assign one that is available."),
    no_match=N_("No license matches"),
    search=N_("Search licenses..."),
)


class LicenseList(ListPage[LicenseRow]):
    """All licenses, or those of one customer."""

    menu = N_("&License")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, given: Exchange = NOTHING
    ) -> None:
        of_one = customer_id is not None
        self.customer_id = customer_id
        self._given = given
        self._prefix = "detail.licenses" if of_one else "licenses"
        super().__init__(
            desk,
            self._prefix,
            TAB_WORDS if of_one else WORDS,
            columns.of_one() if of_one else columns.LICENSES,
            source_of(desk.services.licenses, customer_id),
            filters=columns.filters_of_one() if of_one else columns.FILTERS,
            fields=() if of_one else FIELDS,
            actions=self._of_customer() if of_one else self._of_all(),
            row_actions=row_actions(self, self._prefix, of_one=of_one),
            sort=("created_at", True),
            watches=("licenses", "customers"),
            embedded=of_one,
            peek=None if of_one else partial(license_peek, desk),
        )
        self.steps = LicenseSteps(desk, self)
        self.giving, self.changing = Giving(desk, self), Changing(desk, self)
        self.opened.connect(self.steps.show)
        if not of_one:
            self.views = ViewsControl(self, columns.SHIPPED, columns.EVERYTHING)
        desk.tasks.run(self, self._gather, self._know)

    def _of_all(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("Renewals\u2026"),
                self._renewals,
                Permission.LICENSES_READ,
                Icon.CALENDAR,
                name="licenses.renewals",
            ),
            Action(
                N_("Generate pool\u2026"),
                self._generate,
                Permission.LICENSES_EDIT,
                Icon.LAYERS,
                name="licenses.generate",
            ),
            *self._exchange(),
            self._new("Ctrl+N"),
        )

    def _exchange(self) -> tuple[Action, ...]:
        """Import and export, where the shell gave the page dialogs for them."""
        brings, takes = Permission.LICENSES_IMPORT, Permission.LICENSES_EXPORT
        given = self._given
        return (
            *import_action(self, self._prefix, N_("Import licenses\u2026"), brings, given),
            *export_action(self, self._prefix, N_("Export licenses\u2026"), takes, given),
        )

    def _of_customer(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("View all in Licenses page"),
                self._view_all,
                Permission.LICENSES_READ,
                Icon.EXTERNAL,
                name="detail.licenses.viewAll",
            ),
            Action(
                N_("Transfer licenses\u2026"),
                lambda: self.giving.transfer(self.customer_id or 0, self.chosen_ids()),
                Permission.LICENSES_EDIT,
                Icon.ARROW_RIGHT,
                name="detail.licenses.transfer",
            ),
            self._new(""),
        )

    def _new(self, shortcut: str) -> Action:
        return Action(
            N_("Add license\u2026"),
            lambda: self.giving.issue(self.customer_id),
            Permission.LICENSES_EDIT,
            Icon.PLUS,
            shortcut,
            f"{self._prefix}.new",
            primary=True,
        )

    def row_of(self, license_id: int) -> LicenseRow | None:
        """The row of a license in the list, if it has arrived."""
        ids = self.model.ids
        return self.model.row(ids.index(license_id)) if license_id in ids else None

    def _generate(self) -> None:
        self.giving.generate()

    def _renewals(self) -> None:
        from ui.licensing.renewals import RenewalsDialog  # noqa: PLC0415 - seldom needed

        RenewalsDialog(self.desk, self).open()

    def _view_all(self) -> None:
        whose = self.customer_id or 0
        asked = ListQuery(conditions=(Condition("customer_id", Op.IN, (whose,)),))

        def show(found: Any) -> None:
            name = found.name or found.email or found.client_id
            self.desk.navigator.open_list("licenses", asked, {"customer_id": [(whose, name)]})

        self.steps.run(lambda: self.desk.services.customers.show(whose), show)

    def _gather(self) -> tuple[Sequence[Any], Sequence[Any]]:
        services = self.desk.services
        return services.products.choices(every=True), services.plans.choices(every=True)

    def _know(self, found: tuple[Sequence[Any], Sequence[Any]]) -> None:
        """Offer in the filters what only the database knows."""
        products, plans = found
        filters = self.tools.filters
        filters.set_options("product_id", [(one.id, one.name) for one in products])
        said = _("%(product)s: %(plan)s")
        named = [(one.id, said % {"product": one.product, "plan": one.name}) for one in plans]
        filters.set_options("plan_id", named)
