"""Fills the file of an export with what is read, whole or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.engine import Database
from app.core.files import replacing
from app.core.progress import Progress
from app.core.stages import Stage
from app.core.text import _
from app.exchange.columns import Cell
from app.exchange.export_schemas import Format
from app.exchange.pdf.sink import PdfSink, pdf_sink
from app.exchange.sheets import Opener, Sheet, csv_sink
from app.exchange.vcards import vcard_sink
from app.exchange.xlsx import xlsx_sink

# More at once would hold the interface up while they are written.
CHUNK = 500
# How far finding the rows brings the whole, and reading them before a PDF is laid out.
FOUND, _READ = 0.1, 0.4
OPENERS: Mapping[Format, Opener] = {
    Format.CSV: csv_sink,
    Format.XLSX: xlsx_sink,
    Format.PDF: pdf_sink,
    Format.VCARD: vcard_sink,
}
# Some rows by column, and which of them are part of the totals; None for all.
Block = tuple[Sequence[Sequence[Cell]], Sequence[bool] | None]
Read = Callable[[Session, Progress], Iterable[Block]]


def fill(
    db: Database,
    actor: Actor,
    path: Path | str,
    form: Format,
    sheet: Sheet,
    read: Read,
    progress: Progress,
    recorded: Callable[[], None],
) -> frozenset[str]:
    """Write the file, and give the letters it cannot show.

    `recorded` is called when all is written, just before the file is there.

    Raises:
        Invalid: there are too many rows or columns for it; keyed "format" or "columns".
        Unavailable: it cannot be written.
        Cancelled: `progress` was; there is no file then.
    """
    ready = _READ if form is Format.PDF else 1.0
    reading, finishing = Stage(progress, FOUND, ready), Stage(progress, ready, 1)
    with replacing(path) as half:
        # The database is let go of before a book is packed: a server hangs up on who keeps
        # it waiting.
        with OPENERS[form](half, sheet, finishing) as sink, db.reading(actor) as session:
            for cells, counted in read(session, reading):
                sink.add(cells, counted)
        progress.check()
        recorded()
    return sink.unknown if isinstance(sink, PdfSink) else frozenset()


def unknown_letters(unknown: frozenset[str]) -> tuple[str, ...]:
    """What to say of letters that are not in the file."""
    if not unknown:
        return ()
    return (_("Some names use letters that a PDF cannot show. Choose XLSX or CSV to have them."),)
