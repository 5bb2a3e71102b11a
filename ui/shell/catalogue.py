"""Every page and customer tab of the application. Adding a screen adds a line here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.access import Actor, Permission
from app.core.text import N_
from ui.customers import shots as customer_shots
from ui.customers.company_form import open_company_form
from ui.customers.customer_form import open_customer_form
from ui.customers.history import HistoryTab
from ui.customers.page import CustomersPage
from ui.customers.window import CustomerWindow
from ui.exchange import shots as exchange_shots
from ui.exchange.export_dialog import export_customers
from ui.exchange.import_dialog import import_customers
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.window_base import Window
from ui.shell.settings import SettingsSection
from ui.staff import shots as staff_shots
from ui.staff.page import StaffPage

if TYPE_CHECKING:
    from ui.shell.window import MainWindow


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


def _shot(show: Callable[[Desk, QWidget], QWidget], window: "MainWindow") -> QWidget:
    return show(window.desk, window)


def _customers(desk: Desk) -> QWidget:
    return CustomersPage(desk, bring_in=import_customers, take_out=export_customers)


PAGES: tuple[Page, ...] = (
    Page("customers", N_("Customers"), Icon.USERS, Permission.CUSTOMERS_READ, _customers),
    Page("staff", N_("Staff"), Icon.USER_CHECK, Permission.STAFF_MANAGE, StaffPage),
)
# They follow the customer window's own Profile tab.
CUSTOMER_TABS: tuple[Tab, ...] = (
    Tab("history", N_("History"), Permission.CUSTOMERS_READ, HistoryTab),
)
SETTINGS: tuple[SettingsSection, ...] = ()


def _window_of(desk: Desk, _parent: QWidget, customer_id: int) -> None:
    desk.navigator.open_customer(customer_id)


# Forms that keep what was typed: what opens each for a customer, or 0 for a new one.
FORMS: Mapping[str, Callable[[Desk, QWidget, int], None]] = {
    "company": lambda desk, parent, _new: open_company_form(desk, parent),
    "customer": lambda desk, parent, _new: open_customer_form(desk, parent),
    "contact": _window_of,
    "detail": _window_of,
}
# Further screens to paint for --screenshot: a file name, and what shows the screen.
SHOTS: tuple[tuple[str, Callable[["MainWindow"], QWidget]], ...] = tuple(
    (name, partial(_shot, show))
    for name, show in (*customer_shots.SHOTS, *exchange_shots.SHOTS, *staff_shots.SHOTS)
)
# Makes the window of one customer.
CUSTOMER_WINDOW: Callable[[Desk, int], Window] | None = partial(CustomerWindow, tabs=CUSTOMER_TABS)


def pages_for(actor: Actor, pages: tuple[Page, ...] = PAGES) -> tuple[Page, ...]:
    """The pages the actor's role may see."""
    return tuple(page for page in pages if actor.can(page.permission))
