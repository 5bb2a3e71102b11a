"""Explains why somebody who is searched for is not in the list (HLP-01)."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.core.listing import Condition, ListQuery, Op, flat
from app.core.text import _
from app.customers.schemas import Shelf
from ui.customers.looks import customers

if TYPE_CHECKING:
    from ui.customers.page import CustomersPage


class Absent(QObject):
    """Looks, when a list comes out empty, where else the customer may be, and says so."""

    def __init__(self, page: "CustomersPage") -> None:
        super().__init__(page)
        self._page = page
        page.counted.connect(self._look)

    def _look(self, total: int) -> None:
        asked = self._page.query
        if total or not (asked.text or asked.conditions):
            return
        work = partial(_elsewhere, self._page.desk.services.customers.count, asked)
        self._page.desk.tasks.run(self, work, partial(self._tell, asked))

    def _tell(self, asked: ListQuery, found: dict[str, int]) -> None:
        if asked != self._page.query or self._page.total:
            return
        page, place = self._page, next((key for key, count in found.items() if count), "")
        count = customers(found.get(place, 0))
        title = _("Not in this list")
        match place:
            case "filters":
                hint = _("%s would match without the filters.") % count
                do: tuple[str, Callable[[], None]] = (_("Clear filters"), page.drop_filters)
            case Shelf.ARCHIVED:
                hint = _("%s in the archive would match.") % count
                do = (_("Show archived"), partial(page.show_shelf, Shelf.ARCHIVED))
            case Shelf.DELETED:
                hint = _("%s among the deleted would match.") % count
                do = (_("Show deleted"), partial(page.show_shelf, Shelf.DELETED))
            case _:
                return
        page.body.empty.tell(title, hint, do)


def _elsewhere(count: Callable[[ListQuery], int], asked: ListQuery) -> dict[str, int]:
    """How many would be found otherwise, the likeliest reason first; runs on a worker."""
    shelf = tuple(one for one in asked.conditions if isinstance(one, Condition) and _shelves(one))
    found = {}
    if len(shelf) < len(asked.conditions):
        found["filters"] = count(replace(asked, conditions=shelf))
    if not any(_shelves(one) for one in flat(asked.conditions)):
        for other in (Shelf.ARCHIVED, Shelf.DELETED):
            there = (*asked.conditions, Condition("shelf", Op.IN, (other,)))
            found[other] = count(replace(asked, conditions=there))
    return found


def _shelves(one: Condition) -> bool:
    return one.key == "shelf"
