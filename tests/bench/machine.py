"""Which machine measured: figures of two machines cannot be compared, ratios can."""

import os
import platform
import statistics
import tempfile
from pathlib import Path

import PySide6
import sqlalchemy
from sqlcipher3 import dbapi2

from tests.bench.measure import once


def described(folder: Path) -> str:
    """Processor, memory, disk and versions, in two lines."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [f"{os.cpu_count()} × {processor()}", f"{memory():.0f} GB", platform.platform()]
    parts += [f"sync to disk {sync(folder):.2f} ms", f"load {load()}"]
    versions = (
        f"Python {platform.python_version()}, Qt {PySide6.__version__}, "
        f"SQLAlchemy {sqlalchemy.__version__}, SQLite {dbapi2.sqlite_version}"
    )
    return f"{', '.join(parts)}\n{versions}"


def processor() -> str:
    """What the system calls its processor."""
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def memory() -> float:
    """Gigabytes of memory, 0 where the system does not say."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    except (AttributeError, ValueError, OSError):
        return 0


def load() -> str:
    """How busy the machine is already."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


def sync(folder: Path) -> float:
    """How long a small write takes to be on disk there, in milliseconds."""
    with tempfile.TemporaryFile(dir=folder) as file:

        def write() -> None:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

        return statistics.median(once(write) for _time in range(20))
