"""Changes many customers at once: say what, see what would happen, do it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.errors import DeskError, Invalid
from app.core.listing import Selection
from app.core.receipt import Receipt
from app.core.text import _
from app.customers.bulk_changes import (
    Activate,
    Archive,
    BulkChange,
    Delete,
    Restore,
    Unarchive,
    Verify,
)
from app.customers.bulk_schemas import BulkOutcome, BulkParts, BulkPreview
from ui.customers.bulk_fields import FieldsPanel
from ui.customers.bulk_look import Look
from ui.customers.bulk_panel import HoldPanel, OwnerPanel, Panel, PlainPanel, Snug
from ui.customers.bulk_tags import TagsPanel
from ui.customers.bulk_undo import done_in_parts
from ui.customers.bulk_words import HOLDS, WORDS, Doing, counted, stayed, whom
from ui.kit.desk import Desk
from ui.kit.form import MessageBar
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme
from ui.kit.undoing import done
from ui.kit.work import WorkBar, is_cancelled

PLACE = "bulk"
_COALESCE_MS = 300
_SIZE = (920, 720)
# From so many customers on, parts are offered, so that others can save in between.
MANY = 20_000
_PLAIN: dict[Doing, BulkChange] = {
    Doing.ACTIVATE: Activate(),
    Doing.ARCHIVE: Archive(),
    Doing.UNARCHIVE: Unarchive(),
    Doing.DELETE: Delete(),
    Doing.RESTORE: Restore(),
    Doing.VERIFY: Verify(),
}


def change_many(
    desk: Desk, doing: Doing, selection: Selection, count: int, parent: QWidget | None = None
) -> "BulkDialog":
    """The open dialog that does this to the customers of a selection, about `count` of them."""
    dialog = BulkDialog(desk, doing, selection, count, parent)
    dialog.open()
    return dialog


class BulkDialog(QDialog):
    """Looks again whenever something changes; what it does is what was seen last."""

    def __init__(
        self,
        desk: Desk,
        doing: Doing,
        selection: Selection,
        count: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.desk, self.doing, self._selection, self._count = desk, doing, selection, count
        self.words = WORDS[doing]
        self.setObjectName(PLACE)
        self.setWindowTitle(counted(self.words.title, count))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.found: BulkPreview | None = None
        self._change: BulkChange | None = None
        self._writing = False
        self.panel = _panel(desk, doing)
        self.whom = paragraph("", "muted", f"{PLACE}.whom")
        self.notes = paragraph("", name=f"{PLACE}.notes")
        self.look = Look(desk, PLACE)
        self.parts = QCheckBox(_("In parts of 10,000, so that others can save in between"))
        self.bar = MessageBar(PLACE)
        self.work = WorkBar(PLACE, desk.tasks)
        self.run = button(
            "", f"{PLACE}.run", role="danger" if self.words.destructive else "primary"
        )
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._arrange()
        self._connect()
        self._edited()
        self._soon.setInterval(_COALESCE_MS)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being done, or about to be."""
        return not self.work.is_busy and not self._soon.isActive()

    def reject(self) -> None:
        """Stop what is being written, or close."""
        if self._writing and self.work.is_busy:
            self.work.cancel()
            return
        self._soon.stop()
        self.work.stop()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _edited(self) -> None:
        """What is shown below may not be so any more."""
        self.work.stop()
        self.found = None
        self._offer()
        self._soon.start()

    def _preview(self) -> None:
        self.bar.say("")
        try:
            self._change = self.panel.change()
        except Invalid as invalid:
            self.panel.show_problems(invalid.fields)
            self.look.show_found(None)
            return
        self.panel.show_problems({})
        work = partial(self.desk.services.bulk.preview, self._selection, self._change)
        self.work.start(self, _("Looking at the customers…"), work, self._previewed)

    def _previewed(self, found: BulkPreview) -> None:
        self.found, self._count = found, found.total
        self.look.show_found(found)
        whole = self._selection.ids is None
        self.whom.setText(whom(found.total, whole=whole, about=found.about))
        self.setWindowTitle(counted(self.words.title, found.total))
        self._title.setText(self.windowTitle())
        self.notes.setText("\n".join(found.notes) or _(self.words.hint))
        self.notes.setVisible(bool(self.notes.text()))
        self.parts.setVisible(found.changing >= MANY)
        self._offer()
        if self.panel.first is None and found.changing:
            (self.cancel if self.words.destructive else self.run).setFocus()

    def _run(self) -> None:
        if self.found is None or self._change is None or not self.run.isEnabled():
            return
        self.bar.say("")
        self._writing = True
        receipt = Receipt()
        service = self.desk.services.bulk.noting(receipt)
        call: Callable[..., BulkOutcome | BulkParts]
        call = service.run_in_parts if self._in_parts else service.run
        seen = self.found
        work = partial(call, self._selection, self._change, snapshot=seen.snapshot)
        self.work.start(
            self,
            f"{self.windowTitle()}…",
            lambda progress: work(progress=progress),
            partial(self._done, receipt, seen),
        )

    @property
    def _in_parts(self) -> bool:
        return self.parts.isVisibleTo(self) and self.parts.isChecked()

    def _done(self, receipt: Receipt, seen: BulkPreview, result: BulkOutcome | BulkParts) -> None:
        self._writing = False
        outcome = result.outcome if isinstance(result, BulkParts) else result
        said = [counted(self.words.done, outcome.changed)]
        if isinstance(result, BulkParts):
            said.append(_parts(result))
        if outcome.refused_total == seen.refused_total:
            said += [stayed(outcome.refused_total)] if outcome.refused_total else []
        if isinstance(result, BulkParts):
            done_in_parts(self.desk, " ".join(said), result)
        else:
            done(self.desk, " ".join(said), receipt.command)
        if outcome.refused_total > seen.refused_total:
            self._tell_refused(outcome)
        self.accept()

    def _tell_refused(self, outcome: BulkOutcome) -> None:
        """Somebody else was at them meanwhile: say how many stayed, and why."""
        why = " ".join(dict.fromkeys(reason.why for reason in outcome.reasons))
        names = ", ".join(one.name for one in outcome.refused[:5] if one.name)
        self.desk.notices.warn(f"{stayed(outcome.refused_total)} {why} {names}".strip())

    def _failed(self, error: Exception) -> None:
        writing, self._writing = self._writing, False
        if isinstance(error, Invalid):
            self.bar.say(" ".join(self.panel.show_problems(error.fields)))
            self.look.show_found(None)
        elif not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
        elif is_cancelled(error):
            self.bar.say(_("Stopped. Nothing was changed."))
        else:
            self.bar.say(str(error), retry=not writing)
        self._offer()

    def _offer(self) -> None:
        """Offer what can be done now, and say on the button how much it is."""
        count = self.found.changing if self.found else 0
        self.run.setText(counted(self.words.verb, count) if count else self._verb)
        self.run.setAccessibleName(self.run.text())
        self.run.setEnabled(count > 0 and self.is_settled)
        self.panel.setEnabled(not self._writing)
        self.parts.setEnabled(not self._writing)
        self.cancel.setText(_("Stop") if self._writing else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    @property
    def _verb(self) -> str:
        """The button before it is known how many there are."""
        return counted(self.words.verb, self._count)

    def _connect(self) -> None:
        self.panel.changed.connect(self._edited)
        self._soon.timeout.connect(self._preview)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(lambda _busy: self._offer())
        self.bar.pressed.connect(self._preview)
        self.run.clicked.connect(self._run)
        # Enter alone is the fields'; it must not change thousands by the way.
        QShortcut(QKeySequence("Ctrl+Return"), self).activated.connect(self._run)
        self.cancel.clicked.connect(self.reject)

    def _arrange(self) -> None:
        self._title = label(self.windowTitle(), "h1", name=f"{PLACE}.title")
        self.parts.setObjectName(f"{PLACE}.parts")
        self.parts.setAccessibleName(self.parts.text())
        self.parts.setToolTip(_("Each part is a step of its own in Undo and in the history."))
        self.parts.hide()
        self.notes.setText(_(self.words.hint) if self.words.hint else "")
        self.notes.setVisible(bool(self.words.hint))
        whole = self._selection.ids is None
        self.whom.setText(whom(self._count, whole=whole))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self.whom)
        column.addWidget(self.notes)
        if self.panel.first is not None:
            column.addWidget(Snug(self.panel))
            self.panel.first.setFocus()
        column.addWidget(self.look, 1)
        column.addWidget(self.parts)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.run)
        column.addLayout(buttons)
        room = self.screen().availableSize()
        width, height = (theme().px(side) for side in _SIZE)
        self.resize(min(width, room.width() - 40), min(height, room.height() - 60))


def _panel(desk: Desk, doing: Doing) -> Panel:
    if doing is Doing.EDIT:
        return FieldsPanel(desk, PLACE)
    if doing is Doing.OWNER:
        return OwnerPanel(desk, PLACE)
    if doing is Doing.TAGS:
        return TagsPanel(desk, PLACE)
    if doing in HOLDS:
        return HoldPanel(PLACE, HOLDS[doing])
    return PlainPanel(_PLAIN[doing])


def _parts(result: BulkParts) -> str:
    """How many parts there were, and why it stopped."""
    said = _("Done in %(done)d of %(total)d parts.") % {
        "done": len(result.done),
        "total": result.total,
    }
    return f"{said} {result.stopped}" if result.stopped else said
