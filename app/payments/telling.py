"""What a refund is to the customer who gets it."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class Returned(StrEnum):
    """What money is given back of."""

    PAYMENT = "payment"
    CREDIT = "credit"


def tells(
    action: str, whose: int | None, fields: Mapping[str, Sequence[Any]]
) -> Sequence[tuple[int, str]]:
    """Whom a refund concerns: it is found by its payment or credit note, never by itself."""
    if action != "created" or whose is None:
        return ()
    return ((whose, Returned.PAYMENT if "payment_id" in fields else Returned.CREDIT),)
