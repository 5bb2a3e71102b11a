"""The errors a person can act on. Anything else that escapes is a bug."""

from collections.abc import Mapping
from typing import ClassVar


class DeskError(Exception):
    """An expected failure whose message is one or two sentences fit to show.

    `code` follows the documented service errors: 400 invalid, 401 sign in,
    403 not permitted, 404 not found, 409 conflict, 503 unavailable.
    """

    code: ClassVar[int] = 400


class NotFound(DeskError):
    """The record is gone, out of the actor's scope, or was never there."""

    code = 404


class Conflict(DeskError):
    """The change collides with the stored data or with a state's rules."""

    code = 409


class Stale(Conflict):
    """Someone else saved the record first.

    `changed` maps each field they changed to (base, theirs); `who` names them.
    """

    def __init__(
        self, message: str, who: str, changed: Mapping[str, tuple[object, object]]
    ) -> None:
        super().__init__(message)
        self.who = who
        self.changed = dict(changed)


class NotSignedIn(DeskError):
    """Sign-in failed or is needed first."""

    code = 401


class PermissionDenied(DeskError):
    """The actor lacks the permission."""

    code = 403


class Unavailable(DeskError):
    """The database, the disk or the server cannot be used right now; trying again may help."""

    code = 503


class PasswordNeeded(Unavailable):
    """The database server wants a password, or another one than it was given."""


class Cancelled(DeskError):
    """The person asked for the work to stop; nothing of it was kept."""


class Invalid(DeskError):
    """Input the user can correct, keyed by field name.

    `existing` maps a field to the id of the record that already holds its value,
    so that a caller can offer to open it.
    """

    def __init__(
        self, fields: Mapping[str, str], existing: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(" ".join(dict.fromkeys(fields.values())))
        self.fields = dict(fields)
        self.existing = dict(existing or {})
