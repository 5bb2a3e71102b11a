"""The grid in which wrong cells are mended, row by row, and rows are left out."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.core.text import _, ngettext
from app.exchange.schemas import Label, Plans, RowPlan
from ui.exchange.fix_model import FIXED_COLUMNS, FixModel, Mending
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.theme import theme

REST_MS = 1200
_WIDE, _WIDEST = 260, 400
# Lines with their cells as mended → what finds out, on a worker, what becomes of each.
Lines = Mapping[int, Sequence[str]]
Work = Callable[[], list[RowPlan]]
Check = Callable[[Lines], Work]


class FixGrid(QWidget):
    """`mended` says, once typing rests, that the whole file is to be checked again."""

    mended = Signal()

    def __init__(self, desk: Desk, place: str, mending: Mending) -> None:
        super().__init__()
        self._desk, self._mending = desk, mending
        self._check: Check | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.mended)
        self.model = FixModel(mending, self._edited, self)
        self.view = QTableView()
        self.view.setObjectName(f"{place}.grid")
        self.view.setAccessibleName(_("Rows with problems"))
        self.view.setModel(self.model)
        self.view.setWordWrap(False)
        self.view.setProperty("role", "boxed")
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(theme().px(32))
        self.view.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        self.view.horizontalHeader().setMaximumSectionSize(theme().px(_WIDEST))
        self.said = label("", "muted", name=f"{place}.grid.said")
        self.skip = button(_("Leave this row out"), f"{place}.grid.skip", Icon.BAN)
        self.skip.setToolTip(_("Leave the row out, or take it in again (Del)"))
        self.skip.clicked.connect(self._skip)
        keys = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.view)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._skip)
        self.view.selectionModel().currentRowChanged.connect(lambda *_rows: self._offer())
        self._arrange()

    def show_rows(
        self, plans: Plans, header: Sequence[str], mapping: Mapping[str, str], check: Check
    ) -> None:
        """Show the rows with problems, with what checks a few of them at once."""
        self._check = check
        self.model.show_plans(plans, header, mapping)
        self._fit(header, mapping)
        self._offer()

    def recheck(self, check: Check | None) -> None:
        """The rows stay; from now on they are checked like this."""
        self._check = check

    def start(self) -> None:
        """Put the keyboard at the first wrong cell."""
        if self.model.rowCount():
            plan = self.model.plan(0)
            wrong = {one.field for one in plan.problems}
            columns = range(FIXED_COLUMNS, self.model.columnCount())
            texts = (self.model.data(self.model.index(0, at), Qt.ItemDataRole.ToolTipRole)
                     for at in columns)  # fmt: skip
            place = next((at for at, said in zip(columns, texts, strict=True) if said), 0)
            self.view.setCurrentIndex(self.model.index(0, place if wrong else 0))
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self, line: int, cells: Sequence[str]) -> None:
        if self._check is None:
            return
        self._rest.start()
        self._desk.tasks.run(self, self._check({line: cells}), self._checked)

    def _checked(self, plans: Sequence[RowPlan]) -> None:
        self.model.take_checked(plans)
        self._offer()

    def _skip(self) -> None:
        row = self.view.currentIndex().row()
        if row >= 0:
            self.model.skip(row)

    def _offer(self) -> None:
        row = self.view.currentIndex().row()
        plan = self.model.plan(row) if 0 <= row < self.model.rowCount() else None
        self.skip.setEnabled(plan is not None)
        out = plan is not None and plan.label is Label.SKIP
        self.skip.setText(_("Take this row in again") if out else _("Leave this row out"))
        self.skip.setAccessibleName(self.skip.text())
        mended = len({line for line, _name in self._mending.fixes})
        said = _("Type into a cell to mend it: F2 or double-click.")
        if mended:
            said = ngettext("%s row mended.", "%s rows mended.", mended) % fmt.text(mended)
        if plan is not None and plan.broken:
            said = _("This row is broken in the file itself. Mend it there, or leave it out.")
        self.said.setText(said)

    def _fit(self, header: Sequence[str], mapping: Mapping[str, str]) -> None:
        bar = self.view.horizontalHeader()
        bar.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column, width in enumerate((56, 120, _WIDE)):
            self.view.setColumnWidth(column, theme().px(width))
        for place, name in enumerate(header):
            self.view.setColumnHidden(FIXED_COLUMNS + place, name not in mapping)
            self.view.setColumnWidth(FIXED_COLUMNS + place, theme().px(140))

    def _arrange(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.skip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
