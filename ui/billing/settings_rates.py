"""Exchange rates, as a section of the settings."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.billing.drafts import ExchangeRateDraft
from app.billing.schemas import ExchangeRateRow, RatesRead
from app.core.changes import Touched
from app.core.currencies import currencies
from app.core.text import N_, _, ngettext
from ui.billing.settings_editors import rate_editor, rate_text
from ui.billing.settings_list import Line, SettingsList
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog
from ui.kit.form_choices import searchable
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.work import WorkBar, is_cancelled

PLACE = "exchangeRates"
FORM = "exchangeRate"
HINT = N_(
    "Revenue and what is outstanding in other currencies are shown in the organization's, too, "
    "at the rate of the day: the newest from that day or before. The European Central Bank "
    "publishes a file of all its rates, eurofxref-hist.csv, that can be brought in as it is."
)
FIELDS = (
    Field(
        "currency",
        N_("Currency"),
        searchable(lambda: [(one.code, f"{one.code} · {one.name}") for one in currencies()]),
        required=True,
    ),
    Field(
        "rate",
        N_("One unit is worth"),
        rate_editor,
        required=True,
        placeholder="0.9215",
        help=N_("In the organization's currency."),
    ),
    Field("on_date", N_("From"), required=True),
)


class ExchangeRatesPanel(QWidget):
    """The newest rate of each currency; rates are typed, or brought in from a file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk, self._rates = desk, desk.services.exchange_rates
        self.list = SettingsList(PLACE, _("Exchange rates"), _(HINT), Icon.GLOBE)
        self.list.empty.tell(
            _("No exchange rates yet"),
            _("Without any, amounts in other currencies are not added to the organization's."),
        )
        self.add = button(_("Add rate\u2026"), f"{PLACE}.add", Icon.PLUS)
        self.bring_in = button(_("From a file\u2026"), f"{PLACE}.import", Icon.IMPORT)
        self.stop = button(_("Cancel"), f"{PLACE}.stop")
        self.work = WorkBar(PLACE, desk.tasks)
        self.list.offer(self.add, partial(self._form, None))
        self.list.offer(self.bring_in, self._choose)
        self.list.offer(self.stop, self.work.cancel)
        self.list.put_above(self.work)
        self.stop.hide()
        self.work.busy_changed.connect(self._busy)
        self.work.failed.connect(self._failed)
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.list)
        desk.changes.heard.connect(self._heard)
        self._load()

    def _heard(self, touched: Touched) -> None:
        if "exchange_rates" in touched or "organization" in touched:
            self._load()

    def _load(self) -> None:
        self._desk.tasks.run(self, self._rates.latest, self._show)

    def _show(self, rows: tuple[ExchangeRateRow, ...]) -> None:
        self.list.show_lines([self._line(row) for row in rows])

    def _line(self, row: ExchangeRateRow) -> Line:
        title = f"1 {row.currency} = {rate_text(row.rate)} {row.base}"
        said = _("from %s") % fmt.text(row.on_date)
        return Line(
            row.id,
            title,
            f"{said} · {row.source}" if row.source else said,
            (
                ("edit", _("Change rate"), Icon.PENCIL, partial(self._form, row)),
                ("remove", _("Remove rate"), Icon.TRASH, partial(self._remove, row)),
            ),
        )

    def _form(self, row: ExchangeRateRow | None) -> None:
        def save(draft: ExchangeRateDraft) -> int:
            return self._rates.save(draft, row.id if row else None, row.version if row else 0)

        title = _("Change exchange rate") if row else _("New exchange rate")
        rate_form(self._desk, title, row, save, self).open()

    def _remove(self, row: ExchangeRateRow) -> None:
        title = _("Remove this rate of %s?") % row.currency
        after = _("From %s on the rate before it holds again, if there is one.")
        if confirm(self, title, after % fmt.text(row.on_date), _("Remove rate"), destructive=True):
            said = _("The exchange rate was removed.")
            self._desk.tasks.run(
                self,
                partial(self._rates.remove, row.id),
                lambda _none: self._desk.notices.say(said),
            )

    def _choose(self) -> None:
        kinds = [_("Comma-separated (*.csv)")]
        path = dialogs.ask_open_path(self, _("Exchange rates"), kinds)
        if path is not None:
            self.work.start(
                self,
                _("Reading\u2026"),
                partial(self._rates.look_at, path),
                partial(self._ask, path),
            )

    def _ask(self, path: Path, found: RatesRead) -> None:
        """Say what would change, and do it when that is wanted."""
        if not found.added + found.changed:
            self._desk.notices.say(_("Nothing to do: all of these rates are there already."))
            return
        title = _("Bring in rates of %s?") % fmt.short(path.name)
        if confirm(self, title, in_words(found), _("Bring in")):
            self.work.start(
                self, _("Saving\u2026"), partial(self._rates.bring_in, path), self._kept
            )

    def _kept(self, found: RatesRead) -> None:
        count = found.added + found.changed
        said = ngettext("%s rate was brought in.", "%s rates were brought in.", count)
        self._desk.notices.say(said % fmt.text(count))

    def _busy(self, busy: bool) -> None:
        for press in (self.add, self.bring_in):
            press.setEnabled(not busy)
        self.stop.setVisible(busy)

    def _failed(self, error: Exception) -> None:
        if not is_cancelled(error):
            self._desk.notices.show_error(error)


def in_words(found: RatesRead) -> str:
    """What a file holds and what of it is new."""
    total = found.added + found.changed + found.unchanged
    said = [
        ngettext("%(count)s rate of %(codes)s", "%(count)s rates of %(codes)s", total)
        % {"count": fmt.text(total), "codes": fmt.short(", ".join(found.currencies), 160)}
    ]
    if found.first is not None:
        days = _("from %(first)s to %(last)s.")
        said.append(days % {"first": fmt.text(found.first), "last": fmt.text(found.last)})
    lines = [" ".join(said)]
    lines.append(
        _("%(added)s are new, %(changed)s are other than those there are, %(same)s are the same.")
        % {
            "added": fmt.text(found.added),
            "changed": fmt.text(found.changed),
            "same": fmt.text(found.unchanged),
        }
    )
    if found.skipped:
        skipped = _("%s are left out: of currencies that are no more, or of days without yours.")
        lines.append(skipped % fmt.text(found.skipped))
    return "\n\n".join(lines)


def rate_form(
    desk: Desk,
    title: str,
    row: ExchangeRateRow | None,
    save: Callable[[ExchangeRateDraft], int],
    parent: QWidget,
) -> FormDialog[ExchangeRateDraft]:
    """Asks for a rate; `saved` carries its id."""
    initial = ExchangeRateDraft(on_date=fmt.today())
    if row is not None:
        initial = ExchangeRateDraft(row.currency, row.on_date, row.rate)
    return FormDialog(desk, FORM, title, ExchangeRateDraft, FIELDS, save, initial, parent=parent)
