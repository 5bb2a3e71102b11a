"""What a bulk change would do: the figures, the reasons, and the first customers of each kind."""

from dataclasses import dataclass
from enum import Enum
from functools import partial

from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.listing import small
from app.core.text import N_, _, ngettext
from app.customers.bulk_schemas import BulkPreview
from ui.customers.looks import NOBODY
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.list_states import StateView
from ui.kit.parts import button
from ui.kit.table import Column, Columns, columns
from ui.kit.text_parts import paragraph

_MOST_REASONS = 3
_LONGEST = 200


class Fate(Enum):
    """What becomes of a customer."""

    CHANGES = "changes"
    STAYS = "stays"


_ICONS = {Fate.CHANGES: Icon.PENCIL, Fate.STAYS: Icon.CIRCLE_ALERT}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One field of a customer that changes."""

    id: int
    name: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class StayRow:
    """A customer that stays as it is."""

    id: int
    name: str
    why: str


CHANGES = columns(
    ChangeRow,
    Column("name", N_("Customer"), 190, priority=0),
    Column("field", N_("Field"), 110, priority=0),
    Column("old", N_("Now"), 150, priority=0),
    Column("new", N_("Then"), 160, stretch=True, priority=0),
)
STAYS = columns(
    StayRow,
    Column("name", N_("Customer"), 190, priority=0),
    Column("why", N_("Why it stays as it is"), 380, stretch=True, priority=0),
)
_CHANGE_WORDS = ListWords(
    title=N_("Customers that change"),
    one=N_("%s row shown"),
    many=N_("%s rows shown"),
    nothing=N_("Nothing would change"),
)
_STAY_WORDS = ListWords(
    title=N_("Customers that stay as they are"),
    one=N_("%s row shown"),
    many=N_("%s rows shown"),
    nothing=N_("Nobody stays as they are"),
)


class Look(QWidget):
    """Figures as buttons that show whom they are about, and reasons in words."""

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self.found: BulkPreview | None = None
        self.summary = paragraph("", "h2", f"{place}.summary")
        self.reasons = paragraph("", "muted", f"{place}.reasons")
        self.changes = _Rows(desk, f"{place}.changes", _CHANGE_WORDS, CHANGES)
        self.stays = _Rows(desk, f"{place}.stays", _STAY_WORDS, STAYS)
        self.unknown = StateView(f"{place}.unknown", Icon.PENCIL)
        self.unknown.tell(
            _("Nothing to show yet"),
            _("Fill in above what is to change, and you see here what would happen."),
        )
        self._lists = QStackedWidget()
        self._lists.addWidget(self.unknown)
        self._group = QButtonGroup(self)
        self.buttons: dict[Fate, QPushButton] = {}
        self._strip = QWidget()
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for fate, listed in ((Fate.CHANGES, self.changes), (Fate.STAYS, self.stays)):
            made = button("", f"{place}.show.{fate.value}", _ICONS[fate])
            made.setCheckable(True)
            made.clicked.connect(partial(self._show, fate))
            self._group.addButton(made)
            self._lists.addWidget(listed)
            self.buttons[fate] = made
            row.addWidget(made)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.summary, self._strip, self.reasons):
            column.addWidget(widget)
        column.addWidget(self._lists, 1)
        self.show_found(None)

    def show_found(self, found: BulkPreview | None) -> None:
        """Show a preview; None for none yet."""
        self.found = found
        self._strip.setVisible(found is not None)
        self.summary.setText(_sentence(found) if found else _("What would happen"))
        self.changes.show_rows(_changing(found) if found else ())
        self.stays.show_rows(_staying(found) if found else ())
        self.reasons.setText(_reasons(found) if found else "")
        self.reasons.setVisible(bool(self.reasons.text()))
        for fate, title, count in (
            (Fate.CHANGES, _("Will change"), found.changing if found else 0),
            (Fate.STAYS, _("Stay as they are"), found.refused_total if found else 0),
        ):
            made = self.buttons[fate]
            made.setText(f"{title}  {fmt.text(count)}")
            made.setAccessibleName(made.text())
            made.setEnabled(count > 0)
        if found is None:
            self._lists.setCurrentWidget(self.unknown)
            return
        only_stay = found.refused_total > 0 and not found.changing
        self._show(Fate.STAYS if only_stay else Fate.CHANGES)

    def _show(self, fate: Fate, _checked: bool = True) -> None:
        self.buttons[fate].setChecked(True)
        self._lists.setCurrentWidget(self.changes if fate is Fate.CHANGES else self.stays)


class _Rows(ListPage[ChangeRow | StayRow]):
    """The first rows of a kind; there are too few to search them."""

    def __init__(self, desk: Desk, place: str, words: ListWords, shown: Columns) -> None:
        self._rows: tuple[ChangeRow | StayRow, ...] = ()
        super().__init__(
            desk,
            place,
            words,
            shown,
            small(lambda: self._rows),
            watches=("nothing",),
            embedded=True,
        )
        self.tools.hide()

    def show_rows(self, rows: tuple[ChangeRow | StayRow, ...]) -> None:
        """Show other rows."""
        self._rows = rows
        self.ask()


def _changing(found: BulkPreview) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(place, sample.name, sample.field, _short(sample.old), _short(sample.new))
        for place, sample in enumerate(found.samples)
    )


def _staying(found: BulkPreview) -> tuple[StayRow, ...]:
    return tuple(
        StayRow(place, one.name or NOBODY, one.why) for place, one in enumerate(found.refused)
    )


def _short(value: str) -> str:
    """A value in one line; what is blank says so."""
    return fmt.short(" ".join(value.split()), _LONGEST) or _("(empty)")


def _sentence(found: BulkPreview) -> str:
    said = [
        ngettext("%s customer will change.", "%s customers will change.", found.changing)
        % fmt.text(found.changing)
    ]
    if found.unchanged:
        already = ngettext("%s is so already.", "%s are so already.", found.unchanged)
        said.append(already % fmt.text(found.unchanged))
    if found.refused_total:
        stay = ngettext("%s stays as it is.", "%s stay as they are.", found.refused_total)
        said.append(stay % fmt.text(found.refused_total))
    return " ".join(said)


def _reasons(found: BulkPreview) -> str:
    """Why customers stay, the commonest reason first."""
    lines = [f"{fmt.text(reason.count)} · {reason.why}" for reason in found.reasons[:_MOST_REASONS]]
    if (more := len(found.reasons) - _MOST_REASONS) > 0:
        lines.append(ngettext("%s more reason", "%s more reasons", more) % fmt.text(more))
    return "\n".join(lines)
