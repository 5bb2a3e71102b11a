"""A PostgreSQL server that can be crashed and started again, and a proxy that cuts cables."""

import os
import random
import shutil
import socket
import subprocess
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from tests import postgres

# What was committed is with the operating system, which these crashes do not concern.
SETTINGS = "-c max_connections=200 -c fsync=off -c full_page_writes=off"
CHUNK = 1 << 16
# How psycopg ends a transaction that is to be kept, as it goes over the wire.
COMMIT = b"Q\x00\x00\x00\x0bCOMMIT\x00"


class Server:
    """Listens on a port of this computer; `address` is that of its `postgres` database."""

    def __init__(self) -> None:
        self._binaries = postgres.find_binaries()
        self._folder = Path(tempfile.mkdtemp(prefix="customer-desk-crashing-"))
        self._user = postgres.unprivileged()
        if self._user:
            os.chown(self._folder, self._user["user"], self._user["group"])
        self.port = postgres.free_port()
        self.address = f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8")
        self.start()

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-h 127.0.0.1 -p {self.port} -k '{self._folder}' {SETTINGS}"
        if os.name == "nt":
            options = f"-h 127.0.0.1 -p {self.port} {SETTINGS}"
        self._run("pg_ctl", "-w", "-l", str(self._folder / "log"), "-o", options, "start")

    def crash(self) -> None:
        """End it at once, without letting anybody finish."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def remove(self) -> None:
        """Crash it, and take its files away."""
        with suppress(RuntimeError):
            self.crash()
        shutil.rmtree(self._folder)

    def _run(self, program: str, *options: str) -> None:
        done = subprocess.run(
            [str(self._binaries / program), "-D", str(self._folder / "data"), *options],
            cwd=self._folder,
            env=os.environ | {"LD_LIBRARY_PATH": str(self._binaries.parent / "lib")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **self._user,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")


class Proxy:
    """Stands between clients and a server's port; cuts some of the connections at COMMIT.

    A cut comes before the COMMIT reached the server, or right after it was sent on, or
    once it was answered; `cuts` counts them. `share` of the COMMITs are cut, in one of
    the `ways`. While `shut`, it lets nobody connect.
    """

    def __init__(self, port: int, share: float, seed: int = 1) -> None:
        self._target, self.share, self._chance = port, share, random.Random(seed)
        self.ways = ("before", "sent", "answered")
        self.cuts = dict.fromkeys(self.ways, 0)
        self.shut = False
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _peer = self._listener.accept()
                if self.shut:
                    client.close()
                    continue
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self._target))
        except OSError:
            client.close()
            return
        # Set once the answer to a COMMIT must not reach the client.
        deaf = threading.Event()
        back = threading.Thread(target=self._pump, args=(server, client, deaf), daemon=True)
        back.start()
        with suppress(OSError):
            while data := client.recv(CHUNK):
                kind = self._cut() if COMMIT in data else ""
                if kind == "before":
                    break
                if kind == "answered":
                    deaf.set()
                server.sendall(data)
                if kind == "sent":
                    break
                if kind == "answered":
                    back.join()
                    break
        for end in (client, server):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _pump(self, server: socket.socket, client: socket.socket, deaf: threading.Event) -> None:
        with suppress(OSError):
            while data := server.recv(CHUNK):
                if deaf.is_set():
                    return
                client.sendall(data)
        with suppress(OSError):
            client.shutdown(socket.SHUT_RDWR)

    def _cut(self) -> str:
        with self._lock:
            if self._chance.random() >= self.share:
                return ""
            kind = self._chance.choice(self.ways)
            self.cuts[kind] += 1
            return kind
