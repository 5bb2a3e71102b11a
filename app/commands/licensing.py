"""What the commands on licenses, devices and what is sold have in common."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import typer

from app.commands.words import WrongUsage, give, one_of, plain, say
from app.core.errors import Conflict, NotFound
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.catalogue.terms import Cycle
    from app.customers.schemas import Outcome
    from app.licensing.outcomes import Assigned
    from app.licensing.schemas import LicenseRow
    from app.services import Services

REFUSED = 1
CYCLES = ("monthly", "yearly")
LICENSE = "KEY|ID|UUID|ORDER"
WHOM = "ID|EMAIL|CLIENT_ID"
CHUNK = 500


def product_named(services: "Services", named: str) -> int:
    """The id of the product with this reference, or this name.

    Raises:
        NotFound: there is none.
    """
    from app.core.listing import ListQuery  # noqa: PLC0415 - see the package's docstring
    from app.core.progress import Progress  # noqa: PLC0415 - as above

    wanted = named.strip().casefold()
    found = services.products.rows(services.products.ids(ListQuery(), Progress()))
    for names in ("reference", "name"):
        for row in found:
            if getattr(row, names).casefold() == wanted:
                return row.id
    known = ", ".join(sorted(row.reference for row in found)[:20]) or _("none")
    said = _("No product is called “%(name)s”. Their references: %(known)s.")
    raise NotFound(said % {"name": named, "known": known})


def plan_named(services: "Services", named: str, product_id: int | None = None) -> int:
    """The id of the plan with this name, perhaps of one product.

    Raises:
        Conflict: several products have one.
        NotFound: there is none.
    """
    wanted = named.strip().casefold()
    every = services.plans.choices(product_id, every=True)
    found = [plan for plan in every if plan.name.casefold() == wanted]
    if len(found) == 1:
        return found[0].id
    if found:
        said = _("Several products have a plan called “%s”. Add --product REFERENCE.")
        raise Conflict(said % named)
    known = ", ".join(sorted({plan.name for plan in every})[:20]) or _("none")
    said = _("No plan is called “%(name)s”. There are: %(known)s.")
    raise NotFound(said % {"name": named, "known": known})


def whom(services: "Services", named: str) -> dict[str, Any]:
    """Whom `--to` or `--customer` means, as the services are told; an e-mail may be new."""
    text = named.strip()
    if "@" in text:
        return {"email": text}
    return {"customer_id": services.customers.find(text)}


def confirmable(email: str) -> Conflict:
    """What to say where a customer would have to be created that nobody confirmed."""
    said = _("Nobody has the e-mail %s yet. Add --create to create a new customer for it.")
    return Conflict(said % email)


def cycle_of(text: str) -> "Cycle | None":
    """The billing cycle an option names."""
    from app.catalogue.terms import Cycle  # noqa: PLC0415 - see the package's docstring

    one_of("--cycle", text, CYCLES)
    return Cycle(text) if text else None


def day_of(text: str, option: str) -> date | None:
    """The day an option names."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        said = _("%s is a day like 2027-12-31.")
        raise WrongUsage(said % option) from error


def moment_of(text: str, option: str, zone: str, *, end: bool = False) -> datetime | None:
    """The moment an option names: a time, or a day, at its start or its end; today is now."""
    from app.core.clock import end_of_day, start_of_day, time_zone  # noqa: PLC0415 - see above

    if not text:
        return None
    now = datetime.now(UTC)
    try:
        if len(text) <= len("2026-12-31"):
            day = date.fromisoformat(text)
            today = now.astimezone(time_zone(zone)).date()
            whole = end_of_day if end else start_of_day
            return now if day == today else whole(day, zone)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        said = _("%s is a day like 2026-12-31, or a time like 2026-12-31T18:00+01:00.")
        raise WrongUsage(said % option) from error
    return found if found.tzinfo else found.replace(tzinfo=time_zone(zone))


def expires_at(last_day: date | None, zone: str) -> datetime | None:
    """When a license ends that is good through a day."""
    from app.core.clock import end_of_day  # noqa: PLC0415 - see the package's docstring

    return end_of_day(last_day, zone) if last_day else None


def told(row: "LicenseRow", zone: str) -> dict[str, Any]:
    """A license in a list, with the instant it ends at."""
    return {**plain(row), "expires_at": plain(expires_at(row.expires_on, zone))}


def in_order(rows: Iterable[Any], ids: Sequence[int]) -> list[Any]:
    """The rows that are still there, in the order of the ids."""
    found = {row.id: row for row in rows}
    return [found[key] for key in ids if key in found]


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something is done that is not easily taken back."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise WrongUsage(_("Nobody is there to ask. Add --yes, or --rehearse to look only."))
    typer.confirm(question, abort=True, err=True)


def tell(outcome: "Outcome | Assigned", also: Mapping[str, object] | None = None) -> int:
    """Give what was done to many and who refused; the exit status."""
    refused = [{"id": one, "reason": why} for one, why in outcome.refused]
    give({**(also or {}), "done": outcome.done, "refused": refused})
    said = ngettext("%d was changed.", "%d were changed.", len(outcome.done))
    if not refused:
        say(said % len(outcome.done))
        return 0
    if outcome.done:
        say(said % len(outcome.done))
    for why in dict.fromkeys(why for _id, why in outcome.refused):
        say(why)
    return REFUSED
