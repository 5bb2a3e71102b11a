"""What crosses the boundary between undoing and its callers."""

from dataclasses import dataclass
from datetime import datetime

from app.core.errors import Conflict

# So many refused customers are named; of the rest there is a number.
NAMED = 200


@dataclass(frozen=True, slots=True)
class Step:
    """A command that can be undone or redone, in words: "Archive 12 customers".

    `rows` is how many customers it concerns, or how many tags where it is about those.
    """

    command: int
    title: str
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class Steps:
    """What Undo and Redo would do next for this person."""

    undo: Step | None = None
    redo: Step | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """A customer whose part of a step cannot be undone, and why: who changed what since."""

    customer_id: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What undoing (or redoing) a step would do; nothing was written.

    `total` counts the customers it concerns. `refused` names the first of
    `refused_total`. `notes` are sentences about what stays as it is all the same.
    """

    step: Step
    total: int
    refused: tuple[Refusal, ...] = ()
    refused_total: int = 0
    notes: tuple[str, ...] = ()

    @property
    def left(self) -> int:
        """How many customers it would still be done for."""
        return self.total - self.refused_total


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What was undone or redone: for how many customers.

    `refused` names the first of `refused_total` who stay as they are.
    """

    step: Step
    rows: int
    refused: tuple[Refusal, ...] = ()
    refused_total: int = 0
    notes: tuple[str, ...] = ()


class Blocked(Conflict):
    """A step cannot be undone for everybody it concerns, so nothing was; `preview` says why."""

    def __init__(self, message: str, preview: UndoPreview) -> None:
        super().__init__(message)
        self.preview = preview


class ChangedSince(Conflict):
    """The value that is to be restored was changed again since; `anyway` restores it still."""
