"""The main window: navigation, search, the page that is open, and what runs behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import Unavailable
from app.core.listing import ListQuery
from app.core.text import _, ngettext
from ui.kit import format as fmt
from ui.kit.desk import Desk, Named
from ui.kit.icons import Icon
from ui.kit.list_memory import show_asked
from ui.kit.list_page import ListPage
from ui.kit.theme import Mode
from ui.kit.toasts import Toasts
from ui.shell.catalogue import Page, pages_for
from ui.shell.commands import Commands, Wishes
from ui.shell.menus import Menus
from ui.shell.navigation import Navigation, Place
from ui.shell.navigator import ShellNavigator
from ui.shell.palette import Entry, Palette, Search
from ui.shell.status_bar import StatusBar
from ui.shell.top_bar import TopBar

if TYPE_CHECKING:
    from ui.shell.shortcuts import ShortcutOverview

SIZE, SMALLEST = QSize(1440, 900), QSize(960, 600)
LAST_PAGE = "shell.page"
# So long a list may wait for its rows before it is shown without them.
ROWS_MS = 40


@dataclass(frozen=True, slots=True)
class Outside:
    """What the window asks of the session that made it."""

    lock: Callable[[], object]
    sign_out: Callable[[], object]
    quit: Callable[[], object]
    settings: Callable[[QWidget], object]
    about: Callable[[QWidget], object]
    logs: Callable[[], object]
    set_theme: Callable[[Mode], object]


class MainWindow(QMainWindow):
    """One person's window, from sign-in to sign-out. Pages are built when first shown."""

    close_wanted = Signal()
    shown_page = Signal(str)

    def __init__(
        self,
        desk: Desk,
        navigator: ShellNavigator,
        pages: tuple[Page, ...],
        place: Place,
        outside: Outside,
        search: Search | None = None,
    ) -> None:
        super().__init__()
        self.desk, self._navigator, self._search, self._outside = desk, navigator, search, outside
        self.setObjectName("shell")
        self.setProperty("shows_toasts", True)
        self.setMinimumSize(SMALLEST)
        self._pages = {page.name: page for page in pages_for(desk.actor, pages)}
        self._built: dict[str, QWidget] = {}
        self.current = ""
        wanted = tuple(self._pages.values())
        self.commands = Commands(self, desk, wanted, self._wishes())
        self.menus = Menus(self, self.commands)
        self.nav = Navigation(wanted, place, desk.memory)
        self.top = TopBar(desk.actor, desk.notices, _native(self.commands.palette))
        self.stack = QStackedWidget()
        self.status = StatusBar(desk.tasks)
        self.toasts = Toasts(desk.notices, self, self.status.height)
        self._arrange()
        self._connect()
        desk.memory.restore_window(self, "shell", SIZE)
        self._open_first()

    def open_page(self, name: str) -> None:
        """Show a page; one that is not there for this role is passed over."""
        if name not in self._pages:
            return
        page = self._built.get(name)
        new = page is None
        if page is None:
            page = self._built[name] = self._pages[name].build(self.desk)
            self.stack.addWidget(page)
            if (counted := getattr(page, "counted", None)) is not None:
                counted.connect(partial(self._counted, page))
            if (views := getattr(page, "views", None)) is not None:
                views.renamed.connect(self._name)
        self.current = name
        if new and self.isVisible():
            self._bring_soon(page)
        else:
            self._bring()
        self.nav.mark(name)
        self.menus.follow(page.actions(), _(getattr(page, "menu", "")))
        self._count(getattr(page, "total", None))
        self._name()
        self.desk.memory.keep(LAST_PAGE, name)
        self.shown_page.emit(name)

    def _bring_soon(self, page: QWidget) -> None:
        """Made in this turn of the event loop, shown in another: no long stand-still.

        A list is shown with its first rows, unless they let one wait for them.
        """
        is_list = isinstance(page, ListPage)
        if isinstance(page, ListPage):
            page.asker.first_came.connect(self._bring, Qt.ConnectionType.SingleShotConnection)
            page.ask()
        QTimer.singleShot(ROWS_MS if is_list else 0, self, self._bring)

    def _bring(self) -> None:
        """Let the page that was opened last be seen; the keyboard follows into its list."""
        page, focused = self._built[self.current], self.focusWidget()
        left = (self.nav, self.stack.currentWidget())
        follows = focused and any(one and one.isAncestorOf(focused) for one in left)
        self.stack.setCurrentWidget(page)
        if isinstance(page, ListPage) and follows:
            page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_list(self, name: str, asked: ListQuery, options: Named) -> None:
        self.open_page(name)
        page = self.page()
        if self.current == name and isinstance(page, ListPage):
            show_asked(page, asked, options)
            self.raise_()
            self.activateWindow()

    def _name(self) -> None:
        """Say in the title which page is open, and which view of it."""
        title, views = _(self._pages[self.current].title), getattr(self.page(), "views", None)
        if views is not None and views.current.key:
            title = _("%(view)s — %(page)s") % {"view": views.current.title, "page": title}
        self.setWindowTitle(_("%(page)s — Customer Desk") % {"page": title})

    def page(self) -> QWidget | None:
        """The page that is open."""
        return self._built.get(self.current)

    def open_palette(self, text: str = "") -> Palette:
        """Open the palette with `text` typed in."""
        palette = Palette(
            self, self.desk.tasks, self._entries(), self._search, self._navigator.open_customer
        )
        palette.open_with(text)
        return palette

    def open_shortcuts(self) -> "ShortcutOverview":
        """Show every shortcut that works here."""
        from ui.shell.shortcuts import ShortcutOverview, groups  # noqa: PLC0415 - not for the first list

        overview = ShortcutOverview(groups(self.menus.by_heading()), self)
        overview.open()
        return overview

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing the main window is quitting, which asks about unsaved work first."""
        self.desk.memory.keep_window(self, "shell")
        event.ignore()
        self.close_wanted.emit()

    def dispose(self) -> None:
        """Leave for good, without asking."""
        self.desk.memory.keep_window(self, "shell")
        self.hide()
        self.deleteLater()

    def _wishes(self) -> Wishes:
        return Wishes(
            open_page=self.open_page,
            palette=self.open_palette,
            shortcuts=self.open_shortcuts,
            settings=lambda: self._outside.settings(self),
            about=lambda: self._outside.about(self),
            logs=self._outside.logs,
            fold=self._fold,
            change_theme=self._change_theme,
            change_password=self._change_password,
            lock=self._outside.lock,
            sign_out=self._outside.sign_out,
            quit=self._outside.quit,
        )

    def _arrange(self) -> None:
        root, right = QWidget(), QVBoxLayout()
        root.setProperty("role", "page")
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        across.addWidget(self.nav)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.stack, 1)
        across.addLayout(right, 1)
        down = QVBoxLayout(root)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.status)
        self.setCentralWidget(root)

    def _connect(self) -> None:
        self.nav.chosen.connect(self.open_page)
        self.top.search_wanted.connect(self.open_palette)
        self.top.help_wanted.connect(self.open_shortcuts)
        commands = self.commands
        offered = [commands.settings, commands.change_password, commands.lock, commands.sign_out]
        self.top.offer(offered)
        self.desk.tasks.settled.connect(self._settled)
        self._navigator.page_wanted.connect(self.open_page)
        self._navigator.list_wanted.connect(self._open_list)
        self._navigator.palette_wanted.connect(self.open_palette)

    def _open_first(self) -> None:
        last = self.desk.memory.recall(LAST_PAGE, "")
        first = last if last in self._pages else next(iter(self._pages), "")
        if first:
            self.open_page(first)
            self.nav.buttons[first].setFocus()
        else:
            self.setWindowTitle(_("Customer Desk"))

    def _entries(self) -> list[Entry]:
        shown = self.page()
        of_page: list[QAction] = shown.actions() if shown else []
        entries = [
            Entry(_(page.title), _("Page"), page.icon, self._opener(name))
            for name, page in self._pages.items()
        ]
        if (views := getattr(shown, "views", None)) is not None:
            entries += [Entry(title, "", Icon.TABLE_LIST, run) for title, run in views.offers()]
        for action in (*of_page, *self.commands.all):
            if not action.isVisible() or not action.isEnabled() or not action.text():
                continue
            if action in self.commands.pages or action is self.commands.palette:
                continue
            picture = action.property("picture")
            entries.append(
                Entry(
                    action.text().replace("&", ""),
                    _native(action),
                    Icon(picture) if picture else Icon.COMMAND,
                    action.trigger,
                )
            )
        return entries

    def _opener(self, name: str) -> Callable[[], object]:
        return lambda: self.open_page(name)

    def _change_password(self) -> None:
        from ui.staff.own_password import open_own_password  # noqa: PLC0415 - not for the first list

        open_own_password(self.desk, self)

    def _fold(self) -> None:
        self.nav.toggle()

    def _change_theme(self) -> None:
        self._outside.set_theme(Mode.LIGHT if self.desk.theme.is_dark else Mode.DARK)

    def _counted(self, page: QWidget, total: int | None) -> None:
        if page is self.page():
            self._count(total)

    def _count(self, total: int | None) -> None:
        words = getattr(self.page(), "words", None)
        if total is None or words is None:
            self.status.show_count("")
        else:
            self.status.show_count(ngettext(words.one, words.many, total) % fmt.text(total))

    def _settled(self, error: Exception | None) -> None:
        """The database answered, or it did not."""
        if isinstance(error, Unavailable):
            self.nav.show_connection(connected=False, text=_("No connection"))
        elif error is None:
            self.nav.show_connection(connected=True, text=self.nav.place.kind)


def _native(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
