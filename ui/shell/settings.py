"""What the person can set: a list of sections, each a panel that applies at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.access import Permission
from app.core.text import N_, _
from ui.kit.desk import Desk
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon, icon
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import SCALES, Mode, theme
from ui.shell.preferences import Preferences

MODES = (
    (Mode.SYSTEM, N_("As the system has it")),
    (Mode.LIGHT, N_("Light")),
    (Mode.DARK, N_("Dark")),
)
SIZE = QSize(780, 600)


@dataclass(frozen=True, slots=True)
class SettingsSection:
    """One entry in the list on the left; without a permission everybody has it."""

    name: str
    title: str
    icon: Icon
    build: Callable[[Desk], QWidget]
    permission: Permission | None = None


class _Panel(QWidget):
    """Titles over inputs, one under the other."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(0, 0, 8, 0)
        self._body.setSpacing(6)
        self._body.addWidget(label(title, "h2"))
        self._body.addSpacing(6)

    def add(self, title: str, widget: QWidget, name: str, help_text: str = "") -> None:
        widget.setObjectName(name)
        widget.setMaximumWidth(theme().px(280))
        self._body.addWidget(title_for(widget, title))
        self._body.addWidget(widget)
        self._body.addWidget(paragraph(help_text, "caption"))
        self._body.addSpacing(6)

    def finish(self) -> None:
        self._body.addStretch()


def appearance(preferences: Preferences, desk: Desk) -> QWidget:
    """Theme and text size, applied as they are chosen."""
    panel = _Panel(_("Appearance"))
    modes = QComboBox()
    modes.addItems([_(title) for _mode, title in MODES])
    modes.setCurrentIndex([mode for mode, _title in MODES].index(desk.theme.mode))
    scales = QComboBox()
    scales.addItems([f"{scale} %" for scale in SCALES])
    scales.setCurrentIndex(SCALES.index(desk.theme.scale))

    def apply() -> None:
        mode, scale = MODES[modes.currentIndex()][0], SCALES[scales.currentIndex()]
        preferences.change(theme=mode.value, text_scale=scale)
        desk.theme.apply(mode, scale)

    modes.activated.connect(apply)
    scales.activated.connect(apply)
    panel.add(_("Theme"), modes, "settings.theme")
    panel.add(_("Text size"), scales, "settings.scale", _("Everything grows with the text."))
    panel.finish()
    return panel


class SettingsDialog(QDialog):
    """Sections on the left, the chosen one on the right."""

    def __init__(
        self, desk: Desk, sections: Sequence[SettingsSection], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings")
        self.setWindowTitle(_("Settings"))
        self.setProperty("shows_toasts", True)
        shown = [one for one in sections if not one.permission or desk.actor.can(one.permission)]
        self.list = QListWidget()
        self.list.setObjectName("settings.sections")
        self.list.setAccessibleName(_("Sections"))
        self.list.setProperty("role", "boxed")
        self.list.setIconSize(QSize(24, 16))
        self.stack = QStackedWidget()
        for section in shown:
            item = QListWidgetItem(icon(section.icon), _(section.title))
            item.setSizeHint(QSize(0, theme().px(36)))
            self.list.addItem(item)
            self.stack.addWidget(scrolled(section.build(desk)))
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._arrange()
        self.resize(theme().px(SIZE.width()), theme().px(SIZE.height()))

    def _arrange(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(16)
        body.addWidget(label(_("Settings"), "h1"))
        across = QHBoxLayout()
        across.setSpacing(24)
        self.list.setFixedWidth(theme().px(180))
        across.addWidget(self.list)
        across.addWidget(self.stack, 1)
        body.addLayout(across, 1)
        close = button(_("Close"), "settings.close", role="primary")
        buttons = QDialogButtonBox(self)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        body.addWidget(buttons)
