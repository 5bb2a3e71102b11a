"""Commands on files: list those of a customer, add some, save one, move all elsewhere."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from app.commands.licensing import WHOM
from app.commands.options import options_of
from app.commands.words import give, one_of, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.attachments.schemas import AttachTo
    from app.services import Services

PLACES = ("database", "folder")

app = typer.Typer(
    help="Files of customers.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@app.command("list")
def list_files(
    context: typer.Context, customer: str = typer.Argument(..., metavar=WHOM, help="Whose.")
) -> None:
    """Print a customer's files as a JSON object with `total` and `rows`, newest first."""
    with options_of(context).services() as services:
        found = services.attachments.of(_whose(services, customer, ""))
    give({"total": len(found), "rows": found})


@app.command("add")
def add(
    context: typer.Context,
    customer: str = typer.Argument(..., metavar=WHOM, help="Whose they are to be."),
    files: list[Path] = typer.Argument(..., metavar="FILE", help="Which; may be several."),  # noqa: B008 - Typer's way
    order: str = typer.Option("", metavar="NUMBER|ID|UUID", help="On this order of theirs."),
) -> int:
    """Add files to a customer, each of at most 50 MB, and print their ids."""
    with options_of(context).services() as services:
        to = _whose(services, customer, order)
        added = services.attachments.add_many(to, files, progress())
    give({"ids": added.ids, "refused": [{"file": name, "why": why} for name, why in added.refused]})
    for _name, why in added.refused:
        say(why)
    return 1 if added.refused else 0


@app.command("save")
def save(
    context: typer.Context,
    file: int = typer.Argument(..., metavar="ID", help="Which, as the list tells."),
    out: Path = typer.Argument(..., metavar="FILE", help="Where to; what is there is replaced."),  # noqa: B008 - as above
) -> None:
    """Write a file as it was added."""
    with options_of(context).services() as services:
        services.attachments.save_as(file, out, progress())
    say(_("Saved as %s.") % out)


@app.command("remove")
def remove(
    context: typer.Context,
    files: list[int] = typer.Argument(..., metavar="ID", help="Which; may be several."),  # noqa: B008 - as above
    back: bool = typer.Option(False, "--restore", help="Bring removed ones back instead."),
) -> int:
    """Take files away; for 30 days they can be brought back."""
    with options_of(context).services() as services:
        act = services.attachments.restore if back else services.attachments.remove
        outcome = act(files)
    give({"done": outcome.done, "refused": [key for key, _why in outcome.refused]})
    for _key, why in outcome.refused:
        say(why)
    return 1 if outcome.refused else 0


@app.command("move")
def move(
    context: typer.Context,
    to: str = typer.Argument(..., metavar="PLACE", help=f"One of {', '.join(PLACES)}."),
    folder: str = typer.Option("", metavar="PATH", help="Let this be the folder from now on."),
) -> int:
    """Let new files go to a place, and move all there; goes on where it was stopped."""
    from app.contents.schemas import Place, PlaceDraft  # noqa: PLC0415 - see the package's docstring

    one_of("PLACE", to, PLACES, needed=True)
    with options_of(context).services() as services:
        path = folder or services.file_store.kept().folder
        services.file_store.set_place(PlaceDraft(Place(to), path))
        moved = services.file_store.move_all(Place(to), progress())
    for problem in moved.refused:
        say(problem)
    said = ngettext("%d file was moved.", "%d files were moved.", moved.done)
    say(said % moved.done)
    return 1 if moved.refused else 0


def _whose(services: "Services", customer: str, order: str) -> "AttachTo":
    from app.attachments.schemas import AttachTo  # noqa: PLC0415 - see the package's docstring

    key = services.customers.find(customer)
    return AttachTo(key, order_id=services.orders.find(order) if order else None)
