"""One of many programs that want a license's last seat at the same moment.

Given a database, a license, another license, and the numbers of its first device and of
the one after its last. It says when it is ready, waits for a line, and then tells what
came of each try: a new seat, one it had, or why it was refused.
"""

import sys
from datetime import UTC, datetime

from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.clock import FixedClock
from app.core.engine import Address, Database
from app.core.errors import DeskError
from app.licensing.activations import ActivationService
from app.licensing.activations_drafts import DeviceDraft


def main(address: str, license_id: str, shared_id: str, first: str, end: str) -> None:
    """Race."""
    database = Database(Address.parse(address), FixedClock(datetime(2026, 11, 20, 12, tzinfo=UTC)))
    actor = Actor(1, "Ada Admin", frozenset(Permission))
    service = ActivationService(database, actor, Changes())
    _say("ready")
    sys.stdin.readline()
    for number in range(int(first), int(end)):
        _say("own: " + _try(service, int(license_id), f"own {number}"))
        _say("shared: " + _try(service, int(shared_id), "shared"))
    database.close()


def _try(service: ActivationService, license_id: int, device: str) -> str:
    try:
        done = service.activate(license_id, DeviceDraft(device))
    except DeskError as refusal:
        return str(refusal)
    return "new" if done.new else "again"


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
