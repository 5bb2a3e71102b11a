"""Commands that list what is sold: products and subscriptions."""

from typing import TYPE_CHECKING, Any

import typer

from app.commands.filters import narrowed
from app.commands.licensing import CHUNK, in_order
from app.commands.options import options_of
from app.commands.words import give

if TYPE_CHECKING:
    from app.services import Services

products = typer.Typer(
    help="Products.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
subscriptions = typer.Typer(
    help="Subscriptions.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
# A help of a group of one command would not name the command.
products.callback()(lambda: None)
subscriptions.callback()(lambda: None)


@products.command("list")
def list_products(
    context: typer.Context,
    search: str = typer.Option("", help="Words that must all occur."),
    limit: int | None = typer.Option(None, min=0, help="At most this many rows."),
    where: str = typer.Option("", metavar="JSON", help="Filters, as saved views keep them."),
) -> None:
    """Print products as a JSON object with `total` and `rows`."""
    with options_of(context).services() as services:
        _list(services, services.products, ("products", search, where), limit)


@subscriptions.command("list")
def list_subscriptions(
    context: typer.Context,
    search: str = typer.Option("", help="Words that must all occur."),
    limit: int | None = typer.Option(None, min=0, help="At most this many rows."),
    where: str = typer.Option("", metavar="JSON", help="Filters, as saved views keep them."),
) -> None:
    """Print subscriptions as a JSON object with `total` and `rows`."""
    with options_of(context).services() as services:
        _list(services, services.subscriptions, ("subscriptions", search, where), limit)


def _list(
    services: "Services", source: Any, about: tuple[str, str, str], limit: int | None
) -> None:
    from app.core.listing import ListQuery  # noqa: PLC0415 - see the package's docstring
    from app.core.progress import Progress  # noqa: PLC0415

    page_name, search, where = about
    asked = narrowed(services, ListQuery(search), page_name, "", where)
    found = source.ids(asked, Progress())
    page, rows = found if limit is None else found[:limit], []
    for start in range(0, len(page), CHUNK):
        part = page[start : start + CHUNK]
        rows += in_order(source.rows(part), part)
    give({"total": len(found), "rows": rows})
