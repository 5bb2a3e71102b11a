"""One of several programs that add a file.

Given a database, a customer, a file and, perhaps, after how many steps of its progress to
say "half" and wait to be killed. Otherwise it says when it is ready, waits for a line, and
tells the id.
"""

import sys
from pathlib import Path

import app.core.progress
from app.attachments.schemas import AttachTo
from app.attachments.service import AttachmentService
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.progress import Progress


def main(address: str, customer_id: str, path: str, half: str = "") -> None:
    """Add."""
    app.core.progress.INTERVAL = 0
    database = Database(Address.parse(address))
    actor = Actor(1, "Ada Admin", frozenset(Permission))
    service = AttachmentService(database, actor, Changes())
    steps = 0

    def wait(_done: int, _total: int | None) -> None:
        nonlocal steps
        steps += 1
        if steps == int(half):
            _say("half")
            sys.stdin.readline()

    if not half:
        _say("ready")
        sys.stdin.readline()
    progress = Progress(wait) if half else None
    _say(str(service.add(AttachTo(int(customer_id)), Path(path), progress=progress)))
    database.close()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
