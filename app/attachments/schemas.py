"""What crosses the boundary between attachments and their callers."""

from enum import StrEnum

# The largest file that is taken, in bytes.
LARGEST = 50 * 1024 * 1024


class Place(StrEnum):
    """Where a content is kept."""

    DATABASE = "database"
    FOLDER = "folder"
