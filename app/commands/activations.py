"""Commands on the devices and domains licenses are in use on."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.filters import narrowed
from app.commands.licensing import (
    CHUNK,
    LICENSE,
    WHOM,
    in_order,
    moment_of,
    product_named,
    tell,
)
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, say
from app.core.text import _

if TYPE_CHECKING:
    from app.core.listing import ListQuery
    from app.services import Services

STATES = ("active", "deactivated", "blocked")
KINDS = ("hardware", "domain")
SORT_KEYS = (
    "key", "product", "device", "kind", "ip", "domain", "hostname", "platform", "state",
    "activated_at", "last_verified_at", "customer", "ended_at",
)  # fmt: skip
Devices = Annotated[list[int], typer.Argument(metavar="ID", help="Which; may be several.")]
app = typer.Typer(
    help="Activations.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@app.command("list")
def list_activations(
    context: typer.Context,
    search: str = typer.Option("", help="Words that must all occur, or a license's whole key."),
    named: str = typer.Option("", "--license", metavar=LICENSE, help="Of this license."),
    customer: str = typer.Option("", metavar=WHOM, help="Of this customer."),
    product: str = typer.Option("", metavar="REFERENCE|NAME", help="Of this product."),
    state: str = typer.Option("", help=f"One of {', '.join(STATES)}."),
    stale: bool = typer.Option(False, "--stale", help="Not heard of for long."),
    sort: str = typer.Option("", help=f"One of {', '.join(SORT_KEYS)}; -KEY for descending."),
    limit: int | None = typer.Option(None, min=0, help="At most this many rows."),
    where: str = typer.Option("", metavar="JSON", help="Filters, as saved views keep them."),
) -> None:
    """Print activations as a JSON object with `total` and `rows`."""
    from app.core.progress import Progress  # noqa: PLC0415 - see the package's docstring

    if state and state not in STATES:
        raise WrongUsage(_("--state is one of %s.") % ", ".join(STATES))
    if sort and sort.removeprefix("-") not in SORT_KEYS:
        raise WrongUsage(_("--sort is one of %s.") % ", ".join(SORT_KEYS))
    with options_of(context).services() as services:
        whose = (named, customer, product)
        asked = _asked(services, search, whose, (state, sort), stale=stale)
        asked = narrowed(services, asked, "activations", "", where)
        found = services.activations.ids(asked, Progress())
        page, rows = found if limit is None else found[:limit], []
        for start in range(0, len(page), CHUNK):
            part = page[start : start + CHUNK]
            rows += in_order(services.activations.rows(part), part)
    give({"total": len(found), "rows": rows})


@app.command("add")
def add(
    context: typer.Context,
    named: str = typer.Argument(..., metavar=LICENSE, help="Which license."),
    device: str = typer.Argument(..., metavar="DEVICE", help="Its hardware ID, or its domain."),
    kind: str = typer.Option("hardware", help=f"One of {', '.join(KINDS)}."),
    label: str = typer.Option("", help="What to call it."),
    hostname: str = typer.Option("", help="Its name in the network."),
    platform: str = typer.Option("", help="Such as Windows 11."),
    ip: str = typer.Option("", help="Its address."),
    activated: str = typer.Option("", metavar="DATE", help="When; now if left out."),
    verified: str = typer.Option("", metavar="DATE", help="When it was last heard of."),
) -> None:
    """Write down by hand that a device uses a license; it is judged like an activation."""
    from app.licensing.activations_drafts import RecordDraft  # noqa: PLC0415 - see the docstring
    from app.licensing.schemas import DeviceKind  # noqa: PLC0415

    if kind not in KINDS:
        raise WrongUsage(_("--kind is one of %s.") % ", ".join(KINDS))
    with options_of(context).services() as services:
        zone = services.organization.settings().time_zone
        draft = RecordDraft(
            device, DeviceKind(kind), label, hostname, platform, ip=ip,
            activated_at=moment_of(activated, "--activated", zone),
            last_verified_at=moment_of(verified, "--verified", zone),
        )  # fmt: skip
        give(services.activations.record(services.licenses.find(named), draft))
    say(_("The device is active."))


@app.command("deactivate")
def deactivate(
    context: typer.Context,
    ids: Devices,
    reason: str = typer.Option("", help="Why."),
    by_customer: bool = typer.Option(
        False, "--by-customer", help="It counts against what the license allows each year."
    ),
) -> int:
    """Free the seats of devices."""
    with options_of(context).services() as services:
        return tell(services.activations.deactivate(ids, reason, by_customer=by_customer))


@app.command("block")
def block(context: typer.Context, ids: Devices, reason: str = typer.Option("", help="Why.")) -> int:
    """Free the seats of devices and bar them from their licenses."""
    with options_of(context).services() as services:
        return tell(services.activations.block(ids, reason))


@app.command("unblock")
def unblock(
    context: typer.Context, ids: Devices, reason: str = typer.Option("", help="Why.")
) -> int:
    """Let blocked devices come back, each by a new activation."""
    with options_of(context).services() as services:
        return tell(services.activations.unblock(ids, reason))


def _asked(
    services: "Services", search: str, whose: tuple[str, str, str], how: tuple[str, str],
    *, stale: bool,
) -> "ListQuery":  # fmt: skip
    from app.core.listing import Condition, ListQuery, Op  # noqa: PLC0415 - see the docstring
    from app.licensing.schemas import ActivationState  # noqa: PLC0415

    (named, customer, product), (state, sort), found = whose, how, []
    if named:
        found.append(Condition("license_id", Op.IN, (services.licenses.find(named),)))
    if customer:
        found.append(Condition("customer_id", Op.IN, (services.customers.find(customer),)))
    if product:
        found.append(Condition("product", Op.IN, (product_named(services, product),)))
    if state:
        found.append(Condition("state", Op.IS, ActivationState(state)))
    if stale:
        found.append(Condition("stale", Op.IS, value=True))
    return ListQuery(search, tuple(found), sort.removeprefix("-"), sort.startswith("-"))
