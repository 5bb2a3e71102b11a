"""What there is to read about a payment, a line each."""

from app.core.text import _
from app.payments.schemas import PaymentDetail
from ui.billing.facts import stamp
from ui.billing.payments_steps import has_left, is_announced
from ui.kit import format as fmt
from ui.kit.facts_dialog import Fact


def lead(found: PaymentDetail) -> str:
    """How much it is, and from whom."""
    return _("%(amount)s from %(customer)s") % {
        "amount": fmt.text(found.amount), "customer": found.customer or fmt.NOBODY
    }  # fmt: skip


def facts(found: PaymentDetail) -> tuple[Fact, ...]:
    """When and how it came, what it pays, who recorded it."""
    same = found.base is None or found.base.currency == found.amount.currency
    return (
        ("received", _("Announced for") if is_announced(found) else _("Received"),
         fmt.text(found.received_on)),
        ("method", _("Method"), found.method),
        ("reference", _("Reference"), found.reference),
        ("allocated", _("Pays invoices"), fmt.text(found.allocated) if found.allocated else ""),
        ("refunded", _("Given back"), fmt.text(found.refunded) if found.refunded else ""),
        ("left", _("Left as credit"), fmt.text(found.unapplied) if has_left(found) else ""),
        ("base", _("In your currency"), "" if same else fmt.text(found.base)),
        ("failure", _("Why it failed"), found.failure),
        ("note", _("Note"), found.note),
        ("created", _("Recorded"), stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), stamp(fmt.text(found.updated_at), found.updated_by)),
    )  # fmt: skip
