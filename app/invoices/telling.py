"""What an invoice's end is to its customer."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.invoices.schemas import InvoiceState

ENDS = (InvoiceState.VOID, InvoiceState.WRITTEN_OFF)


def tells(
    action: str, whose: int | None, fields: Mapping[str, Sequence[Any]]
) -> Sequence[tuple[int, str]]:
    """Whom a change concerns, by the state the invoice has now; its issue tells of itself."""
    old, new = fields.get("state", (None, None))
    if action != "updated" or whose is None or old == new or new not in ENDS:
        return ()
    return ((whose, new),)
