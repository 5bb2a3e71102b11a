"""Criteria as JSON to type: read in the background, and a slip is told by line and column."""

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.core.errors import DeskError
from app.core.text import _
from app.segments.criteria_json import parsed, text_of
from app.segments.criteria_values import Names
from app.segments.schemas import Criteria
from ui.kit.desk import Desk
from ui.kit.parts import button, restyle
from ui.kit.text_parts import paragraph

_PAUSE_MS = 350
_PLACE = re.compile(r"\b(\d+)\D+?(\d+): ")


class JsonEditor(QWidget):
    """`edited` tells that it was typed in, `understood` carries the criteria it says."""

    edited = Signal()
    understood = Signal(object)

    def __init__(self, desk: Desk, names: Names, name: str) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._desk, self._names = desk, names
        # What is wrong with the text; blank if nothing, or while it is not looked at yet.
        self.problem = ""
        self._turn, self._shown = 0, ""
        self.text = QPlainTextEdit()
        self.text.setObjectName(name)
        self.text.setAccessibleName(_("Criteria as JSON"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setTabChangesFocus(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.said = paragraph("", "error", f"{name}.problem")
        self.said.hide()
        self.keys = button(_("Which keys are there?"), f"{name}.keys", role="link")
        self.keys.clicked.connect(self._show_keys)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(6)
        column.addWidget(self.text, 1)
        column.addWidget(self.said)
        column.addWidget(self.keys, 0, Qt.AlignmentFlag.AlignLeft)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self.text.textChanged.connect(self._typed)

    def show_criteria(self, criteria: Criteria) -> None:
        """Show these; nothing is wrong with them."""
        self._turn += 1
        self._pause.stop()
        self._shown = text_of(criteria, self._names)
        if self.text.toPlainText() != self._shown:
            self.text.blockSignals(True)
            self.text.setPlainText(self._shown)
            self.text.blockSignals(False)
        self._tell("")

    def look(self) -> None:
        """Read what is typed."""
        self._turn += 1
        self._pause.stop()
        told, failed = partial(self._read, self._turn), partial(self._failed, self._turn)
        work = partial(parsed, self.text.toPlainText(), self._names)
        self._desk.tasks.run(self, work, told, failed)

    def _typed(self) -> None:
        if self.text.toPlainText() == self._shown:
            return
        self._shown = ""
        self.problem = _("The JSON is being read. Save again in a moment.")
        self._pause.start()
        self.edited.emit()

    def _read(self, turn: int, criteria: Criteria) -> None:
        if turn == self._turn:
            self._tell("")
            self.understood.emit(criteria)

    def _failed(self, turn: int, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)
        elif turn == self._turn:
            self._tell(str(error))
            self.edited.emit()

    def _tell(self, problem: str) -> None:
        self.problem = problem
        self.said.setText(problem)
        self.said.setVisible(bool(problem))
        self.text.setAccessibleDescription(problem)
        if bool(self.text.property("invalid")) is not bool(problem):
            restyle(self.text, invalid=bool(problem))

    def go_to_problem(self) -> None:
        """Put the keyboard where the slip is, if its place is known."""
        place = _PLACE.search(self.problem)
        if place is not None:
            line, column = (int(found) - 1 for found in place.groups())
            block = self.text.document().findBlockByNumber(line)
            at = QTextCursor(block)
            at.setPosition(min(block.position() + column, block.position() + block.length() - 1))
            self.text.setTextCursor(at)
        self.text.setFocus()

    def _show_keys(self) -> None:
        from ui.tagging.segments_keys import KeysDialog  # noqa: PLC0415 - when it is asked for

        dialog = KeysDialog(self._names, self.window())
        dialog.chosen.connect(self._put)
        dialog.open()

    def _put(self, keys: Sequence[str]) -> None:
        """Write a key where the keyboard is."""
        self.text.insertPlainText(", ".join(f'"{key}": ' for key in keys))
        self.text.setFocus()
