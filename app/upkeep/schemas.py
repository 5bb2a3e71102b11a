"""What crosses the boundary between the upkeep feature and its callers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Done:
    """What came due and was done."""

    holds_ended: int
    customers_purged: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and what it found; `problem` is a sentence, empty when all is well."""

    check: str
    problem: str = ""

    @property
    def sound(self) -> bool:
        """Whether all is well."""
        return not self.problem
