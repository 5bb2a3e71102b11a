"""A modal question: one sentence, what follows from it, and verbs for answers."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.text import _
from ui.kit.parts import button
from ui.kit.text_parts import paragraph, titled
from ui.kit.theme import theme

_NARROWEST, _WIDEST = 400, 560


class Question(QDialog):
    """Built piece by piece, then asked once."""

    def __init__(self, parent: QWidget | None, place: str, title: str, text: str) -> None:
        super().__init__(parent)
        self.place = place
        self.setObjectName(place)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        self.setMinimumWidth(theme().px(_NARROWEST))
        self.setMaximumWidth(theme().px(_WIDEST))
        self._chosen = ""
        self._option: QCheckBox | None = None
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(24, 20, 24, 20)
        self._body.setSpacing(12)
        self._body.addWidget(paragraph(title, "h2"))
        if text:
            self._body.addWidget(paragraph(text))
        self._buttons = QDialogButtonBox(self)

    @property
    def option_checked(self) -> bool:
        """Whether the check box was ticked."""
        return self._option is not None and self._option.isChecked()

    def add_button(
        self, key: str, text: str, *, role: str = "", default: bool = False
    ) -> QPushButton:
        """An answer; `ask` returns its `key`."""
        made = button(text, f"{self.place}.{key}", role=role)
        made.clicked.connect(partial(self._choose, key))
        made.setDefault(default)
        roles = QDialogButtonBox.ButtonRole
        self._buttons.addButton(
            made, roles.DestructiveRole if key == "discard" else roles.AcceptRole
        )
        return made

    def add_cancel(self, text: str, *, default: bool = False) -> None:
        """The answer that changes nothing, also given by Escape."""
        made = button(text, f"{self.place}.cancel")
        made.setDefault(default)
        self._buttons.addButton(made, QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.rejected.connect(self.reject)

    def add_option(self, text: str) -> None:
        """A check box above the buttons."""
        self._option = QCheckBox(text)
        self._option.setObjectName(f"{self.place}.option")
        self._option.setAccessibleName(text)
        self._body.addWidget(self._option)

    def add_typed(self, expected: str, *, unlocks: str) -> None:
        """A field in which `expected` must be typed before the answer can be given."""
        line = QLineEdit()
        line.setObjectName(f"{self.place}.typed")
        ask = _("Type %(text)s to go on") % {"text": expected}
        self._body.addLayout(titled(line, ask))
        gate = self.findChild(QPushButton, f"{self.place}.{unlocks}")
        if gate is None:
            raise LookupError(unlocks)
        gate.setEnabled(False)
        line.textChanged.connect(lambda text: gate.setEnabled(text.strip() == expected))
        line.setFocus()

    def finish(self) -> None:
        """Put the buttons under what was added."""
        self._body.addSpacing(4)
        self._body.addWidget(self._buttons)

    def ask(self) -> str:
        """Show it and return the chosen key, or nothing when it was cancelled."""
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.exec()
        return self._chosen

    def showEvent(self, event: QShowEvent) -> None:
        # A window asks its layout for a height once, before its width is limited.
        wanted = max(self.minimumWidth(), min(self.maximumWidth(), self.sizeHint().width()))
        self.resize(wanted, self._body.totalHeightForWidth(wanted))
        super().showEvent(event)

    def _choose(self, key: str, _checked: bool = False) -> None:
        self._chosen = key
        self.accept()
