"""What crosses the boundary between domains and their callers."""

from enum import StrEnum


class DomainState(StrEnum):
    """Where a domain stands; whether it has expired follows from its day."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REMOVED = "removed"
