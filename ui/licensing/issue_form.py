"""Asks for a new license: of which plan, for whom, until when, with which key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.catalogue.schemas import PlanChoice, ProductChoice
from app.catalogue.terms import Cycle, ExpiryBasis
from app.core.clock import add_months
from app.core.text import N_, _
from app.licensing import keys
from app.licensing.drafts import IssueDraft
from app.licensing.keys import Known
from app.licensing.outcomes import Issued
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import ChoiceEditor, choice
from ui.kit.form_editors import Unreadable, check, paragraph
from ui.licensing import whom

FORM = "licenseNew"
CYCLES = ((Cycle.YEARLY, N_("Every year")), (Cycle.MONTHLY, N_("Every month")))


@dataclass(frozen=True)
class Offer:
    """The products and plans on sale."""

    products: Sequence[ProductChoice]
    plans: Sequence[PlanChoice]

    def product(self, product_id: int | None) -> ProductChoice | None:
        """The product with this id."""
        return next((one for one in self.products if one.id == product_id), None)

    def plan(self, plan_id: int | None) -> PlanChoice | None:
        """The plan with this id."""
        return next((one for one in self.plans if one.id == plan_id), None)

    def plans_of(self, product_id: int | None) -> list[tuple[int | None, str]]:
        """A product's plans to choose from."""
        theirs = [(one.id, one.name) for one in self.plans if one.product_id == product_id]
        return [*theirs, (None, _("No plan"))]


def goods(offer: Offer) -> tuple[Field, ...]:
    """The fields for product, plan and cycle."""
    first = offer.products[0].id if offer.products else None
    return (
        Field("product_id", N_("Product"),
              choice(lambda: [(one.id, one.name) for one in offer.products]), required=True),
        Field("plan_id", N_("Plan"), choice(lambda: offer.plans_of(first))),
        Field("cycle", N_("Billed"),
              choice(lambda: [(None, _("Not by cycle")), *((one, _(w)) for one, w in CYCLES)])),
    )  # fmt: skip


def follow(dialog: FormDialog[Any], offer: Offer) -> None:
    """Offer the plans of the product that is chosen."""
    panel = dialog.panel
    product, plan = panel.box("product_id").editor, panel.box("plan_id").editor

    def offered() -> None:
        if isinstance(plan, ChoiceEditor):
            options = offer.plans_of(product.read())
            plan.offer_all(options)
            plan.write(options[0][0])

    product.edited.connect(offered)


def issue_form(
    desk: Desk, offer: Offer, customer_id: int | None, name: str, parent: QWidget
) -> FormDialog[IssueDraft]:
    """`saved` carries what was issued (`Issued`)."""
    new = whom.NewOnes()

    def save(draft: IssueDraft) -> Issued:
        allowed = new.allowed(draft.email)
        return desk.services.licenses.issue(replace(draft, confirm_new=allowed))

    title = _("Add license") if customer_id is None else _("Add license for %s") % fmt.short(name)
    sections = (
        *([] if customer_id else [Section("", whom.fields(desk), N_(
            "Leave both blank, and the license is available until it is assigned."))]),
        Section("", (*goods(offer), Field(
            "order_number", N_("Order number"), placeholder=N_("As in your shop")))),
        Section(N_("Time"), (
            Field("starts_on", N_("Starts on"), help=N_("Blank is the day it is assigned.")),
            Field("expires_on", N_("Expires on")),
            Field("never_expires", N_("Never expires"), check),
            Field("create_subscription", N_("Create a subscription too"), check),
        )),
        Section(N_("Key and note"), (
            Field("key", N_("License key"), placeholder=N_("Generated if left blank")),
            Field("note", N_("Note"), paragraph, wide=True, help=N_("Seen by staff only")),
        )),
    )  # fmt: skip
    dialog = FormDialog(
        desk, FORM, title, IssueDraft, sections, save, first_draft(offer, customer_id),
        verb=N_("Add license"), check=partial(whom.one_of, needed=False), parent=parent,
    )  # fmt: skip
    follow(dialog, offer)
    new.watch(dialog)
    dialog.panel.edited.connect(partial(_tell, dialog, offer, assigned=customer_id is not None))
    _tell(dialog, offer, assigned=customer_id is not None)
    return dialog


def first_draft(offer: Offer, customer_id: int | None = None) -> IssueDraft:
    """A draft with the first product and its first plan."""
    product = offer.products[0].id if offer.products else None
    plan = offer.plans_of(product)[0][0]
    return IssueDraft(product, plan, Cycle.YEARLY if plan else None, customer_id=customer_id)


def _tell(dialog: FormDialog[Any], offer: Offer, *, assigned: bool) -> None:
    """Say when it will end, and what the typed key looks like."""
    values = {key: _value(dialog, key) for key in dialog.panel.boxes}
    typed = str(values.get("key") or "")
    product = offer.product(values.get("product_id"))
    dialog.panel.box("key").set_help(key_words(typed, product))
    whose = assigned or bool(values.get("customer_id") or values.get("email"))
    dialog.panel.box("expires_on").set_help(end_words(values, offer, assigned=whose))


def _value(dialog: FormDialog[Any], key: str) -> Any:
    try:
        return dialog.panel.boxes[key].read()
    except Unreadable:
        return None


def key_words(typed: str, product: ProductChoice | None) -> str:
    """What a typed key looks like, while it is typed."""
    if not typed.strip() or product is None:
        return _("One is generated that nobody can guess.")
    if said := keys.problem(typed):
        return said
    judged = keys.judge(typed, (product.key_format,))
    if judged.known is Known.GENERATED:
        return _("A key of %s, spelled right.") % product.name
    if judged.known is Known.MISTYPED:
        return _("It looks mistyped. %s") % judged.problem
    return _("Not a key of this product's own form; it can be used all the same.")


def end_words(values: Mapping[str, Any], offer: Offer, *, assigned: bool) -> str:
    """When a license that is filled in so will end."""
    if values.get("never_expires"):
        return _("It never expires.")
    if values.get("expires_on"):
        return _("It is good until that day is over.")
    plan, cycle = offer.plan(values.get("plan_id")), values.get("cycle")
    months = plan.terms.months if plan and plan.terms.months is not None else None
    if months is None:
        months = cycle.months if cycle else 0
    if not months:
        return (
            _("This plan ends with its cycle. Choose one.")
            if plan and not _ever(plan)
            else _("Left blank, it never expires.")
        )
    if plan and plan.terms.expiry_basis is ExpiryBasis.FIRST_ACTIVATION:
        return _("Left blank: %d months from the first activation.") % months
    if not assigned:
        return _("Left blank: %d months from the day it is assigned.") % months
    end = add_months(values.get("starts_on") or fmt.today(), months)
    return _("Left blank, it ends on %s.") % fmt.text(end)


def _ever(plan: PlanChoice) -> bool:
    return plan.terms.months == 0
