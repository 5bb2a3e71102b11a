"""What other features do, in the same transaction, when a person who works here changes."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.staff.model import StaffUser

# Called with the changed person after a new name or team was flushed.
changed: list[Callable[[Session, StaffUser], None]] = []
