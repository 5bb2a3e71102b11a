"""What was changed of one license and its devices, by whom and when."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.listing import small
from app.core.text import N_, _
from app.customers.schemas import HistoryRow
from ui.kit import cells
from ui.kit.desk import Desk
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import button, label
from ui.kit.table import Column, columns
from ui.kit.theme import theme

PLACE = "licenseHistory"
COLUMNS = columns(
    HistoryRow,
    Column("at", N_("When"), 176, priority=0),
    Column("who", N_("Who"), 130, priority=1),
    Column("what", N_("What"), 150, priority=0),
    Column("field", N_("Field"), 120, priority=0),
    Column("old", N_("Old"), 120, cook=cells.muted, priority=2),
    Column("new", N_("New"), 140, priority=0, stretch=True),
    Column("reason", N_("Reason"), 140, shown=False),
)
WORDS = ListWords(
    title=N_("History"),
    one=N_("%s change"),
    many=N_("%s changes"),
    nothing=N_("No changes yet"),
    hint=N_("Every change of this license will be listed here."),
    no_match=N_("No change matches"),
    search=N_("Search the history..."),
)


class HistoryDialog(QDialog):
    """Newest first. Open it with `open()`."""

    def __init__(self, desk: Desk, license_id: int, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setObjectName(PLACE)
        self.setWindowTitle(_("History"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        load = partial(desk.services.licenses.history, license_id)
        self.list: ListPage[HistoryRow] = ListPage(
            desk, f"{PLACE}.list", WORDS, COLUMNS, small(load), sort=("at", True),
            watches=("licenses", "activations"), embedded=True,
        )  # fmt: skip
        close = button(_("Close"), f"{PLACE}.close")
        close.setDefault(True)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(_("History of the license"), "h1"))
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        screen = self.screen().availableSize()
        self.resize(
            min(theme().px(980), screen.width() - 40), min(theme().px(560), screen.height() - 60)
        )
