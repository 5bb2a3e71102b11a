"""`desk`: the same use cases without a screen, for administrators and scripts.

Data goes to stdout, words to stderr. The exit status is 0 when all is done, 1 when it
was refused or failed (one sentence is stderr's last line), 2 for wrong usage.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import cast

import typer

from app.commands import (
    activations,
    billing,
    bulk,
    customer_edit,
    customers,
    database,
    export,
    files,
    follow_ups,
    imports,
    interactions,
    license_life,
    license_new,
    license_tables,
    licenses,
    offline,
    orders,
    segments,
    sold,
    staff,
    table_imports,
    tags,
    undo,
)
from app.commands.options import Options
from app.commands.words import WrongUsage, refuse, say
from app.core.errors import DeskError
from app.core.text import _
from app.exchange import READ_GUARDED

DONE, FAILED, WRONG_USAGE = 0, 1, 2
# What Click calls a wrong command line; Typer brings its own copy of Click along.
UsageError = cast("type[Exception]", typer.BadParameter.__bases__[0])

app = typer.Typer(
    name="desk",
    help="Customer Desk without a screen, for administrators and scripts.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    no_args_is_help=True,
)
database.register(app)
imports.register(customers.app)
export.register(customers.app)
customer_edit.register(customers.app)
bulk.register(customers.app)
undo.register(app)
billing.register(app)
license_new.register(licenses.app)
license_life.register(licenses.app)
license_tables.register(licenses.app)
table_imports.register(licenses.app, "licenses")
table_imports.register(activations.app, "activations")
offline.register(licenses.app)
app.add_typer(activations.app, name="activations")
app.add_typer(customers.app, name="customers")
app.add_typer(files.app, name="files")
app.add_typer(follow_ups.app, name="follow-ups")
app.add_typer(imports.app, name="imports")
app.add_typer(interactions.app, name="interactions")
app.add_typer(licenses.app, name="licenses")
app.add_typer(orders.app, name="orders")
app.add_typer(segments.app, name="segments")
app.add_typer(sold.products, name="products")
app.add_typer(sold.subscriptions, name="subscriptions")
app.add_typer(database.audit, name="audit")
app.add_typer(staff.app, name="staff")
app.add_typer(tags.app, name="tags")


def _version(*, asked: bool) -> None:
    if asked:
        from importlib.metadata import version  # noqa: PLC0415 - seldom asked

        typer.echo(f"Customer Desk {version('customer-desk')}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    database: str = typer.Option(
        "", metavar="URL_OR_PATH", help="A file, or postgresql+psycopg://user@host/name."
    ),
    user: str = typer.Option(
        "", metavar="EMAIL", help="Who you are; the password comes from DESK_PASSWORD or a prompt."
    ),
    json: bool = typer.Option(False, "--json", help="Print data as JSON."),
    version: bool = typer.Option(  # noqa: ARG001 - its callback does it all
        False, "--version", callback=lambda value: _version(asked=value), is_eager=True
    ),
) -> None:
    """Customer Desk without a screen, for administrators and scripts."""
    context.obj = Options(database, user, json)


def main() -> None:
    """Run the command line this program was started with."""
    if sys.argv[1:2] == [READ_GUARDED]:
        from app.exchange.guarded_child import main as read  # noqa: PLC0415 - a process of its own

        sys.exit(read(sys.argv[2:]))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status; never raises."""
    try:
        _refuse_broken_text(arguments)
        ended = app(list(arguments), prog_name="desk", standalone_mode=False)
        sys.stdout.flush()
    except (UsageError, WrongUsage) as error:
        return _wrong_usage(error)
    except DeskError as error:
        refuse(error)
        return FAILED
    except (typer.Abort, KeyboardInterrupt):
        say(_("Stopped. Nothing more was done."))
        return FAILED
    except BrokenPipeError:
        # Whoever read our data has had enough; Python must not complain of it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except Exception as error:  # noqa: BLE001 - a bug, told in one sentence and logged
        from app.commands.bugs import report  # noqa: PLC0415 - seldom needed

        say(report(error))
        return FAILED
    return ended if isinstance(ended, int) else DONE


def _refuse_broken_text(arguments: Sequence[str]) -> None:
    for argument in arguments:
        if any("\ud800" <= character <= "\udfff" for character in argument):
            raise WrongUsage(_("%s holds broken characters. Type it again.") % ascii(argument))


def _wrong_usage(error: Exception) -> int:
    context = getattr(error, "ctx", None)
    if context is not None and type(error).__name__ == "NoArgsIsHelpError":
        say(context.get_help())
        return WRONG_USAGE
    if context is not None:
        say(context.get_usage())
    say(getattr(error, "format_message", lambda: str(error))())
    return WRONG_USAGE


if __name__ == "__main__":
    main()
