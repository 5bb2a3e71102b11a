"""The forms about products, their files and their plans."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.catalogue import key_format
from app.catalogue.drafts import FileDraft, PlanDraft, ProductDraft
from app.catalogue.schemas import Duration, PlanDetail, ProductDetail
from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage
from app.core.errors import Invalid
from app.core.text import N_, _
from app.licensing.keys import generate
from ui.catalogue import lines
from ui.catalogue.words import granted
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import EditorFactory, check, paragraph
from ui.kit.form_money import money
from ui.kit.form_whole import whole
from ui.kit.text_parts import paragraph as said_paragraph

PRODUCT, FILE, PLAN = "product", "productFile", "plan"
_NOT_IN_REFERENCES = re.compile(r"[^A-Z0-9]+")
_OVERAGES = (
    (Overage.NONE, N_("Refuse them")),
    (Overage.PERCENT, N_("Let some more in")),
    (Overage.ALWAYS, N_("Let them in, and mark the license")),
)
_DURATIONS = (
    (Duration.CYCLE, N_("As long as it is paid for")),
    (Duration.MONTHS, N_("So many months")),
    (Duration.EVER, N_("For ever")),
)
_BASES = (
    (ExpiryBasis.ISSUE, N_("From the day it is issued")),
    (ExpiryBasis.FIRST_ACTIVATION, N_("From its first activation")),
)
_ENDS = (
    (OnExpiry.RESTRICT, N_("It is worth nothing")),
    (OnExpiry.MAINTAIN, N_("Its devices go on, new ones are refused")),
)


def product_form(
    desk: Desk, found: ProductDetail | None, parent: QWidget
) -> FormDialog[ProductDraft]:
    """Asks for a new product, or for changes to one."""
    service = desk.services.products
    save: Callable[[ProductDraft], object] = service.create
    initial = None
    if found is not None:
        save = partial(service.edit, found.id, found.version)
        initial = ProductDraft(
            found.name, found.reference, found.description, found.email_on_issue, found.key_format
        )
    fields = (
        Field("name", N_("Name"), required=True),
        Field("reference", N_("Reference"), required=True,
              help=N_("What programs call it by: product_reference_id")),
        Field("description", N_("Description"), paragraph, wide=True),
        Field("email_on_issue", N_("Send an e-mail when a license is issued"), check, wide=True),
        Field("key_format", N_("Looks of its license keys"), wide=True),
    )  # fmt: skip
    title = N_("New product") if found is None else N_("Edit product")
    dialog = FormDialog(
        desk, PRODUCT, title, ProductDraft, (Section("", fields),), save, initial, parent=parent
    )
    _live_product(dialog, new=found is None)
    return dialog


def _live_product(dialog: FormDialog[ProductDraft], *, new: bool) -> None:
    """Propose a reference until somebody types one, and show how a key looks."""
    boxes = dialog.panel.boxes
    proposed = [""]

    def follow() -> None:
        name, reference = (str(boxes[key].editor.state()) for key in ("name", "reference"))
        if new and reference == proposed[0]:
            proposed[0] = _NOT_IN_REFERENCES.sub("-", name.upper()).strip("-")[:60]
            if proposed[0] != reference:
                boxes["reference"].editor.write(proposed[0])
        wanted = str(boxes["key_format"].editor.state()).strip()
        if key_format.problem(wanted) is None:
            bits = (wanted.count("X") - key_format.CHECKS) * key_format.BITS_EACH
            said = _("Such as %(key)s: %(bits)d random bits, and a check against typing errors.")
            boxes["key_format"].set_help(said % {"key": generate(wanted), "bits": bits})
        else:
            boxes["key_format"].set_help(_("An X is a random character; the rest stays."))

    dialog.panel.edited.connect(follow)
    follow()


def file_form(desk: Desk, product_id: int, path: Path, parent: QWidget) -> FormDialog[FileDraft]:
    """Asks which release a file is of; it is read when that is saved."""
    service = desk.services.products

    def save(draft: FileDraft) -> int:
        return service.add_file(product_id, draft, path)

    fields = (
        Field("release", N_("Release"), required=True, placeholder=N_("2.4.1")),
        Field("released_on", N_("Released on"), help=N_("Blank is today.")),
        Field("note", N_("Note"), wide=True, placeholder=N_("Windows, 64 bit")),
    )
    title = _("Offer %s for download") % path.name
    sections = (Section("", fields),)
    return FormDialog(desk, FILE, title, FileDraft, sections, save, verb=N_("Add file"),
                      parent=parent)  # fmt: skip


def plan_form(
    desk: Desk, product: tuple[int, str], found: PlanDetail | None, currency: str, parent: QWidget
) -> FormDialog[PlanDraft]:
    """Asks for a new plan of a product (id and name), or for changes to one."""
    service = desk.services.plans
    save: Callable[[PlanDraft], object] = partial(service.create, product[0])
    initial = PlanDraft(currency=currency)
    title = _("New plan of %s") % product[1]
    if found is not None:
        save = partial(service.edit, found.id, found.version)
        initial = PlanDraft.of(found.name, found.description, found.terms)
        title = _("Edit plan %s") % found.name
    dialog = FormDialog(
        desk, PLAN, title, PlanDraft, _plan_sections(initial.currency, found), save, initial,
        parent=parent,
    )  # fmt: skip
    told = said_paragraph("", "muted", f"{PLAN}.granted")
    layout = dialog.layout()
    if isinstance(layout, QVBoxLayout):
        layout.insertWidget(2, told)

    def tell() -> None:
        try:
            told.setText(granted(dialog.panel.draft().terms()))
        except Invalid:
            told.setText(_("What is granted is said here once the form is complete."))

    dialog.panel.edited.connect(tell)
    tell()
    return dialog


def _plan_sections(currency: str, found: PlanDetail | None) -> tuple[Section, ...]:
    kept = ""
    if found is not None and found.licenses:
        kept = _("What was sold keeps its terms; changed ones hold for new sales.")
    unlimited = N_("Blank is unlimited.")
    return (
        Section("", (
            Field("name", N_("Name"), required=True),
            Field("description", N_("Description"), paragraph, wide=True),
        ), kept),
        Section(N_("Prices"), (
            Field("monthly", N_("A month"), money(currency)),
            Field("yearly", N_("A year"), money(currency)),
            Field("tiers", N_("Other prices from a quantity on"), lines.tiers(currency),
                  help=N_("A line each: quantity = a month / a year, a dash for none.")),
            Field("usage_prices", N_("Prices by use"), lines.usage_prices(currency),
                  help=N_("A line each, such as pages = 0.02.")),
        )),
        Section(N_("What it grants"), (
            Field("activation_limit", N_("Devices"), whole, help=unlimited),
            Field("overage", N_("When more devices ask"), _one_of(_OVERAGES)),
            Field("overage_percent", N_("How many per cent more")),
            Field("user_limit", N_("Users"), whole, help=unlimited),
            Field("quotas", N_("Quotas"), lines.quotas,
                  help=N_("A line each, such as storage_gb = 50.")),
        )),
        Section(N_("How long"), (
            Field("duration", N_("A license is good"), _one_of(_DURATIONS)),
            Field("months", N_("Months"), whole),
            Field("expiry_basis", N_("Its time counts"), _one_of(_BASES)),
            Field("grace_days", N_("Days of grace")),
            Field("on_expiry", N_("When it is over"), _one_of(_ENDS)),
        )),
        Section(N_("Devices"), (
            Field("stale_days", N_("Stale when not seen for days")),
            Field("self_deactivations", N_("Customers may release, a year"), whole,
                  help=unlimited),
            Field("offline_allowed", N_("May be activated without a network"), check, wide=True),
        )),
    )  # fmt: skip


def _one_of(options: tuple[tuple[object, str], ...]) -> EditorFactory:
    return choice(lambda: [(value, _(words)) for value, words in options])
