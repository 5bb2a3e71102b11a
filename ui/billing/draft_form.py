"""The form of an invoice before it is issued: who it is for, its lines, what it comes to."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from app.core.errors import DeskError, Invalid
from app.core.money import currencies
from app.core.text import N_, _, ngettext
from app.invoices.drafts import InvoiceDraft, LineDraft
from app.invoices.schemas import InvoiceDetail, InvoiceLineRow, LineKind, Reckoned
from app.organization.schemas import OrganizationSettings
from ui.billing.items import LINES, STANDARD
from ui.billing.totals import TotalsView, sums_of
from ui.kit import format as fmt
from ui.kit.customer_picker import CustomerEditor, customer
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import Option, searchable
from ui.kit.form_editors import ParagraphEditor, Unreadable
from ui.kit.form_whole import whole
from ui.kit.line_items import LinesEditor
from ui.kit.theme import theme

FORM = "invoice"
REST_MS = 200
WIDTH = 1080
NOTE_LINES = 2
BY_HAND = frozenset({LineKind.MANUAL, LineKind.COMMISSION})
Whom = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the form needs to know before it opens."""

    settings: OrganizationSettings
    categories: tuple[str, ...]

    @property
    def taxes(self) -> list[Option]:
        """The kinds of tax on offer."""
        return [(one, tax_words(one)) for one in self.categories]

    @property
    def terms(self) -> str:
        """What holds where no days are given."""
        days = self.settings.payment_terms_days
        said = ngettext("Blank is as usual: %s day, or the customer's own.",
                        "Blank is as usual: %s days, or the customer's own.", days)  # fmt: skip
        return said % fmt.text(days)


def basis(desk: Desk) -> Basis:
    """Ask for it; runs on a worker."""
    services = desk.services
    return Basis(services.organization.settings(), services.tax_rates.categories())


def tax_words(category: str) -> str:
    """What a category of tax is called."""
    return _("Standard") if category == STANDARD else category.capitalize()


def draft_form(
    desk: Desk,
    known: Basis,
    parent: QWidget,
    *,
    whom: Whom | None = None,
    found: InvoiceDetail | None = None,
) -> FormDialog[InvoiceDraft]:
    """Asks for a new draft, for `whom` where that is known, or changes the draft `found`.

    `saved` carries the new draft's id, or nothing.
    """
    invoices = desk.services.invoices
    initial, title = _initial(known, found), N_("New invoice")
    save: Any = invoices.create
    if found is not None:
        whom = (found.customer_id, found.customer or fmt.NOBODY)
        title, save = N_("Edit draft"), partial(invoices.edit, found.id, found.version)
    totals = TotalsView("invoice.totals")
    lines = LinesEditor(LINES, initial.currency, known.taxes, totals)
    dialog = FormDialog(
        desk, FORM, title, InvoiceDraft, _fields(desk, known, lines, found), save, initial,
        verb=N_("Save draft"), parent=parent,
        subject=None if found else ("invoice.new", whom[0] if whom else 0),
    )  # fmt: skip
    editor = dialog.panel.box("customer_id").editor
    if whom and isinstance(editor, CustomerEditor):
        editor.offer(*whom)
        editor.write(whom[0])
        dialog.panel.mark_clean()
    room = dialog.screen().availableSize().width() - 40
    dialog.resize(min(theme().px(WIDTH), room), dialog.height())
    Reckoner(desk, dialog, lines, totals, found)
    if whom and found is None:
        lines.go_to(0)
    return dialog


def billed(found: InvoiceDetail | None) -> Sequence[InvoiceLineRow]:
    """The lines of a draft that come from what the customer has; they stay as they are."""
    return [line for line in found.lines if line.kind not in BY_HAND] if found else []


def _initial(known: Basis, found: InvoiceDetail | None) -> InvoiceDraft:
    if found is None:
        return InvoiceDraft(currency=known.settings.currency)
    own = [line for line in found.lines if line.kind in BY_HAND]
    return InvoiceDraft(
        customer_id=found.customer_id,
        currency=found.currency,
        items=tuple(map(_item, own)),
        terms_days=found.terms_days,
        reference=found.reference,
        note=found.note,
        period_start=found.period_start,
        period_end=found.period_end,
    )


def _item(line: InvoiceLineRow) -> LineDraft:
    return LineDraft(
        name=line.name,
        quantity=line.quantity,
        unit=line.unit,
        discount=line.discount or None,
        tax=line.tax if line.tax_ppm is None else None,
        tax_category=line.tax_category,
        sku=line.sku,
        id=line.id,
    )


def _fields(
    desk: Desk, known: Basis, lines: LinesEditor, found: InvoiceDetail | None
) -> tuple[Section, ...]:
    own = known.settings.currency
    codes = [own, *(one.code for one in currencies() if one.code != own)]
    sourced = billed(found)
    return (
        Section("", (
            Field("customer_id", N_("Customer"), customer(desk), required=True),
            Field("currency", N_("Currency"), searchable(lambda: [(c, c) for c in codes]),
                  required=True),
            Field("terms_days", N_("Days to pay"), whole, help=known.terms),
            Field("reference", N_("Reference"), help=N_("Such as the customer's order number")),
            Field("items", N_("Lines"), lambda _kind: lines, wide=True,
                  required=not sourced, help=_stays(sourced)),
            Field("note", N_("Note"), lambda _kind: ParagraphEditor(NOTE_LINES), wide=True,
                  help=N_("Printed on the invoice")),
        )),
    )  # fmt: skip


def _stays(lines: Sequence[InvoiceLineRow]) -> str:
    if not lines:
        return ""
    total = sum((line.total.minor for line in lines[1:]), lines[0].total.minor)
    said = ngettext(
        "%(count)s more line comes from what the customer has: %(total)s. It stays as it is.",
        "%(count)s more lines come from what the customer has: %(total)s. They stay as they are.",
        len(lines),
    )
    amount = type(lines[0].total)(total, lines[0].total.currency)
    return said % {"count": fmt.text(len(lines)), "total": fmt.text(amount)}


class Reckoner(QObject):
    """Keeps the lines in the form's currency, and says what they come to while they are typed."""

    def __init__(
        self,
        desk: Desk,
        dialog: FormDialog[InvoiceDraft],
        lines: LinesEditor,
        totals: TotalsView,
        found: InvoiceDetail | None,
    ) -> None:
        super().__init__(dialog)
        self._desk, self._panel, self._asked = desk, dialog.panel, 0
        self._lines, self._totals = lines, totals
        if billed(found):
            for key in ("customer_id", "currency"):
                dialog.panel.box(key).editor.widget.setEnabled(False)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.ask)
        dialog.panel.edited.connect(self._edited)
        dialog.saver.invalid.connect(self._mark)
        self.ask()

    def ask(self) -> None:
        """Reckon what is filled in now."""
        self._asked += 1
        ticket = self._asked
        try:
            draft = self._panel.draft()
        except Invalid:
            self._show(None)
            return

        def came(found: Reckoned) -> None:
            if ticket == self._asked:
                self._show(found)

        def failed(error: Exception) -> None:
            if ticket != self._asked:
                return
            self._show(None)
            if isinstance(error, Invalid):
                self._lines.show_problems(error.fields)
            elif not isinstance(error, DeskError):
                self._desk.notices.show_error(error)

        self._desk.tasks.run(
            self, partial(self._desk.services.invoices.reckon, draft), came, failed
        )

    def _show(self, found: Reckoned | None) -> None:
        """Show what the lines come to; None is not known."""
        self._totals.show_sums(sums_of(found.net, found.taxes, found.total) if found else ())
        each = zip(found.line_taxes, found.line_totals, strict=True) if found else ()
        self._lines.show_reckoned([(fmt.text(tax), fmt.text(total)) for tax, total in each])

    def _edited(self) -> None:
        # Half a currency's name is none yet.
        with suppress(Unreadable):
            self._lines.set_currency(self._panel.box("currency").read() or "")
        self._rest.start()

    def _mark(self, invalid: Invalid) -> None:
        self._lines.show_problems(invalid.fields)
