"""A disk that fills while an export is written: a sentence, the old file, and nothing half."""

import shutil
import subprocess
import sys
from contextlib import contextmanager

import pytest

from app.core.errors import Unavailable
from app.core.listing import ListQuery, Selection
from app.exchange.export_schemas import ExportOrder, Format

ROOM = 64 << 10


def order(form):
    columns = ("name", "phone", "email", "city") if form is Format.PDF else None
    return ExportOrder(form, Selection(ListQuery()), columns)


@pytest.fixture(params=list(Format), ids=lambda form: form.value)
def form(request):
    return request.param


@pytest.fixture
def many(services, write):
    """More customers than have room, in any format."""
    rows = "\n".join(f"p{row}@p.org,Pat {row * 7919},Römer {row * 104729}" for row in range(4000))
    services.exchange.run(write(f"E-mail,First name,Last name\n{rows}\n"))


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own with little room."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if sys.platform != "linux" or mount is None:
        pytest.skip("Only Linux makes a small disk in memory.")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(place)],
        check=False, capture_output=True,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("Only an administrator may mount a disk.")
    yield place
    subprocess.run([shutil.which("umount") or "umount", str(place)], check=True)


@contextmanager
def largest_file(size):
    """No file may grow beyond `size` octets while the block runs."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("many")
def test_a_disk_that_fills_leaves_the_old_file_and_no_half(services, small_disk, form):
    path = small_disk / f"out.{form.value}"
    path.write_text("old")
    with pytest.raises(Unavailable, match="no room left"):
        services.exports.run(path, order(form))
    assert [found.name for found in small_disk.iterdir()] == [path.name]
    assert path.read_text() == "old"
    assert services.exports.jobs() == []
    # With room again, the same order goes through.
    assert services.exports.run(small_disk.parent / path.name, order(form)).rows == 4000


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no program's files.")
@pytest.mark.usefixtures("many")
def test_a_file_larger_than_allowed_is_given_up(services, tmp_path, form):
    path = tmp_path / f"out.{form.value}"
    with largest_file(ROOM), pytest.raises(Unavailable, match="larger than this disk allows"):
        services.exports.run(path, order(form))
    assert [found.name for found in tmp_path.iterdir() if "out" in found.name] == []
    assert [found.name for found in tmp_path.iterdir() if "part" in found.name] == []
    assert services.exports.jobs() == []
