"""The tabs of a record's window: built when first shown, with counts in their titles."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit import format as fmt

Build = Callable[[], QWidget]


class DetailTabs(QTabWidget):
    """`turned` carries the name of the tab that came to the front.

    A page with a signal `counted` has its number shown in the title.
    """

    turned = Signal(str)

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setObjectName(f"{place}.tabs")
        self.setAccessibleName(_("Parts of this record"))
        self.setDocumentMode(True)
        self.tabBar().setObjectName(f"{place}.tabBar")
        self._names: list[str] = []
        self._titles: list[str] = []
        self._builds: list[Build | None] = []
        self._rooms: list[QVBoxLayout] = []
        self._pages: dict[str, QWidget] = {}
        self.currentChanged.connect(self._turned)

    def add(self, name: str, title: str, build: Build) -> None:
        """One more tab; `build` runs when it is first shown."""
        room = QWidget()
        inside = QVBoxLayout(room)
        inside.setContentsMargins(0, 0, 0, 0)
        self._rooms.append(inside)
        self._names.append(name)
        self._titles.append(title)
        self._builds.append(build)
        self.addTab(room, title)

    def turn_to(self, name: str) -> None:
        """Bring a tab to the front; an unknown name changes nothing."""
        if name in self._names:
            self.setCurrentIndex(self._names.index(name))

    @property
    def current_name(self) -> str:
        """The tab in front."""
        return self._names[self.currentIndex()] if self.currentIndex() >= 0 else ""

    def page(self, name: str) -> QWidget | None:
        """What a tab shows, if it was shown already."""
        return self._pages.get(name)

    def _turned(self, place: int) -> None:
        # The first tab comes to the front while it is being added, before it is known.
        if not 0 <= place < len(self._names):
            return
        name, build = self._names[place], self._builds[place]
        if build is not None:
            self._builds[place] = None
            page = self._pages[name] = build()
            self._rooms[place].addWidget(page)
            counted = getattr(page, "counted", None)
            if counted is not None:
                counted.connect(lambda count: self._count(place, count))
        self.turned.emit(name)

    def _count(self, place: int, count: object) -> None:
        self.setTabText(place, f"{self._titles[place]} ({fmt.text(count)})")
