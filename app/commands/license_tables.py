"""Commands that take licenses out into files."""

import typer

from app.commands.license_filters import SORT_KEYS, STATUSES, Choice, asked_for
from app.commands.listing import Columns, Customer, Kind, Out, Search, Target, Why, take_out


def register(app: typer.Typer) -> None:
    """Add the commands to those on licenses."""
    app.command("export")(export_licenses)


def export_licenses(
    context: typer.Context,
    out: Out,
    kind: Kind = "",
    search: Search = "",
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    product: str = typer.Option("", metavar="REFERENCE|NAME", help="Of this product."),
    plan: str = typer.Option("", metavar="NAME", help="Of this plan."),
    customer: Customer = "",
    expiring: int | None = typer.Option(
        None, min=0, metavar="DAYS", help="That end within so many days."
    ),
    unassigned: bool = typer.Option(False, "--unassigned", help="Available: nobody has them."),
    sort: str = typer.Option("", help=f"One of {', '.join(SORT_KEYS)}; -KEY for descending."),
    columns: Columns = "",
    why: Why = "",
) -> None:
    """Export licenses, as filtered and sorted, into a CSV, XLSX or PDF file; keys stay masked."""
    choice = Choice(search, status, product, plan, customer, expiring, unassigned, sort)
    target = Target(out, kind, columns, why)
    take_out(context, "licenses", target, lambda services: asked_for(services, choice))
