"""Every icon of the application: SVG outlines, tinted by the theme whenever they are painted."""

import atexit
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.kit.theme import Role, theme


class Icon(StrEnum):
    """A drawing in `resources/icons`; the value is the name of its file."""

    ALERT = "triangle-alert"
    ARCHIVE = "archive"
    ARROW_DOWN = "arrow-down"
    ARROW_LEFT = "arrow-left"
    ARROW_RIGHT = "arrow-right"
    ARROW_UP = "arrow-up"
    BAN = "ban"
    BELL = "bell"
    BUG = "bug"
    BUILDING = "building-2"
    CALENDAR = "calendar"
    CALENDAR_CHECK = "calendar-check"
    CHART = "chart-column"
    CHECK = "check"
    CHEVRON_DOWN = "chevron-down"
    CHEVRON_LEFT = "chevron-left"
    CHEVRON_RIGHT = "chevron-right"
    CHEVRON_UP = "chevron-up"
    CIRCLE_ALERT = "circle-alert"
    CIRCLE_CHECK = "circle-check"
    CIRCLE_OFF = "circle-slash"
    CIRCLE_X = "circle-x"
    CLOCK = "clock"
    CLOUD_ALERT = "cloud-alert"
    COLUMNS = "columns-3"
    COMMAND = "command"
    COPY = "copy"
    CREDIT_CARD = "credit-card"
    DASHBOARD = "layout-dashboard"
    DATABASE = "database"
    DOWNLOAD = "download"
    EXPORT = "file-down"
    EXTERNAL = "external-link"
    EYE = "eye"
    EYE_OFF = "eye-off"
    FILE = "file"
    FILE_ARCHIVE = "file-archive"
    FILE_TEXT = "file-text"
    FILTER = "list-filter"
    FOLDER = "folder-open"
    FROWN = "frown"
    GLOBE = "globe"
    HELP = "circle-help"
    HISTORY = "history"
    HOURGLASS = "hourglass"
    IMAGE = "image"
    IMPORT = "file-up"
    INBOX = "inbox"
    INFO = "info"
    KEY = "key-round"
    KEYBOARD = "keyboard"
    LAYERS = "layers"
    LINK = "link"
    LOCK = "lock"
    LOG_OUT = "log-out"
    MAIL = "mail"
    MAP_PIN = "map-pin"
    MEH = "meh"
    MERGE = "git-merge"
    MESSAGE = "message-square"
    MINUS = "minus"
    MONITOR = "monitor-smartphone"
    MOON = "moon"
    MORE = "ellipsis"
    MUSIC = "music"
    NOTE = "notebook-pen"
    PACKAGE = "package"
    PANEL = "panel-left"
    PAPERCLIP = "paperclip"
    PAUSE = "circle-pause"
    PASTE = "clipboard-paste"
    PENCIL = "pencil"
    PHONE = "phone"
    PLAY = "play"
    PLUS = "plus"
    POWER = "power"
    PRESENTATION = "presentation"
    PRINTER = "printer"
    RECEIPT = "receipt-text"
    REDO = "redo-2"
    REFRESH = "refresh-cw"
    REPEAT = "repeat"
    RESELLER = "handshake"
    RESTORE = "archive-restore"
    ROWS_CLOSE = "rows-4"
    ROWS_WIDE = "rows-3"
    SAVE = "save"
    SCROLL = "scroll-text"
    SEARCH = "search"
    SEARCH_NONE = "search-x"
    SERVER = "server"
    SETTINGS = "settings"
    SHIELD = "shield"
    SHIELD_CHECK = "shield-check"
    SHOPPING_CART = "shopping-cart"
    SIGN_IN = "log-in"
    SMILE = "smile"
    SPREADSHEET = "file-spreadsheet"
    STAR = "star"
    SUN = "sun"
    TABLE_LIST = "list-checks"
    TAG = "tag"
    TRASH = "trash-2"
    UNDO = "undo-2"
    UNLOCK = "lock-open"
    USER = "user"
    USERS = "users"
    USER_CHECK = "user-check"
    USER_PLUS = "user-plus"
    USER_X = "user-x"
    VERIFIED = "badge-check"
    VIDEO = "video"
    WAND = "wand-sparkles"
    X = "x"


@cache
def svg(name: Icon) -> str:
    """The drawing, with `currentColor` where its colour goes."""
    return files("resources").joinpath("icons", f"{name}.svg").read_text("utf-8")


@cache
def _renderer(name: Icon, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(svg(name).replace("currentColor", colour).encode()))


@lru_cache(maxsize=1_000)
def _drawn(name: Icon, colour: str, side: int, ratio: float) -> QPixmap:
    """A square icon at the device's own size."""
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _renderer(name, colour).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


# Pixmaps must not outlive the application object, which goes when Python ends.
atexit.register(_drawn.cache_clear)
atexit.register(_renderer.cache_clear)


def paint_icon(painter: QPainter, rect: QRectF, name: Icon, role: Role) -> None:
    """Draw `name` into the square `rect` in a colour of the current theme."""
    ratio = painter.device().devicePixelRatio()
    pixmap = _drawn(name, theme().hex(role), round(rect.width()), ratio)
    painter.drawPixmap(round(rect.x()), round(rect.y()), pixmap)


class _Engine(QIconEngine):
    """Draws at the size that is asked for, in the colour the theme has at that moment."""

    def __init__(self, name: Icon, role: Role, checked: Role) -> None:
        super().__init__()
        self._name, self._role, self._checked = name, role, checked

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._role, self._checked)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        role = self._checked if state is QIcon.State.On else self._role
        if mode is QIcon.Mode.Disabled:
            role = Role.DISABLED
        # A rectangle wider than high leaves a gap between the drawing and a button's text.
        side = min(rect.width(), rect.height())
        x = (
            rect.x()
            if painter.layoutDirection() != Qt.LayoutDirection.RightToLeft
            else (rect.right() + 1 - side)
        )
        paint_icon(
            painter, QRectF(x, rect.y() + (rect.height() - side) / 2, side, side), self._name, role
        )

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap


def icon(name: Icon, role: Role = Role.MUTED, checked: Role | None = None) -> QIcon:
    """A `QIcon` that follows the theme; `checked` is its colour when switched on."""
    return QIcon(_Engine(name, role, checked or role))


def app_icon() -> QIcon:
    """The product's own icon, for windows and the task bar."""
    data = files("resources").joinpath("icons", "app.svg").read_bytes()
    renderer, result = QSvgRenderer(QByteArray(data)), QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter)
        painter.end()
        result.addPixmap(pixmap)
    return result
