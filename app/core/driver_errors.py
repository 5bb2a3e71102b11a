"""What the database drivers say, as errors a person can act on."""

import re

from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError

from app.core.errors import Conflict, DeskError, Lost, PasswordNeeded, Unavailable
from app.core.text import N_, _


class Duplicate(Conflict):
    """A value that must be unique is taken: `table` and `column` say which."""

    def __init__(self, table: str, column: str) -> None:
        super().__init__(_("Another record already uses this value."))
        self.table = table
        self.column = column


# The first pattern found in the driver's words decides; both engines' words are here.
_SENTENCES = (
    (
        r"disk is full|no space left|database or disk is full",
        N_("The disk is full. Free some space and try again; nothing was changed."),
    ),
    (
        r"readonly database|read-only|query_only",
        N_("The database is read-only. Ask for write access to its file and folder, then retry."),
    ),
    (
        r"database is locked|lock timeout|deadlock|lock_not_available",
        N_("Somebody else is saving just now. Try again in a moment."),
    ),
    (
        r"not a database|file is encrypted",
        N_("This file is not a Customer Desk database. Choose another file."),
    ),
    (
        r"malformed|disk I/O error",
        N_("The database file is damaged. Stop working and restore the latest backup."),
    ),
    (
        r"unable to open database",
        N_("The database file cannot be opened. Check that its folder exists and is yours."),
    ),
    (
        r"database \".*\" does not exist",
        N_("There is no such database on the server. Check its name, or create it first."),
    ),
    (
        r"no pg_hba.conf entry|rejects connection|not permitted to log in",
        N_("The database server does not admit this user from here. Ask its administrator."),
    ),
    (
        r"too many connections|too many clients|remaining connection slots",
        N_("The database server has no place left for another user. Try again in a moment."),
    ),
    (
        r"starting up|shutting down|in recovery mode|not (yet )?accepting connections",
        N_("The database server is just starting or stopping. Try again in a minute."),
    ),
    (
        r"permission denied",
        N_("The database server does not let this user do that. Ask its administrator."),
    ),
    (
        r"failed to resolve|could not translate host|name or service not known",
        N_("The database server's name is not known. Check the address and the network."),
    ),
    (
        r"connection refused|timeout|no route|unreachable|running locally",
        N_("The database server does not answer. Check that it is running and reachable."),
    ),
    (
        r"invalid port number|invalid connection option|invalid \w+ value|invalid integer value",
        N_("The database address has a part PostgreSQL does not know. Check how it is written."),
    ),
    (
        r"invalid response to SSL|expected authentication request|unsupported frontend protocol",
        N_("What answers at this address is no PostgreSQL server. Check host and port."),
    ),
    (
        r"certificate|SSL",
        N_("No safe connection to the database server is possible. Ask its administrator."),
    ),
)
_PASSWORD = re.compile(
    r"password authentication failed|no password supplied|role \".*\" does not exist"
)
_REFUSED = N_("The database server refused this user name or password. Check both and try again.")
_LOST = N_("The connection to the database was lost. Nothing was half saved; try again.")
# Why a server lets nobody in, today or tomorrow; any other failure to reach it may pass.
_LASTING = re.compile(
    r"does not exist|pg_hba|rejects connection|not permitted|permission denied|password|"
    r"invalid (port|connection option|integer|response|\w+ value)|certificate|"
    r"unsupported frontend|expected authentication|does not support SSL",
    re.IGNORECASE,
)
_AWAY_STATES = ("08", "57P01", "57P02", "57P03", "57P05", "53300", "25P03")
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (\w+)\.(\w+)")


def explained(error: DBAPIError) -> DeskError | DBAPIError:
    """The error to raise instead; the same one when it is a bug of ours."""
    if isinstance(error, IntegrityError):
        return _duplicate(error) or error
    said = str(error.orig)
    if _PASSWORD.search(said):
        return PasswordNeeded(_(_REFUSED))
    away = is_away(error)
    for pattern, sentence in _SENTENCES:
        if re.search(pattern, said, re.IGNORECASE):
            return (Lost if away else Unavailable)(_(sentence))
    if away or "connection" in said:
        return (Lost if away else Unavailable)(_(_LOST))
    return error


def is_away(error: DBAPIError) -> bool:
    """Whether a server went away, or is not there yet: nothing of the unit was kept."""
    if error.connection_invalidated:
        return True
    if state := getattr(error.orig, "sqlstate", None):
        return str(state).startswith(_AWAY_STATES)
    # Only a server's driver has states; without one, no server was there to give it.
    unreached = isinstance(error, OperationalError | InterfaceError)
    return unreached and hasattr(error.orig, "sqlstate") and not _LASTING.search(str(error.orig))


def _duplicate(error: IntegrityError) -> Duplicate | None:
    if found := _SQLITE_UNIQUE.search(str(error.orig)):
        return Duplicate(found[1], found[2])
    diagnosis = getattr(error.orig, "diag", None)
    name, table = getattr(diagnosis, "constraint_name", ""), getattr(diagnosis, "table_name", "")
    if name and table and name.startswith(f"uq_{table}_"):
        return Duplicate(table, name.removeprefix(f"uq_{table}_"))
    return None
