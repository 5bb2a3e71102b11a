"""Which folders are good for a database file."""

from pathlib import Path

import pytest

from app.core.places import Place, linux_place, place_of, synced

MOUNTS = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:30 / /home rw - btrfs /dev/sdb rw
31 30 0:31 / /home/ada/share rw - cifs //nas/share rw
32 30 0:32 / /home/ada/My\040Drive rw - fuse.rclone remote: rw
33 22 0:33 / /mnt/old rw - ext4 /dev/sdc rw
34 22 0:34 / /mnt/old rw - nfs4 nas:/old rw
35 22 0:35 / /mnt/stick rw - fuseblk /dev/sdd rw
36 22 0:36 / /mnt/strange rw - fuse.something x rw
37 22 0:37 / /mnt/c rw - 9p C:\134 rw
broken line
"""


@pytest.mark.parametrize(
    ("folder", "place"),
    [
        ("/", Place.LOCAL),
        ("/home/ada", Place.LOCAL),
        ("/home/ada/shared", Place.LOCAL),
        ("/home/ada/share", Place.NETWORK),
        ("/home/ada/share/deep/down", Place.NETWORK),
        ("/home/ada/My Drive/x", Place.NETWORK),
        ("/mnt/old", Place.NETWORK),
        ("/mnt/stick/x", Place.LOCAL),
        ("/mnt/strange", Place.UNKNOWN),
        ("/mnt/c/Users", Place.NETWORK),
    ],
)
def test_the_mount_decides(folder, place):
    assert linux_place(folder, MOUNTS) is place


def test_without_mounts_nothing_is_known():
    assert linux_place("/home", "") is Place.UNKNOWN


@pytest.mark.parametrize(
    ("folder", "owned"),
    [
        ("/home/ada/Dropbox/firm", True),
        ("/home/ada/Dropbox (Firm)", True),
        ("/Users/ada/OneDrive - Firm/db", True),
        ("/Users/ada/Library/CloudStorage/GoogleDrive-ada@example.org/x", True),
        ("/Users/ada/Library/Mobile Documents/com~apple~CloudDocs", True),
        ("/home/ada/Nextcloud", True),
        ("/home/ada/Documents", False),
        ("/home/dropboxer", False),
    ],
)
def test_folders_of_sync_programs_are_known(folder, owned):
    assert synced(Path(folder)) is owned


def test_a_real_folder_is_judged_with_its_name(tmp_path):
    inside = tmp_path / "Dropbox"
    inside.mkdir()

    assert place_of(tmp_path) is Place.LOCAL
    assert place_of(inside) is Place.UNKNOWN
