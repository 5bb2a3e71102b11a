"""What other features do, in the same transaction, when an interaction goes."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

if TYPE_CHECKING:
    from app.interactions.model import Interaction

# Called before the row is deleted: whoever refers to it lets go, where the trail sees it.
removed: list[Callable[[Session, "Interaction"], None]] = []
