"""Knows which windows are open and how to get anywhere."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from app.core.listing import ListQuery
from ui.kit.desk import Beside, Named
from ui.kit.window_base import Window

OpenCustomer = Callable[[int], Window]


class ShellNavigator(QObject):
    """The `Navigator` of a desk: passes wishes on to the main window.

    `page_wanted` carries a page's name, `list_wanted` also the question to ask there and
    what its values are called, `palette_wanted` what to type into it.
    """

    page_wanted = Signal(str)
    list_wanted = Signal(str, object, object)
    palette_wanted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_customer: OpenCustomer | None = None
        self._windows: dict[int, Window] = {}
        self._after: Callable[[], None] | None = None
        self._beside: Beside | None = None

    @property
    def windows(self) -> tuple[Window, ...]:
        """The customer windows that are open."""
        return tuple(self._windows.values())

    @property
    def customers(self) -> tuple[int, ...]:
        """The customers whose windows are open."""
        return tuple(self._windows)

    def offer_customers(self, make: OpenCustomer) -> None:
        """Open customers by `make` from now on; it gets the customer's id."""
        self._make_customer = make

    def open_page(self, name: str) -> None:
        """Show a page of the main window."""
        self.page_wanted.emit(name)

    def open_list(self, name: str, asked: ListQuery, options: Named | None = None) -> None:
        """Show a page of the main window with this question asked."""
        self.list_wanted.emit(name, asked, dict(options or {}))

    def open_palette(self, text: str = "") -> None:
        """Open the palette with `text` typed in."""
        self.palette_wanted.emit(text)

    def follow(self, beside: Beside) -> None:
        """Let previous and next in customer windows go by this list from now on."""
        self._beside = beside

    def beside(self, customer_id: int) -> tuple[int | None, int | None]:
        """The customers before and after this one in the list that is followed."""
        return self._beside(customer_id) if self._beside else (None, None)

    def open_customer(self, customer_id: int, tab: str = "") -> None:
        """Open the customer's window, or raise it where it is open already; at `tab`."""
        window = self._windows.get(customer_id)
        if window is None:
            if self._make_customer is None:
                return
            window = self._windows[customer_id] = self._make_customer(customer_id)
            window.closed.connect(partial(self._closed, customer_id))
            window.stayed.connect(self._stayed)
        if tab:
            window.show_part(tab)
        window.show()
        window.raise_()
        window.activateWindow()

    def close_all(self, then: Callable[[], None]) -> None:
        """Close every window, asking about unsaved work, and call `then` when all are gone.

        One that is kept open calls the whole thing off.
        """
        self._after = then
        for window in self.windows:
            if self._after is None:
                return
            window.close()
        self._finish()

    def _closed(self, customer_id: int) -> None:
        self._windows.pop(customer_id, None)
        if not self._windows:
            self._finish()

    def _stayed(self) -> None:
        self._after = None

    def _finish(self) -> None:
        if not self._windows and self._after is not None:
            then, self._after = self._after, None
            then()
