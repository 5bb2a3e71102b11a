"""What crosses the boundary between unfinished forms and their callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What somebody typed into a form and has not saved.

    `place` is the form's name, `subject_id` the record it edits, 0 for a new one.
    `entries` maps each field that was touched to what stood in it at first and what
    stands in it now, both as the form's editors put it into JSON.
    """

    place: str
    subject_id: int
    title: str
    entries: Mapping[str, tuple[Any, Any]]
    at: datetime
