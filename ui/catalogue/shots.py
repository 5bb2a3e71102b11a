"""The dialogs about products and plans as `--screenshot` paints them."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from app.core.listing import ListQuery
from ui.catalogue.card import PlanCard, ProductCard
from ui.catalogue.forms import plan_form, product_form
from ui.kit.desk import Desk


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def _product(desk: Desk) -> int:
    return desk.services.products.first(ListQuery("ledger"), 1)[0].id


def _plan(desk: Desk) -> int:
    return desk.services.plans.first(ListQuery("team"), 1)[0].id


def product(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about a product."""
    return _shown(ProductCard(desk, desk.services.products.show(_product(desk)), parent))


def new(desk: Desk, parent: QWidget) -> QWidget:
    """A new product."""
    return _shown(product_form(desk, None, parent))


def plan(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about a plan."""
    return _shown(PlanCard(desk, desk.services.plans.show(_plan(desk)), parent))


def edit(desk: Desk, parent: QWidget) -> QWidget:
    """The changes of a plan."""
    found = desk.services.plans.show(_plan(desk))
    whose = (found.product_id, found.product)
    return _shown(plan_form(desk, whose, found, found.terms.currency, parent))


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("product_card", product),
    ("product_new", new),
    ("plan_card", plan),
    ("plan_edit", edit),
)
