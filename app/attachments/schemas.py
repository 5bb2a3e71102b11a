"""What crosses the boundary between attachments and their callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from app.contents.schemas import Limit
from app.core.draft import Draft
from app.core.errors import Conflict
from app.core.text import N_

LIMIT = Limit(
    50 * 1024 * 1024,
    N_("%(name)s has %(size)d MB; a file here has at most 50. Keep it elsewhere, and note "
       "where it is."),
)  # fmt: skip
# A removed file can come back for so long.
KEPT_DAYS = 30


class FileKind(StrEnum):
    """What a file is, as far as its name tells."""

    IMAGE = "image"
    PDF = "pdf"
    TEXT = "text"
    DOCUMENT = "document"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    EMAIL = "email"
    ARCHIVE = "archive"
    AUDIO = "audio"
    VIDEO = "video"
    PROGRAM = "program"
    OTHER = "other"


class Dangerous(Conflict):
    """A file that may do harm when it is opened: it can only be saved."""


@dataclass(frozen=True, slots=True)
class AttachTo:
    """What files belong to: a customer, perhaps one of its interactions or orders."""

    customer_id: int
    interaction_id: int | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file in a list; `belongs` says what it is on in a word or two, blank for the customer.

    `size` is in bytes. `risky` files are only saved, never opened: their name alone tells.
    One with `removed_at` can be brought back for 30 days.
    """

    id: int
    version: int
    name: str
    kind: FileKind
    media_type: str
    size: int
    belongs: str
    note: str
    customer_id: int
    interaction_id: int | None
    order_id: int | None
    created_at: datetime
    created_by: str
    risky: bool
    removed_at: datetime | None = None

    @property
    def removed(self) -> bool:
        """Whether it was removed."""
        return self.removed_at is not None


@dataclass(frozen=True, slots=True)
class AttachmentDraft(Draft):
    """What a person may change about a file."""

    name: str
    note: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (255, N_("The name"))}
    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = {"note": (500, N_("The note"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter the file's name.")}


@dataclass(frozen=True, slots=True)
class Added:
    """What became of files that were to be added: (name, why) of those `refused`.

    `again` of the ids were there already, the same under the same name. `stopped` says
    that somebody cancelled before all were looked at; those added stay.
    """

    ids: tuple[int, ...]
    again: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """Files as they were written, and (name, why) of those that were not."""

    paths: tuple[Path, ...]
    refused: tuple[tuple[str, str], ...] = ()
