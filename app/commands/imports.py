"""Commands that bring customers in from files, list what was imported, and take it back."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.import_options import DATE_ORDERS, DELIMITERS, MATCHES, MODES, Wanted
from app.commands.options import options_of
from app.commands.words import give, give_table, plain, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.exchange.schemas import Inspection, Options, Rehearsal
    from app.services import Services

app = typer.Typer(
    help="What was imported, and taking it back.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


def register(app: typer.Typer) -> None:
    """Add the import to the commands on customers."""
    app.command("import")(import_customers)


def import_customers(
    context: typer.Context,
    file: str = typer.Argument(..., metavar="FILE", help="A CSV, XLSX or vCard file."),
    mapping: str = typer.Option(
        "", metavar="FILE.json", help='Such as {"E-Mail-Adresse": "email"}; guessed by default.'
    ),
    profile: str = typer.Option("", metavar="NAME", help="A mapping that was saved."),
    rehearse: bool = typer.Option(
        False, "--rehearse", help="Say what would happen; write nothing."
    ),
    skip_errors: bool = typer.Option(
        False, "--skip-errors", help="Leave out the rows that have problems."
    ),
    save_errors: str = typer.Option(
        "", metavar="FILE.csv", help="Where to write the rows that have problems, to be mended."
    ),
    match: str = typer.Option("", help=f"{', '.join(MATCHES)}: by what customers are known."),
    mode: str = typer.Option("", help=f"{', '.join(MODES)}."),
    default: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=TEXT", help="What stands in for a blank cell; may be repeated."
        ),
    ] = None,
    fixed: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="FIELD=TEXT", help="One value for every row; may be repeated."
        ),
    ] = None,
    blanks_clear: bool = typer.Option(
        False, "--blanks-clear", help="Let a blank cell empty what a customer has there."
    ),
    create_tags: bool = typer.Option(
        False, "--create-tags", help="Create tags that do not exist yet."
    ),
    sheet: str = typer.Option("", help="A workbook's sheet; the first with a table by default."),
    header_row: int | None = typer.Option(None, min=1, help="Where the columns' names stand."),
    encoding: str = typer.Option("", help="Such as utf-8 or cp1252; guessed by default."),
    delimiter: str = typer.Option("", help=f"{', '.join(DELIMITERS)}; guessed by default."),
    date_order: str = typer.Option("", help=f"{', '.join(DATE_ORDERS)}; guessed by default."),
) -> None:
    """Import customers: all rows or none. Prints counts, problems and guesses as JSON."""
    from app.exchange.mapping import read_mapping  # noqa: PLC0415 - see the package's docstring

    wanted = Wanted(
        match, mode, encoding, delimiter, date_order, sheet, header_row, tuple(default or ()),
        tuple(fixed or ()), blanks_clear, create_tags, skip_errors,
    )  # fmt: skip
    columns: Mapping[str, str] | None = read_mapping(mapping) if mapping else None
    reading = wanted.reading()
    with options_of(context).services() as services:
        found = services.exchange.inspect(file, reading)
        columns, how = wanted.put_to(services, found, columns, profile)
        how = replace(how, sha256=found.sha256)
        read = _read(found, columns)
        if save_errors:
            _save_errors(services, file, save_errors, columns, how)
        if rehearse:
            give(_told(services.exchange.rehearse(file, columns, how, progress())) | read)
            say(_("This was a rehearsal. Nothing was written."))
            return
        _run(services, file, columns, how, read)


@app.command("list")
def list_imports(context: typer.Context) -> None:
    """List what was imported, the latest first."""
    asked = options_of(context)
    with asked.services() as services:
        rows = services.imports.jobs()
    if asked.json:
        give({"total": len(rows), "rows": rows})
        return
    shown = ("id", "at", "who", "target", "file", "created", "updated", "refused", "undone_at")
    give_table([{key: plain(getattr(row, key)) for key in shown} for row in rows])


@app.command("revert")
def revert(
    context: typer.Context,
    number: int = typer.Argument(..., metavar="NUMBER", help="As the list has it."),
    partly: bool = typer.Option(
        False, "--partly", help="Leave customers that were changed since as they are."
    ),
    rehearse: bool = typer.Option(
        False, "--rehearse", help="Say what would happen; change nothing."
    ),
) -> None:
    """Take an import back: remove what it created, give back what it changed."""
    with options_of(context).services() as services:
        found = services.imports.revert_preview(number, progress())
        for one in found.refused:
            say(f"{one.name}: {one.reason}")
        if rehearse:
            give({"rows": found.left, "refused": found.refused_total})
            say(_("This was a rehearsal. Nothing was changed."))
            return
        done = services.imports.revert(number, partly=partly, progress=progress())
    give({"rows": done.rows, "refused": done.refused_total})
    said = ngettext(
        "%(rows)d customer is as it was before the import.",
        "%(rows)d customers are as they were before the import.",
        done.rows,
    )
    say(said % {"rows": done.rows})


def _save_errors(
    services: "Services",
    file: str,
    target: str,
    columns: Mapping[str, str] | None,
    how: "Options",
) -> None:
    count = services.exchange.save_errors(file, target, columns, how, progress())
    said = ngettext("%(rows)d row is in %(file)s.", "%(rows)d rows are in %(file)s.", count)
    say(said % {"rows": count, "file": target})


def _run(
    services: "Services",
    file: str,
    columns: Mapping[str, str] | None,
    how: "Options",
    read: dict[str, Any],
) -> None:
    from app.exchange.schemas import RowsRefused  # noqa: PLC0415 - see the package's docstring

    try:
        done = services.exchange.run(file, columns, how, progress())
    except RowsRefused as refused:
        give(_told(refused.rehearsal) | read)
        raise
    told = _told(done.rehearsal)
    give(told | read | {"import": done.job})
    said = _("%(create)d created, %(update)d updated, %(unchanged)d unchanged, %(out)d left out.")
    say(said % (told | {"out": told["error"] + told["skip"]}))


def _read(found: "Inspection", mapping: Mapping[str, str] | None) -> dict[str, Any]:
    """How the file was understood, so that a wrong guess is seen; oddities are said too."""
    for note in found.notes:
        say(note)
    for job in found.earlier[:1]:
        said = _("%(who)s imported this very file on %(day)s already.")
        say(said % {"who": job.who, "day": job.at.date()})
    names = {sign: name for name, sign in DELIMITERS.items()}
    return {
        "mapping": found.mapping if mapping is None else mapping,
        "encoding": found.encoding,
        "delimiter": names.get(found.delimiter, found.delimiter),
        "date_order": found.date_order,
        "sheet": found.sheet,
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
    skipped = [{"line": row.line, "message": row.reason} for row in found.rows if row.reason]
    problems = {"errors": listed("problems"), "warnings": listed("warnings"), "skipped": skipped}
    return {**counts, "new_tags": list(found.new_tags), **problems}
