"""Which customers an export is about, with how many that are."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from app.core.listing import ListQuery, Selection
from app.core.text import _, ngettext
from app.exchange.export_schemas import ALL, Reach, Scope
from ui.kit import format as fmt
from ui.kit.parts import label
from ui.kit.text_parts import paragraph


class ScopeChoice(QWidget):
    """The selected ones, the list as filtered, or all; `changed` tells of another choice."""

    changed = Signal()

    def __init__(self, place: str, asked: ListQuery, ids: Sequence[int]) -> None:
        super().__init__()
        self._asked, self._ids = asked, ids
        self._group = QButtonGroup(self)
        self._options: dict[Scope, QRadioButton] = {}
        self.words = paragraph("", "caption", f"{place}.scope.words")
        self.words.setContentsMargins(26, 0, 0, 4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(_("Customers"), "strong"))
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
        """The customers that are chosen."""
        match self.read():
            case Scope.SELECTED:
                return Selection(ids=tuple(self._ids))
            case Scope.FILTERED:
                return Selection(self._asked)
            case Scope.ALL:
                return ALL

    def show_reach(self, reach: Reach | None) -> None:
        """Say how many customers each choice means; None while that is being counted."""
        chosen = len(self._ids)
        said = ngettext("The %s selected customer", "The %s selected customers", chosen)
        filtered, everything = _("The list as filtered"), _("All, also archived ones")
        self._say(Scope.SELECTED, said % fmt.text(chosen))
        if reach is None:
            self._say(Scope.FILTERED, filtered)
            self._say(Scope.ALL, everything)
            return
        self._say(Scope.FILTERED, f"{filtered}: {_customers(reach.filtered)}")
        self._say(Scope.ALL, f"{everything}: {_customers(reach.everything)}")
        self.words.setText(reach.words)
        self.words.setVisible(bool(reach.words))

    def _say(self, scope: Scope, words: str) -> None:
        self._options[scope].setText(words)
        self._options[scope].setAccessibleName(words)

    def _toggled(self, on: bool) -> None:
        if on:
            self.changed.emit()


def _customers(count: int) -> str:
    return ngettext("%s customer", "%s customers", count) % fmt.text(count)
