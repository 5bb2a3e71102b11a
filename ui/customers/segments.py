"""Segments in the menu of the customers' views, and the names of what customers own."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from app.core.access import Permission
from app.core.changes import Touched
from app.core.listing import ListQuery
from app.core.text import _
from ui.kit import format as fmt

if TYPE_CHECKING:
    from app.segments.schemas import SegmentRow
    from ui.customers.page import CustomersPage

_LONGEST = 60
_SOLD = frozenset({"products", "plans"})


class SegmentMenu(QObject):
    """Asks for both once the list has its rows, and again when they change."""

    def __init__(self, page: "CustomersPage") -> None:
        super().__init__(page)
        self._page, self._desk = page, page.desk
        self.rows: tuple[SegmentRow, ...] = ()
        page.views.more = self.fill
        page.asker.busy_changed.connect(self._answered)
        page.desk.changes.heard.connect(self._heard)

    def fill(self, menu: QMenu) -> None:
        """Offer the segments; the list shows the members of the one that is chosen."""
        if not self.rows:
            return
        menu.addSeparator()
        inside = menu.addMenu(_("Segments"))
        inside.setObjectName(f"{self._page.place}.views.segments")
        for row in self.rows:
            entry = inside.addAction(fmt.short(row.name, _LONGEST).replace("&", "&&"))
            entry.setEnabled(not row.problem)
            entry.setToolTip(row.problem or row.words)
            entry.triggered.connect(partial(self.show, row.id))
        inside.setToolTipsVisible(True)

    def show(self, segment_id: int) -> None:
        """Let the list show the members of a segment as it is now."""
        work = partial(self._desk.services.segments.asked, segment_id)
        self._desk.tasks.run(self, work, self._put)

    def _put(self, asked: ListQuery) -> None:
        self._desk.navigator.open_list(self._page.place, asked)

    def _answered(self, busy: bool) -> None:
        if not busy:
            self._page.asker.busy_changed.disconnect(self._answered)
            self._ask_segments()
            self._ask_sold()

    def _heard(self, touched: Touched) -> None:
        if not touched.keys().isdisjoint({"segments", "tags"}):
            self._ask_segments()
        if not touched.keys().isdisjoint(_SOLD):
            self._ask_sold()

    def _ask_segments(self) -> None:
        self._desk.tasks.run(self, self._segments, self._take)

    def _segments(self) -> "tuple[SegmentRow, ...]":
        return self._desk.services.segments.list()

    def _take(self, rows: "tuple[SegmentRow, ...]") -> None:
        self.rows = rows

    def _ask_sold(self) -> None:
        if self._desk.actor.can(Permission.LICENSES_READ):
            self._desk.tasks.run(self, self._sold, self._know)

    def _sold(self) -> tuple[Sequence[Any], Sequence[Any]]:
        services = self._desk.services
        return services.products.choices(every=True), services.plans.choices(every=True)

    def _know(self, found: tuple[Sequence[Any], Sequence[Any]]) -> None:
        """Offer in the filters what only the database knows."""
        products, plans = found
        filters = self._page.tools.filters
        filters.set_options("product", [(one.id, one.name) for one in products])
        said = _("%(product)s: %(plan)s")
        named = [(one.id, said % {"product": one.product, "plan": one.name}) for one in plans]
        filters.set_options("plan", named)
