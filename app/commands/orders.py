"""Commands on orders: list, export, show, create, let them go on, cancel."""

from typing import Annotated

import typer

from app.commands.licensing import confirm, day_of, tell
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
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, one_of, say
from app.core.text import _, ngettext

ORDER = "NUMBER|ID|UUID"
STATUSES = ("pending", "processing", "shipped", "delivered", "cancelled", "refunded")
PAYMENTS = ("pending", "paid", "failed", "refunded")
_LIST = Listing("orders", (
    "number", "customer", "status", "payment_status", "items", "total", "ordered_on",
    "expected_on", "delivered_on", "created_at", "updated_at",
))  # fmt: skip
Orders = Annotated[list[str], typer.Argument(metavar=ORDER, help="Which; may be several.")]
Status = Annotated[str, typer.Option(help=f"One of {', '.join(STATUSES)}.")]
Payment = Annotated[str, typer.Option(help=f"One of {', '.join(PAYMENTS)}.")]
To = Annotated[str, typer.Argument(metavar="STATUS", help=f"One of {', '.join(STATUSES)}.")]

app = typer.Typer(help="Orders.", no_args_is_help=True, rich_markup_mode=None, add_completion=False)


@app.command("list")
def list_orders(
    context: typer.Context,
    search: Search = "",
    status: Status = "",
    payment: Payment = "",
    customer: Customer = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print orders as a JSON object with `total` and `rows`."""
    given = Given(search, _wanted(status, payment), customer, sort, where)
    _LIST.show(context, given, limit)


@app.command("export")
def export_orders(
    context: typer.Context,
    out: Out,
    kind: Kind = "",
    search: Search = "",
    status: Status = "",
    payment: Payment = "",
    customer: Customer = "",
    sort: Sort = "",
    where: Where = "",
    columns: Columns = "",
    why: Why = "",
) -> None:
    """Export orders, as filtered and sorted, into a CSV, XLSX or PDF file."""
    given = Given(search, _wanted(status, payment), customer, sort, where)
    _LIST.take_out(context, given, Target(out, kind, columns, why))


@app.command("show")
def show(
    context: typer.Context, named: str = typer.Argument(..., metavar=ORDER, help="Which.")
) -> None:
    """Print everything about one order, with its items and history, as a JSON object."""
    with options_of(context).services() as services:
        found = services.orders.show(services.orders.find(named))
    give(found)


@app.command("create")
def create(
    context: typer.Context,
    file: str = typer.Argument(..., metavar="ORDER.json", help="The order; - for stdin."),
) -> None:
    """Place an order, and print its id and number.

    The file holds an object with `customer` (ID, e-mail or Client ID) or `new_customer`,
    `items` (a list of objects with name, sku, quantity, unit, discount, tax, tax_category)
    and, as needed, currency, ordered_on, expected_on, payment_method, shipping_address,
    billing_address, instructions and notes. Amounts are texts such as "19.90"; without a
    tax it is reckoned by the country's rate.
    """
    from app.commands.customers import read_json  # noqa: PLC0415 - see the package's docstring
    from app.commands.orders_read import order_of  # noqa: PLC0415 - as above

    stored = read_json(file)
    with options_of(context).services() as services:
        currency = services.organization.settings().currency
        made = services.orders.create(order_of(stored, currency, services.customers.find))
    give(made)
    if made.customer_created:
        say(_("A new customer was created."))
    say(_("%s was placed.") % made.number)


@app.command("status")
def status(
    context: typer.Context,
    to: To,
    named: Orders,
    note: str = typer.Option("", help="Kept in the order's history."),
    on: str = typer.Option("", metavar="YYYY-MM-DD", help="When it was delivered; or today."),
    correct: bool = typer.Option(
        False, "--correct", help="Say what it should have been, whatever it is; needs a --note."
    ),
) -> int:
    """Let orders go on to another status, where that may follow."""
    from app.orders.schemas import OrderStatus  # noqa: PLC0415 - see the package's docstring

    one_of("STATUS", to, STATUSES, needed=True)
    if correct and on:
        raise WrongUsage(_("--on does not go with --correct."))
    day = day_of(on, "--on")
    with options_of(context).services() as services:
        ids = [services.orders.find(one) for one in named]
        if not correct:
            return tell(services.orders.update_status(ids, OrderStatus(to), note, day))
        if len(ids) != 1:
            raise WrongUsage(_("--correct is for one order at a time."))
        services.orders.correct(ids[0], OrderStatus(to), None, note)
    give({"done": ids, "refused": []})
    return 0


@app.command("cancel")
def cancel(
    context: typer.Context,
    named: Orders,
    reason: str = typer.Option("", help="Kept in the order's history."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> int:
    """Cancel orders that were not shipped yet."""
    with options_of(context).services() as services:
        ids = [services.orders.find(one) for one in named]
        said = ngettext("Cancel %d order?", "Cancel %d orders?", len(ids)) % len(ids)
        confirm(said, yes=yes)
        return tell(services.orders.cancel(ids, reason))


def _wanted(status_: str, payment: str) -> tuple[tuple[str, object], ...]:
    from app.orders.schemas import OrderPayment, OrderStatus  # noqa: PLC0415 - see the docstring

    one_of("--status", status_, STATUSES)
    one_of("--payment", payment, PAYMENTS)
    found = list[tuple[str, object]]()
    if status_:
        found.append(("status", OrderStatus(status_)))
    if payment:
        found.append(("payment_status", OrderPayment(payment)))
    return tuple(found)
