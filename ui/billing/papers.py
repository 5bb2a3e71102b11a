"""Saves documents as PDF files: one where it is asked for, several into a folder."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.errors import Cancelled
from app.core.progress import Progress
from app.core.text import _, ngettext
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.desk import Desk

DAYS = 92
Ids = Sequence[int]


class Papers(QObject):
    """Asks over `owner` where to, and writes in the background."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner, self._papers = desk, owner, desk.services.papers

    def invoices(self, ids: Ids, number: str = "") -> None:
        """Save invoices and credit notes."""
        if len(ids) == 1:
            name = number or _("Draft")
            self._one(f"{name}.pdf", partial(self._papers.invoice, ids[0]))
        else:
            self._many(_("Saving invoices\u2026"), partial(self._papers.invoices_into, list(ids)))

    def receipts(self, ids: Ids, number: str = "") -> None:
        """Save the receipts of payments."""
        if len(ids) == 1:
            name = _("Receipt %s") % number
            self._one(f"{name.strip()}.pdf", partial(self._papers.payment_receipt, ids[0]))
        else:
            self._many(_("Saving receipts\u2026"), partial(self._papers.receipts_into, list(ids)))

    def statement(
        self, customer_id: int, currency: str, period: tuple[date, date], name: str
    ) -> None:
        """Save a statement of account."""
        write = partial(self._papers.statement, customer_id, currency, *period)
        self._one(_("Statement %s.pdf") % fmt.short(name), write)

    def statements(self) -> None:
        """Save the statements of all who owe something, of the last three months."""
        period = (fmt.today() - timedelta(days=DAYS), fmt.today())

        def ask(whose: tuple[tuple[int, str], ...]) -> None:
            if not whose:
                self._desk.notices.say(_("Nobody owes anything."))
                return
            count = len(whose)
            many = ngettext("Save %s statement?", "Save %s statements?", count)
            follows = _("One for each customer who owes something, from %(since)s to today.")
            said = follows % {"since": fmt.text(period[0])}
            verb = _("Choose a folder\u2026")
            if dialogs.confirm(self._owner, many % fmt.text(count), said, verb):
                write = partial(self._papers.statements_into, list(whose), period)
                self._many(_("Saving statements\u2026"), write)

        self._desk.tasks.run(self, self._desk.services.statements.owing, ask)

    def _one(self, suggested: str, write: Callable[[Path], object]) -> None:
        path = dialogs.ask_save_path(self._owner, suggested, ("PDF (*.pdf)",))
        if path is None:
            return

        def saved(_none: object) -> None:
            self._desk.notices.say(_("Saved: %s") % path.name)

        self._desk.tasks.run(self, partial(write, path), saved)

    def _many(self, title: str, write: Callable[[Path, Progress], tuple[Path, ...]]) -> None:
        folder = dialogs.ask_folder(self._owner, title.rstrip("\u2026"))
        if folder is None:
            return

        def saved(files: tuple[Path, ...]) -> None:
            said = ngettext("%(count)s file saved in %(folder)s.",
                            "%(count)s files saved in %(folder)s.", len(files))  # fmt: skip
            named = {"count": fmt.text(len(files)), "folder": folder.name}
            self._desk.notices.say(said % named)

        def failed(error: Exception) -> None:
            if isinstance(error, Cancelled):
                self._desk.notices.say(_("Stopped. The files written so far stay."))
            else:
                self._desk.notices.show_error(error)

        self._desk.tasks.start(self, title, partial(write, folder), saved, failed)
