"""What can be done with rows of a list: by menu, key, buttons in rows, or for many at once."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from app.core.listing import ListSource
from app.core.text import N_, _, ngettext
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction, make_action
from ui.kit.cells import Cell, Kind
from ui.kit.copying import mime
from ui.kit.delegates import Inline
from ui.kit.icons import Icon
from ui.kit.table import ACTIONS, Column, Columns, cook

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage

MOST_COPIED = 10_000
_AT_ONCE = 500
# So many of the chosen rows are looked at for what fits any of them.
_MOST_LOOKED_AT = 100


class RowActions(QObject):
    """Makes the QActions of a list's rows and keeps them as able as the choice allows."""

    def __init__(self, page: "ListPage[Any]", specs: Sequence[RowAction]) -> None:
        super().__init__(page)
        self._page, self._view = page, page.view
        self._specs = tuple(specs)
        self._actions = [self._make(spec) for spec in specs]
        self.copy_action = self._plain(N_("Copy"), "copy", Icon.COPY, self.copy)
        self.copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        allowed = [
            (spec, action)
            for spec, action in zip(self._specs, self._actions, strict=True)
            if action.isVisible()
        ]
        self._inline = {spec.name: spec for spec, _action in allowed if spec.inline}
        self._view.set_inline(
            [
                Inline(
                    spec.name,
                    action.text().rstrip("\u2026"),
                    spec.icon or Icon.MORE,
                    spec.destructive,
                    spec.fits,
                )
                for spec, action in allowed
                if spec.inline
            ]
        )
        # Chosen rows stay chosen where another order takes them out of sight.
        self._seen: dict[int, Any] = {}
        page.desk.changes.heard.connect(self._forget)
        self._allowed = [action.isVisible() for action in self._actions]
        self._withheld: AbstractSet[str] = frozenset()
        self.for_many = [action for spec, action in allowed if self._many(spec)]
        self._view.customContextMenuRequested.connect(self._show_menu)
        self._view.inline_chosen.connect(self._run_inline)
        # What fits a row may change with the row while it stays chosen.
        page.model.dataChanged.connect(self.update)
        self.update()

    @staticmethod
    def with_column(columns: Columns, specs: Sequence[RowAction]) -> Columns:
        """`columns`, and one for the buttons in each row if there are any."""
        if not any(spec.inline for spec in specs):
            return columns
        said = ", ".join(_(spec.title).rstrip("\u2026") for spec in specs if spec.inline)
        cell = Cell("", Kind.ACTIONS, hint=said)
        buttons = Column(
            ACTIONS,
            N_("Actions"),
            cook=lambda _row, _value, _text: cell,
            priority=0,
            sortable=False,
        )
        return (*columns, buttons)

    def update(self) -> None:
        """Look again at what is chosen; what fits none of several rows is not offered."""
        count = self._page.keeper.chosen_count()
        rows, whole = self._looked_at()
        known = zip(self._specs, self._actions, self._allowed, strict=True)
        for spec, action, may in known:
            allowed = may and spec.name not in self._withheld
            able = (count == 1 and spec.one) or (count > 1 and self._many(spec))
            fits = spec.fits is None or not whole or any(map(spec.fits, rows))
            action.setVisible(allowed and (fits or count == 1))
            action.setEnabled(allowed and able and fits)
        self.copy_action.setEnabled(count > 0)

    def withhold(self, names: AbstractSet[str]) -> None:
        """Offer these not at all: they fit no row the list shows now."""
        self._withheld = names
        self.update()

    def _forget(self, _touched: object) -> None:
        """Others may have made of those out of sight what they were not."""
        self._seen = {}

    def _looked_at(self) -> tuple[list[Any], bool]:
        """Chosen rows that have arrived, the first ones, and whether they are all there are."""
        rows: list[Any] = []
        for top, bottom in self._view.chosen_ranges():
            for place in range(top, bottom + 1):
                key = self._page.model.ids[place]
                row = self._page.model.row(place) or self._seen.get(key)
                if row is None or len(rows) == _MOST_LOOKED_AT:
                    return rows, False
                rows.append(row)
        # While a new order comes none is chosen.
        self._seen = {row.id: row for row in rows} or self._seen
        return rows, bool(rows)

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, as the list shows them."""
        page = self._page
        ids = page.keeper.chosen_ids()[:MOST_COPIED]
        shown = [n for n in page.columns.visible() if page.model.columns[n].key != ACTIONS]
        work = partial(lines_of, page.source, page.model.columns, ids, shown)
        page.desk.tasks.run(page, work, partial(self._copied, shown))

    def _copied(self, shown: list[int], lines: list[list[str]]) -> None:
        titles = [self._page.model.title(number) for number in shown]
        QGuiApplication.clipboard().setMimeData(mime(titles, lines))
        said = ngettext("%s row copied.", "%s rows copied.", len(lines)) % fmt.text(len(lines))
        if self._page.keeper.chosen_count() > MOST_COPIED:
            said = _("The first %s rows copied. Export the list to get all of them.")
            said %= fmt.text(MOST_COPIED)
        self._page.desk.notices.say(said)

    def _many(self, spec: RowAction) -> bool:
        """Whether it may be done to several rows at once."""
        needs = spec.many_needs
        return spec.many and (needs is None or self._page.desk.actor.can(needs))

    def _make(self, spec: RowAction) -> QAction:
        action = make_action(spec, self._page.desk.actor, self._page)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: self._run(spec))
        self._view.addAction(action)
        return action

    def _plain(self, title: str, thing: str, icon: Icon, run: Any) -> QAction:
        action = make_action(
            Action(title, run, icon=icon, name=f"{self._page.place}.{thing}"),
            self._page.desk.actor,
            self._page,
        )
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._view.addAction(action)
        return action

    def _run(self, spec: RowAction) -> None:
        if ids := self._page.keeper.chosen_ids():
            spec.run(ids)

    def _run_inline(self, name: str, row: int) -> None:
        spec, found = self._inline[name], self._page.model.row(row)
        if found is not None and (spec.fits is None or spec.fits(found)):
            spec.run([found.id])

    def menu(self) -> QMenu:
        """What can be done with the chosen rows; it deletes itself when closed."""
        menu = QMenu(self._view)
        menu.setObjectName(f"{self._page.place}.menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([action for action in self._actions if action.isEnabled()])
        if menu.actions():
            menu.addSeparator()
        menu.addAction(self.copy_action)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        if self._page.keeper.chosen_count():
            self.menu().popup(self._view.viewport().mapToGlobal(at))


def lines_of(
    source: ListSource[Any], columns: Columns, ids: Sequence[int], shown: Sequence[int]
) -> list[list[str]]:
    """The texts of rows in the order of `ids`; runs on any thread."""
    lines: list[list[str]] = []
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        rows = {row.id: cook(columns, row) for row in source.rows(part)}
        lines += [[rows[key].cell(number).text for number in shown] for key in part if key in rows]
    return lines
