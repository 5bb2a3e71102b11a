"""What the use cases on licenses answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.core.errors import Conflict


class NewCustomer(Conflict):
    """Nobody has this e-mail yet: whoever goes on creates a customer. Ask first."""

    def __init__(self, message: str, email: str) -> None:
        super().__init__(message)
        self.email = email


@dataclass(frozen=True, slots=True)
class Issued:
    """A new license. `mailed` says whether a message about it was queued."""

    id: int
    key: str
    customer_id: int | None
    customer_created: bool
    mailed: bool


@dataclass(frozen=True, slots=True)
class Assigned:
    """What became of licenses that were to go to a customer.

    `refused` are (license's id, why); `mailed` counts the messages that were queued.
    """

    customer_id: int
    customer: str
    customer_created: bool
    done: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]
    mailed: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a transfer would do: how many licenses and active devices go from whom to whom.

    `told` is the e-mail that who had them may be told at, blank for none.
    """

    from_customer: str
    to_customer: str
    to_is_new: bool
    licenses: int
    activations: int
    told: str
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A license's last good day now, and after what is asked for; None is never."""

    id: int
    key: str
    old: date | None
    new: date | None


@dataclass(frozen=True, slots=True)
class Renewals:
    """What renewing would do, and to which licenses it cannot be done."""

    rows: tuple[Moved, ...]
    refused: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PlanMove:
    """What another plan would change: (what, before, after), as shown to a person."""

    id: int
    key: str
    old_plan: str
    new_plan: str
    changes: tuple[tuple[str, str, str], ...]
    over_limit: bool


class Priority(StrEnum):
    """How soon to talk to a customer about renewal; the first that fits."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class RenewalRow:
    """A customer some of whose licenses end soon; `count` are those the priority is about.

    `renewed_on` is when somebody marked them as renewed, and `renewed_by` who.
    """

    id: int
    priority: Priority
    name: str | None
    email: str
    count: int
    soonest: date
    total: int
    renewed_on: date | None = None
    renewed_by: str = ""


@dataclass(frozen=True, slots=True)
class PlanMoves:
    """What a change of plan would do, and to which licenses it cannot be done."""

    rows: tuple[PlanMove, ...]
    refused: tuple[tuple[int, str], ...]
