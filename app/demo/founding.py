"""Makes the demo: its organization, its staff and its customers, once."""

from dataclasses import replace

from app.core.access import ANONYMOUS, SYSTEM, Actor
from app.core.changes import Changes
from app.core.engine import Database
from app.core.progress import Progress
from app.demo.empty import DEFAULT, EACH, is_empty
from app.demo.staff import DOMAIN
from app.staff.gate import GateService
from app.staff.schemas import SetupDraft

ORGANIZATION = "Alder & Finch Software"
ADMINISTRATOR = "Dana Whitlock"
ADDRESS = f"dana.whitlock@{DOMAIN}"
# Published on purpose: it opens nothing but made-up data, and the demo lets anybody in anyway.
PASSWORD = "Try-the-demo-1"  # noqa: S105 - see above


def open_demo(
    db: Database,
    changes: Changes,
    customers: int = DEFAULT,
    progress: Progress | None = None,
    each: float = EACH,
) -> Actor:
    """The demo's administrator, signed in; what the database still lacks is made first.

    An interrupted first start is taken up where it ended.

    Raises:
        Cancelled: the caller asked for it; the organization may be there without customers.
        NotSignedIn: the database belongs to somebody, and is no demo.
    """
    gate = GateService(db, ANONYMOUS, changes)
    if gate.state().needs_setup:
        gate.initialise(
            SetupDraft(
                ORGANIZATION, ADMINISTRATOR, ADDRESS, PASSWORD, "Europe/Berlin", "EUR", demo=True
            )
        )
    administrator = gate.enter_demo()
    with db.reading(SYSTEM) as session:
        is_new = is_empty(session)
    if is_new:
        from app.demo.service import DemoService  # noqa: PLC0415 - large, and needed only once

        demo = DemoService(db, replace(SYSTEM, vault=administrator.vault), changes)
        demo.fill(customers, progress, each)
    return administrator
