"""Commands on invoices: list, export, show, bill, issue, print, import."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands import payments, table_imports
from app.commands.licensing import confirm
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
from app.commands.words import WrongUsage, give, one_of, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from datetime import date

STATUSES = (
    "draft", "unpaid", "partly_paid", "overdue", "paid", "credited", "void", "written_off",
)  # fmt: skip
_LIST = Listing("invoices", (
    "number", "customer", "kind", "status", "issued_on", "due_on", "total", "owed",
    "created_at", "updated_at",
))  # fmt: skip
Status = Annotated[str, typer.Option(help=f"One of {', '.join(STATUSES)}.")]
Drafts = Annotated[list[int], typer.Argument(metavar="ID", help="Drafts, by their ids.")]

invoices = typer.Typer(
    help="Invoices and credit notes.", no_args_is_help=True, rich_markup_mode=None,
    add_completion=False,
)  # fmt: skip
table_imports.register(invoices, "invoices")


def register(app: typer.Typer) -> None:
    """Add the commands to `desk`."""
    app.add_typer(invoices, name="invoices")
    app.add_typer(payments.payments, name="payments")
    app.command("statement")(payments.statement)


@invoices.command("list")
def list_invoices(
    context: typer.Context,
    search: Search = "",
    status: Status = "",
    customer: Customer = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print invoices and credit notes as a JSON object with `total` and `rows`."""
    given = Given(search, _wanted(status), customer, sort, where)
    _LIST.show(context, given, limit)


@invoices.command("export")
def export_invoices(
    context: typer.Context,
    out: Out,
    kind: Kind = "",
    search: Search = "",
    status: Status = "",
    customer: Customer = "",
    sort: Sort = "",
    where: Where = "",
    columns: Columns = "",
    why: Why = "",
) -> None:
    """Export invoices and credit notes, as filtered and sorted, into CSV, XLSX or PDF."""
    given = Given(search, _wanted(status), customer, sort, where)
    _LIST.take_out(context, given, Target(out, kind, columns, why))


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


def _wanted(status: str) -> tuple[tuple[str, object], ...]:
    from app.invoices.schemas import InvoiceStatus  # noqa: PLC0415 - see the package's docstring

    one_of("--status", status, STATUSES)
    return (("status", InvoiceStatus(status)),) if status else ()


def _month(text: str) -> "date":
    from datetime import date  # noqa: PLC0415 - see the package's docstring

    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise WrongUsage(_("--month is a month like 2026-11.")) from error
