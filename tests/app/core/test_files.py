import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.errors import Cancelled, Unavailable
from app.core.files import describe_os_error, replacing

POSIX = sys.platform != "win32"


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("before")
    return path


def write_half(target, failure):
    with replacing(target) as half:
        half.write_text("half of it")
        raise failure


def test_the_new_file_takes_the_old_ones_place_at_the_end(target):
    with replacing(target) as half:
        half.write_text("after")
        assert target.read_text() == "before"
        assert half.parent == target.parent

    assert target.read_text() == "after"
    assert list(target.parent.iterdir()) == [target]


def test_a_new_name_may_be_given_as_text(tmp_path):
    with replacing(str(tmp_path / "new.csv")) as half:
        half.write_bytes(b"x")

    assert (tmp_path / "new.csv").read_bytes() == b"x"


@pytest.mark.parametrize("failure", [Cancelled("stop"), ValueError("bug"), KeyboardInterrupt()])
def test_any_failure_leaves_the_old_file_and_nothing_else(target, failure):
    with pytest.raises(type(failure)):
        write_half(target, failure)

    assert target.read_text() == "before"
    assert list(target.parent.iterdir()) == [target]


def test_a_full_disk_is_told_with_what_to_do(target):
    with pytest.raises(Unavailable, match=r"no room left for list\.csv\. Free some space"):
        write_half(target, OSError(errno.ENOSPC, "No space left on device"))

    assert target.read_text() == "before"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(not POSIX, reason="Windows sets no limit on a file's size")
def test_a_real_failure_while_writing_is_caught(target):
    program = (
        "import resource, sys\n"
        "from app.core.errors import Unavailable\n"
        "from app.core.files import replacing\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        "    with replacing(sys.argv[1]) as half:\n"
        "        half.write_bytes(b'x' * 5000)\n"
        "except Unavailable as refusal:\n"
        "    print(refusal)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(target)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )

    assert done.stdout == (
        "list.csv would be larger than this disk allows. Choose another place.\n"
    )
    assert target.read_text() == "before"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("missing/list.csv", r"folder of list\.csv does not exist"),
        ("list.csv/inside.csv", "folder of inside.csv does not exist"),
        (".", "is a folder"),
        ("x" * 300, "too long|cannot be a file's name"),
        ("a\0b", "cannot be a file's name"),
    ],
)
def test_impossible_places_are_refused(target, place, words):
    with pytest.raises(Unavailable, match=words), replacing(target.parent / place) as half:
        half.write_text("x")

    assert list(target.parent.iterdir()) == [target]


@pytest.mark.skipif(not POSIX, reason="links and devices of another kind")
def test_links_are_followed_and_devices_refused(target):
    link = target.with_name("link.csv")
    link.symlink_to(target)
    with replacing(link) as half:
        half.write_text("through the link")

    assert link.is_symlink()
    assert target.read_text() == "through the link"
    with pytest.raises(Unavailable, match="not an ordinary file"), replacing("/dev/null"):
        pass
    assert Path("/dev/null").is_char_device()


@pytest.mark.skipif(not POSIX, reason="Windows has no such modes")
def test_the_mode_of_the_old_file_is_kept(target):
    target.chmod(0o640)
    with replacing(target) as half:
        half.write_text("x")

    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("number", "writing", "reading"),
    [
        (errno.EACCES, "not allowed to write a.csv there", "not allowed to read a.csv"),
        (errno.EPERM, "not allowed to write a.csv there", "not allowed to read a.csv"),
        (errno.ENOENT, "folder of a.csv does not exist", "There is no file a.csv"),
        (
            errno.EISDIR,
            "a.csv is a folder. Choose a file name",
            "a.csv is a folder. Choose a file i",
        ),
        (errno.EROFS, "a disk that is read-only", "a disk that is read-only"),
        (errno.EIO, "did not answer", "did not answer"),
        (errno.EBUSY, f"written ({os.strerror(errno.EBUSY)})", f"({os.strerror(errno.EBUSY)})"),
    ],
)
def test_each_kind_of_failure_has_its_sentence(number, writing, reading):
    error = OSError(number, os.strerror(number))

    assert writing in describe_os_error(error, Path("/somewhere/a.csv"))
    assert reading in describe_os_error(error, "/somewhere/a.csv", reading=True)
