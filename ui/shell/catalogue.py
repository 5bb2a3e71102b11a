"""Every page and customer tab of the application. Adding a screen adds a line here.

What the first list does not show is imported when it is asked for; `ui/shell/ahead.py`
brings it in as soon as the list is there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.access import Actor, Permission
from app.core.listing import ListQuery
from app.core.text import N_
from ui.customers.page import CustomersPage
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.window_base import Window

if TYPE_CHECKING:
    from ui.shell.settings import SettingsSection


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the main window; `name` is also its `shell.nav.<page>`."""

    name: str
    title: str
    icon: Icon
    permission: Permission
    build: Callable[[Desk], QWidget]


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


def _bring_in(desk: Desk, parent: QWidget) -> object:
    from ui.exchange.import_dialog import import_customers  # noqa: PLC0415 - see above

    return import_customers(desk, parent)


def _take_out(
    desk: Desk, asked: ListQuery, ids: Sequence[int], shown: Sequence[str], parent: QWidget
) -> object:
    from ui.exchange.export_dialog import export_customers  # noqa: PLC0415 - see above

    return export_customers(desk, asked, ids, shown, parent)


def _customers(desk: Desk) -> QWidget:
    return CustomersPage(desk, bring_in=_bring_in, take_out=_take_out)


def _staff(desk: Desk) -> QWidget:
    from ui.staff.page import StaffPage  # noqa: PLC0415 - see above

    return StaffPage(desk)


def _licenses(desk: Desk) -> QWidget:
    from ui.licensing.page import LicenseList  # noqa: PLC0415 - see above

    return LicenseList(desk)


def _licenses_of(desk: Desk, customer_id: int) -> QWidget:
    from ui.licensing.page import LicenseList  # noqa: PLC0415 - see above

    return LicenseList(desk, customer_id)


def _activations(desk: Desk) -> QWidget:
    from ui.licensing.activations import ActivationList  # noqa: PLC0415 - see above

    return ActivationList(desk)


def _activations_of(desk: Desk, customer_id: int) -> QWidget:
    from ui.licensing.activations import ActivationList  # noqa: PLC0415 - see above

    return ActivationList(desk, customer_id)


def _why(desk: Desk, parent: QWidget) -> object:
    from ui.licensing.why import why  # noqa: PLC0415 - see above

    return why(desk, parent)


def _offline(desk: Desk, parent: QWidget) -> object:
    from ui.licensing.offline import offline_activation  # noqa: PLC0415 - see above

    return offline_activation(desk, parent)


def _signing_keys(desk: Desk) -> QWidget:
    from ui.licensing.signing import SigningKeysPanel  # noqa: PLC0415 - see above

    return SigningKeysPanel(desk)


def _subscriptions(desk: Desk) -> QWidget:
    from ui.subscriptions.page import SubscriptionList  # noqa: PLC0415 - see above

    return SubscriptionList(desk)


def _subscriptions_of(desk: Desk, customer_id: int) -> QWidget:
    from ui.subscriptions.page import SubscriptionList  # noqa: PLC0415 - see above

    return SubscriptionList(desk, customer_id)


def _domains(desk: Desk) -> QWidget:
    from ui.subscriptions.domains import DomainList  # noqa: PLC0415 - see above

    return DomainList(desk)


def _domains_of(desk: Desk, customer_id: int) -> QWidget:
    from ui.subscriptions.domains import DomainList  # noqa: PLC0415 - see above

    return DomainList(desk, customer_id)


def _history(desk: Desk, customer_id: int) -> QWidget:
    from ui.customers.history import HistoryTab  # noqa: PLC0415 - see above

    return HistoryTab(desk, customer_id)


def _products(desk: Desk) -> QWidget:
    from ui.catalogue.page import ProductsPage  # noqa: PLC0415 - see above

    return ProductsPage(desk)


def _plans(desk: Desk) -> QWidget:
    from ui.catalogue.page import PlansPage  # noqa: PLC0415 - see above

    return PlansPage(desk)


PAGES: tuple[Page, ...] = (
    Page("customers", N_("Customers"), Icon.USERS, Permission.CUSTOMERS_READ, _customers),
    Page("licenses", N_("Licenses"), Icon.KEY, Permission.LICENSES_READ, _licenses),
    Page("activations", N_("Activations"), Icon.MONITOR, Permission.LICENSES_READ, _activations),
    Page(
        "subscriptions",
        N_("Subscriptions"),
        Icon.REPEAT,
        Permission.LICENSES_READ,
        _subscriptions,
    ),
    Page("domains", N_("Domains"), Icon.GLOBE, Permission.LICENSES_READ, _domains),
    Page("products", N_("Products"), Icon.PACKAGE, Permission.LICENSES_READ, _products),
    Page("plans", N_("Plans"), Icon.LAYERS, Permission.LICENSES_READ, _plans),
    Page("staff", N_("Staff"), Icon.USER_CHECK, Permission.STAFF_MANAGE, _staff),
)
# They follow the customer window's own Profile tab.
CUSTOMER_TABS: tuple[Tab, ...] = (
    Tab("licenses", N_("Licenses"), Permission.LICENSES_READ, _licenses_of),
    Tab("activations", N_("Activations"), Permission.LICENSES_READ, _activations_of),
    Tab("subscriptions", N_("Subscriptions"), Permission.LICENSES_READ, _subscriptions_of),
    Tab("domains", N_("Domains"), Permission.LICENSES_READ, _domains_of),
    Tab("history", N_("History"), Permission.CUSTOMERS_READ, _history),
)
# What the menu Tools and the palette offer everywhere.
TOOLS: tuple[Tool, ...] = (
    Tool(
        "why",
        N_("Why won't it activate?…"),
        Icon.HELP,
        Permission.LICENSES_READ,
        _why,
        "Ctrl+Shift+Y",
    ),
    Tool(
        "offline",
        N_("Offline activation…"),
        Icon.KEY,
        Permission.LICENSES_EDIT,
        _offline,
        "Ctrl+Shift+O",
    ),
)


def open_license(desk: Desk, parent: QWidget, license_id: int) -> None:
    """Show everything about a license, over `parent`."""
    from ui.licensing.steps import LicenseSteps  # noqa: PLC0415 - see above

    LicenseSteps(desk, parent).show(license_id)


def _window_of(desk: Desk, _parent: QWidget, customer_id: int) -> None:
    desk.navigator.open_customer(customer_id)


def _company(desk: Desk, parent: QWidget, _new: int) -> None:
    from ui.customers.company_form import open_company_form  # noqa: PLC0415 - see above

    open_company_form(desk, parent)


def _customer(desk: Desk, parent: QWidget, _new: int) -> None:
    from ui.customers.customer_form import open_customer_form  # noqa: PLC0415 - see above

    open_customer_form(desk, parent)


# Forms that keep what was typed: what opens each for a customer, or 0 for a new one.
FORMS: Mapping[str, Callable[[Desk, QWidget, int], None]] = {
    "company": _company,
    "customer": _customer,
    "contact": _window_of,
    "detail": _window_of,
}


def _customer_window(desk: Desk, customer_id: int) -> Window:
    from ui.customers.window import CustomerWindow  # noqa: PLC0415 - see above

    return CustomerWindow(desk, customer_id, tabs=CUSTOMER_TABS)


# Makes the window of one customer.
CUSTOMER_WINDOW: Callable[[Desk, int], Window] | None = _customer_window


def settings() -> tuple["SettingsSection", ...]:
    """The sections of the settings that screens bring."""
    from ui.shell.settings import SettingsSection  # noqa: PLC0415 - see above

    title, needs = N_("Signing keys"), Permission.LICENSES_SIGN
    return (SettingsSection("signingKeys", title, Icon.KEY, _signing_keys, needs),)


def shots() -> tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...]:
    """Further screens to paint for --screenshot: a file name, and what shows the screen."""
    from ui.catalogue import shots as catalogue  # noqa: PLC0415 - see above
    from ui.customers import shots as customers  # noqa: PLC0415 - see above
    from ui.exchange import shots as exchange  # noqa: PLC0415 - see above
    from ui.licensing import activations_shots as activations  # noqa: PLC0415 - see above
    from ui.licensing import shots as licensing  # noqa: PLC0415 - see above
    from ui.staff import shots as staff  # noqa: PLC0415 - see above
    from ui.subscriptions import shots as subscriptions  # noqa: PLC0415 - see above

    return (
        *customers.SHOTS,
        *exchange.SHOTS,
        *licensing.SHOTS,
        *activations.SHOTS,
        *subscriptions.SHOTS,
        *catalogue.SHOTS,
        *staff.SHOTS,
    )


def pages_for(actor: Actor, pages: tuple[Page, ...] = PAGES) -> tuple[Page, ...]:
    """The pages the actor's role may see."""
    return tuple(page for page in pages if actor.can(page.permission))
