"""What other features do, in the same transaction, when a segment has other members."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from app.core.progress import Progress

if TYPE_CHECKING:
    from app.segments.model import Segment

# Called with the segment after its new criteria were flushed; whoever waits watches it work.
changed: list["Callable[[Session, Segment, Progress], None]"] = []
