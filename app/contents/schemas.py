"""What crosses the boundary between the store of contents and those who keep files in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from app.core.draft import Draft
from app.core.errors import Conflict
from app.core.text import N_, _

# Files are read and kept in pieces of so many bytes.
PIECE = 1024 * 1024
_MEGABYTE = 1024 * 1024


class Place(StrEnum):
    """Where a content is kept."""

    DATABASE = "database"
    FOLDER = "folder"


class Damaged(Conflict):
    """What is kept of a file is missing, or is not what was added."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The most bytes a file may have, and what is said of a larger one.

    `said` names the file as %(name)s; %(size)d are its megabytes.
    """

    most: int
    said: str

    def refusal(self, name: str, size: int) -> str:
        """Why a file of so many bytes is not taken."""
        return _(self.said) % {"name": name, "size": -(-size // _MEGABYTE)}


@dataclass(frozen=True, slots=True)
class Kept:
    """Where files are: new ones go to `place`; how many contents, of how many bytes, lie where."""

    place: Place
    folder: str
    in_database: int = 0
    database_bytes: int = 0
    in_folder: int = 0
    folder_bytes: int = 0


@dataclass(frozen=True, slots=True)
class PlaceDraft(Draft):
    """Where new files are to go; the folder is on a disk everybody who works here can reach."""

    place: Place = Place.DATABASE
    folder: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"folder": (1000, N_("The folder"))}


@dataclass(frozen=True, slots=True)
class Moved:
    """How many contents were moved and how many are left; why the `refused` ones stay.

    `stopped` says that somebody cancelled; what was moved stays where it is now.
    """

    done: int
    left: int = 0
    refused: tuple[str, ...] = ()
    stopped: bool = False
