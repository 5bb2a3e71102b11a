"""From an address to a database that is ready to work with, or a sentence why not.

What is checked, in this order: the place (this computer's own disk), the file (a
database, writable), the server (answers, admits us), the schema (ours, not newer).
An older SQLite file is migrated after a verified backup. An older PostgreSQL serves
other people too, so an administrator decides when.
"""

import os
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.core import migrations
from app.core.access import ANONYMOUS, SYSTEM
from app.core.changes import Changes
from app.core.clock import Clock
from app.core.engine import Address, Database
from app.core.errors import Conflict, DeskError, Unavailable
from app.core.feed import Feed
from app.core.files import describe_os_error
from app.core.places import Place, place_of
from app.core.secrets import SecretStore
from app.core.settings import Paths, make_private
from app.core.text import _
from app.staff.gate import GateService
from migrations import HEAD

OLDEST_POSTGRESQL = 15
_MAGIC = b"SQLite format 3\0"
_OTHERS = 0o077
_LOOPBACK = ("", "localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Opened:
    """A database ready to be signed in to.

    `changes` is what its services publish on. `warnings` are sentences to show once;
    `found` is the schema it had before ("" when it was new), `backup` the copy made before
    a migration, if there was one.
    """

    db: Database
    changes: Changes
    warnings: tuple[str, ...]
    found: str
    backup: Path | None = None
    feed: Feed | None = None

    def hear(self) -> None:
        """Publish on `changes` what others committed since the last call; for one worker.

        Raises:
            Unavailable: the database cannot be reached; the next call tells what was missed.
        """
        if self.feed is None:
            return
        try:
            touched = self.feed.poll()
        except BaseException:
            self.changes.hears_others(False)
            raise
        if touched:
            self.changes.publish(touched)
        self.changes.hears_others(True)

    @property
    def gate(self) -> GateService:
        """What may be done before signing in."""
        return GateService(self.db, ANONYMOUS, self.changes)

    def close(self) -> None:
        """Let the database go."""
        if self.feed:
            self.feed.close()
        self.db.close()


def open_at(
    written: str | Path, *, password: str = "", secrets: SecretStore | None = None
) -> Opened:
    """Open the database at an address as people write it; as `open_database` otherwise.

    A `password` that was let in is kept in `secrets`.

    Raises:
        Conflict: the database is newer than this program, or older and not ours to migrate.
        PasswordNeeded: the server wants a password, or another one.
        Unavailable: it cannot be reached, read or written, or is something else.
    """
    address = Address.parse(written)
    opened = open_database(
        address.with_password(password) if password else address, secrets=secrets
    )
    if secrets and password:
        secrets.put(str(address), password)
    return opened


def open_database(
    address: Address,
    *,
    create: bool = True,
    may_migrate: bool = False,
    secrets: SecretStore | None = None,
    clock: Clock | None = None,
) -> Opened:
    """Open a database, making it (`create`) or bringing it up to date where that is due.

    `may_migrate` lets an older PostgreSQL be migrated; a SQLite file always is. A server
    address without password gets the one kept in `secrets`. Takes seconds at worst, so
    not on the GUI thread.

    Raises:
        Conflict: the database is newer than this program, or older and not ours to migrate.
        PasswordNeeded: the server wants a password, or another one.
        Unavailable: it cannot be reached, read or written, or is something else.
    """
    warnings = _prepare_file(address.path, create=create) if address.path else []
    if secrets and not address.is_sqlite and not address.url.password:
        address = address.with_password(secrets.get(str(address)))
    db = Database(address, clock)
    try:
        if not address.is_sqlite:
            warnings += _check_server(db)
        found = migrations.revision(db)
        backup = _bring_up_to_date(db, found, create=create, may_migrate=may_migrate)
    except BaseException:
        db.close()
        raise
    return Opened(db, Changes(), tuple(warnings), found, backup, Feed(db))


def _prepare_file(path: Path, *, create: bool) -> list[str]:
    """Check or make the file, readable by its owner alone; say what is dubious about it."""
    if create and path.parent == Paths.of_this_user().data:
        make_private(path.parent)
    if not path.parent.is_dir():
        raise Unavailable(
            _("The folder %s does not exist. Check the name, or choose another database.")
            % path.parent
        )
    warnings = _judge_place(path, exists=path.exists())
    if create:
        _make_file(path)
    _check_file(path)
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        warnings.append(
            _("Other people on this computer may read %s. Take that right away from them.") % path
        )
    return warnings


def _judge_place(path: Path, *, exists: bool) -> list[str]:
    place = place_of(path.parent)
    if place is Place.NETWORK:
        raise Unavailable(
            _(
                "%s lies on a network drive, where a database file gets damaged. Copy it to a "
                "disk of this computer, or use a PostgreSQL server to share it."
            )
            % path
        )
    if place is Place.LOCAL:
        return []
    said = (
        _(
            "%s lies in a folder that another program copies or provides, which can damage "
            "a database. Choose a folder on a disk of this computer."
        )
        % path
    )
    if not exists:
        raise Unavailable(said)
    return [said]


def _make_file(path: Path) -> None:
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return
    except OSError as error:
        raise Unavailable(describe_os_error(error, path)) from error


def _check_file(path: Path) -> None:
    if path.exists() and not path.is_file():
        raise Unavailable(
            _("%s is not a file. Choose a Customer Desk database, or a new name.") % path
        )
    try:
        with path.open("r+b") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        raise Unavailable(
            _("There is no database %s. Check the name, or create it with desk init.") % path
        ) from error
    except PermissionError as error:
        raise _read_only(path) from error
    except OSError as error:
        raise Unavailable(describe_os_error(error, path, reading=True)) from error
    if start not in {b"", _MAGIC}:
        raise Unavailable(
            _("%s is not a Customer Desk database. Choose another file, or a new name.") % path
        )
    _check_folder(path)


def _check_folder(path: Path) -> None:
    """SQLite keeps its journal beside the file, so the folder must be writable too."""
    probe = path.with_name(f".{path.name}.{os.getpid()}.probe")
    try:
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as error:
        raise _read_only(path) from error


def _read_only(path: Path) -> Unavailable:
    return Unavailable(
        _(
            "You may not write to %s or its folder. Ask its owner for write access, or choose "
            "another database."
        )
        % path
    )


def _check_server(db: Database) -> list[str]:
    with db.reading(SYSTEM) as session:
        version = session.connection().dialect.server_version_info or (0,)
    if (major := int(version[0])) < OLDEST_POSTGRESQL:
        raise Unavailable(
            _(
                "The server runs PostgreSQL %(found)d; Customer Desk needs %(oldest)d or later. "
                "Ask its administrator for an upgrade."
            )
            % {"found": major, "oldest": OLDEST_POSTGRESQL}
        )
    host, options = db.address.url.host or "", db.address.url.query
    if host in _LOOPBACK or host.startswith("/") or options.get("sslmode") == "verify-full":
        return []
    return [
        _(
            "It is not certain that %s is the right server. Ask its administrator for its "
            "certificate and add sslmode=verify-full to the address."
        )
        % host
    ]


def _bring_up_to_date(db: Database, found: str, *, create: bool, may_migrate: bool) -> Path | None:
    migrations.refuse_newer(found)
    if found == HEAD:
        return None
    if found == migrations.EMPTY:
        if not create:
            raise Unavailable(
                _("%s is empty. Create its tables with desk init, or choose another database.")
                % db.address.title
            )
        _upgrade(db)
        return None
    if not db.address.is_sqlite and not may_migrate:
        raise Conflict(
            _(
                "This database has schema %(found)s and must be upgraded to %(known)s. Ask an "
                "administrator to make a backup and run desk migrate."
            )
            % {"found": found, "known": HEAD}
        )
    backup = migrations.verified_backup(db, db.clock.now()) if db.address.is_sqlite else None
    _upgrade(db)
    return backup


def _upgrade(db: Database) -> None:
    try:
        migrations.upgrade(db)
    except (DeskError, sa.exc.DBAPIError):
        # Somebody else may have done the same at the same moment; then all is well.
        if migrations.revision(db) != HEAD:
            raise
