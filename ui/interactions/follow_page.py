"""The page of follow-ups: my day, and the list of all there are."""

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.core.text import N_, _
from ui.interactions.day import MyDayView
from ui.interactions.follow_list import WORDS, FollowUpList
from ui.kit.desk import Desk
from ui.kit.exchanging import NOTHING, Exchange
from ui.kit.parts import label
from ui.kit.views_control import ViewsControl

PLACE = "followUps"
DAY, ALL = range(2)


class FollowUpsPage(QWidget):
    """What the main window asks of a page is answered by the tab in front.

    `counted` carries how many follow-ups that one shows.
    """

    menu = N_("&Follow-up")
    counted = Signal(object)

    def __init__(self, desk: Desk, given: Exchange = NOTHING) -> None:
        super().__init__()
        self.desk, self.words = desk, WORDS
        self.setObjectName(PLACE)
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.day, self._given = MyDayView(desk), given
        self._room = QWidget()
        QVBoxLayout(self._room).setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabWidget()
        self.tabs.setObjectName(f"{PLACE}.tabs")
        self.tabs.setAccessibleName(_("Whose follow-ups"))
        self.tabs.tabBar().setObjectName(f"{PLACE}.tabBar")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.day, _("My day"))
        self.tabs.addTab(self._room, _("All follow-ups"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(_(WORDS.title), "h1"))
        column.addWidget(self.tabs, 1)
        self.day.counted.connect(self._counted)
        self.tabs.currentChanged.connect(self._turned)

    @cached_property
    def all(self) -> FollowUpList:
        """The list, made when it is first shown."""
        made = FollowUpList(self.desk, self._given)
        made.counted.connect(self._counted)
        made.views.renamed.connect(self._turned)
        if (room := self._room.layout()) is not None:
            room.addWidget(made)
        return made

    @property
    def total(self) -> int | None:
        """How many follow-ups the tab in front shows, once that is known."""
        return self.all.total if self.tabs.currentIndex() == ALL else self.day.total

    @property
    def views(self) -> ViewsControl | None:
        """The views of the list, while it is in front."""
        return self.all.views if self.tabs.currentIndex() == ALL else None

    def actions(self) -> list[QAction]:
        """What can be done on the tab in front."""
        return (self.all if self.tabs.currentIndex() == ALL else self.day).actions()

    def _turned(self, _tab: int = 0) -> None:
        """The menus and the window's title are those of the tab in front."""
        if self.tabs.currentIndex() == ALL:
            self.all.show()
        if self.isVisible():
            self.desk.navigator.open_page(PLACE)

    def _counted(self, _count: object) -> None:
        self.counted.emit(self.total)
