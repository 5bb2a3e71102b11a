"""Joins a form whose save met somebody else's with the dialog that asks what is to stay."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.core.errors import Clash, DeskError, Stale
from app.core.text import _
from ui.kit.conflict_dialog import Answers, ConflictDialog
from ui.kit.conflict_rows import Row, Words, rows
from ui.kit.desk import Desk
from ui.kit.form_panel import FormPanel
from ui.kit.form_saver import MessageBar, Saver

# Makes the stored record the form's new base, and shows the chosen values in it.
Rebase = Callable[[Clash, Mapping[str, Any]], None]
Names = Mapping[str, Mapping[int, str]]


class Settler(QObject):
    """Opens the dialog when `saver` is refused as stale, and saves again with the answers.

    `words` makes what says a value, from the names of those whose ids are among them;
    it runs off the GUI thread.
    """

    def __init__(
        self,
        desk: Desk,
        saver: Saver[Any],
        panel: FormPanel[Any],
        bar: MessageBar,
        words: Callable[[Names], Words],
        rebase: Rebase,
        together: Mapping[str, tuple[str, ...]],
    ) -> None:
        super().__init__(panel)
        self._desk, self._saver, self._panel, self._bar = desk, saver, panel, bar
        self._words, self._rebase, self._together = words, rebase, together
        self.dialog: ConflictDialog | None = None
        self._clash: Clash | None = None
        saver.refused.connect(self._refused)
        saver.invalid.connect(self._close)
        saver.saved.connect(self._saved)
        saver.busy_changed.connect(self._busy)

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Stale):
            titles = {key: box.shown_title for key, box in self._panel.boxes.items()}
            clash = error.clash
            work = partial(rows, clash, titles, self._together, self._words(clash.names))
            self._desk.tasks.run(self, work, partial(self._ask, error))
        elif self._open and isinstance(error, DeskError):
            self._open.bar.say(f"{error} {_('Your choices are still here.')}", retry=True)

    def _ask(self, error: Stale, found: list[Row]) -> None:
        clash = error.clash
        dialog = self._open
        if dialog is None:
            who = found[0].author[0] if found[0].author else _("Somebody else")
            title = _("%s changed the same fields") % who
            dialog = self.dialog = ConflictDialog(title, self._panel.window())
            dialog.answered.connect(self._answered)
        self._clash = clash
        boxes = self._panel.boxes
        merged = ", ".join(boxes[name].shown_title for name in clash.merged if name in boxes)
        dialog.ask(found, merged)
        dialog.open()
        # Until it is answered the form says how things stand, and asks again.
        self._bar.say(str(error), retry=True)

    def _answered(self, answers: Answers) -> None:
        clash = self._clash
        if clash is None:
            return
        chosen = {name: clash.fields[name][side.value] for name, side in answers.items()}
        self._rebase(clash, chosen)
        if self._panel.is_dirty:
            self._saver.submit()
        else:
            self._bar.say("")
            self._close()

    @property
    def _open(self) -> ConflictDialog | None:
        dialog = self.dialog
        return dialog if dialog is not None and isValid(dialog) and dialog.isVisible() else None

    def _busy(self, busy: bool) -> None:
        if self._open:
            self._open.set_busy(busy)

    def _saved(self, _result: object) -> None:
        if dialog := self._open:
            dialog.set_busy(False)
            dialog.accept()

    def _close(self, _error: object = None) -> None:
        if dialog := self._open:
            dialog.set_busy(False)
            dialog.reject()
