"""The forms about a subscription: a new one, its changes, its end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.catalogue.terms import Cycle
from app.core.draft import Draft
from app.core.money import Money
from app.core.text import N_, _, ngettext
from app.subscriptions.drafts import ChangeDraft, SubscriptionDraft
from app.subscriptions.schemas import SubscriptionDetail, SubscriptionStatus
from ui.kit import format as fmt
from ui.kit.customer_picker import CustomerEditor, customer
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice, searchable
from ui.kit.form_editors import Unreadable, check, number, paragraph
from ui.kit.form_money import money

NEW, CHANGE, CANCEL = "subscription", "subscriptionChange", "subscriptionCancel"
CYCLES = ((Cycle.YEARLY, N_("Every year")), (Cycle.MONTHLY, N_("Every month")))
MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class CancelDraft(Draft):
    """Why subscriptions end, and when."""

    at_once: bool = False
    reason: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"reason": (500, N_("Reason"))}


@dataclass(frozen=True)
class Plans:
    """The plans on offer, by id, and the currencies they are sold in."""

    offered: Sequence[Any]
    by_id: dict[int, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Ready to be looked up."""
        object.__setattr__(self, "by_id", {one.id: one for one in self.offered})

    @property
    def options(self) -> list[tuple[int, str]]:
        """Each with its product."""
        return [
            (one.id, _("%(product)s: %(plan)s") % {"product": one.product, "plan": one.name})
            for one in self.offered
        ]

    @property
    def currencies(self) -> list[str]:
        """What they are sold in."""
        return list(dict.fromkeys(one.terms.currency for one in self.offered)) or ["EUR"]

    def price_words(self, plan_id: int | None, cycle: Cycle | None, quantity: int) -> str:
        """What the plan says it costs, in a sentence; blank while there is no answer."""
        found = self.by_id.get(plan_id or 0)
        if found is None or cycle is None:
            return ""
        price = found.terms.price(cycle, max(quantity, 1))
        if price is None:
            return _("This plan has no price for this cycle. Enter the price you agreed on.")
        if quantity <= 1:
            return _("The plan says %s.") % fmt.text(price)
        said = _("The plan says %(one)s for one, %(all)s for %(quantity)s.")
        whole = Money(price.minor * quantity, price.currency)
        return said % {
            "one": fmt.text(price), "all": fmt.text(whole), "quantity": fmt.text(quantity)
        }  # fmt: skip


def _common(plans: Plans) -> tuple[Field, ...]:
    return (
        Field("plan_id", N_("Plan"), searchable(lambda: plans.options), required=True,
            placeholder=N_("Type a part of its name"),
        ),
        Field("cycle", N_("Billed"), choice(lambda: [(one, _(said)) for one, said in CYCLES])),
        Field("quantity", N_("Quantity"), number(1, MOST)),
        Field(
            "unit_price", N_("Price for one, a cycle"), money(*plans.currencies),
            help=N_("Leave it blank for the plan's own price."),
        ),
    )  # fmt: skip


def start_form(
    desk: Desk, plans: Plans, whom: tuple[int, str] | None, parent: QWidget
) -> FormDialog[SubscriptionDraft]:
    """Asks for a new subscription; `saved` carries its id."""
    fields = (
        Field("customer_id", N_("Customer"), customer(desk), required=True, wide=True),
        *_common(plans),
        Field("started_on", N_("Starts on"), help=N_("Blank is today.")),
        Field("trial_ends_on", N_("Trial until"), help=N_("Blank is no trial.")),
        Field("renews", N_("Renews by itself"), check),
        Field("note", N_("Note"), paragraph, wide=True, help=N_("Seen by staff only")),
    )
    initial = SubscriptionDraft(customer_id=whom[0] if whom else None)
    dialog = FormDialog(
        desk, NEW, N_("New subscription"), SubscriptionDraft, (Section("", fields),),
        desk.services.subscriptions.start, verb=N_("Start subscription"),
        subject=("subscription.new", initial.customer_id or 0), parent=parent,
    )  # fmt: skip
    editor = dialog.panel.box("customer_id").editor
    if whom and isinstance(editor, CustomerEditor):
        editor.offer(*whom)
        editor.write(whom[0])
        dialog.panel.mark_clean()
        dialog.panel.box("plan_id").editor.input.setFocus()
    _Price(dialog, plans)
    return dialog


def change_form(
    desk: Desk, plans: Plans, found: SubscriptionDetail, parent: QWidget
) -> FormDialog[ChangeDraft]:
    """Asks for another plan, cycle or quantity; `saved` carries nothing."""
    save = partial(desk.services.subscriptions.change, found.id, found.version)
    hint = N_("It holds from today. Another cycle begins a new period today.")
    initial = ChangeDraft(found.plan_id, found.cycle, found.quantity, found.unit_price)
    dialog = FormDialog(
        desk, CHANGE, _("Change %s") % found.number, ChangeDraft,
        (Section("", _common(plans), hint),), save, initial, verb=N_("Change subscription"),
        parent=parent,
    )  # fmt: skip
    _Price(dialog, plans, found)
    return dialog


def cancel_form(
    desk: Desk,
    one: SubscriptionDetail | None,
    count: int,
    save: Callable[[CancelDraft], object],
    parent: QWidget,
) -> FormDialog[CancelDraft]:
    """Asks why and when `one`, or so many, end; `saved` carries what `save` gave."""
    many = ngettext("Cancel %s subscription?", "Cancel %s subscriptions?", count)
    title = _("Cancel %s?") % one.number if one else many % fmt.text(count)
    fields = (
        Field("reason", N_("Reason"), wide=True, help=N_("Kept with the subscription.")),
        Field("at_once", N_("End at once, not with the period that is paid for"), check, wide=True),
    )
    hint = _ending(one)
    dialog = FormDialog(
        desk, CANCEL, title, CancelDraft, (Section("", fields, hint),), save,
        verb=N_("Cancel subscription"), danger=True, parent=parent,
    )  # fmt: skip
    # "Cancel" beside "Cancel subscription" would be a riddle.
    dialog.cancel.setText(_("Do not cancel"))
    dialog.cancel.setAccessibleName(dialog.cancel.text())
    if one is not None and one.status is SubscriptionStatus.PAUSED:
        dialog.panel.show_fields(["at_once"], shown=False)
    return dialog


def _ending(one: SubscriptionDetail | None) -> str:
    """What follows when one, or several, are cancelled."""
    licenses = _("Licenses that belong to it run until their own last day.")
    if one is None:
        said = _("Each runs until its period is over and can be kept until then; paused ones end "
                 "at once. Their licenses run until their own last day.")  # fmt: skip
    elif one.status is SubscriptionStatus.PAUSED:
        said = _("It is paused, so it ends at once.") + " " + licenses
    else:
        last = fmt.text(one.period_end - timedelta(days=1))
        said = _("It runs until %s and can be kept until then.") % last + " " + licenses
    return said


class _Price(QObject):
    """Says below the price what the plan says, and forgets what holds for another plan only."""

    def __init__(
        self, dialog: FormDialog[Any], plans: Plans, found: SubscriptionDetail | None = None
    ) -> None:
        super().__init__(dialog)
        self._boxes, self._plans, self._found = dialog.panel.boxes, plans, found
        self._sold = (found.plan_id, found.cycle) if found else None
        self._before = self._sold
        dialog.panel.edited.connect(self.tell)
        self.tell()

    def tell(self) -> None:
        """Look at the form again."""
        if self._found is not None:
            self._follow(self._found)
        value = self._value
        said = self._plans.price_words(value("plan_id"), value("cycle"), value("quantity") or 1)
        if self._found is not None and value("plan_id") == self._found.plan_id:
            said = _("Blank is the plan's price of the day it was sold.")
        self._boxes["unit_price"].set_help(said or _("Leave it blank for the plan's own price."))

    def _follow(self, found: SubscriptionDetail) -> None:
        """What was paid for one plan and cycle is not the price of another."""
        now, price = (self._value("plan_id"), self._value("cycle")), self._value("unit_price")
        before, self._before = self._before, now
        if now == before:
            return
        if now == self._sold and price is None:
            self._boxes["unit_price"].editor.write(found.unit_price)
        elif before == self._sold and price == found.unit_price:
            self._boxes["unit_price"].editor.write(None)

    def _value(self, key: str) -> Any:
        try:
            return self._boxes[key].read()
        except Unreadable:
            return None
