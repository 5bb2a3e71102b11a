"""Commands on payments, receipts and statements: list, export, record, print, import."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands import table_imports
from app.commands.licensing import WHOM, day_of
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
from app.core.text import _

if TYPE_CHECKING:
    from datetime import date

    from app.services import Services

STATES = ("pending", "succeeded", "failed", "refunded")
_LIST = Listing("payments", (
    "number", "customer", "state", "received_on", "method", "amount", "unapplied",
    "created_at", "updated_at",
))  # fmt: skip
State = Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")]

payments = typer.Typer(
    help="Payments.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
table_imports.register(payments, "payments")


@payments.command("list")
def list_payments(
    context: typer.Context,
    search: Search = "",
    state: State = "",
    customer: Customer = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print payments as a JSON object with `total` and `rows`."""
    given = Given(search, _wanted(state), customer, sort, where)
    _LIST.show(context, given, limit)


@payments.command("export")
def export_payments(
    context: typer.Context,
    out: Out,
    kind: Kind = "",
    search: Search = "",
    state: State = "",
    customer: Customer = "",
    sort: Sort = "",
    where: Where = "",
    columns: Columns = "",
    why: Why = "",
) -> None:
    """Export payments, as filtered and sorted, into a CSV, XLSX or PDF file."""
    given = Given(search, _wanted(state), customer, sort, where)
    _LIST.take_out(context, given, Target(out, kind, columns, why))


@payments.command("record")
def record(
    context: typer.Context,
    customer: str = typer.Argument(..., metavar=WHOM, help="Who paid."),
    amount: str = typer.Argument(..., metavar="AMOUNT", help='Such as 19.90 or "19.90 EUR".'),
    on: str = typer.Option("", metavar="YYYY-MM-DD", help="When it arrived; or today."),
    method: str = typer.Option("", help="Such as Bank transfer."),
    reference: str = typer.Option("", help="What the bank says."),
    invoice: str = typer.Option("", metavar="NUMBER", help="Pays this one; or the oldest due."),
    note: str = typer.Option("", help="Kept with the payment."),
    again: bool = typer.Option(False, "--again", help="Money with that reference came twice."),
) -> None:
    """Record a payment; it pays the oldest due invoices, and what is left stays as credit."""
    from app.core.money import Money, parse  # noqa: PLC0415 - see the package's docstring
    from app.payments.drafts import PaymentDraft, Share  # noqa: PLC0415 - as above

    day, shares = day_of(on, "--on"), None
    with options_of(context).services() as services:
        whose = services.customers.find(customer)
        text, _gap, code = amount.strip().partition(" ")
        money = parse(text, code.upper() or services.organization.settings().currency)
        if invoice:
            found = services.invoices.show(services.invoices.find(invoice))
            least = min(money.minor, found.owed.minor)
            shares = (Share(found.id, Money(least, money.currency)),)
        draft = PaymentDraft(
            whose, money, day, method, reference=reference, note=note, shares=shares, again=again
        )
        made = services.payments.record(draft)
    give(made)
    say(_("%s was recorded.") % made.number)
    if made.reactivated:
        say(_("Nothing is overdue any more. The customer was reactivated."))


@payments.command("receipt")
def receipt(
    context: typer.Context,
    number: str = typer.Argument(..., metavar="NUMBER|ID", help="Which payment."),
    out: str = typer.Option(..., metavar="FILE", help="Where to write it."),
) -> None:
    """Write the receipt of a payment as a PDF."""
    with options_of(context).services() as services:
        services.papers.payment_receipt(services.payments.find(number), out)
    say(_("%s was written.") % out)


def statement(
    context: typer.Context,
    customer: str = typer.Argument(..., metavar=WHOM, help="Whose."),
    out: str = typer.Option("", metavar="FILE", help="A PDF; without it, JSON is printed."),
    start: str = typer.Option("", "--from", metavar="YYYY-MM-DD", help="Or January 1."),
    end: str = typer.Option("", "--to", metavar="YYYY-MM-DD", help="Or today."),
    currency: str = typer.Option("", help="Where the customer has several."),
) -> None:
    """Print a customer's statement of account, or write it as a PDF."""
    first, last = day_of(start, "--from"), day_of(end, "--to")
    with options_of(context).services() as services:
        whose = services.customers.find(customer)
        code = currency.upper() or _only_currency(services, whose)
        last = last or _today(services)
        first = first or last.replace(month=1, day=1)
        if not out:
            give(services.statements.statement(whose, code, first, last))
            return
        services.papers.statement(whose, code, first, last, out)
    say(_("%s was written.") % out)


def _wanted(state: str) -> tuple[tuple[str, object], ...]:
    from app.payments.schemas import PaymentState  # noqa: PLC0415 - see the package's docstring

    one_of("--state", state, STATES)
    return (("state", PaymentState(state)),) if state else ()


def _only_currency(services: "Services", customer_id: int) -> str:
    codes = services.statements.currencies(customer_id)
    if len(codes) > 1:
        raise WrongUsage(_("Add --currency: one of %s.") % ", ".join(codes))
    return codes[0] if codes else services.organization.settings().currency


def _today(services: "Services") -> "date":
    from datetime import UTC, datetime  # noqa: PLC0415 - see the package's docstring

    from app.core.clock import time_zone  # noqa: PLC0415 - as above

    return (
        datetime.now(UTC).astimezone(time_zone(services.organization.settings().time_zone)).date()
    )
