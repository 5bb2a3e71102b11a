"""Commands on what is sold: products and subscriptions."""

import typer

from app.commands.listing import (
    Columns,
    Customer,
    Given,
    Kind,
    Limit,
    Listing,
    Out,
    Search,
    Sort,
    Target,
    Where,
    Why,
)

_PRODUCTS = Listing("products", ())
_SUBSCRIPTIONS = Listing("subscriptions", (
    "number", "customer", "product", "plan", "status", "cycle", "quantity", "price",
    "started_on", "next_on", "created_at", "updated_at",
))  # fmt: skip

products = typer.Typer(
    help="Products.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
subscriptions = typer.Typer(
    help="Subscriptions.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
# A help of a group of one command would not name the command.
products.callback()(lambda: None)


@products.command("list")
def list_products(
    context: typer.Context, search: Search = "", limit: Limit = None, where: Where = ""
) -> None:
    """Print products as a JSON object with `total` and `rows`."""
    _PRODUCTS.show(context, Given(search, where=where), limit)


@subscriptions.command("list")
def list_subscriptions(
    context: typer.Context,
    search: Search = "",
    customer: Customer = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print subscriptions as a JSON object with `total` and `rows`."""
    given = Given(search, (), customer, sort, where)
    _SUBSCRIPTIONS.show(context, given, limit)


@subscriptions.command("export")
def export_subscriptions(
    context: typer.Context,
    out: Out,
    kind: Kind = "",
    search: Search = "",
    customer: Customer = "",
    sort: Sort = "",
    where: Where = "",
    columns: Columns = "",
    why: Why = "",
) -> None:
    """Export subscriptions, as filtered and sorted, into a CSV, XLSX or PDF file."""
    given = Given(search, (), customer, sort, where)
    _SUBSCRIPTIONS.take_out(context, given, Target(out, kind, columns, why))
