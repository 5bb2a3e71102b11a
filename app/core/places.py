"""What kind of place a file lies in: a database file needs a disk of this computer.

Network drives and programs that copy files behind our back break the locks SQLite
stands on.
"""

import ctypes
import re
import sys
from enum import StrEnum
from pathlib import Path


class Place(StrEnum):
    """Where a folder is."""

    LOCAL = "local"
    NETWORK = "network"
    UNKNOWN = "unknown"


_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|afpfs|afs|9p|ncpfs|ceph|glusterfs|lustre|gfs2|ocfs2|davfs|webdav|"
    r"fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|glusterfs|ceph|s3fs|goofys|smbnetfs|curlftpfs)"
)
_SYNCED = re.compile(
    r"dropbox( .*)?|onedrive( .*|-.*)?|google ?drive|googledrive-.*|my drive|icloud ?drive|"
    r"com~apple~clouddocs|nextcloud|owncloud|pclouddrive|box sync|megasync|seafile",
    re.IGNORECASE,
)
_OCTAL = re.compile(r"\\([0-7]{3})")
_REMOTE_DRIVE = 4
_MAC_LOCAL = 0x1000
_MAC_FLAGS = slice(64, 68)


def place_of(folder: Path) -> Place:
    """Where an existing folder is; `UNKNOWN` where a file system or sync program hides it."""
    real = folder.resolve()
    kind = _system_says(real)
    if kind is Place.LOCAL and synced(real):
        return Place.UNKNOWN
    return kind


def synced(folder: Path) -> bool:
    """Whether a program that copies files elsewhere seems to own the folder."""
    return any(_SYNCED.fullmatch(part) for part in folder.parts)


def linux_place(folder: str, mounts: str) -> Place:
    """The same from the text of `/proc/self/mountinfo`; the last mount on a path counts."""
    best, kind = -1, ""
    for entry in mounts.splitlines():
        before, _dash, after = entry.partition(" - ")
        parts = before.split()
        if len(parts) < 5 or not after:  # noqa: PLR2004 - the mount point is the fifth
            continue
        point = _OCTAL.sub(lambda found: chr(int(found[1], 8)), parts[4])
        inside = folder == point or folder.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, kind = len(point), after.split()[0]
    if _NETWORK.fullmatch(kind):
        return Place.NETWORK
    return Place.UNKNOWN if kind in {"", "autofs", "fuse"} or "fuse." in kind else Place.LOCAL


def _system_says(folder: Path) -> Place:
    if sys.platform == "win32":
        if folder.drive.startswith("\\\\"):
            return Place.NETWORK
        remote = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor) == _REMOTE_DRIVE
        return Place.NETWORK if remote else Place.LOCAL
    if sys.platform == "darwin":
        return _mac_place(folder)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return Place.UNKNOWN
    return linux_place(str(folder), mounts)


def _mac_place(folder: Path) -> Place:
    library = ctypes.CDLL(None, use_errno=True)
    # Intel Macs keep an older, narrower `statfs` under the plain name.
    statfs = getattr(library, "statfs$INODE64", None) or library.statfs
    answer = ctypes.create_string_buffer(4096)
    if statfs(str(folder).encode(), answer):
        return Place.UNKNOWN
    flags = int.from_bytes(answer.raw[_MAC_FLAGS], sys.byteorder)
    return Place.LOCAL if flags & _MAC_LOCAL else Place.NETWORK
