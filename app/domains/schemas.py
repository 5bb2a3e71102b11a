"""What crosses the boundary between domains and their callers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class DomainState(StrEnum):
    """Where a domain stands; whether it has expired follows from its day."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A line in a list of domains. Field names are sort keys.

    `expires_on` is the last day of its registration, None where nobody told; `expired`
    says that it is past. `license` is the masked key of the one bound to it, or blank.
    """

    id: int
    version: int
    name: str
    customer: str | None
    customer_id: int
    license_id: int | None
    license: str
    state: DomainState
    expires_on: date | None
    expired: bool
    note: str
    created_at: datetime
    updated_at: datetime
