"""The slow part of starting: everything here runs off the GUI thread.

What it imports brings SQLAlchemy along, which takes most of a second. The first window
is on the screen before that.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.core.access import Actor
from app.core.errors import NotSignedIn, Unavailable
from app.core.secrets import SecretStore
from app.core.text import _
from app.organization.schemas import OrganizationSettings
from app.staff.schemas import GateState, SetupDraft
from ui.shell.navigation import Place

if TYPE_CHECKING:
    from app.bootstrap import Opened
    from app.services import Services


@dataclass(frozen=True, slots=True)
class Ready:
    """A database that is open: what the door looks like, and who is in already."""

    opened: "Opened"
    address: str
    place: Place
    state: GateState
    actor: Actor | None = None

    def sign_in(self, email: str, password: str) -> "Session":
        """Let a person in.

        Raises:
            NotSignedIn: address or password is wrong, or there were too many failures.
        """
        return session(self, self.opened.gate.sign_in(email, password))

    def set_up(self, draft: SetupDraft) -> "Session":
        """Make the new database somebody's, and let that person in.

        Raises:
            Conflict: it belongs to an organization already.
            Invalid: the draft has problems, keyed by field.
        """
        self.opened.gate.initialise(draft)
        return self.sign_in(draft.email, draft.password)


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is in: what they may ask, and what everybody here shares."""

    ready: Ready
    actor: Actor
    services: "Services"
    settings: OrganizationSettings

    def unlock(self, password: str) -> Actor:
        """Let the same person go on.

        Raises:
            NotSignedIn: the password is wrong, or there were too many failures.
        """
        return self.ready.opened.gate.unlock(self.actor, password)


def open_at(address: str, password: str, secrets: SecretStore) -> Ready:
    """Open the database there.

    Raises:
        Conflict: it is newer than this program, or older and not ours to migrate.
        PasswordNeeded: the server wants a password, or another one.
        Unavailable: it cannot be used; the sentence says what to do.
    """
    from app import bootstrap  # noqa: PLC0415 - see the module's docstring

    opened = bootstrap.open_at(address, password=password, secrets=secrets)
    return _ready(opened, address, opened.gate.state())


def open_demo(path: Path) -> Session:
    """Open the demo's own database, filling it where it is new, and go in.

    Raises:
        Unavailable: it cannot be used; the sentence says what to do.
    """
    from app import bootstrap  # noqa: PLC0415 - see the module's docstring
    from app.demo import founding  # noqa: PLC0415 - as above

    opened = bootstrap.open_at(path)
    try:
        actor = founding.open_demo(opened.db, opened.changes)
    except NotSignedIn as refusal:
        opened.close()
        said = _("%s is not a demo. Choose another file for the demo.")
        raise Unavailable(said % path) from refusal
    return session(_ready(opened, str(path), opened.gate.state()), actor)


def session(ready: Ready, actor: Actor) -> Session:
    """Everything the actor may ask of the open database."""
    from app.services import Services  # noqa: PLC0415 - see the module's docstring

    services = Services.build(ready.opened.db, actor, ready.opened.changes)
    return Session(ready, actor, services, services.organization.settings())


def _ready(opened: "Opened", address: str, state: GateState) -> Ready:
    where = opened.db.address
    kind = _("On this computer") if where.is_sqlite else "PostgreSQL"
    return Ready(opened, address, Place(where.title, kind, state.demo), state)
