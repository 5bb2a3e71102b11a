"""What whoever asks for a use case may learn about it, beside its answer."""

from dataclasses import dataclass


@dataclass(slots=True)
class Receipt:
    """What a committed use case is known by in the audit trail; 0 if it changed nothing.

    `merged` names the fields that somebody else, `by`, had changed meanwhile.
    """

    command: int = 0
    merged: tuple[str, ...] = ()
    by: str = ""
