"""What the shell itself can do, each once: for menus, palette and the shortcut overview."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from app.core.text import N_
from ui.kit.actions import Action, make_action
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.shell.catalogue import TOOLS, Page, Tool
from ui.shell.editing import Editing

# Empty on systems without a custom of their own.
_SETTINGS_KEY, _QUIT_KEY = "Ctrl+,", "Ctrl+Q"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the commands call; the window and the session provide it."""

    open_page: Callable[[str], object]
    palette: Callable[[], object]
    shortcuts: Callable[[], object]
    settings: Callable[[], object]
    about: Callable[[], object]
    logs: Callable[[], object]
    fold: Callable[[], object]
    change_theme: Callable[[], object]
    change_password: Callable[[], object]
    lock: Callable[[], object]
    sign_out: Callable[[], object]
    quit: Callable[[], object]


class Commands:
    """The shell's QActions, by where they stand in the menus."""

    def __init__(
        self, window: QMainWindow, desk: Desk, pages: tuple[Page, ...], wishes: Wishes
    ) -> None:
        def made(spec: Action) -> QAction:
            return make_action(spec, desk.actor, window)

        self.change_password = made(
            _act("changePassword", N_("Change my password…"), wishes.change_password, Icon.KEY)
        )
        self.lock = made(_act("lock", N_("Lock now"), wishes.lock, Icon.LOCK, "Ctrl+L"))
        self.sign_out = made(_act("signOut", N_("Sign out"), wishes.sign_out, Icon.LOG_OUT))
        self.quit = made(_act("quit", N_("Quit"), wishes.quit, Icon.POWER, _QUIT_KEY))
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.settings = made(
            _act("settings", N_("Settings…"), wishes.settings, Icon.SETTINGS, _SETTINGS_KEY)
        )
        self.settings.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.palette = made(
            _act("palette", N_("Search everything…"), wishes.palette, Icon.SEARCH, "Ctrl+K")
        )
        self.tools = [made(_tool(tool, desk, window)) for tool in TOOLS]
        self.pages = [
            made(_page(page, place, wishes.open_page)) for place, page in enumerate(pages, 1)
        ]
        self.fold = made(
            _act("fold", N_("Fold or unfold the navigation"), wishes.fold, Icon.PANEL, "Ctrl+B")
        )
        self.theme = made(
            _act("theme", N_("Change between light and dark"), wishes.change_theme, Icon.MOON)
        )
        self.shortcuts = made(
            _act("shortcuts", N_("Keyboard shortcuts"), wishes.shortcuts, Icon.KEYBOARD)
        )
        self.shortcuts.setShortcuts([QKeySequence("F1"), QKeySequence("?")])
        self.logs = made(_act("logs", N_("Open log folder"), wishes.logs, Icon.FOLDER))
        self.about = made(_act("about", N_("About Customer Desk"), wishes.about, Icon.INFO))
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.editing = Editing(desk, window)

    @property
    def all(self) -> list[QAction]:
        """All of them, in the order of the menus."""
        return [
            self.settings,
            self.change_password,
            self.lock,
            self.sign_out,
            self.quit,
            self.palette,
            *self.tools,
            *self.pages,
            self.fold,
            self.theme,
            self.shortcuts,
            self.logs,
            self.about,
        ]


def _act(
    name: str,
    title: str,
    run: Callable[[], object],
    picture: Icon,
    shortcut: str | QKeySequence.StandardKey = "",
) -> Action:
    return Action(title, lambda: _discard(run()), None, picture, shortcut, f"shell.{name}")


def _page(page: Page, place: int, open_page: Callable[[str], object]) -> Action:
    shortcut = f"Ctrl+{place}" if place < 10 else ""  # noqa: PLR2004 - there are nine digits
    run = partial(open_page, page.name)
    return Action(
        page.title,
        lambda: _discard(run()),
        page.permission,
        page.icon,
        shortcut,
        f"shell.page.{page.name}",
    )


def _tool(tool: Tool, desk: Desk, window: QMainWindow) -> Action:
    name, run = f"shell.{tool.name}", partial(tool.run, desk, window)
    return Action(
        tool.title, lambda: _discard(run()), tool.permission, tool.icon, tool.shortcut, name
    )


def _discard(_result: object) -> None:
    """An action gives nothing back."""
