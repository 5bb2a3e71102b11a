"""The bar above the page: search, notifications, help, and who is signed in."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton

from app.core.access import Actor
from app.core.text import _, ngettext
from ui.kit.icons import Icon, icon
from ui.kit.notices import Notices
from ui.kit.parts import icon_button
from ui.kit.pressing import PushButton, ToolButton
from ui.kit.theme import Role, theme
from ui.shell.history import History

HEIGHT = 56
SEARCH_WIDTH = 420


class TopBar(QFrame):
    """`search_wanted` opens the palette, `help_wanted` the shortcut overview."""

    search_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, actor: Actor, notices: Notices, shortcut: str) -> None:
        super().__init__()
        self.setProperty("role", "top")
        self._actor, self._notices = actor, notices
        self.search = self._search(shortcut)
        self.bell = icon_button(_("Notifications"), "shell.notifications", Icon.BELL)
        self.bell.clicked.connect(self._show_history)
        self.help = icon_button(_("Keyboard shortcuts"), "shell.help", Icon.HELP)
        self.help.clicked.connect(self.help_wanted)
        self.user = self._user()
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(4)
        row.addWidget(self.search, 20)
        row.addStretch(1)
        row.addWidget(self.bell)
        row.addWidget(self.help)
        row.addSpacing(4)
        row.addWidget(self.user)
        notices.shown.connect(self._count)
        notices.seen.connect(self._count)
        theme().changed.connect(self._fit)
        self._fit()
        self._count()

    def offer(self, actions: Sequence[QAction]) -> None:
        """Put `actions` into the user's menu, under who is signed in."""
        menu = QMenu(self)
        who = menu.addSection(self._actor.name)
        who.setToolTip(self._actor.email)
        described = menu.addAction(
            " · ".join(part for part in (self._actor.role, self._actor.email) if part)
        )
        described.setEnabled(False)
        menu.addSeparator()
        menu.addActions(list(actions))
        self.user.setMenu(menu)

    def _search(self, shortcut: str) -> QPushButton:
        made = PushButton(_("Search everything") + f"   {shortcut}")
        made.setObjectName("shell.search")
        made.setAccessibleName(_("Search everything"))
        made.setProperty("role", "field")
        made.setAutoDefault(False)
        made.setIcon(icon(Icon.SEARCH))
        made.setIconSize(QSize(24, 16))
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made.clicked.connect(self.search_wanted)
        return made

    def _user(self) -> QToolButton:
        made = ToolButton()
        made.setObjectName("shell.user")
        made.setText(self._actor.name)
        made.setAccessibleName(_("Signed in as %(name)s") % {"name": self._actor.name})
        made.setToolTip(self._actor.role)
        made.setIcon(icon(Icon.USER, Role.TEXT))
        made.setIconSize(QSize(26, 18))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.setMinimumHeight(32)
        return made

    def _count(self) -> None:
        unseen = self._notices.unseen
        title = _("Notifications")
        if unseen:
            title += ": " + ngettext("%d new", "%d new", unseen) % unseen
        self.bell.setToolTip(title)
        self.bell.setAccessibleName(title)
        styles = Qt.ToolButtonStyle
        self.bell.setText(str(unseen) if unseen else "")
        self.bell.setToolButtonStyle(
            styles.ToolButtonTextBesideIcon if unseen else styles.ToolButtonIconOnly
        )
        self.bell.setIcon(icon(Icon.BELL, Role.ACCENT if unseen else Role.MUTED))
        self.bell.setProperty("unseen", unseen)

    def _show_history(self) -> None:
        history = History(self._notices, self)
        corner = self.bell.mapToGlobal(QPoint(self.bell.width(), self.bell.height() + 4))
        history.open_at(corner)

    def _fit(self) -> None:
        self.setFixedHeight(theme().px(HEIGHT))
        self.search.setMaximumWidth(theme().px(SEARCH_WIDTH))
