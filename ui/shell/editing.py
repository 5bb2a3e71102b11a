"""The first part of the Edit menu: undo and redo, of typing or of steps, and the clipboard."""

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

from app.core.access import Permission
from app.core.changes import Touched
from app.core.errors import DeskError
from app.core.text import N_, _
from ui.kit import undoing
from ui.kit.desk import Desk
from ui.kit.format import short
from ui.kit.turns import later
from ui.kit.window_base import Window

if TYPE_CHECKING:
    from app.undo.schemas import Step, Steps

_KEYS = QKeySequence.StandardKey
_UNDO, _REDO = "undo", "redo"
# Both customs, whatever the system's own is.
_SHORTCUTS = {_UNDO: ("Ctrl+Z",), _REDO: ("Ctrl+Shift+Z", "Ctrl+Y")}
_WATCHED = frozenset(
    {
        "attachments", "contacts", "customer_holds", "customers", "follow_ups", "interactions",
        "portal_users", "reversals", "tags",
    }
)  # fmt: skip
_COALESCE_MS = 100
_TITLE_LENGTH = 48
Field = QLineEdit | QPlainTextEdit | QTextEdit


class Editing(QObject):
    """`actions` stand in the menu. Undo and redo work in every window of the program.

    What is typed in a field comes first; where there is nothing of it to undo, the last
    step is undone. A step that cannot be is passed over from then on.
    """

    def __init__(self, desk: Desk, window: QMainWindow) -> None:
        super().__init__(window)
        self._desk = desk
        self._undo: Step | None = None
        self._redo: Step | None = None
        self._passed: set[int] = set()
        self._wanted: deque[str] = deque()
        self._busy = False
        self._round = 0
        self._field: QWidget | None = None
        self.undo, self.redo = (self._step_action(window, name) for name in (_UNDO, _REDO))
        self.actions = [self.undo, self.redo, *_clipboard(window)]
        self._soon = QTimer(self, singleShot=True, interval=_COALESCE_MS)
        self._soon.timeout.connect(self.ask)
        desk.changes.heard.connect(self._heard)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_changed)
        self.show_words()
        later(self, self.ask)

    def ask(self) -> None:
        """Learn which steps come next."""
        if not self._desk.actor.can(Permission.CUSTOMERS_READ):
            self.show_words()
            return
        self._round += 1
        came = partial(self._came, self._round)
        self._desk.tasks.run(self, self._steps, came, self._failed)

    def show_words(self) -> None:
        """Say in the menu what undo and redo would do now."""
        field = focused_field()
        for action, step, name in (
            (self.undo, self._undo, _UNDO),
            (self.redo, self._redo, _REDO),
        ):
            typed = field is not None and can(field, name)
            title = _("Undo") if name == _UNDO else _("Redo")
            if typed:
                title = _("Undo typing") if name == _UNDO else _("Redo typing")
            elif step is not None:
                said = _("Undo: %s") if name == _UNDO else _("Redo: %s")
                title = said % short(step.title, _TITLE_LENGTH)
            action.setText(title.replace("&", "&&"))
            action.setEnabled(typed or step is not None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A field takes these keys even where it has nothing to undo: then they are ours."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            field = _field_in(watched)
            for key, name in ((_KEYS.Undo, _UNDO), (_KEYS.Redo, _REDO)):
                if field is not None and event.matches(key) and not can(field, name):
                    event.ignore()
                    return True
        return super().eventFilter(watched, event)

    def _steps(self) -> "Steps":
        """Runs on a worker."""
        return self._desk.services.undo.steps(frozenset(self._passed))

    def _came(self, ticket: int, steps: "Steps") -> None:
        if ticket == self._round:
            self._undo, self._redo = steps.undo, steps.redo
            self.show_words()

    def _failed(self, error: Exception) -> None:
        """The next change asks again."""
        self._busy = False
        self._wanted.clear()
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _run(self, name: str, _checked: bool = False) -> None:
        field = focused_field()
        if field is not None and can(field, name):
            getattr(field, name)()
            return
        front = QApplication.activeWindow()
        if isinstance(front, Window) and front.unsaved():
            said = _("Save or cancel your changes first. Then undo goes back further.")
            self._desk.notices.say(said)
            return
        self._wanted.append(name)
        self._next()

    def _next(self) -> None:
        """Take the next step somebody asked for, once the one before it is over."""
        if not self._busy and self._wanted:
            self._busy = True
            # What the menu says may be older than what was done last.
            go = partial(self._go, self._wanted.popleft())
            self._desk.tasks.run(self, self._steps, go, self._failed)

    def _go(self, name: str, steps: "Steps") -> None:
        step = steps.undo if name == _UNDO else steps.redo
        if step is None:
            self._busy = False
            self._wanted.clear()
            self.ask()
            return
        move = undoing.undo if name == _UNDO else undoing.redo
        move(self._desk, step.command, partial(self._ended, step.command))

    def _ended(self, command: int, end: undoing.End) -> None:
        self._busy = False
        if end is not undoing.End.DONE:
            self._wanted.clear()
        if end is undoing.End.BLOCKED:
            self._passed.add(command)
        self.ask()
        self._next()

    def _heard(self, touched: Touched) -> None:
        if not _WATCHED.isdisjoint(touched):
            self.undo.setEnabled(True)
            self._soon.start()

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is not None and isValid(old):
            old.removeEventFilter(self)
        if new is not None and _field_in(new) is not None:
            new.installEventFilter(self)
        self.show_words()

    def _step_action(self, window: QMainWindow, name: str) -> QAction:
        made = QAction(window)
        made.setObjectName(f"action.shell.edit.{name}")
        made.setShortcuts([QKeySequence(keys) for keys in _SHORTCUTS[name]])
        made.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        made.triggered.connect(partial(self._run, name))
        window.addAction(made)
        return made


def focused_field() -> Field | None:
    """The field that is being typed in."""
    return _field_in(QApplication.focusWidget())


def can(field: Field, name: str) -> bool:
    """Whether a field has something of its own to undo, or to redo."""
    if field.isReadOnly():
        return False
    if isinstance(field, QLineEdit):
        return field.isUndoAvailable() if name == _UNDO else field.isRedoAvailable()
    document = field.document()
    return document.isUndoAvailable() if name == _UNDO else document.isRedoAvailable()


def _field_in(widget: object) -> Field | None:
    if isinstance(widget, QComboBox | QAbstractSpinBox):
        return widget.lineEdit()
    return widget if isinstance(widget, Field) else None


def _clipboard(owner: QObject) -> list[QAction]:
    """Cut to Select all for whichever field has the focus.

    Fields know these keys by themselves, so the menu only shows them.
    """
    made = []
    for title, method, keys in (
        (N_("Cut"), "cut", _KEYS.Cut),
        (N_("Copy"), "copy", _KEYS.Copy),
        (N_("Paste"), "paste", _KEYS.Paste),
        (N_("Select all"), "selectAll", _KEYS.SelectAll),
    ):
        hint = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
        action = QAction(f"{_(title)}\t{hint}", owner)
        action.setObjectName(f"action.shell.edit.{method}")
        action.triggered.connect(partial(_to_focus, method))
        made.append(action)
    return made


def _to_focus(method: str, _checked: bool = False) -> None:
    call = getattr(QApplication.focusWidget(), method, None)
    if callable(call):
        call()
