"""The bar below a list that says how many rows are chosen and what can be done with all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction

from app.core.text import _, ngettext
from ui.kit import format as fmt
from ui.kit.actions import action_button
from ui.kit.fit_row import FitRow
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label


class SelectionBar(FitRow):
    """There while more than one row is chosen. `all_asked` and `none_asked` are its links."""

    all_asked = Signal()
    none_asked = Signal()

    def __init__(self, place: str, actions: Sequence[QAction]) -> None:
        super().__init__()
        self.setObjectName(f"{place}.selectionBar")
        self.setProperty("role", "bar")
        self._said = label("", "label", name=f"{place}.selectionBar.count")
        self._all = button(_("Select all"), f"{place}.selectAll", role="link")
        self._all.clicked.connect(self.all_asked)
        clear = icon_button(_("Clear the selection"), f"{place}.selectNone", Icon.X)
        clear.clicked.connect(self.none_asked)
        self.row.setContentsMargins(12, 4, 6, 4)
        self.row.addWidget(self._said)
        self.row.addWidget(self._all)
        self.row.addStretch(1)
        for action in actions:
            self.row.addWidget(action_button(action))
        self.row.addWidget(clear)
        self.hide()

    def show_count(self, chosen: int, total: int) -> None:
        """Say that `chosen` of `total` rows are chosen."""
        said = ngettext("%s selected", "%s selected", chosen) % fmt.text(chosen)
        self._said.setText(said)
        self.setAccessibleName(said)
        self._all.setText(_("Select all %s") % fmt.text(total))
        self._all.setAccessibleName(self._all.text())
        self._all.setVisible(chosen < total)
        self.setVisible(chosen > 1)
