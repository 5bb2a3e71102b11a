"""The dialog that answers requests of devices without a network."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.access import Permission
from app.core.errors import DeskError
from app.core.text import _
from app.offline.schemas import RequestKind, RequestSeen, Response
from ui.kit import dialogs
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button, label, picture, restyle
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import Role, theme
from ui.licensing import offline_requests as requests
from ui.licensing.offline_response import ResponseView
from ui.licensing.why import why

PLACE = "offline"
_DEBOUNCE_MS = 300


class OfflineDialog(QDialog):
    """What is pasted, opened or dropped is read at once; answering needs one more press."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._turn = 0
        self.seen: RequestSeen | None = None
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Offline activation"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self.text = QPlainTextEdit()
        self.text.setObjectName(f"{PLACE}.request")
        self.text.setTabChangesFocus(True)
        self.text.setAcceptDrops(False)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setPlaceholderText(_("Paste the request here, or drop its file."))
        self.open_file = button(_("Open file\u2026"), f"{PLACE}.open", Icon.FOLDER)
        self.banner = QFrame()
        self.mark = picture(Icon.CIRCLE_CHECK, 18)
        self.said = paragraph("", name=f"{PLACE}.message")
        self.facts = QWidget()
        self.facts.setProperty("role", "clear")
        self.why = button(_("Why?"), f"{PLACE}.why", Icon.HELP)
        self.answer = button(_("Answer"), f"{PLACE}.answer", Icon.CHECK, "primary")
        self.another = button(_("Answer another request"), f"{PLACE}.another", Icon.REPEAT)
        self.shut = button(_("Close"), f"{PLACE}.close")
        self.response = ResponseView(desk, PLACE)
        self._rest = QTimer(self, singleShot=True, interval=_DEBOUNCE_MS)
        self._arrange()
        self._connect()
        self._show_seen(None, "")
        self.text.setFocus()

    def take(self, path: Path) -> None:
        """Read a request from a file."""
        self._desk.tasks.run(
            self, partial(requests.read, path), self.text.setPlainText, self._broke
        )

    def look(self) -> None:
        """Find out what the text asks."""
        self._rest.stop()
        self._turn += 1
        text = self.text.toPlainText()
        if not text.strip():
            self._show_seen(None, "")
            return
        came = partial(self._came, self._turn)
        failed = partial(self._refused, self._turn)
        work = partial(self._desk.services.offline.preview, text)
        self._desk.tasks.run(self, work, came, failed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if requests.dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if (path := requests.dropped(event)) is not None:
            event.acceptProposedAction()
            self.take(path)

    def _came(self, turn: int, seen: RequestSeen) -> None:
        if turn == self._turn:
            self._show_seen(seen, seen.sentence)

    def _refused(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)
            return
        self._show_seen(None, str(error))

    def _broke(self, error: Exception) -> None:
        if isinstance(error, DeskError):
            self._show_seen(None, str(error))
        else:
            self._desk.notices.show_error(error)

    def _show_seen(self, seen: RequestSeen | None, said: str) -> None:
        self.seen = seen
        good = seen is not None and seen.allowed
        self.said.setText(said)
        self.banner.setVisible(bool(said))
        self.banner.setAccessibleName(said)
        restyle(self.banner, role="good" if good else "problem")
        restyle(self.said)
        self.mark.show_icon(
            Icon.CIRCLE_CHECK if good else Icon.CIRCLE_X, Role.OK_FG if good else Role.BAD_FG
        )
        self._fill(seen)
        may = self._desk.actor.can(Permission.ACTIVATIONS_EDIT)
        self.answer.setEnabled(good and may)
        self.answer.setText(_(requests.VERBS[seen.kind]) if seen else _("Answer"))
        self.answer.setAccessibleName(self.answer.text())
        self.answer.setToolTip("" if may else _("Your role does not let you answer requests."))
        asks = seen is not None and seen.kind is not RequestKind.DEACTIVATE
        self.why.setVisible(asks and not good and seen is not None and bool(seen.license_id))

    def _fill(self, seen: RequestSeen | None) -> None:
        grid = self.grid
        while (item := grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for row, (key, title, words) in enumerate(requests.facts(seen) if seen else ()):
            grid.addWidget(label(title, "muted"), row, 0)
            grid.addWidget(paragraph(words, name=f"{PLACE}.{key}"), row, 1)

    def _answer(self) -> None:
        if self.seen is None or not self.seen.allowed or not self.answer.isEnabled():
            return
        self.answer.setEnabled(False)
        work = partial(self._desk.services.offline.answer, self.text.toPlainText())
        self._turn += 1
        self._desk.tasks.run(self, work, self.show_answer, partial(self._refused, self._turn))

    def show_answer(self, found: Response) -> None:
        """Show what is to be carried back."""
        self.response.show_response(found)
        self._turn_to(answered=True)
        self.response.copy.setFocus()

    def _begin_again(self) -> None:
        self.text.clear()
        self._turn_to(answered=False)
        self.text.setFocus()

    def _turn_to(self, *, answered: bool) -> None:
        self.pages.setCurrentIndex(1 if answered else 0)
        self.answer.setVisible(not answered)
        self.another.setVisible(answered)
        self.why.setVisible(self.why.isVisible() and not answered)
        self.lead.setText(requests.after() if answered else requests.before())

    def _ask_path(self) -> None:
        path = dialogs.ask_open_path(self, _("Open request"), requests.file_kinds())
        if path is not None:
            self.take(path)

    def _explain(self) -> None:
        seen = self.seen
        if seen is not None and seen.license_id is not None:
            one = seen.device
            why(self._desk, self, license_id=seen.license_id, device=one.identifier, kind=one.kind)

    def _connect(self) -> None:
        self._rest.timeout.connect(self.look)
        self.text.textChanged.connect(self._rest.start)
        self.open_file.clicked.connect(self._ask_path)
        self.answer.clicked.connect(self._answer)
        self.another.clicked.connect(self._begin_again)
        self.why.clicked.connect(self._explain)
        self.shut.clicked.connect(self.reject)
        self._desk.changes.heard.connect(self._heard)

    def _heard(self, touched: object) -> None:
        if self.pages.currentIndex() == 0 and self.seen is not None and touched:
            self._rest.start()

    def _arrange(self) -> None:
        request = QWidget()
        request.setProperty("role", "clear")
        inside = QVBoxLayout(request)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(title_for(self.text, _("Request")))
        top.addStretch(1)
        top.addWidget(self.open_file)
        inside.addLayout(top)
        inside.addWidget(self.text, 1)
        across = QHBoxLayout(self.banner)
        across.setContentsMargins(12, 8, 12, 8)
        across.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self.said, 1)
        inside.addWidget(self.banner)
        self.grid = QGridLayout(self.facts)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(16)
        self.grid.setColumnMinimumWidth(0, theme().px(120))
        self.grid.setColumnStretch(1, 1)
        inside.addWidget(self.facts)
        self.pages = QStackedWidget()
        self.pages.addWidget(request)
        self.pages.addWidget(self.response)
        self.lead = paragraph(requests.before(), "muted")
        ends = QHBoxLayout()
        ends.addWidget(self.why)
        ends.addStretch(1)
        for one in (self.shut, self.another, self.answer):
            ends.addWidget(one)
        self.another.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(self.lead)
        column.addWidget(self.pages, 1)
        column.addLayout(ends)
        screen = self.screen().availableSize()
        self.resize(
            min(theme().px(960), screen.width() - 40), min(theme().px(660), screen.height() - 60)
        )
