"""Commands that take licenses out into files."""

from pathlib import Path

import typer

from app.commands.license_filters import SORT_KEYS, STATUSES, Choice, asked_for
from app.commands.licensing import WHOM
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, progress, say
from app.core.text import _, ngettext

FORMATS = ("csv", "xlsx")


def register(app: typer.Typer) -> None:
    """Add the commands to those on licenses."""
    app.command("export")(export_licenses)


def export_licenses(
    context: typer.Context,
    out: str = typer.Argument(..., metavar="FILE", help="The file to write or replace."),
    kind: str = typer.Option(
        "", "--format", help=f"{' or '.join(FORMATS)}; the file's ending by default."
    ),
    search: str = typer.Option("", help="Words that must all occur."),
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    product: str = typer.Option("", metavar="REFERENCE|NAME", help="Of this product."),
    plan: str = typer.Option("", metavar="NAME", help="Of this plan."),
    customer: str = typer.Option("", metavar=WHOM, help="Of this customer."),
    expiring: int | None = typer.Option(
        None, min=0, metavar="DAYS", help="That end within so many days."
    ),
    unassigned: bool = typer.Option(False, "--unassigned", help="Available: nobody has them."),
    sort: str = typer.Option("", help=f"One of {', '.join(SORT_KEYS)}; -KEY for descending."),
    columns: str = typer.Option("", help="Keys with commas between; all by default."),
    why: str = typer.Option("", help="What the export is for; kept in the log of exports."),
) -> None:
    """Export licenses, as filtered and sorted, into a CSV or XLSX file; keys stay masked."""
    from app.core.listing import Selection  # noqa: PLC0415 - see the package's docstring
    from app.exchange.export_schemas import Format  # noqa: PLC0415
    from app.exchange.license_export import LicenseOrder  # noqa: PLC0415

    form = kind or Path(out).suffix.removeprefix(".").lower()
    if form not in FORMATS:
        raise WrongUsage(_("--format is one of %s.") % ", ".join(FORMATS))
    keys = tuple(key.strip() for key in columns.split(",")) if columns else None
    choice = Choice(search, status, product, plan, customer, expiring, unassigned, sort)
    with options_of(context).services() as services:
        selection = Selection(asked_for(services, choice))
        order = LicenseOrder(Format(form), selection, keys, why)
        result = services.license_exports.run(out, order, progress())
    if options_of(context).json:
        give({"rows": result.rows, "file": out})
    said = ngettext(
        "%(rows)d license is in %(file)s.", "%(rows)d licenses are in %(file)s.", result.rows
    )
    say(said % {"rows": result.rows, "file": out})
