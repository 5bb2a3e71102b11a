"""What a license's changes are to the customers who have it, or had it until then."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from app.licensing.schemas import LicenseState as S

_Fields = Mapping[str, Sequence[Any]]


class Became(StrEnum):
    """What became of a license, as its customer's timeline tells it.

    ASSIGNED came from nobody and TAKEN went to nobody; GIVEN is to the customer who got it
    from another one, MOVED to that other one.
    """

    ASSIGNED = "assigned"
    GIVEN = "given"
    MOVED = "moved"
    TAKEN = "taken"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REVOKED = "revoked"
    REINSTATED = "reinstated"
    CANCELLED = "cancelled"
    EXTENDED = "extended"
    SHORTENED = "shortened"
    PLAN = "plan"
    ROTATED = "rotated"


_ENDED = {S.REVOKED: Became.REVOKED, S.CANCELLED: Became.CANCELLED}
_NEVER = "9999-12-31"


def tells(action: str, whose: int | None, fields: _Fields) -> Sequence[tuple[int, str]]:
    """Whom a change concerns; a license that is made tells of itself."""
    if action != "updated":
        return ()
    before, after = fields.get("customer_id", (whose, whose))
    if before == after:
        became = _became(fields)
        return ((before, became),) if before and became else ()
    found: list[tuple[int, str]] = []
    if before:
        ended = _ENDED.get(_pair(fields, "state")[1])
        found.append((before, ended or (Became.MOVED if after else Became.TAKEN)))
    if after:
        found.append((after, Became.GIVEN if before else Became.ASSIGNED))
    return found


def _became(fields: _Fields) -> Became | None:
    """The weightiest of what a change did."""
    old, new = _pair(fields, "state")
    if old != new:
        if new == S.SUSPENDED:
            return Became.SUSPENDED
        return _ENDED.get(new) or (Became.REINSTATED if old == S.REVOKED else Became.RESUMED)
    for name, became in (("plan_id", Became.PLAN), ("key_digest", Became.ROTATED)):
        old, new = _pair(fields, name)
        if old != new:
            return became
    return _lasts(fields)


def _lasts(fields: _Fields) -> Became | None:
    old, new = _pair(fields, "expires_on")
    # One whose time begins to run is activated, which tells of itself.
    if old == new or _pair(fields, "months_to_run")[0] is not None:
        return None
    return Became.EXTENDED if (new or _NEVER) > (old or _NEVER) else Became.SHORTENED


def _pair(fields: _Fields, name: str) -> Sequence[Any]:
    return fields.get(name, (None, None))
