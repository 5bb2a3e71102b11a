"""What others do when the organization's settings change, in the same transaction."""

from collections.abc import Callable

from sqlalchemy.orm import Session

# Called when the organization has another currency, after a flush.
currency_changed: list[Callable[[Session], None]] = []
