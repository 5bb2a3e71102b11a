"""From an address to a ready database, or a sentence that says what to do."""

import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import bootstrap
from app.bootstrap import open_database
from app.core import migrations, places
from app.core.access import SYSTEM
from app.core.engine import Address, Database
from app.core.errors import Conflict, PasswordNeeded, Unavailable
from app.core.places import Place
from app.core.secrets import SecretStore
from app.core.settings import Paths
from migrations import HEAD
from tests.conftest import administer, named

POSIX = os.name == "posix"
ROOT = POSIX and os.geteuid() == 0
NOBODY = 65534


def refused(address, kind=Unavailable, **how):
    with pytest.raises(kind) as caught:
        open_database(
            Address.parse(address) if not isinstance(address, Address) else address, **how
        )
    return str(caught.value)


def set_revision(address, revision):
    database = Database(address)
    with database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
    database.close()


def accepted(listener):
    """The next connection, or None once nobody listens."""
    try:
        return listener.accept()[0]
    except OSError:
        return None


@contextmanager
def as_nobody():
    """File rights count for less than nothing when the tests run as root."""
    if ROOT:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if ROOT:
            os.seteuid(0)


def test_a_new_database_is_made_and_asks_for_the_first_run(make_address):
    opened = open_database(make_address(migrated=False))

    assert opened.gate.state().needs_setup
    assert (opened.found, opened.backup, opened.warnings) == (migrations.EMPTY, None, ())
    assert migrations.revision(opened.db) == HEAD
    opened.close()


def test_an_existing_one_is_just_opened(make_address):
    opened = open_database(make_address(founded=True), create=False)

    assert opened.gate.state().organization == "Test firm"
    assert (opened.found, opened.backup) == (HEAD, None)
    opened.close()


def test_an_empty_one_is_not_filled_unasked(make_address):
    assert "desk init" in refused(make_address(migrated=False), create=False)


def test_a_newer_one_is_refused_with_both_versions(make_address):
    address = make_address()
    set_revision(address, "9999")

    said = refused(address, Conflict, may_migrate=True)

    assert "schema 9999" in said
    assert f"up to {HEAD}" in said


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_an_older_server_database_waits_for_an_administrator(make_address, monkeypatch):
    address = make_address(founded=True)
    monkeypatch.setattr(bootstrap, "HEAD", "0002")

    said = refused(address, Conflict)

    assert f"schema {HEAD}" in said
    assert "desk migrate" in said
    opened = open_database(address, may_migrate=True)
    assert (opened.found, opened.backup) == (HEAD, None)
    opened.close()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_an_older_file_is_copied_first(make_address, monkeypatch):
    address = make_address(founded=True)
    monkeypatch.setattr(bootstrap, "HEAD", "0002")
    before = address.path.stat().st_mode

    opened = open_database(address)

    assert opened.found == HEAD
    assert opened.backup != address.path
    copy = open_database(Address.parse(opened.backup), create=False)
    assert copy.gate.state().organization == "Test firm"
    copy.close()
    opened.close()
    assert address.path.stat().st_mode == before
    if POSIX:
        assert stat.S_IMODE(opened.backup.stat().st_mode) == 0o600


def test_other_programs_data_is_left_alone(make_address):
    address = make_address(migrated=False)
    database = Database(address)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE songs (id INTEGER)")
    database.close()

    assert "holds the data of another program" in refused(address)


# Files


@pytest.mark.skipif(not POSIX, reason="Windows has no such modes")
def test_a_file_of_ours_is_private_and_a_wider_one_is_mentioned(tmp_path):
    path = tmp_path / "desk.db"
    open_database(Address.parse(path)).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    path.chmod(0o644)
    opened = open_database(Address.parse(path))
    assert "Other people on this computer may read" in opened.warnings[0]
    opened.close()


def test_the_default_folder_is_made(home):
    assert not home.exists()

    open_database(Address.parse(Paths.of_this_user().database)).close()

    assert (home / "data" / "customer-desk.db").is_file()


def test_a_missing_file_or_folder_is_said(tmp_path):
    assert "There is no database" in refused(tmp_path / "none.db", create=False)
    assert "folder" in refused(tmp_path / "none" / "desk.db")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04 an archive", b"plain text\n", b"\x89PNG\r\n", b"SQLite format 2\0", b"x"],
)
def test_a_file_that_is_no_database_is_refused_untouched(tmp_path, content):
    path = tmp_path / "picture.db"
    path.write_bytes(content)

    assert "is not a Customer Desk database" in refused(path)

    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_becomes_a_database(tmp_path):
    path = tmp_path / "empty.db"
    path.touch(mode=0o600)

    open_database(Address.parse(path)).close()

    assert path.stat().st_size > 0


def test_a_folder_is_refused(tmp_path):
    assert "is not a file" in refused(tmp_path)


@pytest.mark.parametrize("damage", [slice(16, 100), slice(100, 5000)])
def test_a_damaged_file_is_said(sqlite_templates, tmp_path, damage):
    path = tmp_path / "damaged.db"
    content = bytearray(Path(sqlite_templates["founded"]).read_bytes())
    content[damage] = b"\xaa" * (damage.stop - damage.start)
    path.write_bytes(content)

    said = refused(path)

    assert "damaged" in said or "not a Customer Desk database" in said


@pytest.mark.skipif(not POSIX, reason="Windows has no such modes")
def test_what_may_not_be_written_is_said(sqlite_templates, tmp_path):
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    path = tmp_path / "desk.db"
    shutil.copy(sqlite_templates["founded"], path)
    path.chmod(0o444)
    tmp_path.chmod(0o555)
    with as_nobody():
        file = refused(path)
        new = refused(tmp_path / "new.db")
    path.chmod(0o666)
    with as_nobody():
        folder = refused(path)
    tmp_path.chmod(0o755)

    assert file.startswith("You may not write to")
    assert folder.startswith("You may not write to")
    assert "not allowed to write new.db" in new


def test_network_drives_are_refused_and_odd_folders_only_for_new_files(
    tmp_path, monkeypatch, sqlite_templates
):
    monkeypatch.setattr(bootstrap, "place_of", lambda _folder: Place.NETWORK)
    said = refused(tmp_path / "desk.db")
    assert "lies on a network drive" in said
    assert "PostgreSQL" in said
    monkeypatch.undo()

    synced = tmp_path / "Dropbox"
    synced.mkdir()
    assert places.place_of(synced) is Place.UNKNOWN
    assert "another program copies" in refused(synced / "desk.db")
    assert list(synced.iterdir()) == []
    shutil.copy(sqlite_templates["founded"], synced / "desk.db")
    opened = open_database(Address.parse(synced / "desk.db"))
    assert any("another program copies" in warning for warning in opened.warnings)
    opened.close()


@pytest.mark.parametrize("name", ["ünï cödé 数据.db", "quo'te\".db", "per%cent#?.db", "a b.db"])
def test_odd_file_names_work(tmp_path, name):
    if os.name == "nt" and set(name) & set('"?'):
        name = "odd.db"
    open_database(Address.parse(tmp_path / name)).close()
    assert (tmp_path / name).stat().st_size > 0


def test_a_plain_sqlite_file_of_another_program_is_not_touched(tmp_path):
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE notes (text)")
    connection.commit()
    connection.close()

    assert "another program" in refused(path)


OPEN = """
import sys
from app.bootstrap import open_database
from app.core.engine import Address
sys.stdin.readline()
opened = open_database(Address.parse(sys.argv[1]))
print(opened.gate.state().needs_setup)
opened.close()
"""


def test_two_processes_may_create_one_database_at_once(make_address):
    address = make_address(migrated=False)
    if address.path:
        address.path.unlink(missing_ok=True)
    written = str(address.path or address.url.render_as_string(hide_password=False))
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, written],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        )
        for _ in range(3)
    ]  # fmt: skip
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    said = [worker.communicate() for worker in workers]

    assert said == [("True\n", "")] * 3


# Servers


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("postgresql://ada@127.0.0.1:1/desk", "does not answer"),
        ("postgresql://[", "name is not known"),
        ("postgresql://ada@no-such-host.invalid/desk", "name is not known"),
        ("postgresql://ada@127.0.0.1:99999/desk", "Check how it is written"),
        ("postgresql://ada@/desk?host=/nowhere&nonsense=1", "Check how it is written"),
        ("postgresql://ada@/desk?host=/nowhere", "does not answer"),
    ],
)
def test_a_server_out_of_reach_is_said(address, words):
    assert words in refused(address)


@pytest.mark.parametrize("address", ["mysql://host/db", "sqlite://", "://", "http://x"])
def test_other_addresses_are_refused(address):
    with pytest.raises(Unavailable):
        Address.parse(address)


def test_something_else_at_the_address_is_said():
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def answer():
            while connection := accepted(listener):
                connection.recv(100)
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.close()

        thread = threading.Thread(target=answer)
        thread.start()
        port = listener.getsockname()[1]
        assert "no PostgreSQL server" in refused(f"postgresql://ada@127.0.0.1:{port}/desk")
        with suppress(OSError):  # macOS lets go of a listener only by closing it
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def test_a_missing_database_is_said(server):
    assert "no such database on the server" in refused(named(server, "nowhere"))


def test_an_unknown_user_must_give_a_password(server):
    url = sa.make_url(server).set(username="stranger", password="s3cret")

    said = refused(Address(url), PasswordNeeded)

    assert "refused this user name or password" in said
    assert "s3cret" not in said


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_user_without_rights_is_told(make_address, server):
    address = make_address(migrated=False)
    administer(server, "DROP ROLE IF EXISTS guest")
    administer(server, "CREATE ROLE guest LOGIN")

    said = refused(Address(address.url.set(username="guest")))

    assert "does not let this user do that" in said


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_kept_password_is_used_and_shown_nowhere(make_address):
    address = make_address()
    secret = Address.parse(
        address.url.render_as_string(hide_password=False).replace("postgres@", "postgres:s3cret@")
    )
    assert secret.url.password == "s3cret"
    assert "s3cret" not in f"{secret} {secret.title} {secret!r}"
    store = SecretStore()
    store.put(str(secret), "kept")

    opened = open_database(address, secrets=store)

    assert opened.db.address.url.password == "kept"
    assert "kept" not in str(opened.db.address)
    opened.close()


def test_a_password_among_the_options_is_hidden_too():
    address = Address.parse("postgresql://ada@host/desk?password=s3cret&sslmode=require")

    assert address.url.password == "s3cret"
    assert str(address) == "postgresql+psycopg://ada@host/desk?sslmode=require"
    assert Address.parse(str(address)).with_password("s3cret") == address


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_a_server_too_old_is_refused(make_address, monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST_POSTGRESQL", 1000)

    assert "needs 1000 or later" in refused(make_address())


def test_an_unreachable_database_leaves_no_connection_open(server, tmp_path):
    refused(named(server, "nowhere"))
    refused(tmp_path)
    engine = sa.create_engine(server, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        count = connection.exec_driver_sql(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = 'nowhere'"
        ).scalar()
    assert count == 0
    engine.dispose()


def test_data_written_through_one_opening_is_there_in_the_next(make_address):
    address = make_address(founded=True)
    opened = open_database(address)
    with opened.db.transaction(SYSTEM) as session:
        session.execute(sa.text("UPDATE number_series SET next_value = 7"))
    opened.close()

    again = open_database(address)
    with again.db.reading(SYSTEM) as session:
        assert session.scalar(sa.text("SELECT next_value FROM number_series")) == 7
    again.close()
