"""Puts a secret on the clipboard, for a short while."""

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QGuiApplication

SECONDS = 30


def copy_secret(text: str, seconds: float = SECONDS) -> None:
    """Copy `text`; it is taken off again after `seconds`, if it is still there."""
    data = QMimeData()
    data.setText(text)
    # Asks clipboard managers not to keep it.
    data.setData("x-kde-passwordManagerHint", b"secret")
    data.setData("ExcludeClipboardContentFromMonitorProcessing", b"")
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(data)

    def forget() -> None:
        if clipboard.text() == text:
            clipboard.clear()

    QTimer.singleShot(round(seconds * 1_000), clipboard, forget)
