"""The list of orders: of everybody as a page, of one customer as a tab."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from app.core.access import Permission
from app.core.listing import source_of
from app.core.text import N_
from app.orders.filter_fields import FIELDS
from app.orders.rules import PAYMENT_STEPS, STEPS
from app.orders.schemas import CLOSED, OrderPayment, OrderRow, OrderStatus
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.row_making import open_customer, row_action
from ui.kit.views_control import ViewsControl
from ui.orders import columns
from ui.orders.peek import order_peek
from ui.orders.steps import Files, OrderSteps

WORDS = ListWords(
    title=N_("Orders"),
    one=N_("%s order"),
    many=N_("%s orders"),
    nothing=N_("No orders yet"),
    hint=N_("An order is what a customer asks for once: items, an address, a delivery."),
    no_match=N_("No order matches"),
    search=N_("Search by number, tracking number or customer..."),
)
TAB_WORDS = replace(
    WORDS,
    hint=N_("What this customer orders appears here."),
    search=N_("Search orders..."),
)
_GO_ON = frozenset({OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.DELIVERED})


class OrderList(ListPage[OrderRow]):
    """All orders, or those of one customer."""

    menu = N_("&Order")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, *, files: Files | None = None,
        given: Exchange = NOTHING,
    ) -> None:  # fmt: skip
        self._given = given
        of_one = customer_id is not None
        self._place = "detail.orders" if of_one else "orders"
        self._customer_id = customer_id
        super().__init__(
            desk,
            self._place,
            TAB_WORDS if of_one else WORDS,
            columns.of_one() if of_one else columns.ORDERS,
            source_of(desk.services.orders, customer_id),
            filters=columns.FILTERS,
            fields=() if of_one else FIELDS,
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("created_at", True),
            watches=("orders", "customers"),
            embedded=of_one,
            peek=None if of_one else partial(order_peek, desk),
        )
        self.steps = OrderSteps(desk, self, files)
        self.opened.connect(self.steps.show)
        if not of_one:
            self.views = ViewsControl(self, columns.SHIPPED, columns.EVERYTHING)

    def _actions(self) -> tuple[Action, ...]:
        takes = Permission.BILLING_EXPORT
        return (
            *export_action(self, self._place, N_("Export orders\u2026"), takes, self._given),
            Action(
                N_("Create order\u2026"),
                lambda: self.steps.create(self._customer_id),
                Permission.ORDERS_EDIT,
                Icon.PLUS,
                "Ctrl+N" if self._customer_id is None else "",
                f"{self._place}.new",
                primary=True,
            ),
        )

    def _row_actions(self) -> tuple[RowAction, ...]:
        def one(step: Callable[[OrderSteps, int], Any]) -> Callable[[Sequence[int]], None]:
            return lambda ids: step(self.steps, ids[0])

        def many(
            step: Callable[[OrderSteps, Sequence[int]], Any],
        ) -> Callable[[Sequence[int]], None]:
            return lambda ids: step(self.steps, ids)

        made = partial(row_action, self._place, Permission.ORDERS_EDIT)
        whose = open_customer(self, self._place, "orders")
        return (
            made("view", N_("View"), one(OrderSteps.show), Icon.EYE, Permission.ORDERS_READ,
                 inline=True),
            *(() if self._customer_id is not None else (whose,)),
            made("status", N_("Update status\u2026"), many(OrderSteps.status), Icon.ARROW_RIGHT,
                 Permission.ORDERS_PROGRESS, many=True, shortcut="Ctrl+Shift+U", inline=True,
                 fits=lambda row: bool(_GO_ON & set(STEPS[row.status]))),
            made("tracking", N_("Tracking\u2026"), one(OrderSteps.track), Icon.MAP_PIN,
                 Permission.ORDERS_PROGRESS, fits=lambda row: row.status not in CLOSED),
            made("edit", N_("Edit\u2026"), one(OrderSteps.edit), Icon.PENCIL, shortcut="F2",
                 fits=lambda row: row.status not in CLOSED),
            made("payment", N_("Payment\u2026"), many(OrderSteps.payment), Icon.CREDIT_CARD,
                 many=True, fits=lambda row: bool(PAYMENT_STEPS[row.payment_status])),
            made("correct", N_("Correct\u2026"), one(OrderSteps.correct), Icon.WAND,
                 Permission.ORDERS_CORRECT),
            made("refund", N_("Refund\u2026"), many(OrderSteps.refund), Icon.UNDO,
                 Permission.PAYMENTS_REFUND, many=True,
                 fits=lambda row: row.status is OrderStatus.CANCELLED
                 and row.payment_status is OrderPayment.PAID),
            made("cancel", N_("Cancel order\u2026"), many(OrderSteps.cancel), Icon.CIRCLE_X,
                 many=True, shortcut="Del", destructive=True, inline=True,
                 fits=lambda row: OrderStatus.CANCELLED in STEPS[row.status]),
        )  # fmt: skip
