"""Makes each page, tab and tool of the application.

What the first list does not show is imported when it is asked for; `ui/shell/ahead.py`
brings it in as soon as the list is there.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.core.listing import ListQuery, Selection
from ui.customers.page import CustomersPage
from ui.kit.desk import Desk
from ui.kit.exchanging import Exchange

if TYPE_CHECKING:
    from ui.interactions.steps import InteractionSteps


def bring_in(desk: Desk, parent: QWidget) -> object:
    """The dialog that imports customers."""
    from ui.exchange.import_dialog import import_customers  # noqa: PLC0415 - see above

    return import_customers(desk, parent)


def take_out(
    desk: Desk, asked: ListQuery, ids: Sequence[int], shown: Sequence[str], parent: QWidget
) -> object:
    """The dialog that exports customers."""
    from ui.exchange.export_dialog import export_customers  # noqa: PLC0415 - see above

    return export_customers(desk, asked, ids, shown, parent)


def bring_table(target: str, desk: Desk, parent: QWidget) -> object:
    """The dialog that imports rows of a table."""
    from ui.exchange.table_dialog import import_table  # noqa: PLC0415 - see above

    return import_table(desk, target, parent)


def take_list(
    name: str, desk: Desk, asked: ListQuery, ids: Sequence[int], shown: Sequence[str],
    parent: QWidget, customer_id: int | None = None,
) -> object:  # fmt: skip
    """The dialog that exports another list."""
    from ui.exchange.export_dialog import export_list  # noqa: PLC0415 - see above

    return export_list(name, desk, asked, ids, shown, parent, customer_id)


def exchange(name: str, customer_id: int | None = None) -> Exchange:
    """The dialogs that import into a list and export it; "timeline" is the customer's."""
    imported = {"licenses", "activations", "invoices", "payments"}
    brings = partial(bring_table, name) if name in imported else None
    return Exchange(brings, partial(take_list, name, customer_id=customer_id))


def customers(desk: Desk) -> QWidget:
    """The list of customers."""
    return CustomersPage(desk, bring_in=bring_in, take_out=take_out)


def staff(desk: Desk) -> QWidget:
    """Everybody who may sign in."""
    from ui.staff.page import StaffPage  # noqa: PLC0415 - see above

    return StaffPage(desk)


def licenses(desk: Desk) -> QWidget:
    """The list of licenses."""
    from ui.licensing.page import LicenseList  # noqa: PLC0415 - see above

    return LicenseList(desk, given=exchange("licenses"))


def licenses_of(desk: Desk, customer_id: int) -> QWidget:
    """The licenses of one customer."""
    from ui.licensing.page import LicenseList  # noqa: PLC0415 - see above

    return LicenseList(desk, customer_id)


def activations(desk: Desk) -> QWidget:
    """The list of activations."""
    from ui.licensing.activations import ActivationList  # noqa: PLC0415 - see above

    return ActivationList(desk, given=exchange("activations"))


def activations_of(desk: Desk, customer_id: int) -> QWidget:
    """The activations of one customer."""
    from ui.licensing.activations import ActivationList  # noqa: PLC0415 - see above

    return ActivationList(desk, customer_id)


def why(desk: Desk, parent: QWidget) -> object:
    """The dialog that says why a license will not activate."""
    from ui.licensing.why import why  # noqa: PLC0415 - see above

    return why(desk, parent)


def offline(desk: Desk, parent: QWidget) -> object:
    """The dialog for offline activation."""
    from ui.licensing.offline import offline_activation  # noqa: PLC0415 - see above

    return offline_activation(desk, parent)


def tags(desk: Desk, parent: QWidget) -> object:
    """The dialog that looks after tags."""
    from ui.tagging.tags_dialog import manage_tags  # noqa: PLC0415 - see above

    return manage_tags(desk, parent)


def signing_keys(desk: Desk) -> QWidget:
    """The keys that license files are signed with."""
    from ui.licensing.signing import SigningKeysPanel  # noqa: PLC0415 - see above

    return SigningKeysPanel(desk)


def subscriptions(desk: Desk) -> QWidget:
    """The list of subscriptions."""
    from ui.subscriptions.page import SubscriptionList  # noqa: PLC0415 - see above

    return SubscriptionList(desk, given=exchange("subscriptions"))


def subscriptions_of(desk: Desk, customer_id: int) -> QWidget:
    """The subscriptions of one customer."""
    from ui.subscriptions.page import SubscriptionList  # noqa: PLC0415 - see above

    return SubscriptionList(desk, customer_id)


def orders(desk: Desk) -> QWidget:
    """The page of orders."""
    from ui.orders.page import OrderList  # noqa: PLC0415 - see above

    return OrderList(desk, files=files_on_order, given=exchange("orders"))


def orders_of(desk: Desk, customer_id: int) -> QWidget:
    """A customer's orders."""
    from ui.orders.page import OrderList  # noqa: PLC0415 - see above

    return OrderList(desk, customer_id, files=files_on_order)


def interactions(desk: Desk) -> QWidget:
    """The page of interactions."""
    from ui.interactions.page import InteractionList  # noqa: PLC0415 - see above

    return InteractionList(desk, files=files_on_interaction, given=exchange("interactions"))


def interactions_of(desk: Desk, customer_id: int) -> QWidget:
    """What was said with a customer."""
    from ui.interactions.page import InteractionList  # noqa: PLC0415 - see above

    return InteractionList(desk, customer_id, files=files_on_interaction)


def interaction_steps(desk: Desk, parent: QWidget) -> "InteractionSteps":
    """What can be done with interactions, over `parent`."""
    from ui.interactions.steps import InteractionSteps  # noqa: PLC0415 - see above

    return InteractionSteps(desk, parent, files_on_interaction)


def follow_ups(desk: Desk) -> QWidget:
    """My day, and the list of all follow-ups."""
    from ui.interactions.follow_page import FollowUpsPage  # noqa: PLC0415 - see above

    return FollowUpsPage(desk, exchange("follow_ups"))


def segments(desk: Desk) -> QWidget:
    """The list of segments."""
    from ui.tagging.segments_page import SegmentsPage  # noqa: PLC0415 - see above
    from ui.tagging.segments_steps import Elsewhere  # noqa: PLC0415 - see above

    return SegmentsPage(desk, Elsewhere(take_out, edit_many))


def edit_many(desk: Desk, selection: Selection, count: int, parent: QWidget) -> object:
    """The dialog that edits fields of many customers."""
    from ui.customers.bulk_dialog import change_many  # noqa: PLC0415 - see above
    from ui.customers.bulk_words import Doing  # noqa: PLC0415 - see above

    return change_many(desk, Doing.EDIT, selection, count, parent)


def segment(desk: Desk, parent: QWidget) -> None:
    """The form of a new segment."""
    from ui.tagging.segments_steps import Elsewhere, SegmentSteps  # noqa: PLC0415 - see above

    SegmentSteps(desk, parent, Elsewhere()).new()


def domains(desk: Desk) -> QWidget:
    """The list of domains."""
    from ui.subscriptions.domains import DomainList  # noqa: PLC0415 - see above

    return DomainList(desk, given=exchange("domains"))


def domains_of(desk: Desk, customer_id: int) -> QWidget:
    """The domains of one customer."""
    from ui.subscriptions.domains import DomainList  # noqa: PLC0415 - see above

    return DomainList(desk, customer_id)


def invoices(desk: Desk) -> QWidget:
    """The list of invoices."""
    from ui.billing.page import InvoiceList  # noqa: PLC0415 - see above

    return InvoiceList(desk, given=exchange("invoices"))


def invoices_of(desk: Desk, customer_id: int) -> QWidget:
    """The invoices of one customer."""
    from ui.billing.page import InvoiceList  # noqa: PLC0415 - see above

    return InvoiceList(desk, customer_id)


def payments(desk: Desk) -> QWidget:
    """The list of payments."""
    from ui.billing.payments_page import PaymentList  # noqa: PLC0415 - see above

    return PaymentList(desk, given=exchange("payments"))


def payments_of(desk: Desk, customer_id: int) -> QWidget:
    """The payments of one customer."""
    from ui.billing.payments_page import PaymentList  # noqa: PLC0415 - see above

    return PaymentList(desk, customer_id)


def files_of(desk: Desk, customer_id: int) -> QWidget:
    """The files of one customer."""
    from ui.files.page import FileList  # noqa: PLC0415 - see above

    return FileList(desk, customer_id)


def files_on_order(desk: Desk, order_id: int) -> QWidget:
    """The strip of an order's files."""
    from ui.files.strip import on_order  # noqa: PLC0415 - see above

    return on_order(desk, order_id)


def files_on_interaction(desk: Desk, interaction_id: int) -> QWidget:
    """The strip of an interaction's files."""
    from ui.files.strip import on_interaction  # noqa: PLC0415 - see above

    return on_interaction(desk, interaction_id)


def timeline_of(desk: Desk, customer_id: int) -> QWidget:
    """Everything that happened with a customer."""
    from ui.interactions.timeline import TimelineTab  # noqa: PLC0415 - see above
    from ui.shell.timeline import OPENERS  # noqa: PLC0415 - see above

    return TimelineTab(desk, customer_id, OPENERS, exchange("timeline", customer_id))


def history(desk: Desk, customer_id: int) -> QWidget:
    """The history of one customer."""
    from ui.customers.history import HistoryTab  # noqa: PLC0415 - see above

    return HistoryTab(desk, customer_id)


def products(desk: Desk) -> QWidget:
    """The list of products."""
    from ui.catalogue.page import ProductsPage  # noqa: PLC0415 - see above

    return ProductsPage(desk)


def plans(desk: Desk) -> QWidget:
    """The list of plans."""
    from ui.catalogue.page import PlansPage  # noqa: PLC0415 - see above

    return PlansPage(desk)
