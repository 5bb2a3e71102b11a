"""Hides everything until the person at the desk is known again."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from app.core.access import Actor
from app.core.errors import DeskError
from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture
from ui.kit.tasks import Tasks
from ui.kit.text_parts import titled
from ui.kit.theme import Role, theme


class LockDialog(QDialog):
    """Asks for the password again; Escape does not help."""

    unlocked = Signal()
    sign_out_wanted = Signal()

    def __init__(self, tasks: Tasks, actor: Actor, check: Callable[[str], object]) -> None:
        from ui.kit.form_saver import MessageBar  # noqa: PLC0415 - not for the first list
        from ui.kit.password import PasswordEditor  # noqa: PLC0415 - not for the first list

        super().__init__(None, Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint)
        self._tasks, self._check = tasks, check
        self.setObjectName("lock")
        self.setWindowTitle(_("Customer Desk is locked"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self._editor = PasswordEditor()
        self._editor.set_name("lock.password", _("Password"))
        self.password = self._editor.line
        self.bar = MessageBar("lock")
        self.unlock = button(_("Unlock"), "lock.submit", role="primary")
        self.unlock.setDefault(True)
        self.sign_out = button(_("Sign out"), "lock.signOut")
        self._arrange(actor)
        self.unlock.clicked.connect(self._try)
        self.sign_out.clicked.connect(self.sign_out_wanted)
        self.setFixedWidth(theme().px(420))

    def reject(self) -> None:
        """Nothing but the password, or signing out, ends this."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)

    def _arrange(self, actor: Actor) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(32, 28, 32, 28)
        body.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(picture(Icon.LOCK, 24, Role.ACCENT))
        head.addWidget(label(_("Locked"), "h1"), 1)
        body.addLayout(head)
        signed_in = _("Signed in as %(name)s") % {"name": actor.name}
        body.addWidget(label(signed_in, "muted"))
        body.addLayout(titled(self._editor.widget, _("Password"), self.password))
        body.addWidget(self.bar)
        ends = QHBoxLayout()
        ends.setSpacing(8)
        ends.addWidget(self.sign_out)
        ends.addStretch()
        ends.addWidget(self.unlock)
        body.addLayout(ends)

    def _try(self) -> None:
        if not self.password.text():
            self.bar.say(_("Type your password."))
            self.password.setFocus()
            return
        self._set_busy(True)
        work = partial(self._check, self.password.text())
        self._tasks.run(self, work, self._open, self._refuse)

    def _open(self, _result: object) -> None:
        self._set_busy(False)
        self.password.clear()
        self.unlocked.emit()

    def _refuse(self, error: Exception) -> None:
        self._set_busy(False)
        if not isinstance(error, DeskError):
            self.bar.say(_("This did not work. Try again; the log says more."))
            raise error
        self.bar.say(str(error))
        self.password.selectAll()
        self.password.setFocus()

    def _set_busy(self, busy: bool) -> None:
        self.unlock.setEnabled(not busy)
        self.unlock.setText(_("Unlocking…") if busy else _("Unlock"))
        self.password.setEnabled(not busy)


class Cover(QFrame):
    """Lies over a window so that nothing of it can be seen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("lock.cover")
        self.setProperty("role", "cover")
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.addWidget(picture(Icon.LOCK, 40), 0, Qt.AlignmentFlag.AlignCenter)
        self.title = window.windowTitle()
        window.setWindowTitle(_("Customer Desk"))
        self.setGeometry(window.rect())
        self.show()
        self.raise_()


class Lock(QObject):
    """Covers every window of the program and asks for the password over them."""

    sign_out_wanted = Signal()

    def __init__(
        self, tasks: Tasks, actor: Actor, check: Callable[[str], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._tasks, self._actor, self._check = tasks, actor, check
        self._covers: list[Cover] = []
        self.dialog: LockDialog | None = None

    @property
    def is_locked(self) -> bool:
        """Whether the password is needed to go on."""
        return self.dialog is not None

    def lock(self) -> None:
        """Hide everything now; the work behind stays as it is."""
        if self.dialog is not None:
            return
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        self.dialog = LockDialog(self._tasks, self._actor, self._check)
        self.dialog.unlocked.connect(self.release)
        self.dialog.sign_out_wanted.connect(self.sign_out_wanted)
        for window in QApplication.topLevelWidgets():
            self._cover(window)
        app = QApplication.instance()
        if app is not None:
            app.installEventFilter(self)
        self.dialog.show()
        self.dialog.activateWindow()
        self.dialog.password.setFocus()

    def release(self) -> None:
        """Show everything again."""
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        for cover in self._covers:
            if isValid(cover):
                window = cover.window()
                window.setWindowTitle(cover.title)
                cover.hide()
                cover.deleteLater()
        self._covers.clear()
        if self.dialog is not None:
            self.dialog.hide()
            self.dialog.deleteLater()
            self.dialog = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._cover(watched)
        if event.type() is QEvent.Type.Resize:
            for cover in self._covers:
                if isValid(cover) and cover.parent() is watched:
                    cover.setGeometry(cover.window().rect())
        return super().eventFilter(watched, event)

    def _cover(self, window: QWidget) -> None:
        known = any(isValid(cover) and cover.parent() is window for cover in self._covers)
        if known or window is self.dialog or not window.isVisible():
            return
        if window.windowType() in {Qt.WindowType.ToolTip, Qt.WindowType.Popup}:
            window.hide()
            return
        self._covers.append(Cover(window))
