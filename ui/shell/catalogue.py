"""Every page and customer tab of the application. Adding a screen adds a line here.

`ui/shell/making.py` makes what is shown. What the first list does not show is imported when
it is asked for; `ui/shell/ahead.py` brings it in as soon as the list is there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.access import Actor, Permission
from app.core.text import N_
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.window_base import Window
from ui.shell import making as make
from ui.shell.counts import Tally

if TYPE_CHECKING:
    from ui.shell.settings import SettingsSection


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the main window; `name` is also its `shell.nav.<page>`.

    `tally` is the number that stands beside it, where one matters.
    """

    name: str
    title: str
    icon: Icon
    permission: Permission
    build: Callable[[Desk], QWidget]
    tally: Tally | None = None


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of the customer window, built when first shown."""

    name: str
    title: str
    permission: Permission
    build: Callable[[Desk, int], QWidget]


@dataclass(frozen=True, slots=True)
class Tool:
    """Something to do from anywhere: `run` gets the desk and the window it was asked for in."""

    name: str
    title: str
    icon: Icon
    permission: Permission
    run: Callable[[Desk, QWidget], object]
    shortcut: str = ""


PAGES: tuple[Page, ...] = (
    Page("customers", N_("Customers"), Icon.USERS, Permission.CUSTOMERS_READ, make.customers),
    Page("licenses", N_("Licenses"), Icon.KEY, Permission.LICENSES_READ, make.licenses),
    Page(
        "activations", N_("Activations"), Icon.MONITOR, Permission.LICENSES_READ, make.activations
    ),
    Page(
        "subscriptions",
        N_("Subscriptions"),
        Icon.REPEAT,
        Permission.LICENSES_READ,
        make.subscriptions,
    ),
    Page("orders", N_("Orders"), Icon.SHOPPING_CART, Permission.ORDERS_READ, make.orders),
    Page("invoices", N_("Invoices"), Icon.RECEIPT, Permission.BILLING_READ, make.invoices),
    Page("payments", N_("Payments"), Icon.CREDIT_CARD, Permission.BILLING_READ, make.payments),
    Page(
        "interactions",
        N_("Interactions"),
        Icon.MESSAGE,
        Permission.CUSTOMERS_READ,
        make.interactions,
    ),
    Page(
        "followUps",
        N_("Follow-ups"),
        Icon.CALENDAR_CHECK,
        Permission.CUSTOMERS_READ,
        make.follow_ups,
        Tally(
            lambda desk: desk.services.follow_ups.overdue(),
            N_("%s overdue"),
            N_("%s overdue"),
            frozenset({"follow_ups", "customers"}),
        ),
    ),
    Page("segments", N_("Segments"), Icon.FILTER, Permission.CUSTOMERS_READ, make.segments),
    Page("domains", N_("Domains"), Icon.GLOBE, Permission.LICENSES_READ, make.domains),
    Page("products", N_("Products"), Icon.PACKAGE, Permission.LICENSES_READ, make.products),
    Page("plans", N_("Plans"), Icon.LAYERS, Permission.LICENSES_READ, make.plans),
    Page("staff", N_("Staff"), Icon.USER_CHECK, Permission.STAFF_MANAGE, make.staff),
)
# They follow the customer window's own Profile tab.
CUSTOMER_TABS: tuple[Tab, ...] = (
    Tab("licenses", N_("Licenses"), Permission.LICENSES_READ, make.licenses_of),
    Tab("activations", N_("Activations"), Permission.LICENSES_READ, make.activations_of),
    Tab("payments", N_("Payments"), Permission.BILLING_READ, make.payments_of),
    Tab("interactions", N_("Interactions"), Permission.CUSTOMERS_READ, make.interactions_of),
    Tab("subscriptions", N_("Subscriptions"), Permission.LICENSES_READ, make.subscriptions_of),
    Tab("domains", N_("Domains"), Permission.LICENSES_READ, make.domains_of),
    Tab("orders", N_("Orders"), Permission.ORDERS_READ, make.orders_of),
    Tab("invoices", N_("Invoices"), Permission.BILLING_READ, make.invoices_of),
    Tab("timeline", N_("Timeline"), Permission.CUSTOMERS_READ, make.timeline_of),
    Tab("files", N_("Files"), Permission.CUSTOMERS_READ, make.files_of),
    Tab("history", N_("History"), Permission.CUSTOMERS_READ, make.history),
)
# What the menu Tools and the palette offer everywhere.
TOOLS: tuple[Tool, ...] = (
    Tool(
        "why",
        N_("Why won't it activate?…"),
        Icon.HELP,
        Permission.LICENSES_READ,
        make.why,
        "Ctrl+Shift+Y",
    ),
    Tool(
        "offline",
        N_("Offline activation…"),
        Icon.KEY,
        Permission.ACTIVATIONS_EDIT,
        make.offline,
        "Ctrl+Shift+O",
    ),
    Tool("tags", N_("Tags…"), Icon.TAG, Permission.CUSTOMERS_READ, make.tags, "Ctrl+Shift+G"),
)


def open_license(desk: Desk, parent: QWidget, license_id: int) -> None:
    """Show everything about a license, over `parent`."""
    from ui.licensing.steps import LicenseSteps  # noqa: PLC0415 - see above

    LicenseSteps(desk, parent).show(license_id)


def open_order(desk: Desk, parent: QWidget, order_id: int) -> None:
    """Show everything about an order, over `parent`."""
    from ui.orders.steps import OrderSteps  # noqa: PLC0415 - see above

    OrderSteps(desk, parent, make.files_on_order).show(order_id)


def open_interaction(desk: Desk, parent: QWidget, interaction_id: int) -> None:
    """Show everything about an interaction, over `parent`."""
    make.interaction_steps(desk, parent).show(interaction_id)


def open_follow_up(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    """Show everything about a follow-up, over `parent`."""
    from ui.interactions.follow_steps import FollowUpSteps  # noqa: PLC0415 - see above

    FollowUpSteps(desk, parent).show(follow_up_id)


def _window_of(desk: Desk, _parent: QWidget, customer_id: int) -> None:
    desk.navigator.open_customer(customer_id)


def _company(desk: Desk, parent: QWidget, _new: int) -> None:
    from ui.customers.company_form import open_company_form  # noqa: PLC0415 - see above

    open_company_form(desk, parent)


def _customer(desk: Desk, parent: QWidget, _new: int) -> None:
    from ui.customers.customer_form import open_customer_form  # noqa: PLC0415 - see above

    open_customer_form(desk, parent)


def _order(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from ui.orders.steps import OrderSteps  # noqa: PLC0415 - see above

    OrderSteps(desk, parent).create(customer_id or None)


def _order_edit(desk: Desk, parent: QWidget, order_id: int) -> None:
    from ui.orders.steps import OrderSteps  # noqa: PLC0415 - see above

    OrderSteps(desk, parent).edit(order_id)


def _interaction(desk: Desk, parent: QWidget, customer_id: int) -> None:
    make.interaction_steps(desk, parent).create(customer_id or None)


def _call(desk: Desk, parent: QWidget, customer_id: int) -> None:
    make.interaction_steps(desk, parent).call(customer_id)


def _interaction_edit(desk: Desk, parent: QWidget, interaction_id: int) -> None:
    make.interaction_steps(desk, parent).edit(interaction_id)


def _follow_up(desk: Desk, parent: QWidget, customer_id: int) -> None:
    from ui.interactions.follow_steps import FollowUpSteps  # noqa: PLC0415 - see above

    FollowUpSteps(desk, parent).create(customer_id or None)


def _follow_up_edit(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    from ui.interactions.follow_steps import FollowUpSteps  # noqa: PLC0415 - see above

    FollowUpSteps(desk, parent).edit(follow_up_id)


# Forms that keep what was typed: what opens each for its record, or 0 for a new one.
FORMS: Mapping[str, Callable[[Desk, QWidget, int], None]] = {
    "company": _company,
    "customer": _customer,
    "contact": _window_of,
    "detail": _window_of,
    "order": _order,
    "segment": lambda desk, parent, _new: make.segment(desk, parent),
    "orderEdit": _order_edit,
    "interaction": _interaction,
    "interactionEdit": _interaction_edit,
    "followUp": _follow_up,
    "followUpEdit": _follow_up_edit,
}


def _customer_window(desk: Desk, customer_id: int) -> Window:
    from ui.customers.window import CustomerWindow  # noqa: PLC0415 - see above

    return CustomerWindow(desk, customer_id, tabs=CUSTOMER_TABS, log=_call)


# Makes the window of one customer.
CUSTOMER_WINDOW: Callable[[Desk, int], Window] | None = _customer_window


def settings() -> tuple["SettingsSection", ...]:
    """The sections of the settings that screens bring."""
    from ui.billing.settings import SECTIONS  # noqa: PLC0415 - see above
    from ui.files.settings import SECTION  # noqa: PLC0415 - see above
    from ui.shell.settings import SettingsSection  # noqa: PLC0415 - see above

    title, needs = N_("Signing keys"), Permission.LICENSES_SIGN
    return (
        *(SettingsSection(*one, Permission.SETTINGS_EDIT) for one in (*SECTIONS, SECTION)),
        SettingsSection("signingKeys", title, Icon.KEY, make.signing_keys, needs),
    )


def shots() -> tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...]:
    """Further screens to paint for --screenshot: a file name, and what shows the screen."""
    from ui.billing import shots as billing  # noqa: PLC0415 - see above
    from ui.catalogue import shots as catalogue  # noqa: PLC0415 - see above
    from ui.customers import shots as customers  # noqa: PLC0415 - see above
    from ui.exchange import shots as exchange  # noqa: PLC0415 - see above
    from ui.files import shots as files  # noqa: PLC0415 - see above
    from ui.interactions import shots as interactions  # noqa: PLC0415 - see above
    from ui.licensing import activations_shots as activations  # noqa: PLC0415 - see above
    from ui.licensing import shots as licensing  # noqa: PLC0415 - see above
    from ui.orders import shots as orders  # noqa: PLC0415 - see above
    from ui.staff import shots as staff  # noqa: PLC0415 - see above
    from ui.subscriptions import shots as subscriptions  # noqa: PLC0415 - see above
    from ui.tagging import segments_shots as segments  # noqa: PLC0415 - see above
    from ui.tagging import tags_shots as tags  # noqa: PLC0415 - see above

    return (
        *customers.SHOTS,
        *exchange.SHOTS,
        *licensing.SHOTS,
        *activations.SHOTS,
        *subscriptions.SHOTS,
        *billing.SHOTS,
        *orders.SHOTS,
        *files.SHOTS,
        *interactions.SHOTS,
        *segments.SHOTS,
        *tags.SHOTS,
        *catalogue.SHOTS,
        *staff.SHOTS,
    )


def pages_for(actor: Actor, pages: tuple[Page, ...] = PAGES) -> tuple[Page, ...]:
    """The pages the actor's role may see."""
    return tuple(page for page in pages if actor.can(page.permission))


def tallies(actor: Actor, pages: tuple[Page, ...] = PAGES) -> tuple[tuple[str, Tally], ...]:
    """The numbers beside the pages the actor's role may see."""
    seen = pages_for(actor, pages)
    return tuple((page.name, page.tally) for page in seen if page.tally is not None)
