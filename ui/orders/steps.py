"""What can be done with orders, the same from the page, from a tab and from an order's card."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.text import N_, _
from app.customers.schemas import Outcome
from app.orders.drafts import NoteDraft
from app.orders.schemas import OrderDetail, Ordered, OrderPayment, OrderStatus
from ui.kit.asking import Asking
from ui.kit.desk import Desk
from ui.kit.form import FormDialog
from ui.orders import step_forms
from ui.orders.form import Gathered, OrderForm, gather
from ui.orders.step_forms import PaymentDraft, StatusDraft

Ids = Sequence[int]
# Makes the strip of files of one order.
Files = Callable[[Desk, int], QWidget]
MOVED = (N_("%s order updated."), N_("%s orders updated."))
CANCELLED = (N_("%s order cancelled."), N_("%s orders cancelled."))
REFUNDED = (N_("%s order refunded."), N_("%s orders refunded."))
_S = OrderStatus
# Where many at once can go; each order refuses what cannot follow.
_MANY = (_S.PROCESSING, _S.SHIPPED, _S.DELIVERED)


class OrderSteps(Asking):
    """Each looks at the order as it is now before it asks."""

    def __init__(self, desk: Desk, owner: QWidget, files: Files | None = None) -> None:
        super().__init__(desk, owner)
        self.files = files

    def show(self, order_id: int) -> None:
        """Show everything about one."""
        from ui.orders.card import OrderCard  # noqa: PLC0415 - the card has these steps

        def shown(found: OrderDetail) -> None:
            OrderCard(self.desk, found, self, self.owner).open()

        self.run(partial(self.desk.services.orders.show, order_id), shown)

    def create(self, customer_id: int | None = None) -> None:
        """Ask for a new one, for this customer where it is known."""

        def ask(form: OrderForm) -> None:
            form.saved.connect(self._placed)

        self._form(partial(gather, self.desk, customer_id), ask)

    def edit(self, order_id: int) -> None:
        """Change what was ordered and where it goes."""

        def ask(form: OrderForm) -> None:
            said = _("%s was saved.") % form.subject
            form.saved.connect(lambda _version: self.desk.notices.say(said))

        self._form(partial(gather, self.desk, None, order_id), ask)

    def move(self, order_id: int) -> None:
        """Ask where one goes, to be cancelled or refunded too."""

        def ask(found: OrderDetail | None) -> None:
            if found is None:
                return
            if found.next and set(found.next) <= {_S.CANCELLED}:
                self.cancel([order_id])
            elif found.next and set(found.next) <= {_S.REFUNDED}:
                self.refund([order_id])
            else:
                self.status([order_id])

        self._look([order_id], ask)

    def status(self, ids: Ids) -> None:
        """Ask where they go."""

        def save(draft: StatusDraft) -> Outcome:
            values = draft.checked()
            on = draft.on if draft.status is _S.DELIVERED else None
            orders = self.desk.services.orders
            return orders.update_status(list(ids), values["status"], values["note"], on)

        def ask(one: OrderDetail | None) -> None:
            steps: Sequence[OrderStatus] = _MANY
            if one is not None:
                steps = [step for step in one.next if step not in _AWAY]
            if not steps:
                self.desk.notices.say(_("Nothing follows on the status of this order."))
                return
            title = self._title(
                N_("Update status of %s"), N_("Update status of %s orders"), one, ids
            )
            dialog = step_forms.status_form(self.desk, title, steps, save, self.owner)
            self._open(dialog, MOVED)

        self._look(ids, ask)

    def payment(self, ids: Ids) -> None:
        """Ask what became of their payment."""

        def save(draft: PaymentDraft) -> Outcome:
            values, orders = draft.checked(), self.desk.services.orders
            return orders.set_payment_status(list(ids), values["status"], values["note"])

        def ask(one: OrderDetail | None) -> None:
            steps = one.next_payment if one else (OrderPayment.PAID, OrderPayment.FAILED)
            if not steps:
                said = _("Nothing follows on the payment of this order.")
                if one and one.invoice_id:
                    said = _("Its payment follows the invoice it is on. Record payments there.")
                self.desk.notices.say(said)
                return
            title = self._title(N_("Payment of %s"), N_("Payment of %s orders"), one, ids)
            dialog = step_forms.payment_form(self.desk, title, steps, save, self.owner)
            self._open(dialog, MOVED)

        self._look(ids, ask)

    def track(self, order_id: int) -> None:
        """Ask how its parcel is followed."""

        def ask(found: OrderDetail | None) -> None:
            if found is not None:
                dialog = step_forms.tracking_form(self.desk, found, self.owner)
                said = _("The tracking of %s was saved.") % found.number
                dialog.saved.connect(lambda _none: self.desk.notices.say(said))
                dialog.open()

        self._look([order_id], ask)

    def correct(self, order_id: int) -> None:
        """Ask what its statuses should have been."""

        def ask(found: OrderDetail | None) -> None:
            if found is not None:
                dialog = step_forms.correct_form(self.desk, found, self.owner)
                said = _("%s was corrected.") % found.number
                dialog.saved.connect(lambda _none: self.desk.notices.say(said))
                dialog.open()

        self._look([order_id], ask)

    def cancel(self, ids: Ids) -> None:
        """Ask why, and cancel them."""

        def save(draft: NoteDraft) -> Outcome:
            return self.desk.services.orders.cancel(list(ids), draft.checked()["note"])

        def ask(one: OrderDetail | None) -> None:
            number = one.number if one else ""
            form = step_forms.cancel_form(self.desk, number, len(ids), save, self.owner)
            self._open(form, CANCELLED)

        self._look(ids, ask)

    def refund(self, ids: Ids) -> None:
        """Ask for a note, and say that what was paid was given back."""

        def save(draft: NoteDraft) -> Outcome:
            return self.desk.services.orders.refund(list(ids), draft.checked()["note"])

        def ask(one: OrderDetail | None) -> None:
            number = one.number if one else ""
            form = step_forms.refund_form(self.desk, number, len(ids), save, self.owner)
            self._open(form, REFUNDED)

        self._look(ids, ask)

    def _look(self, ids: Ids, ask: Callable[[OrderDetail | None], None]) -> None:
        """Show one order as it is now to who asks; many are not looked at."""

        def look() -> OrderDetail | None:
            return self.desk.services.orders.show(ids[0]) if len(ids) == 1 else None

        def then(found: OrderDetail | None) -> None:
            if not self.is_asking():
                ask(found)

        self.run(look, then)

    def _open(self, dialog: FormDialog[Any], words: tuple[str, str]) -> None:
        dialog.saved.connect(partial(self.told, words))
        dialog.open()

    def _form(self, look: Callable[[], Gathered], ask: Callable[[OrderForm], None]) -> None:
        def show(found: Gathered) -> None:
            if self.is_asking():
                return
            form = OrderForm(self.desk, found, self.owner)
            ask(form)
            form.open()

        self.run(look, show)

    def _placed(self, made: Ordered) -> None:
        said = _("%s was placed.") % made.number
        if made.customer_created:
            said = f"{said} {_('New customer created.')}"
        self.desk.notices.say(said, (_("Open"), partial(self.show, made.id)))

    def _title(self, one_of: str, many: str, one: OrderDetail | None, ids: Ids) -> str:
        return _(one_of) % one.number if one else _(many) % len(ids)


_AWAY = frozenset({_S.CANCELLED, _S.REFUNDED})
