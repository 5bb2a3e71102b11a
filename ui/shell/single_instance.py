"""One program per database file: a second start brings the first one's window forward."""

import getpass
import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_MS = 1_000
RAISE = b"raise\n"


def name_of(database: str) -> str:
    """A name for the meeting point, the same for every way to write a file's path."""
    place = database if "://" in database else str(Path(database).expanduser().resolve())
    key = hashlib.sha256(f"{getpass.getuser()}\n{place}".encode()).hexdigest()[:24]
    return f"customer-desk-{key}"


class SingleInstance(QObject):
    """`raised` when another start asked for the window."""

    raised = Signal()

    def __init__(self, database: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name_of(database)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)

    def claim(self) -> bool:
        """Be the first on this database; False when another was, who is raised now.

        Whoever cannot listen at all counts as first: the database keeps itself whole.
        """
        if self._is_answered():
            return False
        # What a crash leaves behind on Linux and macOS is only in the way.
        QLocalServer.removeServer(self._name)
        self._server.listen(self._name)
        return True

    def release(self) -> None:
        """Let another be the first."""
        self._server.close()

    def _is_answered(self) -> bool:
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if not socket.waitForConnected(PATIENCE_MS):
            socket.deleteLater()
            return False
        socket.write(RAISE)
        socket.waitForBytesWritten(PATIENCE_MS)
        socket.disconnectFromServer()
        socket.deleteLater()
        return True

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()
