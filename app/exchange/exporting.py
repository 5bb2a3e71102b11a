"""Takes the list of customers out into a file, in the order asked for, whole or not at all."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from app.core import query as listed
from app.core.access import Actor
from app.core.engine import Database
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.core.stages import Stage
from app.core.text import _, ngettext
from app.customers import queries
from app.customers.model import Customer
from app.customers.schemas import Shelf
from app.exchange import vcards
from app.exchange.columns import Cell, ExportColumn, Maker, chosen, titles
from app.exchange.export_schemas import ExportOrder, ExportResult, Format
from app.exchange.export_words import notes, refuse_if_open
from app.exchange.filling import CHUNK, FOUND, Block, fill, unknown_letters
from app.exchange.sheets import Sheet
from app.organization.country import country_of
from app.organization.schemas import OrganizationSettings
from app.organization.service import current
from app.tags.book import book


@dataclass(frozen=True, slots=True)
class Found:
    """What an export is made of: the ids in order, the columns, and what is told beside them."""

    ids: Sequence[int]
    columns: Mapping[str, ExportColumn]
    sheet: Sheet


def write(
    db: Database,
    actor: Actor,
    path: Path | str,
    order: ExportOrder,
    progress: Progress,
    recorded: Callable[[int], None],
) -> ExportResult:
    """Write the file; `recorded` gets the number of rows just before the file is there."""
    refuse_if_open(path)
    with db.reading(actor) as session:
        found = find(session, actor, order, Stage(progress, 0, FOUND))
    rows = Rows(actor, order, found)
    unknown = fill(
        db, actor, path, order.form, found.sheet, rows.blocks, progress,
        lambda: recorded(rows.count),
    )  # fmt: skip
    return ExportResult(rows.count, (*_remarks(rows.repeated), *unknown_letters(unknown)))


def find(session: Session, actor: Actor, order: ExportOrder, progress: Progress) -> Found:
    """Which rows and columns an order is about.

    Raises:
        NotFound: there is no such column, sort or filter.
    """
    settings = current(session)
    ids = _ids(session, actor, order, settings, progress)
    columns = vcards.COLUMNS
    if order.form is not Format.VCARD:
        columns = chosen(settings, order.columns, book(session))
    return Found(ids, columns, _sheet(session, actor, order, columns, settings, len(ids)))


def _ids(
    session: Session,
    actor: Actor,
    order: ExportOrder,
    settings: OrganizationSettings,
    progress: Progress,
) -> Sequence[int]:
    asked, chosen_ids = order.selection.asked, order.selection.ids
    if chosen_ids is not None and not order.sort:
        return array("q", chosen_ids)
    within = list(queries.visible(actor))
    if chosen_ids is not None:
        asked = ListQuery(conditions=(Condition("shelf", Op.IN, tuple(Shelf)),))
        if len(chosen_ids) <= CHUNK:
            within.append(Customer.id.in_(chosen_ids))
    if order.sort:
        asked = replace(asked, sort=order.sort, descending=order.descending)
    listing = queries.listing(settings, session.info["now"], book(session))
    found = listed.ids(session, listing, asked, within, progress)
    wanted = frozenset(chosen_ids or ())
    return found if chosen_ids is None else array("q", filter(wanted.__contains__, found))


class Rows:
    """Reads what was found; `count` rows were given, `repeated` were left out."""

    def __init__(self, actor: Actor, order: ExportOrder, found: Found) -> None:
        self._within = queries.visible(actor)
        self._ids, self._maker = found.ids, Maker(found.columns)
        self._seen: set[str] | None = set() if order.each_email_once else None
        self.count = self.repeated = 0

    def blocks(self, session: Session, progress: Progress) -> Iterator[Block]:
        """The same as `read`, as `fill` takes them."""
        return ((cells, None) for cells in self.read(session, progress))

    def read(self, session: Session, progress: Progress) -> Iterator[list[Sequence[Cell]]]:
        """The cells by column, some rows at a time."""
        for start in range(0, len(self._ids), CHUNK):
            progress.report(start, len(self._ids))
            if rows := self._fresh(self._some(session, self._ids[start : start + CHUNK])):
                self.count += len(rows)
                yield self._maker.columns(rows)
        progress.report(len(self._ids), len(self._ids))

    def _some(self, session: Session, ids: Sequence[int]) -> list[Sequence[Any]]:
        """The rows with these ids that are still there, in their order."""
        statement = self._maker.select.where(_among(session, ids), *self._within)
        result = session.connection().execute(statement)
        # From the driver's own cursor: rows made anew of its rows would take as long again.
        rows = result.cursor.fetchall() if result.cursor is not None else []
        result.close()
        found = {row[0]: row for row in rows}
        return [found[key] for key in ids if key in found]

    def _fresh(self, rows: list[Sequence[Any]]) -> list[Sequence[Any]]:
        """The rows without those whose e-mail has come before."""
        if self._seen is None:
            return rows
        fresh = []
        for row in rows:
            if row[1] is None or row[1] not in self._seen:
                fresh.append(row)
                self._seen.add(row[1])
        self.repeated += len(rows) - len(fresh)
        return fresh


def _among(session: Session, ids: Sequence[int]) -> sa.ColumnElement[bool]:
    if session.get_bind().dialect.name == "sqlite":
        return Customer.id.in_(ids)
    # One value to send and to plan for, rather than a thousand.
    return Customer.id == sa.any_(sa.literal(list(ids), postgresql.ARRAY(sa.Integer)))


def _sheet(
    session: Session,
    actor: Actor,
    order: ExportOrder,
    columns: Mapping[str, ExportColumn],
    settings: OrganizationSettings,
    rows: int,
) -> Sheet:
    is_card = order.form is Format.VCARD
    return Sheet(
        order.title or _("Customers"),
        [] if is_card else titles(columns, settings.currency, order.headings),
        list(columns.values()),
        rows,
        notes(session, actor, order, settings) if order.form is Format.PDF else (),
        settings.name,
        country_of(settings.time_zone),
    )


def _remarks(repeated: int) -> tuple[str, ...]:
    if not repeated:
        return ()
    said = ngettext(
        "%d row was left out: its e-mail had come before.",
        "%d rows were left out: their e-mails had come before.",
        repeated,
    )
    return (said % repeated,)
