"""The views of a list: those that ship, one's own and shared ones, and how many rows each has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from app.core.changes import Touched
from app.core.errors import DeskError
from app.core.listing import ListQuery
from app.core.text import _
from app.views.schemas import SavedView, Views
from ui.kit import format as fmt
from ui.kit.desk import Desk

if TYPE_CHECKING:
    from ui.kit.list_page import ListPage

# What touches views themselves.
TABLE = "saved_views"


@dataclass(frozen=True, slots=True)
class Shipped:
    """A view every list of the kind comes with; `title` is an `N_()` constant."""

    key: str
    title: str
    asked: ListQuery


@dataclass(frozen=True, slots=True)
class ListView:
    """A view to choose; `key` is "" for the list as it comes.

    Without `layout` the columns stay as they are, and without a sort in `asked` the
    order does.
    """

    key: str
    title: str
    asked: ListQuery
    layout: Mapping[str, Any]
    saved: SavedView | None = None

    @property
    def named(self) -> str:
        """Its title, with the owner's name if it is somebody else's."""
        if self.saved is None or self.saved.mine:
            return self.title
        return _("%(view)s (%(owner)s)") % {"view": self.title, "owner": self.saved.owner}


class ViewBook(QObject):
    """Knows the views of a page, and counts their rows when somebody wants to see them.

    `loaded` tells that there are other views than before, `counted` carries the key of
    a view whose count is known now, `forgotten` tells that none is any more.
    """

    loaded = Signal()
    counted = Signal(str)
    forgotten = Signal()

    def __init__(self, page: "ListPage[Any]", shipped: Sequence[Shipped], everything: str) -> None:
        super().__init__(page)
        self._page, self._desk, self._place = page, page.desk, page.place
        every = ListView("", _(everything), ListQuery(), {})
        self._shipped = [every, *(_shipped(one) for one in shipped)]
        self._saved: list[ListView] = []
        self.default = ""
        self.is_loaded = False
        self._counts: dict[str, int] = {}
        self._day = fmt.today()
        self._waiting: list[str] = []
        self._round = self._asked = 0
        self._desk.changes.heard.connect(self._heard)

    @property
    def desk(self) -> Desk:
        """What the page may reach for."""
        return self._desk

    @property
    def shipped(self) -> Sequence[ListView]:
        """Those that come with the list, the whole list first."""
        return self._shipped

    @property
    def mine(self) -> list[ListView]:
        """One's own."""
        return [view for view in self._saved if view.saved and view.saved.mine]

    @property
    def others(self) -> list[ListView]:
        """What others share."""
        return [view for view in self._saved if view.saved and not view.saved.mine]

    @property
    def all(self) -> list[ListView]:
        """All of them, as they are offered."""
        return [*self._shipped, *self.mine, *self.others]

    def find(self, key: str) -> ListView | None:
        """The view of that key, if there is one."""
        return next((view for view in self.all if view.key == key), None)

    def load(self, wait_ms: int = 0) -> None:
        """Ask which views there are, in the background; so much later as `wait_ms` says."""
        self._asked += 1
        work = partial(self._desk.services.views.of_page, self._place)
        self._desk.tasks.run(self, work, partial(self._take, self._asked), wait_ms=wait_ms)

    def count(self, key: str) -> int | None:
        """How many rows a view has, if that is known."""
        return self._counts.get(key)

    @property
    def highest(self) -> int:
        """The highest count known."""
        return max(self._counts.values(), default=0)

    def want_counts(self) -> None:
        """Count what is not counted, one view after the other."""
        if self._day != fmt.today():
            self._counts.clear()
            self._day = fmt.today()
        idle = not self._waiting
        self._waiting = [view.key for view in self.all if view.key not in self._counts]
        if idle:
            self._count_next()

    def rest(self) -> None:
        """Nobody looks at the counts any more."""
        self._waiting = []

    def forget_counts(self) -> None:
        """They may be others by now."""
        self._round += 1
        self._counts.clear()
        self._waiting = []
        self._day = fmt.today()
        self.forgotten.emit()

    def _take(self, ticket: int, views: Views) -> None:
        if ticket != self._asked:
            return
        before = {view.key: view.asked for view in self._saved}
        self._saved = [
            ListView(view.key, view.name, view.asked, view.layout, view) for view in views.saved
        ]
        self.default, self.is_loaded = views.default, True
        for view in self._saved:
            if before.get(view.key) != view.asked:
                self._counts.pop(view.key, None)
        self.loaded.emit()

    def _heard(self, touched: Touched) -> None:
        if TABLE in touched:
            self.load()
        if self._page.is_about(touched):
            self.forget_counts()

    def _count_next(self) -> None:
        view = self.find(self._waiting[0]) if self._waiting else None
        if view is None:
            self._waiting = []
            return
        work = partial(self._page.source.total, ListQuery(view.asked.text, view.asked.conditions))
        done = partial(self._counted, self._round, view.key)
        self._desk.tasks.run(self, work, done, partial(self._failed, view.key))

    def _counted(self, ticket: int, key: str, total: int) -> None:
        if ticket == self._round:
            self._counts[key] = total
            self.counted.emit(key)
        self._go_on(key)

    def _failed(self, key: str, error: Exception) -> None:
        """A count that cannot be had is not shown; choosing the view says why."""
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)
        self._go_on(key)

    def _go_on(self, key: str) -> None:
        if key in self._waiting:
            self._waiting.remove(key)
        self._count_next()


def _shipped(one: Shipped) -> ListView:
    return ListView(one.key, _(one.title), one.asked, {})
