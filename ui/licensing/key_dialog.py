"""Shows a whole license key, for a moment."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.notices import Offer
from ui.kit.parts import button, label
from ui.kit.secrecy import SECONDS, copy_secret
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

PLACE = "licenseKey"
SHOWN_SECONDS = 60


class KeyDialog(QDialog):
    """Closes by itself, so that a key does not stay on a screen nobody looks at.

    `offer` is something else to do, such as (Open license, call). Open it with `open()`.
    """

    def __init__(
        self,
        desk: Desk,
        key: str,
        title: str = "",
        said: str = "",
        parent: QWidget | None = None,
        offer: Offer | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName(PLACE)
        self.setWindowTitle(title or _("License key"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.line = QLineEdit(key, readOnly=True)
        self.line.setObjectName(f"{PLACE}.key")
        self.line.setAccessibleName(_("License key"))
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(theme().px(16))
        font.setWeight(QFont.Weight.DemiBold)
        self.line.setFont(font)
        self.copy = button(_("Copy"), f"{PLACE}.copy", Icon.COPY, role="primary")
        self.copy.setDefault(True)
        self.copy.clicked.connect(self._copy)
        self.told = label("", "caption", name=f"{PLACE}.told")
        close = button(_("Close"), f"{PLACE}.close")
        close.clicked.connect(self.reject)
        shown = said or _("That it was shown is kept in the history. It is hidden in a minute.")
        self._arrange(paragraph(shown, "muted"), close, offer)
        self._rest = QTimer(self, singleShot=True, interval=SHOWN_SECONDS * 1_000)
        self._rest.timeout.connect(self.reject)
        self._rest.start()

    def _copy(self) -> None:
        copy_secret(self.line.text())
        self.told.setText(_("Copied. It leaves the clipboard in %d seconds.") % SECONDS)

    def done(self, result: int) -> None:
        """Hold the key no longer."""
        self.line.clear()
        super().done(result)

    def _arrange(self, said: QWidget, close: QWidget, offer: Offer | None) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(label(self.windowTitle(), "h1"))
        column.addWidget(said)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.copy)
        column.addLayout(row)
        column.addWidget(self.told)
        foot = QHBoxLayout()
        foot.addStretch(1)
        if offer is not None:
            step = button(offer[0], f"{PLACE}.open", Icon.EXTERNAL)
            step.clicked.connect(self.accept)
            step.clicked.connect(offer[1])
            foot.addWidget(step)
        foot.addWidget(close)
        column.addLayout(foot)
        wide = self.line.fontMetrics().horizontalAdvance(self.line.text()) + theme().px(200)
        self.setMinimumWidth(min(max(theme().px(520), wide), self.screen().availableSize().width()))
