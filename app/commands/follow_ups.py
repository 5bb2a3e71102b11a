"""Commands on follow-ups: what is promised to customers, done, dropped, put off, on a calendar."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.interactions import Which, staff_named, within
from app.commands.licensing import day_of, tell
from app.commands.listing import Customer, Given, Limit, Search, Sort, Where, listed, question
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, one_of, say
from app.core.text import _, ngettext

STATES = ("open", "done", "dropped", "all")
SORT_KEYS = ("due_on", "title", "customer", "assignee", "state", "done_at", "created_at")
State = Annotated[str, typer.Option(help=f"One of {', '.join(STATES)}.")]
Assignee = Annotated[str, typer.Option(metavar="ID|NAME", help="Of whom; all by default.")]
From = Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="Due then or later.")]
Until = Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="Due then or before.")]

app = typer.Typer(
    help="Follow-ups.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@app.command("list")
def list_follow_ups(
    context: typer.Context,
    search: Search = "",
    customer: Customer = "",
    state: State = "open",
    assignee: Assignee = "",
    from_: From = "",
    to: Until = "",
    sort: Sort = "",
    limit: Limit = None,
    where: Where = "",
) -> None:
    """Print follow-ups as a JSON object with `total` and `rows`, what is due first."""
    from app.interactions.schemas import FollowUpState  # noqa: PLC0415 - see the package's docstring

    one_of("--state", state, STATES, needed=True)
    first, last = day_of(from_, "--from"), day_of(to, "--to")
    with options_of(context).services() as services:
        wanted = list[tuple[str, object]]()
        wanted += [("state", FollowUpState(state))] if state != "all" else []
        wanted += [("assignee_id", staff_named(services, assignee))] if assignee else []
        given = Given(search, tuple(wanted), customer, sort, where)
        asked = question(services, "follow_ups", given, SORT_KEYS)
        give(listed(services.follow_ups, within(asked, "due_on", first, last), limit))


@app.command("my-day")
def my_day(context: typer.Context) -> None:
    """Print your own open follow-ups: overdue, for today, and for the week after."""
    with options_of(context).services() as services:
        found = services.follow_ups.my_day()
    give(found)


@app.command("done")
def done(
    context: typer.Context,
    which: Which,
    result: str = typer.Option("", help="What came of it; kept with the follow-up."),
) -> int:
    """Say that follow-ups are done."""
    with options_of(context).services() as services:
        return tell(services.follow_ups.done(which, result))


@app.command("drop")
def drop(
    context: typer.Context,
    which: Which,
    reason: str = typer.Option("", help="Why; kept with the follow-up."),
) -> int:
    """Say that follow-ups will not be done, and why."""
    with options_of(context).services() as services:
        return tell(services.follow_ups.drop(which, reason))


@app.command("move")
def move(
    context: typer.Context,
    to: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="The new day.")],
    which: Which,
) -> int:
    """Put follow-ups off, or bring them forward."""
    day = day_of(to, "YYYY-MM-DD")
    if day is None:
        raise WrongUsage(_("Give the day, such as 2026-12-31."))
    with options_of(context).services() as services:
        return tell(services.follow_ups.move(which, day))


@app.command("calendar")
def calendar(
    context: typer.Context,
    out: Annotated[str, typer.Argument(metavar="FILE.ics", help="The file to write or replace.")],
    which: Annotated[
        list[int] | None, typer.Argument(metavar="[ID]", help="Which; your open ones by default.")
    ] = None,
    tasks: bool = typer.Option(False, "--tasks", help="As tasks; all-day events by default."),
) -> None:
    """Save follow-ups as a calendar file that other programs read."""
    with options_of(context).services() as services:
        count = services.follow_ups.calendar(Path(out), which or None, as_tasks=tasks)
    said = ngettext("%(count)d follow-up saved in %(file)s.",
                    "%(count)d follow-ups saved in %(file)s.", count)  # fmt: skip
    say(said % {"count": count, "file": out})
