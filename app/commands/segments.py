"""Commands on segments: list, show, count, their members, add and remove."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.licensing import confirm
from app.commands.listing import Limit, Sort, listed
from app.commands.options import options_of
from app.commands.words import give, give_table, plain, say
from app.core.errors import DeskError
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.segments.schemas import Criteria
    from app.services import Services

app = typer.Typer(
    help="Segments: groups of customers who have something in common.", no_args_is_help=True,
    rich_markup_mode=None, add_completion=False,
)  # fmt: skip
Which = Annotated[str, typer.Argument(metavar="NAME", help="The segment's name.")]
File = Annotated[str, typer.Argument(metavar="FILE", help="Criteria as JSON; - is stdin.")]


@app.command("list")
def list_segments(context: typer.Context) -> None:
    """Print every segment with its members and what they are worth."""
    options = options_of(context)
    with options.services() as services:
        found = [_figured(services, row) for row in services.segments.list()]
    if options.json:
        give({"total": len(found), "rows": found})
    else:
        give_table([{key: row[key] for key in ("name", "members", "value", "words")}
                    for row in map(_short, found)])  # fmt: skip


@app.command("show")
def show(context: typer.Context, name: Which) -> None:
    """Print a segment, its figures and its criteria as a JSON object."""
    with options_of(context).services() as services:
        found = services.segments.show(services.segments.find(name))
        shown = _figured(services, found.row)
        shown["criteria"] = json.loads(services.segments.as_json(found.draft.criteria))
    give(shown)


@app.command("count")
def count(context: typer.Context, file: File) -> None:
    """Print how many customers meet criteria, and what they are worth, as a JSON object."""
    with options_of(context).services() as services:
        found = services.segments.count(_criteria(services, file))
    give(found)
    said = ngettext("%s customer matches.", "%s customers match.", found.members)
    say(said % f"{found.members:,}")


@app.command("members")
def members(context: typer.Context, name: Which, sort: Sort = "", limit: Limit = None) -> None:
    """Print the members of a segment as a JSON object with `total` and `rows`."""
    from dataclasses import replace  # noqa: PLC0415 - see the package's docstring

    with options_of(context).services() as services:
        asked = services.segments.asked(services.segments.find(name))
        key, down = sort.removeprefix("-"), sort.startswith("-")
        give(listed(services.customers, replace(asked, sort=key, descending=down), limit))


@app.command("add")
def add(
    context: typer.Context,
    file: File,
    name: str = typer.Option(..., help="What to call it."),
    description: str = typer.Option("", help="What its members have in common."),
) -> None:
    """Add a segment, and print its id."""
    from app.segments.schemas import SegmentDraft  # noqa: PLC0415 - see the package's docstring

    with options_of(context).services() as services:
        draft = SegmentDraft(name, description, _criteria(services, file))
        made = services.segments.add(draft)
        found = services.segments.figures(made)
    give({"id": made, "members": found.members})


@app.command("remove")
def remove(
    context: typer.Context,
    name: Which,
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> None:
    """Take a segment away; its members stay as they are."""
    with options_of(context).services() as services:
        found = services.segments.find(name)
        confirm(_("Remove the segment “%s”?") % name, yes=yes)
        services.segments.remove(found)
    say(_("The segment “%s” was removed.") % name)


def _criteria(services: "Services", file: str) -> "Criteria":
    """The criteria a file holds.

    Raises:
        Invalid: it is no JSON, by line and column; or says what cannot be, by key.
        Unavailable: it cannot be read.
    """
    from app.core.errors import Invalid, Unavailable  # noqa: PLC0415 - seldom needed
    from app.core.files import describe_os_error  # noqa: PLC0415 - as above

    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise Unavailable(describe_os_error(error, Path(file))) from error
    except UnicodeDecodeError as error:
        raise Invalid({"criteria": _("It is not text in UTF-8. Save it as such.")}) from error
    return services.segments.parse(text)


def _figured(services: "Services", row: Any) -> dict[str, Any]:
    """A segment with its figures, if it has any."""
    shown: dict[str, Any] = plain(row)
    shown.pop("criteria")
    try:
        found = services.segments.figures(row.id)
    except DeskError:
        return shown | {"members": None, "value": None}
    return shown | {"members": found.members, "value": plain(found.value)}


def _short(row: dict[str, Any]) -> dict[str, Any]:
    value = row["value"]
    worth = f"{value['currency']} {value['amount']}" if value else None
    return row | {"value": worth, "words": row["problem"] or row["words"]}
