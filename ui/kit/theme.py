"""The look of the whole application: colours by role, type sizes and the style sheet.

Colours live in `resources/themes`, the style sheet in `resources/styles`; nothing in the
code names one. `theme()` is the theme of the running application.
"""

import re
import sys
from enum import StrEnum
from functools import cache
from importlib.resources import files
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.kit.colours import Colours, Role, Tone, colours

__all__ = ["Mode", "Role", "Theme", "Tone", "theme"]

SCALES = (100, 115, 130, 150)
BODY, CAPTION, CARD_TITLE, PAGE_TITLE, FIGURE = 13, 12, 15, 20, 26


class Mode(StrEnum):
    """Which theme is wanted."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


# What Fusion itself paints with, for whatever the style sheet leaves to it.
_PALETTE = {
    QPalette.ColorRole.Window: Role.BG,
    QPalette.ColorRole.WindowText: Role.TEXT,
    QPalette.ColorRole.Base: Role.SURFACE,
    QPalette.ColorRole.AlternateBase: Role.HOVER,
    QPalette.ColorRole.ToolTipBase: Role.RAISED,
    QPalette.ColorRole.ToolTipText: Role.TEXT,
    QPalette.ColorRole.PlaceholderText: Role.MUTED,
    QPalette.ColorRole.Text: Role.TEXT,
    QPalette.ColorRole.Button: Role.SURFACE,
    QPalette.ColorRole.ButtonText: Role.TEXT,
    QPalette.ColorRole.BrightText: Role.DANGER,
    QPalette.ColorRole.Highlight: Role.SELECTION,
    QPalette.ColorRole.HighlightedText: Role.TEXT,
    QPalette.ColorRole.Link: Role.ACCENT,
    QPalette.ColorRole.LinkVisited: Role.ACCENT,
    QPalette.ColorRole.Light: Role.RAISED,
    QPalette.ColorRole.Midlight: Role.HOVER,
    QPalette.ColorRole.Mid: Role.BORDER,
    QPalette.ColorRole.Dark: Role.BORDER_STRONG,
    QPalette.ColorRole.Shadow: Role.BORDER_STRONG,
    QPalette.ColorRole.Accent: Role.ACCENT,
}
_TEXTS = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)
# Pictures the style sheet shows, and the role each is tinted with.
_PICTURES = {
    "chevron-down": Role.MUTED,
    "chevron-up": Role.MUTED,
    "chevron-right": Role.MUTED,
    "check": Role.ON_ACCENT,
    "minus": Role.ON_ACCENT,
}


@cache
def _load_fonts() -> bool:
    """Make the bundled fonts known to Qt, once."""
    for file in files("resources").joinpath("fonts").iterdir():
        if file.name.endswith(".ttf"):
            QFontDatabase.addApplicationFontFromData(QByteArray(file.read_bytes()))
    return QFontDatabase.hasFamily("Inter")


class Theme(QObject):
    """Paints `app` light or dark and says so by `changed`; delegates ask it for colours."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: Mode = Mode.SYSTEM, scale: int = 100) -> None:
        super().__init__(app)
        self._app, self._mode, self._scale = app, mode, scale
        self._pictures = QTemporaryDir()
        # Both are kept: PySide lets go of the second when it is reached through the first.
        self._hints = app.styleHints()
        self._access = (
            self._hints.accessibility() if hasattr(self._hints, "accessibility") else None
        )
        self._hints.colorSchemeChanged.connect(self._system_changed)
        if self._access is not None:
            self._access.contrastPreferenceChanged.connect(self._system_changed)
        self._colours: Colours = {}
        self._qcolours: dict[str, QColor] = {}
        app.setProperty("theme", self)
        self.apply(mode, scale)

    @property
    def mode(self) -> Mode:
        """What was asked for; `is_dark` is what came of it."""
        return self._mode

    @property
    def scale(self) -> int:
        """The text size in per cent."""
        return self._scale

    @property
    def is_dark(self) -> bool:
        """Whether the dark theme is on. A system that does not say counts as light."""
        if self._mode is Mode.SYSTEM:
            return self._hints.colorScheme() is Qt.ColorScheme.Dark
        return self._mode is Mode.DARK

    @property
    def high_contrast(self) -> bool:
        """Whether the system asks for high contrast."""
        return (
            self._access is not None
            and self._access.contrastPreference() is Qt.ContrastPreference.HighContrast
        )

    def hex(self, role: Role) -> str:
        """The colour of `role` as `#RRGGBB`."""
        return self._colours[role]

    def color(self, role: Role) -> QColor:
        """The colour of `role`; shared, not to be changed."""
        return self._qcolours[role]

    def px(self, size: int) -> int:
        """`size` in the user's text size."""
        return round(size * self._scale / 100)

    def font(self, size: int = BODY, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The application's font in one of the sizes, scaled, with digits of equal width."""
        font = QFont("Inter") if _load_fonts() and not _has_own_font() else QFont()
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        font.setFeature(QFont.Tag("tnum"), 1)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    def apply(self, mode: Mode, scale: int) -> None:
        """Show the application in `mode` at `scale` per cent."""
        self._mode, self._scale = mode, scale
        self._hints.setColorScheme(
            {
                Mode.SYSTEM: Qt.ColorScheme.Unknown,
                Mode.LIGHT: Qt.ColorScheme.Light,
                Mode.DARK: Qt.ColorScheme.Dark,
            }[mode]
        )
        name = "dark" if self.is_dark else "light"
        self._colours = colours(name, high_contrast=self.high_contrast)
        self._qcolours = {role: QColor(colour) for role, colour in self._colours.items()}
        if self._app.style().name() != "fusion":
            self._app.setStyle(QStyleFactory.create("Fusion"))
        self._app.setPalette(self._palette())
        self._app.setFont(self.font())
        self._app.setStyleSheet(self._style_sheet(name))
        self.changed.emit()

    def _system_changed(self) -> None:
        if self._mode is Mode.SYSTEM:
            self.apply(self._mode, self._scale)

    def _palette(self) -> QPalette:
        palette = QPalette()
        for where, role in _PALETTE.items():
            palette.setColor(where, self.color(role))
        for where in _TEXTS:
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.color(Role.DISABLED))
        return palette

    def _style_sheet(self, name: str) -> str:
        """`base.qss` with `@role`, `@12px`, `@12px-2` (scaled) and `@icon(name)` filled in."""
        template = files("resources").joinpath("styles", "base.qss").read_text("utf-8")
        for picture, role in _PICTURES.items():
            drawing = files("resources").joinpath("icons", f"{picture}.svg").read_text("utf-8")
            path = Path(self._pictures.filePath(f"{picture}-{name}.svg"))
            path.write_text(drawing.replace("currentColor", self.hex(role)), "utf-8")

        def fill(match: re.Match[str]) -> str:
            picture, size, less, role = match.groups()
            if picture:
                path = self._pictures.filePath(f"{picture}-{name}.svg")
                return f'url("{path}")'
            if size:
                return f"{self.px(int(size)) + int(less or 0)}px"
            return self._colours[role]

        return re.sub(r"@(?:icon\(([\w-]+)\)|(\d+)px(-\d+)?|([a-z]\w*))", fill, template)


def _has_own_font() -> bool:
    """Whether the system has a font made for its screens; elsewhere we bring our own."""
    return sys.platform in {"win32", "darwin"}


def theme() -> Theme:
    """The theme of the running application; made on first use, following the system."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        message = "A QApplication must exist before its theme."
        raise RuntimeError(message)  # noqa: TRY004 - about when, not about a type
    found = app.property("theme")
    return found if isinstance(found, Theme) else Theme(app)
