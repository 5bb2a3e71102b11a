"""Commands on what happens to licenses between their issue and their end."""

from typing import TYPE_CHECKING

import typer

from app.commands.license_new import Licenses, found
from app.commands.licensing import CYCLES, LICENSE, REFUSED, confirm, cycle_of, day_of, tell
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, one_of, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.catalogue.terms import Cycle

SINCE = ("expiry", "today")


def register(app: typer.Typer) -> None:
    """Add the commands to those on licenses."""
    for name, act in (
        ("renew", renew), ("extend", extend), ("suspend", suspend), ("resume", resume),
        ("revoke", revoke), ("reinstate", reinstate), ("cancel", cancel), ("reveal", reveal),
    ):  # fmt: skip
        app.command(name)(act)


def renew(
    context: typer.Context,
    named: Licenses,
    cycle: str = typer.Option("", help=f"By a cycle: {' or '.join(CYCLES)}."),
    months: int = typer.Option(0, min=0, help="Or by so many months."),
    since: str = typer.Option("expiry", "--from", help="Counted from expiry or today."),
    rehearse: bool = typer.Option(False, "--rehearse", help="Say what would happen only."),
) -> int:
    """Let licenses last longer, from their expiry or from today."""
    from app.licensing.states import From  # noqa: PLC0415 - see the package's docstring

    by = _by(cycle, months)
    one_of("--from", since, SINCE, needed=True)
    with options_of(context).services() as services:
        ids = found(services, named)
        if rehearse:
            seen = services.license_life.renew_preview(ids, by, From(since))
            refused = [{"id": one, "reason": why} for one, why in seen.refused]
            give({"rows": seen.rows, "refused": refused})
            say(_("This was a rehearsal. Nothing was changed."))
            return REFUSED if refused else 0
        return tell(services.license_life.renew(ids, by, From(since)))


def extend(
    context: typer.Context,
    named: Licenses,
    to: str = typer.Option(..., "--to", metavar="YYYY-MM-DD|never", help="The new last day."),
) -> int:
    """Let licenses last until a later day, or for ever."""
    day = None if to == "never" else day_of(to, "--to")
    if day is None and to != "never":
        raise WrongUsage(_("--to is a day like 2027-12-31, or never."))
    with options_of(context).services() as services:
        return tell(services.license_life.extend(found(services, named), day))


def suspend(
    context: typer.Context, named: Licenses, reason: str = typer.Option("", help="Why.")
) -> int:
    """Let licenses rest: their devices are refused until they are resumed."""
    with options_of(context).services() as services:
        return tell(services.license_life.suspend(found(services, named), reason))


def resume(context: typer.Context, named: Licenses) -> int:
    """Let suspended licenses work again."""
    with options_of(context).services() as services:
        return tell(services.license_life.resume(found(services, named)))


def revoke(
    context: typer.Context,
    named: Licenses,
    reason: str = typer.Option("", help="Why."),
    unassign: bool = typer.Option(False, "--unassign", help="The customers lose them as well."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> int:
    """Take the right to use licenses back."""
    with options_of(context).services() as services:
        ids = found(services, named)
        said = ngettext("Revoke %d license?", "Revoke %d licenses?", len(ids))
        confirm(said % len(ids), yes=yes)
        return tell(services.license_life.revoke(ids, reason, unassign=unassign))


def reinstate(
    context: typer.Context, named: Licenses, reason: str = typer.Option(..., help="Why.")
) -> int:
    """Take the revocation of licenses back."""
    with options_of(context).services() as services:
        return tell(services.license_life.reinstate(found(services, named), reason))


def cancel(
    context: typer.Context,
    named: Licenses,
    reason: str = typer.Option("", help="Why."),
    unassign: bool = typer.Option(False, "--unassign", help="The customers lose them as well."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> int:
    """End licenses for good and deactivate their devices."""
    with options_of(context).services() as services:
        ids = found(services, named)
        said = ngettext(
            "Cancel %d license? That is final.", "Cancel %d licenses? That is final.", len(ids)
        )
        confirm(said % len(ids), yes=yes)
        return tell(services.license_life.cancel(ids, reason, unassign=unassign))


def reveal(
    context: typer.Context, named: str = typer.Argument(..., metavar=LICENSE, help="Which.")
) -> None:
    """Print the whole key of a license; that it was looked at goes into the history."""
    with options_of(context).services() as services:
        key = services.licenses.reveal(services.licenses.find(named))
    give({"key": key})


def _by(cycle: str, months: int) -> "Cycle | int":
    """What to renew by."""
    named = cycle_of(cycle)
    if (named is None) == (months == 0):
        raise WrongUsage(_("Say by how much: --cycle monthly, --cycle yearly or --months N."))
    return named or months
