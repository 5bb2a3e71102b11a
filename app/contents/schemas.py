"""What crosses the boundary between the store of contents and those who keep files in it."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import Conflict
from app.core.text import _

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
