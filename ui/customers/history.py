"""The History tab: who changed what of a customer, when, from what to what; and back again."""

import re
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from app.core.access import Permission
from app.core.listing import small
from app.core.receipt import Receipt
from app.core.text import N_, _, ngettext
from app.customers.schemas import HistoryRow
from app.undo.schemas import ChangedSince
from ui.kit import cells, undoing
from ui.kit import format as fmt
from ui.kit.actions import RowAction
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.table import Column, columns

if TYPE_CHECKING:
    from app.undo.schemas import UndoPreview

PLACE = "detail.history"
_PICTURE = "avatar"
# A moment as the audit trail keeps it.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")


def _value(value: str) -> str:
    """A value as people read it: moments on the clock on the wall."""
    return fmt.text(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else value


COLUMNS = columns(
    HistoryRow,
    Column("at", N_("When"), 164, priority=0),
    Column("who", N_("Who"), 136, priority=1),
    Column("what", N_("What"), 140, priority=3),
    Column("field", N_("Field"), 126, priority=0),
    Column("old", N_("Old"), 140, show=_value, cook=cells.muted, priority=0),
    Column("new", N_("New"), 160, show=_value, priority=0, stretch=True),
    Column("reason", N_("Reason"), 160, shown=False),
)
WORDS = ListWords(
    title=N_("History"),
    one=N_("%s change"),
    many=N_("%s changes"),
    nothing=N_("No changes yet"),
    hint=N_("Every change of this customer will be listed here."),
    no_match=N_("No change matches"),
    search=N_("Search the history..."),
)


class HistoryTab(ListPage[HistoryRow]):
    """Newest first. A value gets its old one back, or a whole change is undone."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        self._customer_id = customer_id
        load = partial(desk.services.customers.history, customer_id)
        super().__init__(
            desk,
            PLACE,
            WORDS,
            COLUMNS,
            small(load),
            row_actions=self._row_actions(),
            sort=("at", True),
            watches=("customers",),
            embedded=True,
        )

    def _row_actions(self) -> tuple[RowAction, ...]:
        return (
            RowAction(
                N_("Restore the old value"),
                self._restore_chosen,
                Permission.CUSTOMERS_EDIT,
                Icon.RESTORE,
                "Ctrl+R",
                f"{PLACE}.restore",
                inline=True,
                fits=lambda row: row.restorable,
            ),
            RowAction(
                N_("Undo the whole change\u2026"),
                self._look_at_chosen,
                Permission.CUSTOMERS_READ,
                Icon.UNDO,
                name=f"{PLACE}.undo",
                fits=lambda row: row.undoable,
            ),
        )

    def _restore_chosen(self, _ids: Sequence[int]) -> None:
        if (row := self.chosen_row()) is not None:
            self.restore(row)

    def _look_at_chosen(self, _ids: Sequence[int]) -> None:
        if (row := self.chosen_row()) is not None:
            look = partial(self.desk.services.undo.preview, row.command)
            self.desk.tasks.run(self, look, partial(self._undo, row.command))

    def restore(self, row: HistoryRow, *, anyway: bool = False) -> None:
        """Give a field the value it had before that change."""
        receipt = Receipt()
        work = partial(
            self.desk.services.undo.noting(receipt).restore,
            self._customer_id,
            row.seq,
            row.key,
            anyway=anyway,
        )
        then = partial(self._restored, row, receipt)
        self.desk.tasks.run(self, work, then, partial(self._refused, row))

    def _restored(self, row: HistoryRow, receipt: Receipt, _none: None) -> None:
        told = {"field": row.field, "value": fmt.short(_value(row.old))}
        said = _("%(field)s is “%(value)s” again.") if row.old else _("%(field)s is empty again.")
        if row.key == _PICTURE:
            said = _("The earlier picture is back.") if row.old else _("The picture was removed.")
        if not receipt.command:
            said = _("%(field)s has that value already.")
        undoing.done(self.desk, said % told, receipt.command)

    def _refused(self, row: HistoryRow, error: Exception) -> None:
        if not isinstance(error, ChangedSince):
            self.desk.notices.show_error(error)
            return
        told = {"field": row.field, "value": fmt.short(_value(row.old))}
        title = _("Restore %(field)s to “%(value)s” all the same?")
        if not row.old:
            title = _("Empty %(field)s all the same?")
        follows = _("What is there now is replaced; you can undo that.")
        if confirm(self, title % told, f"{error} {follows}", _("Restore")):
            self.restore(row, anyway=True)

    def _undo(self, command: int, preview: "UndoPreview") -> None:
        """Others may be concerned too, whom nobody sees here."""
        others = preview.total - 1
        said = ngettext(
            "It concerns %s other customer too, who also gets back what was there before.",
            "It concerns %s other customers too, who also get back what was there before.",
            others,
        )
        title = _("Undo “%s”?") % preview.step.title
        if not others or confirm(self, title, said % fmt.text(others), _("Undo")):
            undoing.undo(self.desk, command)
