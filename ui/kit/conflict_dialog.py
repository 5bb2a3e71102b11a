"""Asks what is to stay where two people changed the same fields of one record."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import _, ngettext
from ui.kit.conflict_row import ConflictRow
from ui.kit.conflict_rows import Row, Side
from ui.kit.form_panel import scrolled
from ui.kit.form_saver import MessageBar
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

PLACE = "conflict"
Answers = dict[str, Side]


class ConflictDialog(QDialog):
    """`answered` carries a `Side` for every field asked about; whoever opened it saves.

    Nothing is chosen to begin with. It stays open until `accept`, so that a save which
    meets yet another change can ask again.
    """

    answered = Signal(object)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(PLACE)
        self.setWindowTitle(title)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.rows: list[ConflictRow] = []
        self.busy = False
        self.hint = paragraph("", "muted", f"{PLACE}.hint")
        self.left = label("", "muted", name=f"{PLACE}.left")
        self.bar = MessageBar(PLACE)
        self.all_theirs = button(_("Take all of theirs"), f"{PLACE}.all_theirs")
        self.all_mine = button(_("Take all of mine"), f"{PLACE}.all_mine")
        self.save = button(_("Save"), f"{PLACE}.save", role="primary")
        self.save.setDefault(True)
        self.cancel = button(_("Back to the form"), f"{PLACE}.cancel")
        self._arrange(title)
        self.all_theirs.clicked.connect(partial(self._choose_all, Side.THEIRS))
        self.all_mine.clicked.connect(partial(self._choose_all, Side.MINE))
        self.save.clicked.connect(self.submit)
        self.bar.pressed.connect(self.submit)
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self.submit)

    def ask(self, rows: Sequence[Row], merged: str = "") -> None:
        """Show these questions, with earlier answers where they still fit.

        `merged` names what else of theirs will be kept.
        """
        earlier = [(row.row, row.answer) for row in self.rows]
        for old in self.rows:
            self._questions.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.rows = [ConflictRow(row) for row in rows]
        for place, made in enumerate(self.rows):
            self._questions.insertWidget(place, made)
            made.chosen.connect(self._count)
            # At once, or it could not be given the keyboard.
            made.show()
            for row, answer in earlier:
                if answer is not None and made.row.same_question(row):
                    made.choose(answer)
        said = _("Nothing is saved yet. Choose what is to stay; everything else of both is kept.")
        if merged:
            said += " " + _("Theirs, kept as well: %s.") % merged
        self.hint.setText(said)
        if earlier:
            self.bar.say(_("It was changed once more meanwhile. Choose again what is open."))
        self._count()
        self._start()

    def submit(self) -> None:
        """Hand over the answers; go to the first question that has none."""
        if self.busy:
            return
        if open_rows := [row for row in self.rows if row.answer is None]:
            self.bar.say(_("Choose one value for each field."))
            open_rows[0].start()
            return
        self.bar.say("")
        self.answered.emit({name: row.answer for row in self.rows for name in row.row.values})

    def set_busy(self, busy: bool) -> None:
        """While it is being saved."""
        self.busy = busy
        self.save.setText(_("Saving\u2026") if busy else _("Save"))
        for part in (self.save, self.all_theirs, self.all_mine, self._inside):
            part.setEnabled(not busy)

    def reject(self) -> None:
        """Go back to the form, unless a save is under way."""
        if not self.busy:
            super().reject()

    def _choose_all(self, side: Side, _checked: bool = False) -> None:
        for row in self.rows:
            row.choose(side)
        self.save.setFocus(Qt.FocusReason.OtherFocusReason)

    def _start(self) -> None:
        next((row for row in self.rows if row.answer is None), self.rows[0]).start()

    def _count(self) -> None:
        left = sum(row.answer is None for row in self.rows)
        said = ngettext("%d field to choose", "%d fields to choose", left) % left
        self.left.setText(said if left else "")
        if not left and not self.busy:
            self.bar.say("")

    def _arrange(self, title: str) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(paragraph(title, "h1"))
        body.addWidget(self.hint)
        self._inside = QWidget()
        self._inside.setProperty("role", "clear")
        self._questions = QVBoxLayout(self._inside)
        self._questions.setContentsMargins(0, 0, 12, 0)
        self._questions.setSpacing(18)
        self._questions.addStretch(1)
        body.addWidget(scrolled(self._inside), 1)
        body.addWidget(self.bar)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        for part in (self.all_theirs, self.all_mine, self.left):
            feet.addWidget(part)
        feet.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        feet.addWidget(buttons)
        body.addLayout(feet)
        screen = self.screen().availableSize()
        look = theme()
        self.resize(min(look.px(960), screen.width() - 40), min(look.px(600), screen.height() - 60))
