"""What the commands that print a list, or take it out into a file, have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.filters import narrowed
from app.commands.licensing import CHUNK, WHOM, in_order
from app.commands.options import options_of
from app.commands.words import give, one_of, progress, say
from app.core.text import _

if TYPE_CHECKING:
    from app.core.listing import ListQuery
    from app.services import Services

FORMATS = ("csv", "xlsx", "pdf")
Search = Annotated[str, typer.Option(help="Words that must all occur.")]
Customer = Annotated[str, typer.Option(metavar=WHOM, help="Of this customer.")]
Where = Annotated[str, typer.Option(metavar="JSON", help="Filters, as saved views keep them.")]
Sort = Annotated[str, typer.Option(help="A key of the rows; -KEY for descending.")]
Limit = Annotated[int | None, typer.Option(min=0, help="At most this many rows.")]
Out = Annotated[str, typer.Argument(metavar="FILE", help="The file to write or replace.")]
Kind = Annotated[
    str,
    typer.Option("--format", help=f"{', '.join(FORMATS)}; the file's ending by default."),
]
Columns = Annotated[str, typer.Option(help="Keys with commas between; all by default.")]
Why = Annotated[str, typer.Option(help="What the export is for; kept in the log of exports.")]


@dataclass(frozen=True, slots=True)
class Given:
    """What the options of a list say; blank is whatever there is.

    `wanted` are filters by key with the one value that is meant.
    """

    search: str = ""
    wanted: tuple[tuple[str, object], ...] = ()
    customer: str = ""
    sort: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The file an export writes, and what it is to hold."""

    file: str
    form: str = ""
    columns: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list by its name, as services and exports know it, and what it may be sorted by."""

    name: str
    keys: tuple[str, ...]

    def show(self, context: typer.Context, given: Given, limit: int | None) -> None:
        """Print what the options ask for, as a JSON object with `total` and `rows`."""
        with options_of(context).services() as services:
            asked = question(services, self.name, given, self.keys)
            give(listed(getattr(services, self.name), asked, limit))

    def take_out(self, context: typer.Context, given: Given, target: Target) -> None:
        """Export what the options ask for."""
        asks = partial(question, page=self.name, given=given, keys=self.keys)
        take_out(context, self.name, target, asks)


def question(services: "Services", page: str, given: Given, keys: Sequence[str]) -> "ListQuery":
    """The question these options ask of a list; `keys` are what it may be sorted by."""
    from app.core.listing import Condition, ListQuery, Op  # noqa: PLC0415 - see the docstring

    key = given.sort.removeprefix("-")
    one_of("--sort", key, keys)
    found = [Condition(name, Op.IN, (value,)) for name, value in given.wanted]
    if given.customer:
        whose = services.customers.find(given.customer)
        found.append(Condition("customer_id", Op.IN, (whose,)))
    asked = ListQuery(given.search, tuple(found), key, given.sort.startswith("-"))
    return narrowed(services, asked, page, "", given.where)


def listed(source: Any, asked: "ListQuery", limit: int | None) -> dict[str, Any]:
    """What a list has, at most `limit` rows of it; `source` is its service."""
    from app.core.progress import Progress  # noqa: PLC0415 - see the package's docstring

    found = source.ids(asked, Progress())
    page, rows = found if limit is None else found[:limit], []
    for start in range(0, len(page), CHUNK):
        part = page[start : start + CHUNK]
        rows += in_order(source.rows(part), part)
    return {"total": len(found), "rows": rows}


def take_out(
    context: typer.Context, name: str, target: Target, ask: "Callable[[Services], ListQuery]"
) -> None:
    """Export a list, as filtered and sorted."""
    from app.core.listing import Selection  # noqa: PLC0415 - see the package's docstring
    from app.exchange.export_schemas import Format  # noqa: PLC0415 - as above
    from app.exchange.lists.every import LISTS  # noqa: PLC0415 - as above
    from app.exchange.lists.reading import ListOrder  # noqa: PLC0415 - as above

    form = target.form or Path(target.file).suffix.removeprefix(".").lower()
    one_of("--format", form, FORMATS, needed=True)
    keys = [key.strip() for key in target.columns.split(",")] if target.columns else None
    with options_of(context).services() as services:
        order = ListOrder(
            Format(form), Selection(ask(services)), None if keys is None else tuple(keys),
            purpose=target.why,
        )  # fmt: skip
        result = services.list_exports.run(name, target.file, order, progress())
    if options_of(context).json:
        give({"rows": result.rows, "file": target.file})
    for note in result.notes:
        say(note)
    said = {"rows": LISTS[name].total(result.rows), "file": target.file}
    say(_("%(rows)s saved in %(file)s.") % said)
