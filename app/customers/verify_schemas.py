"""What crosses the boundary between verification and its callers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from app.core.draft import Draft
from app.core.text import N_, _


class Ground(StrEnum):
    """Why a customer is verified by itself; each has its own switch in the settings."""

    FIRST_ORDER = "verify_first_order"
    REFERRED = "verify_referred"
    EMAIL = "verify_email"
    DOMAIN = "verify_domains"


# What stands in the place of the person who verified.
AUTOMATIC = {
    Ground.FIRST_ORDER: N_("Automatic: first order"),
    Ground.REFERRED: N_("Automatic: referred by a verified customer"),
    Ground.EMAIL: N_("Automatic: e-mail confirmed"),
    Ground.DOMAIN: N_("Automatic: trusted domain"),
}
_SAID = frozenset(AUTOMATIC.values())


def verified_by_words(stored: str) -> str:
    """Who verified a customer, in words: a person's name, or what did it by itself."""
    return _(stored) if stored in _SAID else stored


@dataclass(frozen=True, slots=True)
class Known:
    """Something to look at before verifying; `value` is blank where it is missing.

    What is not `needed` may be missing.
    """

    key: str
    title: str
    value: str
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Sign:
    """One line of the guidance, and whether it is so for this customer."""

    key: str
    text: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Review:
    """What a person looks at before they verify a customer.

    `good` speaks for it, `warnings` against it; `email_open` tells that its address is not
    confirmed. `version` is the one that was looked at.
    """

    id: int
    version: int
    name: str
    deleted: bool
    verified_at: datetime | None
    verified_by: str
    known: tuple[Known, ...]
    good: tuple[Sign, ...]
    warnings: tuple[Sign, ...]
    email_open: bool

    @property
    def missing(self) -> tuple[str, ...]:
        """The titles of what is needed and not there."""
        return tuple(one.title for one in self.known if one.needed and not one.value)


@dataclass(frozen=True, slots=True)
class UnverifyDraft(Draft):
    """Why a verification is taken back."""

    reason: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"reason": (500, N_("The reason"))}
    required: ClassVar[Mapping[str, str]] = {
        "reason": N_("Say why in a few words; it stays in the customer's history.")
    }
