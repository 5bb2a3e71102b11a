"""What a customer has paid, owes and brings, in the facts beside its profile and at a glance."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.changes import Touched
from app.core.errors import DeskError
from app.core.text import _
from ui.kit import format as fmt
from ui.kit.desk import Desk

if TYPE_CHECKING:
    from app.billing.schemas import Figures, Sum
    from ui.customers.facts_card import Fact, FactsCard

_COALESCE_MS = 100
_ABOUT = frozenset(
    {"invoices", "allocations", "payments", "refunds", "subscriptions", "exchange_rates"}
)


def ask(desk: Desk, customer_id: int) -> "Figures | None":
    """A customer's figures; None where the role may not see them. Runs on a worker."""
    if not desk.actor.can(Permission.BILLING_READ):
        return None
    return desk.services.figures.of_customer(customer_id)


def lines(found: "Figures | None") -> "dict[str, Fact]":
    """By key: title, value, tooltip."""
    if found is None:
        return {}
    return {
        "outstanding": (_("Outstanding"), *_sum(found.outstanding)),
        "credit": (_("Credit"), *_sum(found.credit)),
        "recurring": (_("Monthly revenue"), *_sum(found.recurring)),
        "last_payment": (_("Last payment"), fmt.text(found.last_payment_on) or _("Never"), ""),
    }


class MoneyFacts(QWidget):
    """Keeps the figures on a facts card as they are; it shows nothing itself."""

    def __init__(self, desk: Desk, customer_id: int, card: "FactsCard") -> None:
        super().__init__(card)
        self.hide()
        self._desk, self._customer_id, self._card = desk, customer_id, card
        self._asked = 0
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self.look)
        desk.changes.heard.connect(self._heard)

    def look(self) -> None:
        """Ask for the figures again; an older answer that comes late is dropped."""
        if not self._desk.actor.can(Permission.BILLING_READ):
            return
        self._asked += 1
        ticket = self._asked

        def came(found: "Figures | None") -> None:
            if ticket == self._asked:
                self._card.show_facts(lines(found))

        def failed(error: Exception) -> None:
            # That the customer is gone is said by the window.
            if not isinstance(error, DeskError):
                self._desk.notices.show_error(error)

        self._desk.tasks.run(self, lambda: ask(self._desk, self._customer_id), came, failed)

    def _heard(self, touched: Touched) -> None:
        if not _ABOUT.isdisjoint(touched):
            self._soon.start()


def _sum(found: "Sum") -> tuple[str, str]:
    """What it comes to, and how that was reckoned where there are several currencies."""
    if not found.amounts:
        return fmt.text(found.base), ""
    said = ", ".join(fmt.text(one) for one in found.amounts)
    if len(found.amounts) == 1 and found.amounts[0].currency == found.base.currency:
        return said, ""
    if found.missing:
        why = _("Without a rate for %s.") % ", ".join(found.missing)
        return said, _("%(base)s in your currency. %(why)s") % {
            "base": fmt.text(found.base), "why": why
        }  # fmt: skip
    return said, _("%s in your currency.") % fmt.text(found.base)
