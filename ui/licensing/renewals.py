"""Whom to talk to about renewal: a list with priorities, to be copied or saved (WFL-08..10)."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.listing import small
from app.core.text import N_, _, ngettext
from app.licensing.outcomes import Priority, RenewalRow
from ui.kit import cells, dialogs
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction
from ui.kit.asking import Asking
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import button, label
from ui.kit.table import Column, columns
from ui.kit.text_parts import paragraph
from ui.kit.theme import Tone, theme

PLACE = "renewals"
LOOKS = {
    Priority.HIGH: (Tone.BAD, Icon.ALERT),
    Priority.MEDIUM: (Tone.WARN, Icon.CLOCK),
    Priority.LOW: (Tone.NEUTRAL, Icon.CALENDAR),
}
WORDS = ListWords(
    title=N_("Renewals"),
    one=N_("%s customer to talk to"),
    many=N_("%s customers to talk to"),
    nothing=N_("Nobody to talk to"),
    hint=N_("No customer's licenses end within 60 days."),
    no_match=N_("No customer matches"),
    search=N_("Search by name or e-mail..."),
)
MARKED = (
    N_("%s customer is marked as renewed."),
    N_("%s customers are marked as renewed."),
)
UNMARKED = (
    N_("%s customer is no longer marked as renewed."),
    N_("%s customers are no longer marked as renewed."),
)


def renewed(row: RenewalRow, value: Any, _text: str) -> cells.Cell:
    """When somebody marked them as renewed."""
    if value is None:
        return cells.Cell("")
    hint = _("Marked as renewed by %s") % row.renewed_by
    return cells.Cell(fmt.text(value), cells.Kind.BADGE, Icon.CIRCLE_CHECK, Tone.OK, hint)


COLUMNS = columns(
    RenewalRow,
    Column("priority", N_("Priority"), 116, cook=cells.badge(LOOKS), priority=0),
    Column("name", N_("Name"), 140, cook=cells.name, priority=0, stretch=True),
    Column("email", N_("E-mail"), 190, priority=2),
    Column("count", N_("Licenses ending"), 122, priority=0),
    Column("soonest", N_("Soonest expiry"), 122, priority=0),
    Column("total", N_("All licenses"), 110, cook=cells.muted, priority=3),
    Column("renewed_on", N_("Renewed"), 152, cook=renewed, priority=1),
)


class RenewalsDialog(QDialog):
    """The most urgent first. Open it with `open()`."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk, self._asking = desk, Asking(desk, self)
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Renewals"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list: ListPage[RenewalRow] = ListPage(
            desk, f"{PLACE}.list", WORDS, COLUMNS, small(desk.services.licenses.renewals),
            actions=self._actions(), row_actions=self._row_actions(),
            watches=("licenses", "customers"), embedded=True,
        )  # fmt: skip
        self.list.opened.connect(self._open)
        close = button(_("Close"), f"{PLACE}.close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(_("Whom to talk to about renewal"), "h1"))
        said = _(
            "High: 5 or more licenses end within 14 days. Medium: 2 or more within 30 days. "
            "Low: one within 60 days. Whoever renews can be marked: they stand last, until another "
            "license of theirs ends."
        )
        column.addWidget(paragraph(said, "muted"))
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        screen = self.screen().availableSize()
        self.resize(
            min(theme().px(1180), screen.width() - 40), min(theme().px(600), screen.height() - 60)
        )

    def _actions(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("Save as CSV\u2026"), self.save, Permission.LICENSES_EXPORT, Icon.EXPORT,
                name=f"{PLACE}.save", primary=True,
            ),
        )  # fmt: skip

    def _row_actions(self) -> tuple[RowAction, ...]:
        return (
            RowAction(
                N_("Open customer"), lambda ids: self._open(ids[0]), Permission.CUSTOMERS_READ,
                Icon.USERS, name=f"{PLACE}.openCustomer", inline=True,
            ),
            RowAction(
                N_("Mark as renewed"), self._mark, Permission.LICENSES_EDIT, Icon.CIRCLE_CHECK,
                name=f"{PLACE}.mark", many=True, inline=True,
                fits=lambda row: row.renewed_on is None,
            ),
            RowAction(
                N_("Not renewed after all"), self._unmark, Permission.LICENSES_EDIT, Icon.UNDO,
                name=f"{PLACE}.unmark", many=True, fits=lambda row: row.renewed_on is not None,
            ),
        )  # fmt: skip

    def _mark(self, ids: Sequence[int]) -> None:
        licenses = self._desk.services.licenses
        self._asking.many(licenses.mark_renewed, ids, MARKED, licenses.unmark_renewed)

    def _unmark(self, ids: Sequence[int]) -> None:
        licenses = self._desk.services.licenses
        self._asking.many(licenses.unmark_renewed, ids, UNMARKED, licenses.mark_renewed)

    def _open(self, customer_id: int) -> None:
        self._desk.navigator.open_customer(customer_id, "licenses")

    def save(self) -> None:
        """Ask for a file, and save the list in it."""
        kinds = (_("Comma-separated (*.csv)"),)
        path = dialogs.ask_save_path(self, "renewals.csv", kinds)
        if path is not None:
            save = partial(self._desk.services.list_exports.renewals, path)
            self._desk.tasks.run(self, save, partial(self._saved, path))

    def _saved(self, path: Path, count: int) -> None:
        said = ngettext("%(count)s row saved in %(file)s.", "%(count)s rows saved in %(file)s.",
                        count)  # fmt: skip
        self._desk.notices.say(said % {"count": fmt.text(count), "file": path.name})
