"""The History tab: who changed what of a customer, when, from what to what."""

import re
from datetime import datetime
from functools import partial

from app.core.listing import small
from app.core.text import N_
from app.customers.schemas import HistoryRow
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.list_page import ListPage, ListWords
from ui.kit.table import Column, columns

# A moment as the audit trail keeps it.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")


def _value(value: str) -> str:
    """A value as people read it: moments on the clock on the wall."""
    return fmt.text(datetime.fromisoformat(value)) if _MOMENT.fullmatch(value) else value


COLUMNS = columns(
    HistoryRow,
    Column("at", N_("When"), 164, priority=0),
    Column("who", N_("Who"), 136, priority=1),
    Column("what", N_("What"), 140, priority=3),
    Column("field", N_("Field"), 126, priority=0),
    Column("old", N_("Old"), 140, show=_value, cook=cells.muted, priority=0),
    Column("new", N_("New"), 160, show=_value, priority=0, stretch=True),
    Column("reason", N_("Reason"), 160, shown=False),
)
WORDS = ListWords(
    title=N_("History"),
    one=N_("%s change"),
    many=N_("%s changes"),
    nothing=N_("No changes yet"),
    hint=N_("Every change of this customer will be listed here."),
    no_match=N_("No change matches"),
    search=N_("Search the history..."),
)


class HistoryTab(ListPage[HistoryRow]):
    """Newest first."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        load = partial(desk.services.customers.history, customer_id)
        super().__init__(
            desk,
            "detail.history",
            WORDS,
            COLUMNS,
            small(load),
            sort=("at", True),
            watches=("customers",),
            embedded=True,
        )
