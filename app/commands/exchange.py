"""Commands that bring customers in from files, and take them out into files."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from app.commands.customers import SORT_KEYS, STATUSES, asked_for
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.exchange.schemas import Inspection, Options, Rehearsal

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
DATE_ORDERS = ("ymd", "dmy", "mdy")
FORMATS = ("csv", "xlsx")


def register(app: typer.Typer) -> None:
    """Add the commands to those on customers."""
    app.command("import")(import_customers)
    app.command("export")(export_customers)


def import_customers(
    context: typer.Context,
    file: str = typer.Argument(..., metavar="FILE", help="A CSV file."),
    mapping: str = typer.Option(
        "", metavar="FILE.json", help='Such as {"E-Mail-Adresse": "email"}; guessed by default.'
    ),
    rehearse: bool = typer.Option(
        False, "--rehearse", help="Say what would happen; write nothing."
    ),
    skip_errors: bool = typer.Option(
        False, "--skip-errors", help="Leave out the rows that have problems."
    ),
    encoding: str = typer.Option("", help="Such as utf-8 or cp1252; guessed by default."),
    delimiter: str = typer.Option("", help=f"{', '.join(DELIMITERS)}; guessed by default."),
    date_order: str = typer.Option("", help=f"{', '.join(DATE_ORDERS)}; guessed by default."),
) -> None:
    """Import customers: all rows or none. Prints counts, problems and guesses as JSON."""
    from app.exchange.mapping import read_mapping  # noqa: PLC0415 - see the package's docstring
    from app.exchange.schemas import RowsRefused  # noqa: PLC0415

    how = _options(encoding, delimiter, date_order, skip_errors=skip_errors)
    columns = read_mapping(mapping) if mapping else None
    with options_of(context).services() as services:
        found = services.exchange.inspect(file, how)
        read = _read(found, columns)
        how = replace(how, sha256=found.sha256)
        if rehearse:
            give(_told(services.exchange.rehearse(file, columns, how, progress())) | read)
            say(_("This was a rehearsal. Nothing was written."))
            return
        try:
            done = services.exchange.run(file, columns, how, progress())
        except RowsRefused as refused:
            give(_told(refused.rehearsal) | read)
            raise
    told = _told(done.rehearsal)
    give(told | read)
    said = _("%(create)d created, %(update)d updated, %(unchanged)d unchanged, %(error)d left out.")
    say(said % told)


def export_customers(
    context: typer.Context,
    out: str = typer.Option(..., "--out", metavar="FILE", help="The file to write or replace."),
    kind: str = typer.Option("", "--format", help="csv or xlsx; the file's ending by default."),
    search: str = typer.Option("", help="Words that must all occur."),
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    sort: str = typer.Option("", help=f"One of {', '.join(SORT_KEYS)}; -KEY for descending."),
    columns: str = typer.Option("", help="Keys with commas between; all by default."),
) -> None:
    """Export customers, as filtered and sorted, into a CSV or XLSX file."""
    from app.exchange.schemas import Format  # noqa: PLC0415 - see the package's docstring

    wanted = asked_for(search, status, sort)
    form = kind or Path(out).suffix.removeprefix(".").lower()
    if form not in FORMATS:
        raise WrongUsage(_("--format is one of %s.") % ", ".join(FORMATS))
    keys = [key.strip() for key in columns.split(",")] if columns else None
    asked = options_of(context)
    with asked.services() as services:
        rows = services.exchange.export(out, Format(form), wanted, keys, progress=progress())
    if asked.json:
        give({"rows": rows, "file": out})
    said = ngettext(
        "%(rows)d customer is in %(file)s.", "%(rows)d customers are in %(file)s.", rows
    )
    say(said % {"rows": rows, "file": out})


def _options(encoding: str, delimiter: str, date_order: str, *, skip_errors: bool) -> "Options":
    from app.exchange.schemas import (  # noqa: PLC0415 - see the package's docstring
        ENCODINGS,
        DateOrder,
        Options,
    )

    for name, given, known in (
        ("--encoding", encoding, tuple(ENCODINGS)),
        ("--delimiter", delimiter, tuple(DELIMITERS)),
        ("--date-order", date_order, DATE_ORDERS),
    ):
        if given and given not in known:
            raise WrongUsage(
                _("%(name)s is one of %(known)s.") % {"name": name, "known": ", ".join(known)}
            )
    return Options(
        encoding or None,
        DELIMITERS.get(delimiter),
        DateOrder(date_order) if date_order else None,
        skip_errors=skip_errors,
    )


def _read(found: "Inspection", mapping: Mapping[str, str] | None) -> dict[str, Any]:
    """How the file was understood, so that a wrong guess is seen; oddities are said too."""
    for note in found.notes:
        say(note)
    names = {sign: name for name, sign in DELIMITERS.items()}
    return {
        "mapping": found.mapping if mapping is None else mapping,
        "encoding": found.encoding,
        "delimiter": names.get(found.delimiter, found.delimiter),
        "date_order": found.date_order,
    }


def _told(found: "Rehearsal") -> dict[str, Any]:
    """Counts by label, then every problem and warning with its line and field."""

    def listed(kind: str) -> list[dict[str, Any]]:
        return [
            {"line": row.line, "field": problem.field, "message": problem.message}
            for row in found.rows
            for problem in getattr(row, kind)
        ]

    counts = {label.value: count for label, count in found.counts.items()}
    return {**counts, "errors": listed("problems"), "warnings": listed("warnings")}
