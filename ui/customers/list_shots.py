"""The dialogs of the customers' list as `--screenshot` paints them: filters and views."""

from PySide6.QtWidgets import QWidget

from app.core.conditions import Condition, Group, Match, Op, Period
from app.customers.schemas import Status
from ui.customers.page import CustomersPage
from ui.kit.desk import Desk
from ui.kit.filter_builder import open_builder

_BUILT = Group(
    Match.ALL,
    (
        Condition("status", Op.IN, (Status.ACTIVE, Status.SUSPENDED)),
        Condition("created_at", Op.DURING, Period.THIS_YEAR),
        Group(
            Match.ANY,
            (
                Condition("country", Op.IN, ("DE", "FR")),
                Condition("revenue", Op.BETWEEN, (100_000, 9_000_000)),
                Condition("last_activity_at", Op.OVER, 90),
            ),
        ),
    ),
)


def advanced_filter(desk: Desk, parent: QWidget) -> QWidget:
    """The builder of the advanced filter, filled in."""
    page = _list(desk, parent)
    page.tools.filters.set_advanced(_BUILT)
    builder = open_builder(page)
    page.tools.filters.set_advanced(None)
    return builder


def views(desk: Desk, parent: QWidget) -> QWidget:
    """The views, to be renamed, shared and deleted."""
    return _list(desk, parent).views.manage()


def save_view(desk: Desk, parent: QWidget) -> QWidget:
    """How the list looks, to be kept under a name."""
    return _list(desk, parent).views.save_as()


def _list(desk: Desk, parent: QWidget) -> CustomersPage:
    desk.navigator.open_page("customers")
    page = parent.findChild(CustomersPage)
    if page is None:
        raise LookupError("customers")
    return page


SHOTS = (
    ("customers_advanced_filter", advanced_filter),
    ("customers_views", views),
    ("customers_save_view", save_view),
)
