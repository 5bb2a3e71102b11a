"""Commands on interactions: write one down, list, export, show and remove them."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.licensing import WHOM, confirm, day_of, moment_of, tell
from app.commands.listing import (
    Columns,
    Customer,
    Given,
    Kind,
    Limit,
    Out,
    Search,
    Sort,
    Target,
    Where,
    Why,
    listed,
    question,
    take_out,
)
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, one_of, say
from app.core.errors import Conflict, NotFound
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from app.core.listing import ListQuery
    from app.services import Services

TYPES = ("call", "email", "meeting", "support", "purchase", "inquiry")
SENTIMENTS = ("positive", "neutral", "negative")
DIRECTIONS = ("inbound", "outbound")
SORT_KEYS = (
    "occurred_at", "type", "direction", "subject", "customer", "staff", "sentiment", "minutes",
    "satisfaction", "automatic", "created_at", "updated_at",
)  # fmt: skip
_NUMBERS = ("minutes", "satisfaction")
Type = Annotated[str, typer.Option("--type", help=f"One of {', '.join(TYPES)}.")]
Sentiment = Annotated[str, typer.Option(help=f"One of {', '.join(SENTIMENTS)}.")]
Staff = Annotated[str, typer.Option(metavar="ID|NAME", help="Who wrote it down.")]
From = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="On this day or later.")]
Until = Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="On this day or before.")]
Which = Annotated[list[int], typer.Argument(metavar="ID", help="Which; may be several.")]

app = typer.Typer(
    help="Interactions with customers.", no_args_is_help=True, rich_markup_mode=None,
    add_completion=False,
)  # fmt: skip


@app.command("add")
def add(
    context: typer.Context,
    customer: str = typer.Argument(..., metavar=WHOM, help="With whom."),
    kind: Type = "",
    subject: str = typer.Option("", help="What it was about, in a few words."),
    description: str = typer.Option("", help="What was said."),
    sentiment: Sentiment = "",
    direction: str = typer.Option("", help=f"One of {', '.join(DIRECTIONS)}."),
    at: str = typer.Option("", metavar="TIME", help="When it was; now by default."),
    detail: list[str] = typer.Option(  # noqa: B008 - Typer's way
        [], metavar="KEY=VALUE", help="A field of its type, such as minutes=12; may be several."
    ),
    follow_up: list[str] = typer.Option(  # noqa: B008 - as above
        [], metavar="YYYY-MM-DD", help="A day to come back to it; may be several."
    ),
) -> None:
    """Write down a contact with a customer, and print its id.

    The fields of each type: call minutes, key_points; email response; meeting minutes, agenda,
    attendees, action_items; support resolution, satisfaction (1 to 5); purchase upsell,
    feedback; inquiry answer, qualification.
    """
    from app.interactions.drafts import FollowUpDraft, InteractionDraft  # noqa: PLC0415 - see the package's docstring
    from app.interactions.schemas import Direction, InteractionType  # noqa: PLC0415 - as above
    from app.interactions.schemas import Sentiment as Feeling  # noqa: PLC0415 - as above

    one_of("--type", kind, TYPES)
    one_of("--sentiment", sentiment, SENTIMENTS)
    one_of("--direction", direction, DIRECTIONS)
    days = [day_of(one, "--follow-up") for one in follow_up]
    details = _details(detail)
    numbers = {key: _whole(key, details.pop(key)) for key in _NUMBERS if key in details}
    with options_of(context).services() as services:
        zone = services.organization.settings().time_zone
        draft = InteractionDraft(
            services.customers.find(customer),
            InteractionType(kind) if kind else None,
            subject,
            description,
            moment_of(at, "--at", zone),
            Direction(direction) if direction else None,
            Feeling(sentiment) if sentiment else None,
            details=details,
            follow_ups=tuple(
                FollowUpDraft(due_on=day, remind_at=services.follow_ups.reminder_on(day))
                for day in days
                if day is not None
            ),
            **numbers,
        )
        made = services.interactions.log(draft)
        found = services.interactions.show(made)
    give({"id": made, "follow_ups": [one.id for one in found.follow_ups]})
    say(_("It is written down under the number %d.") % made)


@app.command("list")
def list_interactions(
    context: typer.Context,
    search: Search = "",
    customer: Customer = "",
    kind: Type = "",
    sentiment: Sentiment = "",
    from_: From = "",
    to: Until = "",
    staff: Staff = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print interactions as a JSON object with `total` and `rows`, the newest first."""
    given = Given(search, _wanted(kind, sentiment), customer, sort, where)
    asks = _Asks(given, staff, day_of(from_, "--from"), day_of(to, "--to"))
    with options_of(context).services() as services:
        give(listed(services.interactions, asks(services), limit))


@app.command("export")
def export(
    context: typer.Context,
    out: Out,
    form: Kind = "",
    search: Search = "",
    customer: Customer = "",
    kind: Type = "",
    sentiment: Sentiment = "",
    from_: From = "",
    to: Until = "",
    staff: Staff = "",
    sort: Sort = "",
    where: Where = "",
    columns: Columns = "",
    why: Why = "",
) -> None:
    """Export interactions with their whole texts into a CSV, XLSX or PDF file."""
    given = Given(search, _wanted(kind, sentiment), customer, sort, where)
    asks = _Asks(given, staff, day_of(from_, "--from"), day_of(to, "--to"))
    take_out(context, "interactions", Target(out, form, columns, why), asks)


@dataclass(frozen=True, slots=True)
class _Asks:
    """The question the options ask, once there are services to ask."""

    given: Given
    staff: str
    first: "date | None"
    last: "date | None"

    def __call__(self, services: "Services") -> "ListQuery":
        wanted = self.given.wanted
        if self.staff:
            wanted = (*wanted, ("staff_id", staff_named(services, self.staff)))
        given = replace(self.given, wanted=wanted)
        asked = question(services, "interactions", given, SORT_KEYS)
        return within(asked, "occurred_at", self.first, self.last)


def _wanted(kind: str, sentiment: str) -> tuple[tuple[str, object], ...]:
    from app.interactions.schemas import InteractionType  # noqa: PLC0415 - see the package's docstring
    from app.interactions.schemas import Sentiment as Feeling  # noqa: PLC0415 - as above

    one_of("--type", kind, TYPES)
    one_of("--sentiment", sentiment, SENTIMENTS)
    found = list[tuple[str, object]]()
    found += [("type", InteractionType(kind))] if kind else []
    found += [("sentiment", Feeling(sentiment))] if sentiment else []
    return tuple(found)


@app.command("show")
def show(context: typer.Context, which: int = typer.Argument(..., metavar="ID")) -> None:
    """Print everything about one interaction as a JSON object."""
    with options_of(context).services() as services:
        found = services.interactions.show(which)
    give(found)


@app.command("remove")
def remove(
    context: typer.Context,
    which: Which,
    yes: bool = typer.Option(False, "--yes", help="Do not ask before."),
) -> int:
    """Remove interactions; `desk undo` brings them back."""
    with options_of(context).services() as services:
        said = ngettext("Remove %d interaction?", "Remove %d interactions?", len(which))
        confirm(said % len(which), yes=yes)
        return tell(services.interactions.remove(which))


def staff_named(services: "Services", named: str) -> int:
    """The id of who works here under this id or name.

    Raises:
        Conflict: several have the name.
        NotFound: nobody has.
    """
    wanted, every = named.strip().casefold(), services.staff.choices()
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:  # noqa: PLR2004 - 32 bits
        return int(wanted)  # Also of somebody who left.
    found = [one.id for one in every if wanted == one.name.casefold()]
    if len(found) == 1:
        return found[0]
    if found:
        raise Conflict(_("Several are called “%s”. Give their number instead.") % named)
    known = ", ".join(one.name for one in every[:20])
    said = _("Nobody here is called “%(name)s”. There are: %(known)s.")
    raise NotFound(said % {"name": named, "known": known})


def within(asked: "ListQuery", key: str, first: "date | None", last: "date | None") -> "ListQuery":
    """The question, narrowed to these days."""
    from app.core.listing import Condition, Op  # noqa: PLC0415 - see the package's docstring

    days = ((Op.AT_LEAST, first), (Op.AT_MOST, last))
    more = tuple(Condition(key, op, day) for op, day in days if day is not None)
    return replace(asked, conditions=(*asked.conditions, *more))


def _details(given: list[str]) -> dict[str, Any]:
    found = {}
    for one in given:
        key, sign, value = one.partition("=")
        if not sign or not key.strip():
            raise WrongUsage(_("--detail is KEY=VALUE, such as minutes=12."))
        found[key.strip()] = value
    return found


def _whole(key: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as error:
        raise WrongUsage(_("%s is a whole number.") % key) from error
