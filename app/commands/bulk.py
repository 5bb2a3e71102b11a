"""`desk customers bulk`: changes many customers at once, or says what it would do."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.customers import STATUSES, asked_for
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, one_of, progress, say
from app.core.errors import Conflict
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.core.listing import Selection
    from app.customers.bulk_changes import BulkChange, Edit, How
    from app.customers.bulk_schemas import BulkOutcome, BulkPreview
    from app.services import Services

ACTIONS = (
    "edit", "owner", "suspend", "deactivate", "block", "activate", "archive", "unarchive",
    "delete", "restore", "tag",
)  # fmt: skip
NOBODY = "nobody"
_IDS = ("parent_id", "referred_by_id")


def register(app: typer.Typer) -> None:
    """Add the command to those on customers."""
    app.command("bulk")(bulk)


@dataclass(frozen=True, slots=True)
class Details:
    """What the options say about the change."""

    assigned: Sequence[str]
    added: Sequence[str]
    replaced: Sequence[str]
    cleared: Sequence[str]
    to: str
    reason: str
    note: str
    until: str
    on: Sequence[str] = ()
    off: Sequence[str] = ()


def bulk(
    context: typer.Context,
    action: str = typer.Argument(..., metavar="ACTION", help=f"One of {', '.join(ACTIONS)}."),
    customer: Annotated[
        list[str] | None, typer.Option(metavar="ID|EMAIL|CLIENT_ID", help="May be repeated.")
    ] = None,
    search: str = typer.Option("", help="Words that must all occur."),
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    everybody: bool = typer.Option(False, "--all", help="Every customer of the list."),
    assigned: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="edit: set it.")
    ] = None,
    added: Annotated[
        list[str] | None, typer.Option("--add", metavar="FIELD=TEXT", help="edit: add a line.")
    ] = None,
    replaced: Annotated[
        list[str] | None,
        typer.Option("--replace", metavar="FIELD=FIND=TEXT", help="edit: find and replace."),
    ] = None,
    cleared: Annotated[
        list[str] | None, typer.Option("--clear", metavar="FIELD", help="edit: empty it.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="tag: put it on; may be repeated.")
    ] = None,
    untag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="tag: take it off; may be repeated.")
    ] = None,
    to: str = typer.Option("", metavar="ID|NAME", help=f"owner: who, or {NOBODY}."),
    reason: str = typer.Option("manual", help="payment, fraud, legal, request or manual."),
    note: str = typer.Option("", help="What staff read about a hold."),
    until: str = typer.Option("", metavar="YYYY-MM-DD", help="When a hold ends by itself (UTC)."),
    rehearse: bool = typer.Option(False, "--rehearse", help="Say what would happen only."),
    parts: bool = typer.Option(False, "--parts", help="A transaction for every 10,000."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> None:
    """Change many customers at once. Prints counts and who stays as it is, as JSON."""
    from app.core.listing import Selection  # noqa: PLC0415 - see the package's docstring

    one_of("ACTION", action, ACTIONS, needed=True)
    if not (customer or search or status or everybody):
        raise WrongUsage(_("Say whom: --customer, --search, --status, or --all."))
    edits = (assigned or (), added or (), replaced or (), cleared or ())
    details = Details(*edits, to, reason, note, until, tag or (), untag or ())
    asked = asked_for(search, status, "")
    with options_of(context).services() as services:
        change = _change(services, action, details)
        ids = tuple(map(services.customers.find, customer)) if customer else None
        selection = Selection(asked, ids)
        seen = services.bulk.preview(selection, change, progress())
        if rehearse:
            give(_told(seen) | {"samples": seen.samples, "notes": seen.notes})
            say(_("This was a rehearsal. Nothing was changed."))
            return
        if seen.changing and not yes:
            _confirm(action, seen)
        if not seen.changing:
            give(_told(seen))
            say(_("There was nothing to change."))
            return
        _run(services, selection, change, seen, parts=parts)


def _run(
    services: "Services",
    selection: "Selection",
    change: "BulkChange",
    seen: "BulkPreview",
    *,
    parts: bool,
) -> None:
    stopped = ""
    if parts:
        came = services.bulk.run_in_parts(selection, change, progress(), seen.snapshot)
        outcome, stopped = came.outcome, came.stopped
    else:
        outcome = services.bulk.run(selection, change, progress(), seen.snapshot)
    give(_told(outcome))
    said = ngettext("%d customer changed.", "%d customers changed.", outcome.changed)
    say(said % outcome.changed)
    if stopped:
        raise Conflict(stopped)


def _confirm(action: str, seen: "BulkPreview") -> None:
    for note in seen.notes:
        say(note)
    asked = _("%(action)s: %(count)d of %(total)d customers. Go on?")
    told = {"action": action, "count": seen.changing, "total": seen.total}
    if not sys.stdin.isatty():
        raise WrongUsage(_("Nobody is there to ask. Add --yes, or --rehearse to look only."))
    typer.confirm(asked % told, abort=True, err=True)


def _change(services: "Services", action: str, details: Details) -> "BulkChange":
    from app.customers import bulk_changes as changes  # noqa: PLC0415 - see the docstring

    plain: dict[str, Callable[[], BulkChange]] = {
        "edit": lambda: changes.EditFields(tuple(_edits(services, details))),
        "owner": lambda: changes.ChangeOwner(_owner(services, details.to)),
        "tag": lambda: changes.TagCustomers(
            tuple(map(services.tags.find, details.on)), tuple(map(services.tags.find, details.off))
        ),
        "activate": changes.Activate,
        "archive": changes.Archive,
        "unarchive": changes.Unarchive,
        "delete": changes.Delete,
        "restore": changes.Restore,
    }
    return plain[action]() if action in plain else _hold(action, details)


def _hold(action: str, details: Details) -> "BulkChange":
    from app.customers.bulk_changes import BeginHold  # noqa: PLC0415 - see the docstring
    from app.customers.drafts import HoldDraft  # noqa: PLC0415 - as above
    from app.customers.schemas import HoldKind, HoldReason  # noqa: PLC0415 - as above

    kinds = {
        "suspend": HoldKind.SUSPENDED,
        "deactivate": HoldKind.INACTIVE,
        "block": HoldKind.BLOCKED,
    }
    one_of("--reason", details.reason, HoldReason, needed=True)
    ends_at = None
    if details.until:
        try:
            ends_at = datetime.strptime(details.until, "%Y-%m-%d").replace(tzinfo=UTC)
        except ValueError as error:
            raise WrongUsage(_("--until is a day like 2026-12-31.")) from error
    return BeginHold(HoldDraft(kinds[action], HoldReason(details.reason), details.note, ends_at))


def _owner(services: "Services", to: str) -> int | None:
    if to == NOBODY:
        return None
    if not to:
        raise WrongUsage(_("Say who with --to NAME, or --to %s.") % NOBODY)
    for found in services.staff.choices():
        if to in {str(found.id), found.name}:
            return found.id
    raise WrongUsage(_("Nobody who works here is called %s.") % to)


def _edits(services: "Services", details: Details) -> Sequence["Edit"]:
    from app.customers.bulk_changes import Edit, How  # noqa: PLC0415 - see the docstring

    found = [Edit(field, How.CLEAR) for field in details.cleared]
    for how, given in ((How.SET, details.assigned), (How.ADD, details.added)):
        for one in given:
            field, value = _parted(one, 1)
            found.append(Edit(field, how, _value(services, field, value, how)))
    for one in details.replaced:
        field, find, value = _parted(one, 2)
        found.append(Edit(field, How.REPLACE, value, find))
    return found


def _parted(given: str, times: int) -> list[str]:
    parts = given.split("=", times)
    if len(parts) <= times or not parts[0]:
        raise WrongUsage(_("%s has no =. Write it like city=Bern.") % given)
    return parts


def _value(services: "Services", field: str, value: str, how: "How") -> Any:
    """Another customer is named as everywhere on the command line."""
    return services.customers.find(value) if field in _IDS and how == "set" else value


def _told(found: "BulkPreview | BulkOutcome") -> dict[str, Any]:
    """Counts, then who stays as it is, and why."""
    changed = getattr(found, "changing", getattr(found, "changed", 0))
    return {
        "changed": changed,
        "unchanged": found.unchanged,
        "refused": found.refused_total,
        "reasons": {reason.why: reason.count for reason in found.reasons},
        "rows": found.refused,
    }
