"""Commands on the devices and domains licenses are in use on."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.licensing import LICENSE, moment_of, product_named, tell
from app.commands.listing import (
    Columns,
    Customer,
    Given,
    Kind,
    Limit,
    Out,
    Sort,
    Target,
    Where,
    Why,
    listed,
    question,
    take_out,
)
from app.commands.options import options_of
from app.commands.words import give, one_of, say
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
Words = Annotated[
    str, typer.Option("--search", help="Words that must all occur, or a license's whole key.")
]
License = Annotated[str, typer.Option("--license", metavar=LICENSE, help="Of this license.")]
Product = Annotated[str, typer.Option(metavar="REFERENCE|NAME", help="Of this product.")]
State = Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")]
Stale = Annotated[bool, typer.Option("--stale", help="Not heard of for long.")]
Devices = Annotated[list[int], typer.Argument(metavar="ID", help="Which; may be several.")]
app = typer.Typer(
    help="Activations.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@app.command("list")
def list_activations(
    context: typer.Context,
    search: Words = "",
    named: License = "",
    customer: Customer = "",
    product: Product = "",
    state: State = "",
    stale: Stale = False,
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print activations as a JSON object with `total` and `rows`."""
    asks = _Asks(Given(search, _wanted(state), customer, sort, where), named, product, stale)
    with options_of(context).services() as services:
        give(listed(services.activations, asks(services), limit))


@app.command("export")
def export_activations(
    context: typer.Context,
    out: Out,
    kind: Kind = "",
    search: Words = "",
    named: License = "",
    customer: Customer = "",
    product: Product = "",
    state: State = "",
    stale: Stale = False,
    sort: Sort = "",
    where: Where = "",
    columns: Columns = "",
    why: Why = "",
) -> None:
    """Export activations, as filtered and sorted, into a CSV, XLSX or PDF file."""
    asks = _Asks(Given(search, _wanted(state), customer, sort, where), named, product, stale)
    take_out(context, "activations", Target(out, kind, columns, why), asks)


@dataclass(frozen=True, slots=True)
class _Asks:
    """The question the options ask, once there are services to ask."""

    given: Given
    license: str
    product: str
    stale: bool

    def __call__(self, services: "Services") -> "ListQuery":
        from app.core.listing import Condition, Op  # noqa: PLC0415 - see the docstring

        wanted = list(self.given.wanted)
        if self.license:
            wanted.append(("license_id", services.licenses.find(self.license)))
        if self.product:
            wanted.append(("product", product_named(services, self.product)))
        given = replace(self.given, wanted=tuple(wanted))
        asked = question(services, "activations", given, SORT_KEYS)
        if not self.stale:
            return asked
        late = Condition("stale", Op.IS, value=True)
        return replace(asked, conditions=(*asked.conditions, late))


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
    from app.licensing.schemas import DeviceKind  # noqa: PLC0415 - as above

    one_of("--kind", kind, KINDS, needed=True)
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


def _wanted(state: str) -> tuple[tuple[str, object], ...]:
    from app.licensing.schemas import ActivationState  # noqa: PLC0415 - see the docstring

    one_of("--state", state, STATES)
    return (("state", ActivationState(state)),) if state else ()
