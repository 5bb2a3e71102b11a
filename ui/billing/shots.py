"""The dialogs about invoices and payments as `--screenshot` paints them."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.listing import Condition, ListQuery, Op
from app.invoices.schemas import InvoiceDetail, InvoiceKind, InvoiceStatus
from app.payments.schemas import PaymentDetail, PaymentState
from ui.billing.card import InvoiceCard
from ui.billing.credit_form import credit_form
from ui.billing.draft_form import basis, draft_form
from ui.billing.dunning import DunningDialog
from ui.billing.forecast import ForecastDialog
from ui.billing.methods import MethodsDialog
from ui.billing.page import InvoiceList
from ui.billing.payments_card import PaymentCard
from ui.billing.payments_form import ForInvoice, record_form, refund_form
from ui.billing.profile_form import profile_form
from ui.billing.run_dialog import RunDialog
from ui.billing.statement import StatementDialog
from ui.kit import format as fmt
from ui.kit.desk import Desk

_OWED = (InvoiceStatus.OVERDUE, InvoiceStatus.PARTLY_PAID, InvoiceStatus.UNPAID)


def _some(desk: Desk, *wanted: InvoiceStatus) -> InvoiceDetail:
    invoices = desk.services.invoices
    asked = ListQuery(
        conditions=(
            Condition("status", Op.IN, wanted),
            Condition("kind", Op.IN, (InvoiceKind.INVOICE,)),
        )
    )
    return invoices.show(invoices.first(asked, 1)[0].id)


def _paid(desk: Desk) -> PaymentDetail:
    payments = desk.services.payments
    asked = ListQuery(conditions=(Condition("state", Op.IN, (PaymentState.SUCCEEDED,)),))
    return payments.show(payments.first(asked, 1)[0].id)


def _whom(found: InvoiceDetail) -> tuple[int, str]:
    return found.customer_id, found.customer or fmt.NOBODY


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def new(desk: Desk, parent: QWidget) -> QWidget:
    """A new invoice."""
    return _shown(draft_form(desk, basis(desk), parent))


def draft(desk: Desk, parent: QWidget) -> QWidget:
    """A draft with its lines."""
    found = _some(desk, InvoiceStatus.DRAFT)
    return _shown(draft_form(desk, basis(desk), parent, found=found))


def card(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about an invoice."""
    return _shown(InvoiceCard(desk, _some(desk, InvoiceStatus.PARTLY_PAID), parent))


def credit(desk: Desk, parent: QWidget) -> QWidget:
    """How much is taken back."""
    return _shown(credit_form(desk, _some(desk, *_OWED), parent))


def run(desk: Desk, parent: QWidget) -> QWidget:
    """What a month would be billed."""
    return _shown(RunDialog(desk, parent))


def forecast(desk: Desk, parent: QWidget) -> QWidget:
    """What a customer will be billed."""
    whose, name = _whom(_some(desk, *_OWED))
    return _shown(ForecastDialog(desk, desk.services.forecast.customer(whose), name, parent))


def details(desk: Desk, parent: QWidget) -> QWidget:
    """How a customer is billed."""
    whose, name = _whom(_some(desk, *_OWED))
    return _shown(profile_form(desk, desk.services.billing_profiles.show(whose), name, parent))


def payment(desk: Desk, parent: QWidget) -> QWidget:
    """A payment with what it pays."""
    found = _some(desk, *_OWED)
    paid = ForInvoice(found.id, found.owed)
    return _shown(record_form(desk, found.currency, parent, whom=_whom(found), paid=paid))


def payment_card(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about a payment."""
    return _shown(PaymentCard(desk, _paid(desk), parent))


def refund(desk: Desk, parent: QWidget) -> QWidget:
    """How much is given back."""
    found = _paid(desk)
    save = partial(desk.services.payments.refund, found.id)
    return _shown(refund_form(desk, found.number, found.amount, "", save, parent))


def methods(desk: Desk, parent: QWidget) -> QWidget:
    """How a customer pays."""
    whose, name = _whom(_some(desk, *_OWED))
    return _shown(MethodsDialog(desk, whose, name, parent))


def overdue(desk: Desk, parent: QWidget) -> QWidget:
    """Whom to remind."""
    return _shown(DunningDialog(desk, parent))


def statement(desk: Desk, parent: QWidget) -> QWidget:
    """A statement of account."""
    found = _some(desk, *_OWED)
    whose, name = _whom(found)
    return _shown(StatementDialog(desk, whose, name, (found.currency,), parent))


def _tab(name: str) -> Callable[[Desk, QWidget], QWidget]:
    def show(desk: Desk, _parent: QWidget) -> QWidget:
        desk.navigator.open_customer(_some(desk, InvoiceStatus.PARTLY_PAID).customer_id, name)
        windows = (one for one in QApplication.topLevelWidgets() if one.objectName() == "detail")
        found = next(one for one in windows if one.isVisible())
        found.resize(1000, 720)
        return found

    return show


def invoice_peek(desk: Desk, parent: QWidget) -> QWidget:
    """The list with the panel beside it."""
    desk.navigator.open_page("invoices")
    page = parent.findChild(InvoiceList)
    if page is not None and page.peek is not None:
        page.view.choose([0], 0)
        page.peek.show_panel()
    return parent


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("invoice_new", new),
    ("invoice_draft", draft),
    ("invoice_card", card),
    ("invoice_credit", credit),
    ("invoice_run", run),
    ("invoice_forecast", forecast),
    ("invoice_peek", invoice_peek),
    ("invoice_tab", _tab("invoices")),
    ("billing_details", details),
    ("payment_new", payment),
    ("payment_card", payment_card),
    ("payment_refund", refund),
    ("payment_methods", methods),
    ("payment_tab", _tab("payments")),
    ("overdue", overdue),
    ("statement", statement),
)
