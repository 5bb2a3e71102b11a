"""The errors a person can act on. Anything else that escapes is a bug."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar


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


@dataclass(frozen=True, slots=True)
class Clash:
    """Where two edits of one record cannot both be kept; nothing was saved.

    `fields` maps each field both changed, and those that belong to it, to (base,
    theirs, mine); `merged` names those only the others changed. `stored` is the whole
    record as it is now, at `version`: the base of the next try. `authors` says who
    changed a field last, and when; `names` what the ids in a field are called.
    """

    version: int
    stored: Mapping[str, Any]
    fields: Mapping[str, tuple[Any, Any, Any]]
    merged: tuple[str, ...]
    authors: Mapping[str, tuple[str, datetime]]
    names: Mapping[str, Mapping[int, str]]


class Stale(Conflict):
    """Somebody else changed the same fields of a record first; `clash` tells which."""

    def __init__(self, message: str, clash: Clash) -> None:
        super().__init__(message)
        self.clash = clash


class NotSignedIn(DeskError):
    """Sign-in failed or is needed first."""

    code = 401


class PermissionDenied(DeskError):
    """The actor lacks the permission."""

    code = 403


class Unavailable(DeskError):
    """The database, the disk or the server cannot be used right now; trying again may help."""

    code = 503


class Lost(Unavailable):
    """The database server went away; what was under way was not kept and may be repeated."""


class Unsure(Unavailable):
    """The server went away while it was saving, and could not be asked whether it did.

    `ask()` asks again: it gives what the use case would have given, or raises `Lost`
    when nothing was kept, and `Unsure` while there is still no answer.
    """

    def __init__(self, message: str, ask: Callable[[], Any]) -> None:
        super().__init__(message)
        self.ask = ask

    def then(self, make: Callable[[Any], Any]) -> "Unsure":
        """The same, whose `ask()` gives what `make` makes of the answer."""

        def ask() -> Any:
            try:
                answer = self.ask()
            except Unsure as still:
                raise still.then(make) from still
            return make(answer)

        return Unsure(str(self), ask)


class PasswordNeeded(Unavailable):
    """The database server wants a password, or another one than it was given."""


class Cancelled(DeskError):
    """The person asked for the work to stop; nothing of it was kept."""


class Invalid(DeskError):
    """Input the user can correct, keyed by field name.

    `existing` maps a field to the id of the record that already holds its value,
    so that a caller can offer to open it; `table` names what such records are.
    """

    def __init__(
        self,
        fields: Mapping[str, str],
        existing: Mapping[str, int] | None = None,
        table: str = "",
    ) -> None:
        super().__init__(" ".join(dict.fromkeys(fields.values())))
        self.fields = dict(fields)
        self.existing = dict(existing or {})
        self.table = table
