"""Opens whatever the entries of a timeline lead to."""

from PySide6.QtWidgets import QWidget

from app.timeline.schemas import Opens
from ui.kit.desk import Desk


def _customer(desk: Desk, _parent: QWidget, customer_id: int) -> None:
    desk.navigator.open_customer(customer_id, "history")


def _file(desk: Desk, _parent: QWidget, customer_id: int) -> None:
    desk.navigator.open_customer(customer_id, "files")


def _license(desk: Desk, parent: QWidget, license_id: int) -> None:
    from ui.licensing.steps import LicenseSteps  # noqa: PLC0415 - see above

    LicenseSteps(desk, parent).show(license_id)


def _subscription(desk: Desk, parent: QWidget, subscription_id: int) -> None:
    from ui.subscriptions.steps import SubscriptionSteps  # noqa: PLC0415 - see above

    SubscriptionSteps(desk, parent).show(subscription_id)


def _order(desk: Desk, parent: QWidget, order_id: int) -> None:
    from ui.shell.catalogue import open_order  # noqa: PLC0415 - it lists this tab

    open_order(desk, parent, order_id)


def _invoice(desk: Desk, parent: QWidget, invoice_id: int) -> None:
    from ui.billing.steps import InvoiceSteps  # noqa: PLC0415 - see above

    InvoiceSteps(desk, parent).show(invoice_id)


def _payment(desk: Desk, parent: QWidget, payment_id: int) -> None:
    from ui.billing.payments_steps import PaymentSteps  # noqa: PLC0415 - see above

    PaymentSteps(desk, parent).show(payment_id)


def _interaction(desk: Desk, parent: QWidget, interaction_id: int) -> None:
    from ui.shell.making import interaction_steps  # noqa: PLC0415 - see above

    interaction_steps(desk, parent).show(interaction_id)


def _follow_up(desk: Desk, parent: QWidget, follow_up_id: int) -> None:
    from ui.interactions.follow_steps import FollowUpSteps  # noqa: PLC0415 - see above

    FollowUpSteps(desk, parent).show(follow_up_id)


OPENERS = {
    Opens.CUSTOMER: _customer,
    Opens.LICENSE: _license,
    Opens.SUBSCRIPTION: _subscription,
    Opens.ORDER: _order,
    Opens.INVOICE: _invoice,
    Opens.PAYMENT: _payment,
    Opens.INTERACTION: _interaction,
    Opens.FOLLOW_UP: _follow_up,
    Opens.FILE: _file,
}
