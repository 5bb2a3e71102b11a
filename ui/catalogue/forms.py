"""The forms about products, their files and their plans."""

import re
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.catalogue import key_format
from app.catalogue.drafts import FileDraft, PlanDraft, ProductDraft
from app.catalogue.schemas import FILE_LIMIT, PlanDetail, ProductDetail
from app.contents.taking import measured
from app.core.draft import Draft
from app.core.errors import Invalid
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.licensing.keys import generate
from ui.catalogue import lines
from ui.catalogue.words import BASES, DURATIONS, ENDS, OVERAGES, granted, in_words
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editing import editing
from ui.kit.form_editors import EditorFactory, check, paragraph
from ui.kit.form_money import money
from ui.kit.form_whole import whole
from ui.kit.text_parts import paragraph as said_paragraph

PRODUCT, FILE, PLAN = "product", "productFile", "plan"
_NOT_IN_REFERENCES = re.compile(r"[^A-Z0-9]+")


def product_form(
    desk: Desk, found: ProductDetail | None, parent: QWidget
) -> FormDialog[ProductDraft]:
    """Asks for a new product, or for changes to one."""
    service = desk.services.products
    fields = (
        Field("name", N_("Name"), required=True),
        Field("reference", N_("Reference"), required=True,
              help=N_("What programs call it by: product_reference_id")),
        Field("description", N_("Description"), paragraph, wide=True),
        Field("email_on_issue", N_("Send an e-mail when a license is issued"), check, wide=True),
        Field("key_format", N_("Looks of its license keys"), wide=True),
    )  # fmt: skip
    sections = (Section("", fields),)
    if found is None:
        dialog = FormDialog(desk, PRODUCT, N_("New product"), ProductDraft, sections,
                            service.create, parent=parent)  # fmt: skip
    else:
        dialog = editing(desk, PRODUCT, N_("Edit product"), sections, _product(found),
                         partial(_edit, service, found.id), in_words, parent)  # fmt: skip
    _live_product(dialog, new=found is None)
    return dialog


def _product(found: ProductDetail) -> tuple[int, ProductDraft]:
    return found.version, ProductDraft(
        found.name, found.reference, found.description, found.email_on_issue, found.key_format
    )


def _edit(
    service: Any, record_id: int, receipt: Receipt, version: int, mine: Draft, base: Draft
) -> object:
    return service.noting(receipt).edit(record_id, version, mine, base)


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


def file_form(desk: Desk, path: Path, parent: QWidget) -> FormDialog[FileDraft]:
    """Asks which release a file is of; `saved` carries the draft."""

    def save(draft: FileDraft) -> FileDraft:
        measured(path, FILE_LIMIT)
        return draft

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
    if found is None:
        sections = _plan_sections(currency, found)
        dialog = FormDialog(
            desk, PLAN, _("New plan of %s") % product[1], PlanDraft, sections,
            partial(service.create, product[0]), PlanDraft(currency=currency), parent=parent,
        )  # fmt: skip
    else:
        base = PlanDraft.of(found.name, found.description, found.terms)
        sections = _plan_sections(base.currency, found)
        dialog = editing(desk, PLAN, _("Edit plan %s") % found.name, sections,
                         (found.version, base), partial(_edit, service, found.id), in_words,
                         parent)  # fmt: skip
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
            Field("overage", N_("When more devices ask"), _one_of(OVERAGES)),
            Field("overage_percent", N_("How many per cent more")),
            Field("user_limit", N_("Users"), whole, help=unlimited),
            Field("quotas", N_("Quotas"), lines.quotas,
                  help=N_("A line each, such as storage_gb = 50.")),
        )),
        Section(N_("How long"), (
            Field("duration", N_("A license is good"), _one_of(DURATIONS)),
            Field("months", N_("Months"), whole),
            Field("expiry_basis", N_("Its time counts"), _one_of(BASES)),
            Field("grace_days", N_("Days of grace")),
            Field("on_expiry", N_("When it is over"), _one_of(ENDS)),
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
