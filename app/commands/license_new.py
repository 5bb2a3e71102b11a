"""Commands that bring licenses into being and give them to customers."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.licensing import (
    LICENSE,
    WHOM,
    confirm,
    confirmable,
    cycle_of,
    day_of,
    plan_named,
    product_named,
    tell,
    whom,
)
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.catalogue.terms import Cycle
    from app.services import Services

Licenses = Annotated[list[str], typer.Argument(metavar=LICENSE, help="Which; may be several.")]


def register(app: typer.Typer) -> None:
    """Add the commands to those on licenses."""
    app.command("issue")(issue)
    app.command("assign")(assign)
    app.command("unassign")(unassign)
    app.command("transfer")(transfer)
    app.command("mark-renewed")(mark_renewed)


def issue(
    context: typer.Context,
    product: str = typer.Argument(..., metavar="REFERENCE", help="The product's reference."),
    plan: str = typer.Option("", metavar="NAME", help="A plan of the product."),
    cycle: str = typer.Option("", help="monthly or yearly."),
    customer: str = typer.Option("", metavar=WHOM, help="Whose it is; nobody's if left out."),
    key: str = typer.Option("", help="The key; a new one if left out."),
    order: str = typer.Option("", metavar="NUMBER", help="The order it belongs to."),
    starts: str = typer.Option("", metavar="YYYY-MM-DD", help="Its first day."),
    expires: str = typer.Option("", metavar="YYYY-MM-DD|never", help="Its last day."),
    note: str = typer.Option("", help="What staff read about it."),
    subscribe: bool = typer.Option(False, "--subscription", help="Start a subscription too."),
    create: bool = typer.Option(False, "--create", help="Create the customer of a new e-mail."),
    count: int = typer.Option(1, min=1, help="So many available ones at once."),
) -> None:
    """Issue a license and print its key once; with --count a pool of available ones."""
    from app.licensing.drafts import IssueDraft  # noqa: PLC0415 - see the package's docstring
    from app.licensing.outcomes import NewCustomer  # noqa: PLC0415 - as above

    never = expires == "never"
    values: dict[str, Any] = {
        "cycle": cycle_of(cycle),
        "starts_on": day_of(starts, "--starts"),
        "expires_on": None if never else day_of(expires, "--expires"),
    }
    only_one = (customer, key, starts, expires, note, subscribe)
    if count > 1 and any(only_one):
        raise WrongUsage(_("--count goes with product, --plan, --cycle and --order only."))
    with options_of(context).services() as services:
        product_id = product_named(services, product)
        plan_id = plan_named(services, plan, product_id) if plan else None
        if count > 1:
            _pool(services, (product_id, plan_id, count, order, values["cycle"]))
            return
        values |= whom(services, customer) if customer else {}
        draft = IssueDraft(
            product_id, plan_id, key=key, order_number=order, never_expires=never, note=note,
            create_subscription=subscribe, confirm_new=create, **values,
        )  # fmt: skip
        try:
            made = services.licenses.issue(draft)
        except NewCustomer as unknown:
            raise confirmable(unknown.email) from unknown
    give(made)
    if made.customer_created:
        say(_("A new customer was created."))
    say(_("The license was issued. Its key is shown this once."))


def assign(
    context: typer.Context,
    named: Licenses,
    to: str = typer.Option(..., "--to", metavar=WHOM, help="Whom they go to."),
    create: bool = typer.Option(False, "--create", help="Create the customer of a new e-mail."),
) -> int:
    """Give licenses to a customer, available ones or those of others."""
    from app.licensing.outcomes import NewCustomer  # noqa: PLC0415 - see the package's docstring

    with options_of(context).services() as services:
        ids = found(services, named)
        try:
            done = services.assignment.assign(ids, **whom(services, to), confirm_new=create)
        except NewCustomer as unknown:
            raise confirmable(unknown.email) from unknown
    return tell(done, {"customer": done.customer, "customer_created": done.customer_created})


def unassign(context: typer.Context, named: Licenses) -> int:
    """Let licenses be nobody's: they are available again."""
    with options_of(context).services() as services:
        done = services.assignment.unassign(found(services, named))
    return tell(done)


def transfer(
    context: typer.Context,
    giver: str = typer.Option(..., "--from", metavar=WHOM, help="Who has them."),
    to: str = typer.Option(..., "--to", metavar=WHOM, help="Whom they go to."),
    named: Annotated[
        list[str] | None,
        typer.Option("--license", metavar=LICENSE, help="Only this one; may be repeated."),
    ] = None,
    create: bool = typer.Option(False, "--create", help="Create the customer of a new e-mail."),
    notify: bool = typer.Option(False, "--notify", help="Tell who has them now by e-mail."),
    rehearse: bool = typer.Option(False, "--rehearse", help="Say what would happen only."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> int:
    """Move all or some of a customer's licenses, with their devices, to another customer."""
    from app.licensing.outcomes import NewCustomer  # noqa: PLC0415 - see the package's docstring

    with options_of(context).services() as services:
        taker = whom(services, to)
        ids = found(services, named) if named else None
        origin = services.customers.find(giver)
        seen = services.assignment.transfer_preview(origin, **taker, license_ids=ids)
        if rehearse:
            give(seen)
            say(_("This was a rehearsal. Nothing was changed."))
            return 0
        said = ngettext(
            "Move %(count)d license from %(giver)s to %(taker)s?",
            "Move %(count)d licenses from %(giver)s to %(taker)s?",
            seen.licenses,
        ) % {"count": seen.licenses, "giver": seen.from_customer, "taker": seen.to_customer}
        confirm(said, yes=yes)
        try:
            done = services.assignment.transfer(
                origin, **taker, license_ids=ids, confirm_new=create, notify=notify
            )
        except NewCustomer as unknown:
            raise confirmable(unknown.email) from unknown
    told = {"customer": done.customer, "customer_created": done.customer_created}
    return tell(done, told | {"mailed": done.mailed})


def mark_renewed(
    context: typer.Context,
    customers: Annotated[list[str], typer.Argument(metavar=WHOM, help="Who renews.")],
    undo: bool = typer.Option(False, "--undo", help="Take the mark back."),
) -> int:
    """Note that customers renew what ends soon; "renewals" lists them last then."""
    with options_of(context).services() as services:
        ids = [services.customers.find(one) for one in customers]
        licenses = services.licenses
        done = licenses.unmark_renewed(ids) if undo else licenses.mark_renewed(ids)
    return tell(done)


def found(services: "Services", named: list[str]) -> list[int]:
    """The ids of the licenses somebody names."""
    return [services.licenses.find(one) for one in named]


def _pool(services: "Services", asked: "tuple[int, int | None, int, str, Cycle | None]") -> None:
    ids = services.licenses.generate(*asked, progress())
    give({"ids": ids})
    said = ngettext("%d license is available.", "%d licenses are available.", len(ids))
    say(said % len(ids))
