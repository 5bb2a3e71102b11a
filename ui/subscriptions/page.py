"""The list of subscriptions: of everybody as a page, of one customer as a tab."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from app.core.access import Permission
from app.core.listing import Condition, ListQuery, Op, source_of
from app.core.text import N_, _
from app.subscriptions.filter_fields import FIELDS
from app.subscriptions.schemas import LIVING, Next, SubscriptionRow, SubscriptionStatus
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange, export_action
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.row_making import open_customer
from ui.kit.views_book import Shipped
from ui.kit.views_control import ViewsControl
from ui.subscriptions.columns import SUBSCRIPTION_FILTERS, SUBSCRIPTIONS, without_customer
from ui.subscriptions.steps import SubscriptionSteps

WORDS = ListWords(
    title=N_("Subscriptions"),
    one=N_("%s subscription"),
    many=N_("%s subscriptions"),
    nothing=N_("No subscriptions yet"),
    hint=N_("A subscription is what a customer pays for every month or year."),
    no_match=N_("No subscription matches"),
    search=N_("Search by number or customer..."),
)
TAB_WORDS = replace(
    WORDS,
    hint=N_("What this customer pays for every month or year appears here."),
    search=N_("Search subscriptions..."),
)
SHIPPED = (
    Shipped(
        "renewing",
        N_("Next 30 days"),
        ListQuery(conditions=(Condition("next_on", Op.NEXT, 30),), sort="next_on"),
    ),
    Shipped(
        "pastDue",
        N_("Past due"),
        ListQuery(conditions=(Condition("status", Op.IN, (SubscriptionStatus.PAST_DUE,)),)),
    ),
    Shipped(
        "ending",
        N_("Will be cancelled"),
        ListQuery(conditions=(Condition("cancels", Op.IS, value=True),), sort="next_on"),
    ),
)
EVERYTHING = N_("All subscriptions")
_S = SubscriptionStatus


class SubscriptionList(ListPage[SubscriptionRow]):
    """All subscriptions, or those of one customer."""

    menu = N_("&Subscription")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, given: Exchange = NOTHING
    ) -> None:
        self._given = given
        of_one = customer_id is not None
        place = "detail.subscriptions" if of_one else "subscriptions"
        self._place, self._customer_id = place, customer_id
        super().__init__(
            desk,
            place,
            TAB_WORDS if of_one else WORDS,
            without_customer(SUBSCRIPTIONS, "plan") if of_one else SUBSCRIPTIONS,
            source_of(desk.services.subscriptions, customer_id),
            filters=SUBSCRIPTION_FILTERS,
            fields=() if of_one else FIELDS,
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("created_at", True),
            watches=("subscriptions", "customers"),
            embedded=of_one,
        )
        self.steps = SubscriptionSteps(desk, self)
        self.opened.connect(self.steps.show)
        if not of_one:
            self.views = ViewsControl(self, SHIPPED, EVERYTHING)
        desk.tasks.run(self, desk.services.plans.choices, self._know)

    def _actions(self) -> tuple[Action, ...]:
        title, takes = N_("Export subscriptions\u2026"), Permission.LICENSES_EXPORT
        return (
            *export_action(self, self._place, title, takes, self._given),
            Action(
                N_("New subscription\u2026"),
                lambda: self.steps.start(self._customer_id),
                Permission.SUBSCRIPTIONS_EDIT,
                Icon.PLUS,
                "Ctrl+N" if self._customer_id is None else "",
                f"{self._place}.new",
                primary=True,
            ),
        )

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(RowAction, permission=Permission.SUBSCRIPTIONS_EDIT)
        many = partial(made, many=True)

        def one(step: Callable[[SubscriptionSteps, int], Any]) -> Callable[[Sequence[int]], None]:
            return lambda ids: step(self.steps, ids[0])

        def all_of(
            step: Callable[[SubscriptionSteps, Sequence[int]], Any],
        ) -> Callable[[Sequence[int]], None]:
            return lambda ids: step(self.steps, ids)

        view = RowAction(
            N_("View"),
            one(SubscriptionSteps.show),
            Permission.LICENSES_READ,
            Icon.EYE,
            name=f"{self._place}.view",
            inline=True,
        )
        customer = open_customer(self, self._place, "subscriptions")
        return (
            view,
            *(() if self._customer_id is not None else (customer,)),
            made(
                N_("Change plan or quantity\u2026"),
                one(SubscriptionSteps.change),
                icon=Icon.PENCIL,
                shortcut="F2",
                name=f"{self._place}.change",
                inline=True,
                fits=_lives,
            ),
            many(
                N_("Pause"),
                all_of(SubscriptionSteps.pause),
                icon=Icon.PAUSE,
                name=f"{self._place}.pause",
                fits=lambda row: row.status is _S.ACTIVE,
            ),
            many(
                N_("Resume"),
                all_of(SubscriptionSteps.resume),
                icon=Icon.PLAY,
                name=f"{self._place}.resume",
                fits=lambda row: row.status is _S.PAUSED,
            ),
            many(
                N_("Keep after all"),
                all_of(SubscriptionSteps.keep),
                icon=Icon.REPEAT,
                name=f"{self._place}.keep",
                fits=lambda row: row.next in {Next.CANCELS, Next.EXPIRES},
            ),
            many(
                N_("Cancel\u2026"),
                all_of(SubscriptionSteps.cancel),
                icon=Icon.CIRCLE_X,
                shortcut="Del",
                name=f"{self._place}.cancel",
                destructive=True,
                inline=True,
                fits=lambda row: _lives(row) or row.status is _S.PAUSED,
            ),
        )

    def _know(self, plans: Sequence[Any]) -> None:
        """Offer in the filters what only the database knows."""
        named = [(one.id, _("%(product)s: %(plan)s") % _named(one)) for one in plans]
        self.tools.filters.set_options("plan_id", named)


def _named(plan: Any) -> dict[str, str]:
    return {"product": plan.product, "plan": plan.name}


def _lives(row: SubscriptionRow) -> bool:
    return row.status in LIVING
