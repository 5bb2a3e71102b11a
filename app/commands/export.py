"""Commands that take customers out into files, and show who did."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app.commands.customers import SORT_KEYS, STATUSES, asked_for
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, one_of, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.exchange.export_schemas import ExportOrder, Preset
    from app.services import Services

FORMATS = ("csv", "xlsx", "pdf", "vcf")


def register(app: typer.Typer) -> None:
    """Add the commands to those on customers."""
    app.command("export")(export_customers)
    app.command("exports")(list_exports)


def export_customers(
    context: typer.Context,
    out: str = typer.Option(..., "--out", metavar="FILE", help="The file to write or replace."),
    kind: str = typer.Option(
        "", "--format", help=f"{', '.join(FORMATS)}; the file's ending by default."
    ),
    preset: str = typer.Option("", help="Columns, order and format as kept under this name."),
    search: str = typer.Option("", help="Words that must all occur."),
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    everybody: bool = typer.Option(False, "--all", help="All customers, also archived ones."),
    sort: str = typer.Option("", help=f"One of {', '.join(SORT_KEYS)}; -KEY for descending."),
    columns: str = typer.Option("", help="Keys with commas between; all by default."),
    title: str = typer.Option("", help="What stands above a PDF."),
    why: str = typer.Option("", help="What the export is for; kept in the log of exports."),
) -> None:
    """Export customers, as filtered and sorted, into a CSV, XLSX, PDF or vCard file."""
    from app.core.listing import Selection  # noqa: PLC0415 - see the package's docstring
    from app.exchange.export_schemas import (  # noqa: PLC0415 - as above
        EVERYTHING,
        ExportOrder,
        Format,
    )

    if everybody and (search or status):
        raise WrongUsage(_("--all goes without --search and --status."))
    question = asked_for(search, status, sort)
    if everybody:
        question = replace(question, conditions=EVERYTHING.conditions)
    asked = options_of(context)
    with asked.services() as services:
        found = _preset(services, preset) if preset else None
        form = kind or Path(out).suffix.removeprefix(".").lower() or (found.form if found else "")
        one_of("--format", form, FORMATS, needed=True)
        keys = tuple(key.strip() for key in columns.split(",")) if columns else None
        order = ExportOrder(Format(form), Selection(question), keys, title, why)
        if found:
            order = _as_preset(order, found)
        result = services.exports.run(out, order, progress())
    if asked.json:
        give({"rows": result.rows, "file": out})
    for note in result.notes:
        say(note)
    said = ngettext(
        "%(rows)d customer is in %(file)s.", "%(rows)d customers are in %(file)s.", result.rows
    )
    say(said % {"rows": result.rows, "file": out})


def list_exports(
    context: typer.Context,
    out: str = typer.Option("", "--out", metavar="FILE", help="Write the log into a CSV file."),
) -> None:
    """Print who exported what, when and why, the latest first, as JSON."""
    with options_of(context).services() as services:
        if out:
            lines = services.exports.save_jobs(out)
            said = ngettext("%(lines)d line is in %(file)s.", "%(lines)d lines are in %(file)s.",
                            lines)  # fmt: skip
            say(said % {"lines": lines, "file": out})
        else:
            give(services.exports.jobs())


def _preset(services: "Services", name: str) -> "Preset":
    """The preset of that name or key, without regard to case."""
    known = services.exports.presets()
    for preset in known:
        if name.casefold() in {preset.key, preset.name.casefold(), _(preset.name).casefold()}:
            return preset
    names = ", ".join(_(preset.name) for preset in known)
    raise WrongUsage(_("--preset is one of %s.") % names)


def _as_preset(order: "ExportOrder", preset: "Preset") -> "ExportOrder":
    """The order as the preset has it, where the command line says nothing else."""
    sorts = not order.selection.asked.sort
    return replace(
        order,
        sort=preset.sort if sorts else "",
        descending=preset.descending and sorts,
        columns=order.columns or preset.columns,
        title=order.title or _(preset.name),
        each_email_once=preset.each_email_once,
        headings={key: _(title) for key, title in preset.headings.items()},
    )
