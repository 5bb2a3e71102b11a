"""The views of a list at work: which one is shown, whether it was changed, choosing another."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu

from app.core.listing import ListQuery
from app.core.text import N_, _
from app.views.schemas import ViewDraft
from ui.kit.actions import Action, make_action
from ui.kit.asker import FRAME_MS
from ui.kit.icons import Icon
from ui.kit.views_book import ListView, Shipped, ViewBook
from ui.kit.views_looks import looks_of, put, said
from ui.kit.views_menu import ViewButton

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage
    from ui.kit.views_manager import ViewManager
    from ui.kit.views_save import SaveView, SaveWish


class ViewsControl(QObject):
    """Puts a button for the views into the tools of `page`; `renamed` tells of another view.

    `everything` is what the list is called when no view is chosen. The view that was
    chosen last is remembered; one that is preferred comes first at the start.
    """

    renamed = Signal()

    def __init__(self, page: "ListPage[Any]", shipped: Sequence[Shipped], everything: str) -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self._kept = f"list.{page.place}.view"
        self.book = ViewBook(page, shipped, everything)
        # Adds to the menu what the page has besides views, whenever it opens.
        self.more: Callable[[QMenu], None] | None = None
        self.current: ListView = self.book.shipped[0]
        # How the list looked when the view was put; None until that is known.
        self._base: dict[str, Any] | None = None
        self._is_putting, self._has_begun = False, False
        self._recall()
        self.button = ViewButton(page.place, self)
        page.tools.row.insertWidget(0, self.button)
        choose = Action(
            N_("Choose a view\u2026"),
            self.button.showMenu,
            icon=Icon.TABLE_LIST,
            shortcut="Ctrl+Shift+V",
            name=f"{page.place}.chooseView",
        )
        make_action(choose, page.desk.actor, page)
        page.looks_changed.connect(self._looked)
        self.book.loaded.connect(self._loaded)
        self.button.tell()
        self._begin()

    @property
    def is_changed(self) -> bool:
        """Whether the list looks other than the view that was chosen."""
        if self._base is None or not self.current.key:
            return False
        now = looks_of(self._page).as_json()
        if self.current.layout:
            return now != self._base
        # What a view says nothing about may be as it likes.
        return any(now["asked"][part] != self._base["asked"][part] for part in _ASKED)

    def choose(self, key: str) -> None:
        """Show a view."""
        if (view := self.book.find(key)) is not None:
            self._put(view)

    def put_back(self) -> None:
        """Show the view that is chosen as it is kept."""
        self.choose(self.current.key)

    def offers(self) -> list[tuple[str, Callable[[], None]]]:
        """The views for a palette: a title, and what shows it."""
        return [
            (_("View: %s") % view.named, partial(self.choose, view.key)) for view in self.book.all
        ]

    def save_as(self) -> "SaveView":
        """Ask for a name, and keep how the list looks under it."""
        from ui.kit.views_save import SaveView  # noqa: PLC0415 - not for the first list

        looks, above = looks_of(self._page), self._page.window()
        dialog = SaveView(self._desk, self.book, self._page.place, looks, self._save, above)
        dialog.saved.connect(self._saved)
        dialog.open()
        return dialog

    def save_changes(self) -> None:
        """Let the view that is chosen look like the list from now on."""
        saved, looks = self.current.saved, looks_of(self._page)
        if saved is None:
            return
        update = self._desk.services.views.update
        work = partial(update, saved.id, saved.version, looks.asked, looks.layout)
        name = saved.name

        def done(_none: None) -> None:
            self._saved(replace(self.current, asked=looks.asked, layout=looks.layout))
            self._desk.notices.say(_("The view “%s” was saved.") % name)

        self._desk.tasks.run(self, work, done)

    def manage(self) -> "ViewManager":
        """Rename, share, prefer and delete views."""
        from ui.kit.views_manager import ViewManager  # noqa: PLC0415 - not for the first list

        manager = ViewManager(self.book, self._page.place, self.choose, self._page.window())
        manager.open()
        return manager

    def _save(self, wish: "SaveWish") -> ListView:
        """Keep a new view, or put it in the place of one; runs on a worker."""
        views, place, looks = self._desk.services.views, self._page.place, wish.looks
        if (old := wish.instead) is not None:
            key = old.key
            views.update(old.id, old.version, looks.asked, looks.layout, shared=wish.shared)
        else:
            draft = ViewDraft(place, wish.name, looks.asked, looks.layout, wish.shared)
            key = str(views.save(draft))
        if wish.first:
            views.prefer(place, key)
        return ListView(key, wish.name, looks.asked, looks.layout)

    def _saved(self, view: ListView) -> None:
        """The list looks like this view now, because the view was made to."""
        self.current = view
        self._base = {**looks_of(self._page).as_json()}
        self._keep()
        self.book.load()

    def _put(self, view: ListView) -> None:
        self._is_putting = True
        lost = put(self._page, view)
        self._is_putting = False
        self.current, self._base = view, looks_of(self._page).as_json()
        self._keep()
        if lost:
            self._desk.notices.warn(said(view, lost))

    def _looked(self) -> None:
        if not self._is_putting:
            self.button.tell()

    def _loaded(self) -> None:
        if not self._has_begun:
            self._has_begun = True
            self._start()
        else:
            self._follow()
        self._keep()

    def _start(self) -> None:
        """Begin with the view somebody prefers, or go on with the last one."""
        first = self.book.find(self.book.default) if self.book.default else None
        if first is not None:
            self._put(first)
            return
        last = self.book.find(self.current.key)
        kept: dict[str, Any] = self._desk.memory.recall(self._kept, {})
        is_same = last is not None and _stamp(last) == kept.get("stamp")
        changed, self.current = self.is_changed, last or self.book.shipped[0]
        if last is not None and last.key and not is_same and not changed:
            self._put(last)

    def _follow(self) -> None:
        """Go along with what somebody, perhaps somebody else, did to the view that is chosen."""
        before, view = self.current, self.book.find(self.current.key)
        if view is None:
            self.current, self._base = self.book.shipped[0], None
            self._desk.notices.say(
                _("The view “%s” is gone. The list stays as it is.") % before.title
            )
        elif (view.asked, view.layout) != (before.asked, before.layout) and not self.is_changed:
            self._put(view)
            self._desk.notices.say(
                _("Somebody changed the view “%s”. The list shows it as it is now.") % view.title
            )
        else:
            self.current = view

    def _keep(self) -> None:
        view = self.current
        kept = {
            "key": view.key,
            "title": view.title,
            "base": self._base,
            "stamp": _stamp(view),
            "preferred": bool(self.book.default),
        }
        self._desk.memory.keep(self._kept, kept)
        self.button.tell()
        self.renamed.emit()

    def _begin(self) -> None:
        """Ask for the views: at once if one is to come first, or else after the first rows."""
        kept: dict[str, Any] = self._desk.memory.recall(self._kept, {})
        if kept.get("preferred"):
            self.book.load()
            return
        for answered in (self._page.asker.first_came, self._page.asker.failed):
            answered.connect(self._load_soon, Qt.ConnectionType.SingleShotConnection)

    def _load_soon(self) -> None:
        if not self.book.is_loaded:
            self.book.load(FRAME_MS)

    def _recall(self) -> None:
        """Name the last view at once; what it is now comes with the others."""
        kept: dict[str, Any] = self._desk.memory.recall(self._kept, {})
        key, title, base = kept.get("key"), kept.get("title"), kept.get("base")
        if isinstance(key, str) and key and isinstance(title, str) and isinstance(base, dict):
            layout = base.get("layout") if kept.get("stamp") else None
            self.current = ListView(key, title, ListQuery(), layout or {})
            self._base = base if set(_ASKED) <= set(base.get("asked") or ()) else None


_ASKED = ("text", "conditions")


def _stamp(view: ListView) -> str:
    """Tells a kept view from what it was before; blank for one that ships."""
    return f"{view.saved.id}.{view.saved.version}" if view.saved else ""
