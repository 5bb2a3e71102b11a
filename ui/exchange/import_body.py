"""The three steps of an import, one at a time, and what they come to together."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.exchange.schemas import Fitted, Inspection, Options, Rehearsal
from ui.exchange.columns_step import ColumnsStep
from ui.exchange.file_step import FileStep
from ui.exchange.fix_grid import Lines, Work
from ui.exchange.rows_step import Checked, RowsStep
from ui.exchange.step_bar import STEPS, Step, StepBar
from ui.kit.desk import Desk


class ImportBody(QWidget):
    """`meant_otherwise` says that rows are to be checked again; `step_changed` where one is."""

    meant_otherwise = Signal()
    step_changed = Signal()

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self._desk = desk
        self.bar = StepBar(place)
        self.file, self.columns = FileStep(place), ColumnsStep(desk, place)
        self.rows = RowsStep(desk, place)
        self.step, self._reached = Step.FILE, Step.FILE
        self._pages = QStackedWidget()
        for page in (self.file, self.columns, self.rows):
            self._pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.bar)
        column.addWidget(self._pages, 1)
        self.bar.chosen.connect(self.go_to)
        self.columns.changed.connect(self.meant_otherwise)
        self.columns.profile_chosen.connect(self._take_profile)
        self.rows.grid.mended.connect(self.meant_otherwise)
        self.go_to(Step.FILE)

    @property
    def mapping(self) -> dict[str, str]:
        """The field of each column that has one."""
        return self.columns.mapping.mapping

    def options(self) -> Options:
        """How the file is to be read and what is to become of its rows, as chosen now."""
        mending = self.rows.mending
        return replace(
            self.columns.options(self.file.source.options()),
            fixes=dict(mending.fixes),
            skipped=frozenset(mending.skipped),
        )

    def go_to(self, step: Step) -> None:
        """Show a step."""
        self.step = step
        self._pages.setCurrentIndex(STEPS.index(step))
        self.bar.show_step(step, self._reached)
        self.step_changed.emit()

    def go_on(self, by: int) -> None:
        """Show the step after this one, or the one before."""
        place = STEPS.index(self.step) + by
        if 0 <= place <= STEPS.index(self._reached):
            self.go_to(STEPS[place])

    def show_found(self, found: Inspection, wanted: Mapping[str, str], *, fresh: bool) -> None:
        """Show what is in a file, with the `wanted` field for each of its columns."""
        self._reached = Step.ROWS
        if fresh:
            self.rows.forget()
        self.file.show_found(found)
        self.columns.show_found(found, dict(wanted), fresh=fresh)
        self.go_to(self.step)

    def show_nothing(self) -> None:
        """Invite to choose a file again: this one could not be read."""
        self._reached = Step.FILE
        self.rows.forget()
        self.file.show_nothing()
        self.go_to(Step.FILE)

    def show_rehearsal(self, rehearsal: Rehearsal | None, found: Inspection | None) -> None:
        """Show what would happen to each row."""
        if rehearsal is None or found is None:
            self.rows.show_checked(None)
            return
        check = partial(self._check, found)
        self.rows.show_checked(Checked(rehearsal, found.header, check, self.mapping))

    def _check(self, found: Inspection, lines: Lines) -> Work:
        check = self._desk.services.exchange.check_rows
        return partial(check, found, lines, self.mapping, self.options())

    def _take_profile(self, fitted: Fitted | None) -> None:
        if fitted is not None and fitted.options.date_order is not None:
            self.file.source.date_order.write(fitted.options.date_order)
        self.meant_otherwise.emit()
