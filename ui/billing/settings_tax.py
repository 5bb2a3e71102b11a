"""Tax rates, as a section of the settings."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.drafts import TaxRateDraft
from app.billing.percent import percent
from app.billing.schemas import TaxRateRow
from app.core.changes import Touched
from app.core.countries import countries, country_name
from app.core.text import N_, _
from ui.billing.settings_editors import decimal_sign, percent_editor
from ui.billing.settings_list import Line, SettingsList
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog
from ui.kit.form_choices import searchable
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.theme import Tone

PLACE = "taxRates"
FORM = "taxRate"
HINT = N_(
    "Invoices and orders are taxed by the country of the billing address, from these rates. "
    "Documents that were issued keep the rate they had: when a rate changes, add the new one "
    "with its first day, and leave the old one. Where nothing is asked, enter 0."
)
FIELDS = (
    Field(
        "country",
        N_("Country"),
        searchable(lambda: [(one.code, one.name) for one in countries()]),
        required=True,
    ),
    Field("ppm", N_("Rate in percent"), percent_editor, required=True, placeholder="19"),
    Field("name", N_("Name on invoices"), required=True, placeholder="VAT"),
    Field("valid_from", N_("From"), required=True),
    Field(
        "category",
        N_("Category of goods"),
        required=True,
        help=N_("“standard” is what lines have unless they say otherwise."),
    ),
)


class TaxRatesPanel(QWidget):
    """Every rate with its days; those that hold no more, or not yet, say so."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk, self._rates = desk, desk.services.tax_rates
        self.list = SettingsList(PLACE, _("Tax rates"), _(HINT), Icon.RECEIPT)
        self.list.empty.tell(
            _("No tax rates yet"),
            _("Add one for each country you sell to, before you issue invoices there."),
        )
        self.add = button(_("Add rate\u2026"), f"{PLACE}.add", Icon.PLUS)
        self.list.offer(self.add, partial(self._form, None))
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.list)
        desk.changes.heard.connect(self._heard)
        self._load()

    def _heard(self, touched: Touched) -> None:
        if "tax_rates" in touched:
            self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, self._rates.list, self._show)

    def _show(self, rows: tuple[TaxRateRow, ...]) -> None:
        self.list.show_lines([self._line(row) for row in rows])

    def _line(self, row: TaxRateRow) -> Line:
        title = f"{country_name(row.country)} · {percent(row.ppm, decimal_sign())} %"
        said = [row.name] if row.category == "standard" else [row.name, row.category]
        said.append(_("from %s") % fmt.text(row.valid_from))
        if row.until is not None:
            said.append(_("to %s") % fmt.text(row.until - timedelta(days=1)))
        return Line(
            row.id,
            title,
            " · ".join(said),
            (
                ("edit", _("Change rate"), Icon.PENCIL, partial(self._form, row)),
                ("remove", _("Remove rate"), Icon.TRASH, partial(self._remove, row)),
            ),
            _standing(row),
        )

    def _form(self, row: TaxRateRow | None) -> None:
        def save(draft: TaxRateDraft) -> int:
            return self._rates.save(draft, row.id if row else None, row.version if row else 0)

        title = _("Change tax rate") if row else _("New tax rate")
        tax_form(self._desk, title, row, save, self).open()

    def _remove(self, row: TaxRateRow) -> None:
        name = f"{country_name(row.country)}, {percent(row.ppm, decimal_sign())} %"
        title = _("Remove the rate %s?") % name
        after = _(
            "What was issued keeps its tax. From now on the rate before it holds again, if "
            "there is one."
        )
        if confirm(self, title, after, _("Remove rate"), destructive=True):
            said = _("The tax rate was removed.")
            self._desk.tasks.run(
                self,
                partial(self._rates.remove, row.id),
                lambda _none: self._desk.notices.say(said),
            )


def tax_form(
    desk: Desk,
    title: str,
    row: TaxRateRow | None,
    save: Callable[[TaxRateDraft], int],
    parent: QWidget,
) -> FormDialog[TaxRateDraft]:
    """Asks for a rate; `saved` carries its id."""
    initial = TaxRateDraft(valid_from=fmt.today().replace(month=1, day=1))
    if row is not None:
        initial = TaxRateDraft(row.country, row.category, row.name, row.ppm, row.valid_from)
    return FormDialog(desk, FORM, title, TaxRateDraft, FIELDS, save, initial, parent=parent)


def _standing(row: TaxRateRow) -> tuple[str, Tone, Icon] | None:
    if row.now:
        return None
    if row.valid_from > fmt.today():
        return _("Later"), Tone.INFO, Icon.CLOCK
    return _("Earlier"), Tone.NEUTRAL, Icon.HISTORY
