"""The bar below a list that says how many rows are chosen and what can be done with all of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.core.text import _, ngettext
from ui.kit import format as fmt
from ui.kit.actions import action_button
from ui.kit.fit_row import FitRow
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label
from ui.kit.pressing import PushButton


class SelectionBar(FitRow):
    """There while more than one row is chosen. `all_asked` and `none_asked` are its links.

    Actions of one group share a menu, where the first of them would stand.
    """

    all_asked = Signal()
    none_asked = Signal()

    def __init__(self, place: str, actions: Sequence[QAction]) -> None:
        super().__init__()
        self._place = place
        self.setObjectName(f"{place}.selectionBar")
        self.setProperty("role", "bar")
        self._said = label("", "label", name=f"{place}.selectionBar.count")
        self._all = button(_("Select all"), f"{place}.selectAll", role="link")
        self._all.clicked.connect(self.all_asked)
        self._said.setBuddy(self._all)
        clear = icon_button(_("Clear the selection"), f"{place}.selectNone", Icon.X)
        clear.clicked.connect(self.none_asked)
        self.row.setContentsMargins(12, 4, 6, 4)
        self.row.addWidget(self._said)
        self.row.addWidget(self._all)
        self.row.addStretch(1)
        self._groups: dict[str, GroupButton] = {}
        for action in actions:
            self._add(action)
        self.row.addWidget(clear)
        self.hide()

    def show_count(self, chosen: int, total: int) -> None:
        """Say that `chosen` of `total` rows are chosen."""
        said = ngettext("%s selected", "%s selected", chosen) % fmt.text(chosen)
        if 1 < chosen == total:
            said = _("All %s selected") % fmt.text(total)
        self._said.setText(said)
        self.setAccessibleName(said)
        self._all.setText(_("Select all %s") % fmt.text(total))
        self._all.setAccessibleName(self._all.text())
        self._all.setToolTip(_("Every row of the list as it is filtered (Ctrl+A)"))
        self._all.setVisible(chosen < total)
        self.setVisible(chosen > 1)

    def _add(self, action: QAction) -> None:
        group = action.property("group")
        if not group:
            self.row.addWidget(action_button(action))
            return
        if group not in self._groups:
            made = GroupButton(self._place, group)
            self._groups[group] = made
            self.row.addWidget(made)
        self._groups[group].add(action)


class GroupButton(PushButton):
    """Opens a menu of what belongs together; there while any of it may be done."""

    def __init__(self, place: str, group: str) -> None:
        super().__init__(_(group))
        thing = group.lower().replace(" ", "_")
        self.setObjectName(f"{place}.selectionBar.{thing}")
        self.setAccessibleName(_(group))
        self.setAutoDefault(False)
        self._menu = QMenu(self)
        self._menu.setObjectName(f"{place}.selectionBar.{thing}.menu")
        self.setMenu(self._menu)

    def add(self, action: QAction) -> None:
        """Put one more thing into the menu."""
        self._menu.addAction(action)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        actions = self._menu.actions()
        self.setEnabled(any(action.isEnabled() for action in actions))
        shown = any(action.isVisible() for action in actions)
        # Shown without a parent it would be a window of its own.
        if self.parent() is not None or not shown:
            self.setVisible(shown)
