"""Makes what lists offer for their rows alike: named after the list, and for whom."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from app.core.access import Permission
from app.core.text import N_
from ui.kit.actions import RowAction
from ui.kit.icons import Icon

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage


def row_action(
    place: str,
    usual: Permission,
    thing: str,
    title: str,
    run: Callable[[Sequence[int]], Any],
    icon: Icon,
    needs: Permission | None = None,
    **more: Any,
) -> RowAction:
    """An action called `<place>.<thing>`; it takes the `usual` permission unless it says another.

    Meant to be bound to a list's place and permission; `more` is as in `RowAction`.
    """
    return RowAction(title, run, needs or usual, icon, name=f"{place}.{thing}", **more)


def open_customer(page: "ListPage[Any]", place: str, tab: str, **more: Any) -> RowAction:
    """Opens the customer a row belongs to, at `tab`; the rows have a `customer_id`."""

    def run(_ids: Sequence[int]) -> None:
        row = page.chosen_row()
        if row is not None and row.customer_id is not None:
            page.desk.navigator.open_customer(row.customer_id, tab)

    return RowAction(
        N_("Open customer"), run, Permission.CUSTOMERS_READ, Icon.USERS,
        name=f"{place}.openCustomer", **more,
    )  # fmt: skip
