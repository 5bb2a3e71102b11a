"""Commands on invoices and payments: list, show, bill, issue, record, print, import."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands import table_imports
from app.commands.filters import narrowed
from app.commands.licensing import CHUNK, WHOM, confirm, day_of, in_order
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from app.core.listing import Condition
    from app.services import Services

STATUSES = (
    "draft", "unpaid", "partly_paid", "overdue", "paid", "credited", "void", "written_off",
)  # fmt: skip
STATES = ("pending", "succeeded", "failed", "refunded")
INVOICE_KEYS = (
    "number", "customer", "kind", "status", "issued_on", "due_on", "total", "owed",
    "created_at", "updated_at",
)  # fmt: skip
PAYMENT_KEYS = (
    "number", "customer", "state", "received_on", "method", "amount", "unapplied",
    "created_at", "updated_at",
)  # fmt: skip
Search = Annotated[str, typer.Option(help="Words that must all occur.")]
Limit = Annotated[int | None, typer.Option(min=0, help="At most this many rows.")]
Customer = Annotated[str, typer.Option(metavar=WHOM, help="Of this customer.")]
Where = Annotated[str, typer.Option(metavar="JSON", help="Filters, as saved views keep them.")]
Drafts = Annotated[list[int], typer.Argument(metavar="ID", help="Drafts, by their ids.")]
Sort = Annotated[str, typer.Option(help="A key of the rows; -KEY for descending.")]

invoices = typer.Typer(
    help="Invoices and credit notes.", no_args_is_help=True, rich_markup_mode=None,
    add_completion=False,
)  # fmt: skip
payments = typer.Typer(
    help="Payments.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)
table_imports.register(invoices, "invoices")
table_imports.register(payments, "payments")


def register(app: typer.Typer) -> None:
    """Add the commands to `desk`."""
    app.add_typer(invoices, name="invoices")
    app.add_typer(payments, name="payments")
    app.command("statement")(statement)


@invoices.command("list")
def list_invoices(
    context: typer.Context,
    search: Search = "",
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    customer: Customer = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print invoices and credit notes as a JSON object with `total` and `rows`."""
    from app.invoices.schemas import InvoiceStatus  # noqa: PLC0415 - see the package's docstring

    if status and status not in STATUSES:
        raise WrongUsage(_("--status is one of %s.") % ", ".join(STATUSES))
    wanted = [("status", InvoiceStatus(status))] if status else []
    with options_of(context).services() as services:
        conditions = _conditions(services, wanted, customer)
        give(_listed(services, "invoices", (search, conditions, sort, where), INVOICE_KEYS, limit))


@invoices.command("show")
def show(
    context: typer.Context,
    number: str = typer.Argument(..., metavar="NUMBER|ID", help="Which."),
) -> None:
    """Print everything an invoice or credit note says, as a JSON object."""
    with options_of(context).services() as services:
        found = services.invoices.show(services.invoices.find(number))
    give(found)


@invoices.command("issue")
def issue(
    context: typer.Context,
    drafts: Drafts,
) -> int:
    """Issue drafts: each gets the next number, and never changes again."""
    with options_of(context).services() as services:
        done = services.invoices.issue_many(drafts)
        made = [services.invoices.show(one) for one in done.done]
    refused = [{"id": one, "reason": why} for one, why in done.refused]
    give({"done": [{"id": one.id, "number": one.number} for one in made], "refused": refused})
    for why in dict.fromkeys(why for _id, why in done.refused):
        say(why)
    return 1 if refused else 0


@invoices.command("run")
def run(
    context: typer.Context,
    month: str = typer.Option(..., metavar="YYYY-MM", help="The month to bill."),
    rehearse: bool = typer.Option(False, "--rehearse", help="Say what would be billed."),
    drafts: bool = typer.Option(False, "--drafts", help="Make drafts instead of issuing."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> None:
    """Bill a month: subscriptions, usage and orders, one invoice for each who pays."""
    day = _month(month)
    with options_of(context).services() as services:
        found = services.billing_runs.preview(day, progress())
        if rehearse:
            give(found)
            say(_("This was a rehearsal. Nothing was billed."))
            return
        count = len(found.invoices)
        said = ngettext("Bill %d invoice?", "Bill %d invoices?", count) % count
        confirm(said, yes=yes)
        done = services.billing_runs.run(day, found.digest, issue=not drafts, progress=progress())
    give(done)
    say(ngettext("%d invoice was made.", "%d invoices were made.", done.invoices) % done.invoices)


@invoices.command("pdf")
def pdf(
    context: typer.Context,
    number: str = typer.Argument(..., metavar="NUMBER|ID", help="Which."),
    out: str = typer.Option(..., metavar="FILE", help="Where to write it."),
) -> None:
    """Write an invoice or credit note as a PDF."""
    with options_of(context).services() as services:
        services.papers.invoice(services.invoices.find(number), out)
    say(_("%s was written.") % out)


@payments.command("list")
def list_payments(
    context: typer.Context,
    search: Search = "",
    state: str = typer.Option("", help=f"One of {', '.join(STATES)}."),
    customer: Customer = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print payments as a JSON object with `total` and `rows`."""
    from app.payments.schemas import PaymentState  # noqa: PLC0415 - see the package's docstring

    if state and state not in STATES:
        raise WrongUsage(_("--state is one of %s.") % ", ".join(STATES))
    wanted = [("state", PaymentState(state))] if state else []
    with options_of(context).services() as services:
        conditions = _conditions(services, wanted, customer)
        give(_listed(services, "payments", (search, conditions, sort, where), PAYMENT_KEYS, limit))


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
    from app.payments.drafts import PaymentDraft, Share  # noqa: PLC0415

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


def _listed(
    services: "Services",
    kind: str,
    asked: "tuple[str, tuple[Condition, ...], str, str]",
    keys: Sequence[str],
    limit: int | None,
) -> dict[str, Any]:
    from app.core.listing import ListQuery  # noqa: PLC0415 - see the package's docstring
    from app.core.progress import Progress  # noqa: PLC0415

    search, conditions, sort, where = asked
    key = sort.removeprefix("-")
    if key and key not in keys:
        raise WrongUsage(_("--sort is one of %s.") % ", ".join(keys))
    query = ListQuery(search, conditions, key, sort.startswith("-"))
    query = narrowed(services, query, kind, "", where)
    service = getattr(services, kind)
    found = service.ids(query, Progress())
    page, rows = found if limit is None else found[:limit], []
    for start in range(0, len(page), CHUNK):
        part = page[start : start + CHUNK]
        rows += in_order(service.rows(part), part)
    return {"total": len(found), "rows": rows}


def _conditions(
    services: "Services", wanted: Sequence[tuple[str, object]], customer: str
) -> "tuple[Condition, ...]":
    from app.core.listing import Condition, Op  # noqa: PLC0415 - see the package's docstring

    found = [Condition(name, Op.IN, (value,)) for name, value in wanted]
    if customer:
        found.append(Condition("customer_id", Op.IN, (services.customers.find(customer),)))
    return tuple(found)


def _month(text: str) -> "date":
    from datetime import date  # noqa: PLC0415 - see the package's docstring

    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise WrongUsage(_("--month is a month like 2026-11.")) from error


def _only_currency(services: "Services", customer_id: int) -> str:
    codes = services.statements.currencies(customer_id)
    if len(codes) > 1:
        raise WrongUsage(_("Add --currency: one of %s.") % ", ".join(codes))
    return codes[0] if codes else services.organization.settings().currency


def _today(services: "Services") -> "date":
    from datetime import UTC, datetime  # noqa: PLC0415 - see the package's docstring

    from app.core.clock import time_zone  # noqa: PLC0415

    return (
        datetime.now(UTC).astimezone(time_zone(services.organization.settings().time_zone)).date()
    )
