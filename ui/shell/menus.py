"""The menu bar: the shell's commands, and those of the page that is open."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from app.core.text import _
from ui.shell.commands import Commands

_FILE = frozenset({"import", "export", "print"})
_VIEW = frozenset(
    {
        "refresh",
        "advancedFilter",
        "chooseView",
        "find",
        "filters",
        "columns",
        "views",
        "density",
        "search",
    }
)
_EDIT = frozenset({"copy", "selectAll", "undo", "edit"})


class Menus:
    """File, Edit, View, Customer, Tools and Help; a page's actions find their own place."""

    def __init__(self, window: QMainWindow, commands: Commands) -> None:
        bar = window.menuBar()
        self._commands = commands
        self.file, self.edit, self.view, self.customer, self.tools, self.help = (
            _menu(bar.addMenu(title))
            for title in (
                _("&File"),
                _("&Edit"),
                _("&View"),
                _("&Customer"),
                _("&Tools"),
                _("&Help"),
            )
        )
        self.help.addActions([commands.shortcuts, commands.logs])
        self.help.addSeparator()
        self.help.addAction(commands.about)
        self.edit.aboutToShow.connect(commands.editing.show_words)
        self.tools.addActions([commands.palette, *commands.tools, commands.settings])
        self.follow(())

    def follow(self, actions: Sequence[QAction], title: str = "") -> None:
        """Show the actions of the page that is open now, instead of the last one's.

        `title` names the menu of what the page is about, where that is not customers.
        """
        commands = self._commands
        by_place: dict[QMenu, list[QAction]] = {
            menu: [] for menu in (self.file, self.edit, self.view, self.customer)
        }
        for action in actions:
            if action.isVisible() and action.text():
                by_place[self._home(action)].append(action)
        leaving = [commands.change_password, commands.lock, commands.sign_out, commands.quit]
        _fill(self.file, by_place[self.file], leaving)
        _fill(self.edit, commands.editing.actions, by_place[self.edit])
        _fill(self.view, commands.pages, by_place[self.view], [commands.fold, commands.theme])
        _fill(self.customer, by_place[self.customer])
        self.customer.setTitle(title or _("&Customer"))
        self.customer.menuAction().setVisible(bool(by_place[self.customer]))

    def _home(self, action: QAction) -> QMenu:
        thing = action.objectName().rpartition(".")[2]
        for names, menu in ((_FILE, self.file), (_VIEW, self.view), (_EDIT, self.edit)):
            if thing in names:
                return menu
        return self.customer

    def by_heading(self) -> dict[str, list[QAction]]:
        """What stands in each menu, for the shortcut overview."""
        menus = (self.file, self.edit, self.view, self.customer, self.tools, self.help)
        return {menu.title().replace("&", ""): menu.actions() for menu in menus}


def _menu(menu: QMenu) -> QMenu:
    menu.setToolTipsVisible(False)
    return menu


def _fill(menu: QMenu, *parts: Sequence[QAction]) -> None:
    """Show `parts` with a line between them; the separators are made anew."""
    for action in menu.actions():
        menu.removeAction(action)
        if action.isSeparator():
            action.deleteLater()
    for place, part in enumerate(part for part in parts if part):
        if place:
            menu.addSeparator()
        menu.addActions(list(part))
