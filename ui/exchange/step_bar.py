"""The steps of an import, to go on or back to by a click."""

from enum import Enum
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from app.core.text import N_, _
from ui.kit.icons import Icon
from ui.kit.parts import button


class Step(Enum):
    """Where in the import one is."""

    FILE = "file"
    COLUMNS = "columns"
    ROWS = "rows"


STEPS = tuple(Step)
_TITLES = {Step.FILE: N_("File"), Step.COLUMNS: N_("Columns"), Step.ROWS: N_("Rows")}
_ICONS = {Step.FILE: Icon.SPREADSHEET, Step.COLUMNS: Icon.COLUMNS, Step.ROWS: Icon.TABLE_LIST}


class StepBar(QWidget):
    """`chosen` carries the step somebody wants to go to."""

    chosen = Signal(object)

    def __init__(self, place: str) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[Step, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for number, step in enumerate(STEPS, start=1):
            words = f"{number}  {_(_TITLES[step])}"
            made = button(words, f"{place}.step.{step.value}", _ICONS[step])
            made.setCheckable(True)
            made.clicked.connect(partial(self.chosen.emit, step))
            self._group.addButton(made)
            self._buttons[step] = made
            row.addWidget(made)
        row.addStretch(1)

    def show_step(self, step: Step, reached: Step) -> None:
        """Mark where one is, and let go as far as `reached`."""
        for each, made in self._buttons.items():
            made.setChecked(each is step)
            made.setEnabled(STEPS.index(each) <= STEPS.index(reached))
