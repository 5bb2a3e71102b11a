"""The dialog that lists every view: rename, share, prefer, delete."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from app.views.schemas import ViewDraft
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.theme import theme
from ui.kit.views_book import ListView, ViewBook

_WIDTH, _HEIGHT = 720, 440
_NAME, _OWNER, _SEEN, _FIRST = range(4)
_KEY = Qt.ItemDataRole.UserRole


class ViewManager(QDialog):
    """Everything is done at once; deleting can be undone from the message."""

    def __init__(
        self,
        book: ViewBook,
        place: str,
        show: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._place, name = place, f"{place}.manageViews"
        self.setObjectName(name)
        self.setWindowTitle(_("Manage views"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._book, self._desk, self._show = book, book.desk, show
        self._is_filling = False
        self.tree = self._make_tree(name)
        self.open_view = button(_("Show"), f"{name}.show", Icon.EYE)
        self.rename = button(_("Rename"), f"{name}.rename", Icon.PENCIL)
        self.share = button("", f"{name}.share", Icon.USERS)
        self.first = button("", f"{name}.first", Icon.STAR)
        self.remove = button(_("Delete"), f"{name}.delete", Icon.TRASH, "danger")
        self.leave = button(_("Close"), f"{name}.close")
        self._arrange()
        self._connect()
        self._fill()

    def _make_tree(self, name: str) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName(f"{name}.list")
        tree.setAccessibleName(_("Views"))
        tree.setProperty("role", "boxed")
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        tree.setHeaderLabels([_("Name"), _("Owner"), _("Seen by"), _("At the start")])
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        tree.header().setStretchLastSection(False)
        return tree

    def _arrange(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(8)
        for widget in (self.open_view, self.rename, self.share, self.first, self.remove):
            side.addWidget(widget)
        side.addStretch(1)
        side.addWidget(self.leave)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.tree, 1)
        across.addLayout(side)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(label(_("Views"), "h1"))
        body.addLayout(across, 1)
        self.resize(theme().px(_WIDTH), theme().px(_HEIGHT))

    def _connect(self) -> None:
        self.open_view.clicked.connect(self._choose)
        self.rename.clicked.connect(self._edit_name)
        self.share.clicked.connect(self._turn_shared)
        self.first.clicked.connect(self._turn_first)
        self.remove.clicked.connect(self._delete)
        self.leave.clicked.connect(self.accept)
        self.tree.itemActivated.connect(self._choose)
        self.tree.itemChanged.connect(self._renamed)
        self.tree.currentItemChanged.connect(self._offer)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.tree)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)
        self._book.loaded.connect(self._fill)

    @property
    def current(self) -> ListView | None:
        """The view the keyboard is at."""
        item = self.tree.currentItem()
        return self._book.find(item.data(_NAME, _KEY)) if item is not None else None

    def _fill(self) -> None:
        """List the views as they are now, at the same one as before."""
        at, item, self._is_filling = self.current, self.tree.currentItem(), True
        place = self.tree.indexOfTopLevelItem(item) if item else 0
        self.tree.clear()
        for view in self._book.all:
            self.tree.addTopLevelItem(self._line(view))
        self._is_filling = False
        keys = [view.key for view in self._book.all]
        same = keys.index(at.key) if at and at.key in keys else min(max(place, 0), len(keys) - 1)
        if (chosen := self.tree.topLevelItem(same)) is not None:
            self.tree.setCurrentItem(chosen)
        self._offer()

    def _line(self, view: ListView) -> QTreeWidgetItem:
        saved = view.saved
        item = QTreeWidgetItem([view.title, "", "", ""])
        item.setData(_NAME, _KEY, view.key)
        item.setSizeHint(_NAME, QSize(0, theme().px(32)))
        item.setToolTip(_NAME, view.title)
        if saved is not None:
            item.setText(_OWNER, saved.owner)
            item.setText(_SEEN, _("everybody") if saved.shared else _("me alone"))
            if saved.editable:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        if view.key == self._book.default:
            item.setText(_FIRST, _("shown first") if view.key else _("the last view"))
        return item

    def _offer(self) -> None:
        """Offer what may be done to the view the keyboard is at."""
        view = self.current
        saved = view.saved if view else None
        may = saved is not None and saved.editable
        for widget in (self.rename, self.share, self.remove):
            widget.setEnabled(may)
        self.open_view.setEnabled(view is not None)
        self.first.setEnabled(view is not None and bool(view.key))
        shared = saved is not None and saved.shared
        _name(self.share, _("Stop sharing") if shared else _("Share"))
        begins = view is not None and bool(view.key) and view.key == self._book.default
        _name(self.first, _("Not at the start") if begins else _("Show at the start"))

    def _choose(self) -> None:
        if (view := self.current) is not None:
            self._show(view.key)
            self.accept()

    def _edit_name(self) -> None:
        self.tree.setFocus()
        if (item := self.tree.currentItem()) is not None:
            self.tree.editItem(item, _NAME)

    def _renamed(self, item: QTreeWidgetItem, column: int) -> None:
        view = self._book.find(item.data(_NAME, _KEY))
        name = item.text(_NAME)
        if self._is_filling or column != _NAME or view is None or view.saved is None:
            return
        if name != view.title:
            self._run(partial(self._desk.services.views.rename, view.saved.id, name))

    def _turn_shared(self) -> None:
        view = self.current
        if view is not None and view.saved is not None:
            share = self._desk.services.views.share
            self._run(partial(share, view.saved.id, shared=not view.saved.shared))

    def _turn_first(self) -> None:
        if (view := self.current) is not None:
            key = "" if view.key == self._book.default else view.key
            self._run(partial(self._desk.services.views.prefer, self._place, key))

    def _delete(self) -> None:
        view = self.current
        if view is None or view.saved is None or not view.saved.editable:
            return
        delete = partial(self._desk.services.views.delete, view.saved.id)
        was_first = view.key == self._book.default

        def gone(draft: ViewDraft) -> None:
            again = partial(_save_again, self._book, draft, was_first)
            self._desk.notices.say(_("The view “%s” was deleted.") % draft.name, (_("Undo"), again))
            self._book.load()

        self._desk.tasks.run(self, delete, gone, self._refused)

    def _run(self, work: Callable[[], object]) -> None:
        self._desk.tasks.run(self, work, lambda _result: self._book.load(), self._refused)

    def _refused(self, error: Exception) -> None:
        """Say why, and show what is kept."""
        self._desk.notices.show_error(error)
        self._book.load()


def _save_again(book: ViewBook, draft: ViewDraft, first: bool) -> None:
    """Bring a deleted view back."""
    views = book.desk.services.views

    def work() -> None:
        key = str(views.save(draft))
        if first:
            views.prefer(draft.page, key)

    book.desk.tasks.run(book, work, lambda _none: book.load())


def _name(press: QPushButton, words: str) -> None:
    press.setText(words)
    press.setAccessibleName(words)
