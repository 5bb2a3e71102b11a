"""The lists of products and of plans."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from app.catalogue.filter_fields import PLAN_FIELDS, PRODUCT_FIELDS
from app.catalogue.schemas import PlanRow, ProductChoice, ProductRow
from app.core.access import Permission
from app.core.listing import source_of
from app.core.text import N_
from ui.catalogue.columns import PLAN_FILTERS, PLANS, PRODUCT_FILTERS, PRODUCTS, SHIPPED
from ui.catalogue.steps import CatalogueSteps
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.views_control import ViewsControl

PRODUCTS_PLACE, PLANS_PLACE = "products", "plans"
PRODUCT_WORDS = ListWords(
    title=N_("Products"),
    one=N_("%s product"),
    many=N_("%s products"),
    nothing=N_("No products yet"),
    hint=N_("A product is what licenses are issued for. Add the first one, then its plans."),
    no_match=N_("No product matches"),
    search=N_("Search by name or reference..."),
)
PLAN_WORDS = ListWords(
    title=N_("Plans"),
    one=N_("%s plan"),
    many=N_("%s plans"),
    nothing=N_("No plans yet"),
    hint=N_("A plan is a way a product is sold. Add one from its product."),
    no_match=N_("No plan matches"),
    search=N_("Search by plan or product..."),
)
Step = Callable[[CatalogueSteps, int, str], None]


class ProductsPage(ListPage[ProductRow]):
    """What licenses are issued for."""

    menu = N_("&Product")

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            PRODUCTS_PLACE,
            PRODUCT_WORDS,
            PRODUCTS,
            source_of(desk.services.products),
            filters=PRODUCT_FILTERS,
            fields=PRODUCT_FIELDS,
            actions=(
                Action(
                    N_("New product\u2026"),
                    self._new,
                    Permission.PRODUCTS_EDIT,
                    Icon.PLUS,
                    "Ctrl+N",
                    f"{PRODUCTS_PLACE}.new",
                    primary=True,
                ),
            ),
            row_actions=self._row_actions(),
            sort=("name", False),
            watches=("products", "plans", "licenses"),
        )
        self.steps = CatalogueSteps(desk, self)
        self.opened.connect(self.steps.show_product)
        self.views = ViewsControl(self, SHIPPED, N_("All products"))

    def _new(self) -> None:
        self.steps.new_product()

    def _row_actions(self) -> tuple[RowAction, ...]:
        plans = RowAction(
            N_("Plans of this product"),
            _named(self, CatalogueSteps.plans_of),
            Permission.LICENSES_READ,
            Icon.LAYERS,
            name=f"{PRODUCTS_PLACE}.plansOf",
        )
        add = RowAction(
            N_("New plan\u2026"),
            lambda ids: self.steps.new_plan(ids[0]),
            Permission.PRODUCTS_EDIT,
            Icon.PLUS,
            name=f"{PRODUCTS_PLACE}.newPlan",
            fits=lambda row: row.active,
        )
        steps = CatalogueSteps
        return (
            *_common(self, PRODUCTS_PLACE, steps.show_product, steps.edit_product, (plans, add)),
            *_ends(self, PRODUCTS_PLACE, steps.retire_product, steps.offer_product,
                   steps.remove_product),
        )  # fmt: skip


class PlansPage(ListPage[PlanRow]):
    """The ways products are sold."""

    menu = N_("&Plan")

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            PLANS_PLACE,
            PLAN_WORDS,
            PLANS,
            source_of(desk.services.plans),
            filters=PLAN_FILTERS,
            fields=PLAN_FIELDS,
            row_actions=self._row_actions(),
            sort=("product", False),
            watches=("products", "plans", "licenses"),
        )
        self.steps = CatalogueSteps(desk, self)
        self.opened.connect(self.steps.show_plan)
        self.views = ViewsControl(self, SHIPPED, N_("All plans"))
        desk.tasks.run(self, partial(desk.services.products.choices, every=True), self._know)

    def _row_actions(self) -> tuple[RowAction, ...]:
        steps = CatalogueSteps
        return (
            *_common(self, PLANS_PLACE, steps.show_plan, steps.edit_plan, ()),
            *_ends(self, PLANS_PLACE, steps.retire_plan, steps.offer_plan, steps.remove_plan),
        )

    def _know(self, products: Sequence[ProductChoice]) -> None:
        self.tools.filters.set_options("product_id", [(one.id, one.name) for one in products])


def _common(
    page: Any,
    place: str,
    show: Callable[[CatalogueSteps, int], None],
    edit: Callable[[CatalogueSteps, int], None],
    more: tuple[RowAction, ...],
) -> tuple[RowAction, ...]:
    return (
        RowAction(
            N_("View"), lambda ids: show(page.steps, ids[0]), Permission.LICENSES_READ, Icon.EYE,
            name=f"{place}.view", inline=True,
        ),
        RowAction(
            N_("Edit\u2026"), lambda ids: edit(page.steps, ids[0]), Permission.PRODUCTS_EDIT,
            Icon.PENCIL, "F2", f"{place}.edit", inline=True,
        ),
        *more,
    )  # fmt: skip


def _ends(page: Any, place: str, retire: Step, offer: Step, remove: Step) -> tuple[RowAction, ...]:
    made = partial(RowAction, permission=Permission.PRODUCTS_EDIT)
    return (
        made(
            N_("Retire\u2026"), _named(page, retire), icon=Icon.ARCHIVE, name=f"{place}.retire",
            inline=True, fits=lambda row: row.active,
        ),
        made(
            N_("Sell again"), _named(page, offer), icon=Icon.RESTORE, name=f"{place}.offer",
            inline=True, fits=lambda row: not row.active,
        ),
        made(
            N_("Remove\u2026"), _named(page, remove), icon=Icon.TRASH, shortcut="Del",
            name=f"{place}.remove", destructive=True, fits=lambda row: not row.licenses,
        ),
    )  # fmt: skip


def _named(page: Any, step: Step) -> Callable[[Sequence[int]], None]:
    """Do a step that wants to know what the chosen row is called."""

    def run(ids: Sequence[int]) -> None:
        if (row := page.chosen_row()) is not None and row.id == ids[0]:
            step(page.steps, row.id, row.name)

    return run
