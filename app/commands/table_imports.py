"""Commands that bring other things than customers in from files."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import typer

from app.commands.import_options import DATE_ORDERS
from app.commands.options import options_of
from app.commands.words import give, one_of, progress, say
from app.core.text import N_, _, ngettext

if TYPE_CHECKING:
    from app.exchange.schemas import Options, Rehearsal
    from app.exchange.tables.reading import TableRehearsal

# What is imported, by its target, in the words of the help.
HELP = {
    "licenses": N_("Import license keys: all rows or none. Prints counts and problems as JSON."),
    "activations": N_("Import devices in use: all rows or none. Prints counts and problems."),
    "invoices": N_("Import invoices issued elsewhere: all rows or none. Prints counts, problems."),
    "payments": N_("Import payments: all rows or none. Prints counts and problems as JSON."),
}


def register(app: typer.Typer, target: str) -> None:
    """Add the import into a target to the commands on it."""
    app.command("import", help=_(HELP[target]))(_command(target))


def _command(target: str) -> Callable[..., None]:
    def bring_in(
        context: typer.Context,
        file: str = typer.Argument(..., metavar="FILE", help="A CSV or XLSX file."),
        mapping: str = typer.Option(
            "", metavar="FILE.json", help='Such as {"Serial": "key"}; guessed by default.'
        ),
        rehearse: bool = typer.Option(
            False, "--rehearse", help="Say what would happen; write nothing."
        ),
        skip_errors: bool = typer.Option(
            False, "--skip-errors", help="Leave out the rows that have problems."
        ),
        save_errors: str = typer.Option(
            "", metavar="FILE.csv", help="Where to write the rows that have problems."
        ),
        sheet: str = typer.Option(
            "", help="A workbook's sheet; the first with a table by default."
        ),
        date_order: str = typer.Option("", help=f"{', '.join(DATE_ORDERS)}; guessed by default."),
    ) -> None:
        from app.exchange.mapping import read_mapping  # noqa: PLC0415 - see the docstring
        from app.exchange.plans import RowsRefused  # noqa: PLC0415 - as above

        columns: Mapping[str, str] | None = read_mapping(mapping) if mapping else None
        how = _options(sheet, date_order, skip_errors=skip_errors)
        with options_of(context).services() as services:
            imports = services.table_imports
            if save_errors:
                count = imports.save_errors(target, file, save_errors, columns, how, progress())
                said = ngettext("%(rows)d row is in %(file)s.", "%(rows)d rows are in %(file)s.",
                                count)  # fmt: skip
                say(said % {"rows": count, "file": save_errors})
            if rehearse:
                _tell(imports.rehearse(target, file, columns, how, progress()))
                say(_("This was a rehearsal. Nothing was written."))
                return
            try:
                found = imports.run(target, file, columns, how, progress())
            except RowsRefused as refused:
                give(_told(refused.rehearsal))
                raise
        told = _tell(found)
        said = _(
            "%(create)d created, %(update)d updated, %(unchanged)d unchanged, %(out)d left out."
        )
        say(said % (told | {"out": told["error"] + told["skip"]}))

    return bring_in


def _options(sheet: str, date_order: str, *, skip_errors: bool) -> "Options":
    from app.exchange.schemas import DateOrder, Options  # noqa: PLC0415 - see the docstring

    one_of("--date-order", date_order, DATE_ORDERS)
    order = DateOrder(date_order) if date_order else None
    return Options(date_order=order, sheet=sheet, skip_errors=skip_errors)


def _tell(found: "TableRehearsal") -> dict[str, Any]:
    told = _told(found)
    give(told)
    for note in found.notes:
        say(note)
    return told


def _told(found: "Rehearsal") -> dict[str, Any]:
    """Counts by label, then every problem and every row that is left out, with its line."""
    counts = {label.value: count for label, count in found.counts.items()}
    errors = [
        {"line": row.line, "message": problem.message}
        for row in found.rows
        for problem in row.problems
    ]
    skipped = [
        {"line": row.line, "message": row.reason} for row in found.rows if row.label == "skip"
    ]
    return {**counts, "errors": errors, "skipped": skipped}
