"""What every place remembers of itself, per user: geometry, columns, sort, last page.

Only the looks of things are kept here; preferences that change what the program does
belong to the settings, secrets to neither.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

T = TypeVar("T")
# So much of a window must be on a screen for a hand to take hold of it.
_GRIP = 80
# Qt sizes windows without their title bar, and knows its height only once it is seen.
_TITLE_BAR = 32
_WINDOW_PARTS = 5


class Memory:
    """Values by key, in an INI file at `path`, apart for each `user_key`.

    A file that cannot be read or holds nonsense counts as empty; a disk that cannot be
    written costs the memory, nothing else.
    """

    def __init__(self, path: Path, user_key: str = "") -> None:
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)
        self._prefix = quote(user_key.casefold(), safe="") or "anyone"

    def recall(self, key: str, default: T) -> T:
        """What was kept under `key`, if it is of the default's type; else the default."""
        stored = self._settings.value(self._path(key))
        try:
            found = json.loads(stored) if isinstance(stored, str) else None
        except ValueError:
            return default
        return found if isinstance(found, type(default)) else default

    def keep(self, key: str, value: Any) -> None:
        """Remember a value JSON can hold."""
        self._settings.setValue(self._path(key), json.dumps(value))

    def forget(self, key: str) -> None:
        """Remember nothing of `key`."""
        self._settings.remove(self._path(key))

    def save(self) -> None:
        """Write to disk now; it also happens by itself from time to time."""
        self._settings.sync()

    def keep_window(self, window: QWidget, key: str) -> None:
        """Remember where a window stands and how large it is."""
        at = window.normalGeometry() if window.isMaximized() else window.geometry()
        self.keep(f"window.{key}", [at.x(), at.y(), at.width(), at.height(), window.isMaximized()])

    def restore_window(self, window: QWidget, key: str, size: QSize) -> None:
        """Put a window where it was, on a screen that is there; else give it `size`."""
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        parts: list[Any] = self.recall(f"window.{key}", [])
        if len(parts) != _WINDOW_PARTS or not all(isinstance(part, int) for part in parts):
            room = screens[0].size() - QSize(0, _TITLE_BAR)
            window.resize(size.boundedTo(room))
            return
        *rect, maximized = parts
        window.setGeometry(clamp(QRect(*rect), screens))
        if maximized:
            window.showMaximized()

    def keep_splitter(self, splitter: QSplitter, key: str) -> None:
        """Remember how a splitter divides its room."""
        self.keep(f"splitter.{key}", splitter.sizes())

    def restore_splitter(self, splitter: QSplitter, key: str) -> None:
        """Divide the room as it was."""
        sizes: list[Any] = self.recall(f"splitter.{key}", [])
        if len(sizes) == splitter.count() and all(isinstance(size, int) for size in sizes):
            splitter.setSizes(sizes)

    def _path(self, key: str) -> str:
        return f"{self._prefix}/{key}"


def clamp(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """`wanted`, moved and shrunk as little as needed to be seen and held on a screen."""
    for screen in screens:
        seen = screen.intersected(wanted)
        top_is_in = screen.top() <= wanted.top() <= screen.bottom() - _GRIP
        if seen.width() >= _GRIP and top_is_in:
            home = screen
            break
    else:
        home = screens[0]
    size = wanted.size().boundedTo(home.size())
    x = min(max(wanted.x(), home.x()), home.x() + home.width() - size.width())
    y = min(max(wanted.y(), home.y()), home.y() + home.height() - size.height())
    return QRect(x, y, size.width(), size.height())
