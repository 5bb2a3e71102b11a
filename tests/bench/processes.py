"""The program as a process: from its start to a usable list, and its memory."""

import statistics
import subprocess
import sys
from collections.abc import Iterator
from time import time

from tests.bench.data import Scene
from tests.bench.measure import Line

TIMES = 5


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    address = scene.database.address.url.render_as_string(hide_password=False)
    bare = [run("bare", address) for _time in range(TIMES)]
    begun = [run("start", address) for _time in range(TIMES)]
    figure, floor = (statistics.median(ms for ms, _mb in found) for found in (begun, bare))
    yield Line("start to usable list", figure, floor, 3)
    weight = statistics.median(mb for _ms, mb in bare)
    yield Line("memory, list scrolled to its end", run("scroll", address)[1], weight, 1, 150, "MB")


def run(what: str, address: str) -> tuple[float, float]:
    """Milliseconds until a process could be used, and its megabytes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.child", what, address, str(time())],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr)
    took, megabytes = done.stdout.split()[:2]
    return float(took), float(megabytes)
