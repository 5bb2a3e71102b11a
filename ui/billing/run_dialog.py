"""The monthly run: look first at what would be billed, then bill exactly that."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.clock import add_months
from app.core.errors import DeskError, Invalid
from app.core.listing import Condition, ListQuery, ListSource, Op, small
from app.core.text import _, ngettext
from app.invoices.run_schemas import PlannedInvoice, RunOutcome, RunPreview
from ui.billing import run_rows
from ui.billing.planned import LINES, amounts, lines_of, month_words, totals_of
from ui.billing.reading import TableDialog
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.detail import DetailTabs
from ui.kit.form_saver import MessageBar
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import button, label
from ui.kit.table import Columns
from ui.kit.text_parts import paragraph, titled
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE = "billingRun"
SIZE = (1040, 680)
BACK, AHEAD = 12, 1


class RunDialog(QDialog):
    """Nothing is kept until Issue is pressed; then it is what was shown, or nothing."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Monthly run"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.found: RunPreview | None = None
        self._writing = False
        self._months = _months()
        self.month = QComboBox()
        self.month.setObjectName(f"{PLACE}.month")
        self.month.addItems([month_words(one) for one in self._months])
        self.month.setCurrentIndex(AHEAD)
        self.issue = QCheckBox(_("Issue the invoices at once"))
        self.issue.setObjectName(f"{PLACE}.issue")
        self.issue.setAccessibleName(self.issue.text())
        self.issue.setChecked(True)
        self.issue.setToolTip(_("Otherwise they become drafts to be looked at one by one."))
        self.said = paragraph("", name=f"{PLACE}.said")
        self.bar, self.work = MessageBar(PLACE), WorkBar(PLACE, desk.tasks)
        self.run = button(_("Issue invoices"), f"{PLACE}.run", role="primary")
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self._lists: list[ListPage[Any]] = []
        self.tabs = self._tabs()
        self._arrange()
        self.month.currentIndexChanged.connect(lambda _place: self.look())
        self.issue.toggled.connect(lambda _on: self._offer())
        self.bar.pressed.connect(self.look)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(lambda _busy: self._offer())
        self.run.clicked.connect(self._run)
        self.cancel.clicked.connect(self.reject)
        self.look()

    @property
    def chosen(self) -> date:
        """The first day of the month to bill."""
        return self._months[self.month.currentIndex()]

    def look(self) -> None:
        """Reckon what would be billed now."""
        self.bar.say("")
        self._show(None)
        work = partial(self.desk.services.billing_runs.preview, self.chosen)
        self.work.start(self, _("Reckoning what is to be billed\u2026"), work, self._show)

    def reject(self) -> None:
        """Stop what is being written, or close."""
        if self._writing and self.work.is_busy:
            self.work.cancel()
            return
        self.work.stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _show(self, found: RunPreview | None) -> None:
        self.found = found
        self.said.setText(_sentence(found) if found else "")
        for page in self._lists:
            page.reload()
        self._offer()

    def _run(self) -> None:
        seen = self.found
        if seen is None or not self.run.isEnabled():
            return
        self.bar.say("")
        self._writing = True
        issue = self.issue.isChecked()
        work = partial(self.desk.services.billing_runs.run, seen.month, seen.digest, issue=issue)
        self.work.start(
            self, _("Billing\u2026"), lambda progress: work(progress=progress),
            partial(self._done, seen.month),
        )  # fmt: skip

    def _done(self, month: date, made: RunOutcome) -> None:
        self._writing = False
        offer = (_("Show"), partial(show_run, self.desk, made.id, month_words(month)))
        self.desk.notices.say(_outcome(made), offer)
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._writing = False
        if is_cancelled(error):
            self.bar.say(_("Stopped. Nothing was billed."), retry=True, verb=_("Look again"))
        elif isinstance(error, Invalid):
            self.bar.say(" ".join(error.fields.values()))
        elif isinstance(error, DeskError):
            self.bar.say(str(error), retry=True, verb=_("Look again"))
        else:
            self.desk.notices.show_error(error)
        self._offer()

    def _offer(self) -> None:
        """Offer what can be done now, and say on the button how much it is."""
        count = len(self.found.invoices) if self.found else 0
        self.run.setText(_verb(count, issue=self.issue.isChecked()))
        self.run.setAccessibleName(self.run.text())
        self.run.setEnabled(count > 0 and not self.work.is_busy and self.bar.isHidden())
        for part in (self.month, self.issue):
            part.setEnabled(not self._writing)
        self.cancel.setText(_("Stop") if self._writing else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _open(self, place: int) -> None:
        """Show an invoice that would be made, line by line."""
        if self.found is None:
            return
        row = self.found.invoices[place - 1]

        def show(found: tuple[PlannedInvoice, ...]) -> None:
            dialog = TableDialog(
                "billingRunInvoice", _("Invoice to %s") % fmt.short(row.customer), LINES, self
            )
            said = _("As the run of %s would make it.") % month_words(self.chosen)
            dialog.show_found(said, lines_of(found), totals_of(found))
            dialog.open()

        work = partial(self.desk.services.billing_runs.planned, self.found.month, row.customer_id)
        self.desk.tasks.run(self, work, show)

    def _open_left(self, place: int) -> None:
        if self.found is not None:
            self.desk.navigator.open_customer(self.found.left_out[place - 1].customer_id)

    def _tabs(self) -> DetailTabs:
        tabs = DetailTabs(PLACE)
        earlier = self.desk.services.billing_runs.all

        def add(
            name: str,
            words: ListWords,
            specs: Columns,
            source: ListSource[Any],
            opened: Callable[[int], object],
        ) -> None:
            def build() -> QWidget:
                page: ListPage[Any] = ListPage(
                    self.desk, f"{PLACE}.{name}", words, specs, source, watches=("nothing",),
                    embedded=True,
                )  # fmt: skip
                page.opened.connect(opened)
                self._lists.append(page)
                return page

            tabs.add(name, _(words.title), build)

        add("planned", run_rows.PLANNED_WORDS, run_rows.PLANNED,
            small(lambda: run_rows.planned(self.found)), self._open)  # fmt: skip
        add("left", run_rows.LEFT_WORDS, run_rows.LEFT,
            small(lambda: run_rows.left(self.found)), self._open_left)  # fmt: skip
        add("earlier", run_rows.RUNS_WORDS, run_rows.RUNS,
            small(lambda: run_rows.runs(earlier())), self._open_run)  # fmt: skip
        return tabs

    def _open_run(self, run_id: int) -> None:
        self.reject()
        show_run(self.desk, run_id, "")

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "h1"))
        hint = _(
            "Bills subscriptions, usage and orders of the month, and what earlier months left: one "
            "invoice for each customer and currency. Look first; what you see is what is billed."
        )
        column.addWidget(paragraph(hint, "muted"))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(titled(self.month, _("Month")))
        head.addWidget(self.issue, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        column.addLayout(head)
        column.addWidget(self.said)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.run)
        column.addLayout(buttons)
        screen, (width, height) = self.screen().availableSize(), SIZE
        self.resize(
            min(theme().px(width), screen.width() - 40),
            min(theme().px(height), screen.height() - 60),
        )
        self.month.setFocus()


def show_run(desk: Desk, run_id: int, words: str) -> None:
    """Show the invoices a run made."""
    asked = ListQuery(conditions=(Condition("run_id", Op.IN, (run_id,)),))
    named = words or _("Run %s") % fmt.text(run_id)
    desk.navigator.open_list("invoices", asked, {"run_id": [(run_id, named)]})


def _months() -> Sequence[date]:
    """The months on offer, the latest first."""
    this = fmt.today().replace(day=1)
    return [add_months(this, step) for step in range(AHEAD, -BACK - 1, -1)]


def _verb(count: int, *, issue: bool) -> str:
    if not count:
        return _("Issue invoices") if issue else _("Make drafts")
    if issue:
        return ngettext("Issue %s invoice", "Issue %s invoices", count) % fmt.text(count)
    return ngettext("Make %s draft", "Make %s drafts", count) % fmt.text(count)


def _sentence(found: RunPreview) -> str:
    count = len(found.invoices)
    if not count:
        return _("There is nothing to bill.")
    said = ngettext("%(count)s invoice over %(totals)s, tax included.",
                    "%(count)s invoices over %(totals)s, tax included.", count)  # fmt: skip
    return said % {"count": fmt.text(count), "totals": amounts(found.totals)}


def _outcome(made: RunOutcome) -> str:
    count = fmt.text(made.invoices)
    if not made.first_number:
        return ngettext("%s draft was made.", "%s drafts were made.", made.invoices) % count
    if made.first_number == made.last_number:
        return _("%s was issued.") % made.first_number
    said = _("%(count)s invoices were issued: %(first)s to %(last)s.")
    return said % {"count": count, "first": made.first_number, "last": made.last_number}
