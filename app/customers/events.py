"""What other features do, in the same transaction, when something happens to customers."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

# Called with the ids of customers whose personal data was just purged.
purged: list[Callable[[Session, Sequence[int]], None]] = []
