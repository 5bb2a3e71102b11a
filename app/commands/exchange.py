"""Commands that take customers out into files."""

from pathlib import Path

import typer

from app.commands.customers import SORT_KEYS, STATUSES, asked_for
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, progress, say
from app.core.text import _, ngettext

FORMATS = ("csv", "xlsx")


def register(app: typer.Typer) -> None:
    """Add the commands to those on customers."""
    app.command("export")(export_customers)


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
