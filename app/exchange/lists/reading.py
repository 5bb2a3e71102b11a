"""Finds what an export of a list is about, and reads its rows some at a time."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.clock import time_zone
from app.core.errors import Invalid, NotFound
from app.core.listing import Selection
from app.core.progress import Progress
from app.core.text import _
from app.exchange.columns import Cell, ExportColumn
from app.exchange.export_schemas import Format
from app.exchange.filling import CHUNK, Block
from app.exchange.lists.kinds import CURRENCY, ListColumn, ListKind
from app.organization.service import current


@dataclass(frozen=True, slots=True)
class ListOrder:
    """What to take out and how.

    `columns` are keys of the list's columns in the wanted order; None are all of them, on
    paper those that fit it. `title` stands above a PDF. `customer_id` is whose timeline.
    """

    form: Format
    selection: Selection = Selection()  # noqa: RUF009 - it is frozen
    columns: tuple[str, ...] | None = None
    title: str = ""
    purpose: str = ""
    customer_id: int | None = None


def columns_of(kind: ListKind, order: ListOrder) -> Mapping[str, ListColumn]:
    """The columns an order has; amounts never go without their currency.

    Raises:
        Invalid: there are none; keyed "columns".
        NotFound: there is no such column.
    """
    is_paper = order.form is Format.PDF
    keys = order.columns
    if keys is None:
        keys = tuple(key for key, one in kind.columns.items() if one.on_paper or not is_paper)
    if not keys:
        raise Invalid({"columns": _("Choose at least one column.")})
    for key in keys:
        if key not in kind.columns:
            said = _("There is no column “%(key)s”. Choose from: %(known)s.")
            raise NotFound(said % {"key": key, "known": ", ".join(kind.columns)})
    amounts = [place for place, key in enumerate(keys, start=1) if key in kind.amounts]
    if amounts and is_paper:
        # Each amount has its currency there.
        keys = tuple(key for key in keys if key != CURRENCY)
    elif amounts and CURRENCY not in keys:
        keys = (*keys[: amounts[-1]], CURRENCY, *keys[amounts[-1] :])
    return {key: kind.columns[key] for key in keys}


def made(columns: Mapping[str, ListColumn]) -> list[ExportColumn]:
    """The columns as the writers of files know them."""
    return [
        ExportColumn((), None, one.shape, one.width, is_summed=one.is_summed)
        for one in columns.values()
    ]


def ids(
    session: Session, actor: Actor, kind: ListKind, selection: Selection, progress: Progress
) -> Sequence[int]:
    """Which rows a selection is about, in their order.

    Raises:
        NotFound: there is no such sort or filter.
        Cancelled: `progress` was.
    """
    if selection.ids is not None:
        return array("q", selection.ids)
    return kind.source.ids(session, actor, selection.asked, progress)


class Rows:
    """Reads rows by their ids; `count` of them were given so far."""

    def __init__(
        self, actor: Actor, kind: ListKind, columns: Mapping[str, ListColumn], ids: Sequence[int]
    ) -> None:
        self._actor, self._kind = actor, kind
        self._made, self._ids = [one.cell for one in columns.values()], ids
        self.count = 0

    def blocks(self, session: Session, progress: Progress) -> Iterator[Block]:
        """The rows that are still there, by column."""
        zone = time_zone(current(session).time_zone)

        def cell(value: Cell | datetime) -> Cell:
            """Moments without a zone, which no spreadsheet knows."""
            if isinstance(value, datetime):
                return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
            return value

        for start in range(0, len(self._ids), CHUNK):
            progress.report(start, len(self._ids))
            part = self._ids[start : start + CHUNK]
            known: dict[int, Any] = {
                row.id: row for row in self._kind.source.rows(session, self._actor, part)
            }
            rows: Sequence[Any] = [known[key] for key in part if key in known]
            if self._kind.widened is not None:
                rows = self._kind.widened(session, rows)
            if rows:
                self.count += len(rows)
                counts = self._kind.counts
                counted = None if counts is None else [counts(row) for row in rows]
                yield [[cell(make(row)) for row in rows] for make in self._made], counted
        progress.report(len(self._ids), len(self._ids))
