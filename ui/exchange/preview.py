"""What would become of each row of a file: a list to search, sort and filter."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from app.core.listing import small
from app.core.text import N_
from app.exchange.schemas import Label, Rehearsal
from ui.exchange import words
from ui.kit import cells
from ui.kit.desk import Desk
from ui.kit.list_page import ListPage, ListWords
from ui.kit.table import Column, Columns, columns


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A row of the file; `id` is the line it stands in."""

    id: int
    label: Label
    name: str
    email: str
    reason: str


def columns_of(name: str, beside: str) -> Columns:
    """The columns of a preview whose rows have a name and something beside, titled so."""
    return columns(
        PreviewRow,
        Column("id", N_("Line"), 56, priority=0),
        Column("label", N_("What happens"), 150, words.label, cells.badge(words.LOOKS), priority=0),
        Column("name", name, 140),
        Column("email", beside, 190, priority=3),
        Column("reason", N_("Why"), 170, stretch=True, priority=0),
    )


COLUMNS = columns_of(N_("Name"), N_("E-mail"))
_SHOWN = 5000
WORDS = ListWords(
    title=N_("Rows"),
    one=N_("%s row shown"),
    many=N_("%s rows shown"),
    nothing=N_("No file yet"),
    hint=N_("Choose a file, and you see what would become of each of its rows."),
    no_match=N_("No row matches"),
    search=N_("Search the rows…"),
)


class Preview(ListPage[PreviewRow]):
    """The rows of the latest rehearsal, those with problems first."""

    def __init__(
        self,
        desk: Desk,
        place: str,
        parent: QWidget | None = None,
        spec: Columns = COLUMNS,
    ) -> None:
        self._rows: tuple[PreviewRow, ...] = ()
        self._only: Label | None = None
        super().__init__(
            desk,
            place,
            WORDS,
            spec,
            small(self._wanted),
            watches=("nothing",),
            embedded=True,
            parent=parent,
        )
        self.tools.set_text("")

    def show_rows(self, found: Rehearsal | None) -> None:
        """Show other rows; None for none."""
        plans = found.rows[:_SHOWN] if found else ()
        made = [
            PreviewRow(plan.line, plan.label, plan.name, plan.email, words.reason(plan))
            for plan in plans
        ]
        made.sort(key=lambda row: (row.label is not Label.ERROR, row.id))
        self._rows, self._only = tuple(made), None
        self.tools.set_text("")
        self.ask()

    def show_only(self, label: Label | None) -> None:
        """Show the rows with one label; all of them for None."""
        self._only = label
        self.ask()

    def _wanted(self) -> list[PreviewRow]:
        return [row for row in self._rows if self._only in (None, row.label)]
