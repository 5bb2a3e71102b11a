"""Which rows an export is about, with how many that are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.core.listing import ListQuery, Selection
from app.core.text import N_, _, ngettext
from app.exchange.export_schemas import ALL, Reach, Scope
from ui.kit import format as fmt
from ui.kit.parts import label
from ui.kit.text_parts import paragraph


@dataclass(frozen=True, slots=True)
class Rows:
    """What the rows of a list are called, and how all of them are asked for.

    `title` and `everything` are `N_()` words; `total` says so many rows in words.
    """

    title: str
    total: Callable[[int], str]
    everything: str = N_("All")
    all: Selection = Selection()  # noqa: RUF009 - it is frozen


def customers(count: int) -> str:
    """So many customers, in words."""
    return ngettext("%s customer", "%s customers", count) % fmt.text(count)


CUSTOMERS = Rows(N_("Customers"), customers, N_("All, also archived ones"), ALL)


class ScopeChoice(QWidget):
    """The selected ones, the list as filtered, or all; `changed` tells of another choice."""

    changed = Signal()

    def __init__(
        self, place: str, asked: ListQuery, ids: Sequence[int], rows: Rows = CUSTOMERS
    ) -> None:
        super().__init__()
        self._asked, self._ids, self._rows = asked, ids, rows
        self._group = QButtonGroup(self)
        self._options: dict[Scope, QRadioButton] = {}
        self.words = paragraph("", "caption", f"{place}.scope.words")
        self.words.setContentsMargins(26, 0, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(_(rows.title), "strong"))
        for scope in Scope:
            option = QRadioButton()
            option.setObjectName(f"{place}.scope.{scope.value}")
            option.toggled.connect(self._toggled)
            self._group.addButton(option)
            self._options[scope] = option
            column.addWidget(option)
            if scope is Scope.FILTERED:
                column.addWidget(self.words)
        self.words.hide()
        self._options[Scope.SELECTED].setVisible(bool(ids))
        self.show_reach(None)
        self.write(Scope.SELECTED if ids else Scope.FILTERED)

    def read(self) -> Scope:
        """The scope that is chosen."""
        return next(scope for scope, option in self._options.items() if option.isChecked())

    def write(self, scope: Scope) -> None:
        """Choose a scope."""
        self._options[scope].setChecked(True)

    def option(self, scope: Scope) -> QRadioButton:
        """The button of a scope."""
        return self._options[scope]

    def selection(self) -> Selection:
        """The rows that are chosen."""
        match self.read():
            case Scope.SELECTED:
                return Selection(ids=tuple(self._ids))
            case Scope.FILTERED:
                return Selection(self._asked)
            case Scope.ALL:
                return self._rows.all

    def show_reach(self, reach: Reach | None) -> None:
        """Say how many rows each choice means; None while that is being counted."""
        total, filtered = self._rows.total, _("The list as filtered")
        everything = _(self._rows.everything)
        self._say(Scope.SELECTED, _("Selected: %s") % total(len(self._ids)))
        if reach is None:
            self._say(Scope.FILTERED, filtered)
            self._say(Scope.ALL, everything)
            return
        self._say(Scope.FILTERED, f"{filtered}: {total(reach.filtered)}")
        self._say(Scope.ALL, f"{everything}: {total(reach.everything)}")
        self.words.setText(reach.words)
        self.words.setVisible(bool(reach.words))

    def _say(self, scope: Scope, words: str) -> None:
        self._options[scope].setText(words)
        self._options[scope].setAccessibleName(words)

    def _toggled(self, on: bool) -> None:
        if on:
            self.changed.emit()
