"""Commands on tags: list, add, edit, remove, merge, and give them to customers."""

from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.licensing import confirm
from app.commands.options import options_of
from app.commands.words import WrongUsage, give, give_table, one_of, plain, progress, say
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.services import Services
    from app.tags.schemas import TagColour

COLOURS = ("red", "blue", "green", "yellow", "purple", "gray")
app = typer.Typer(
    help="Tags: coloured words on customers.", no_args_is_help=True, rich_markup_mode=None,
    add_completion=False,
)  # fmt: skip
Which = Annotated[str, typer.Argument(metavar="TAG", help="Its name, or its id.")]
Colour = Annotated[str, typer.Option(metavar="COLOUR", help=f"One of {', '.join(COLOURS)}.")]
Customers = Annotated[
    list[str], typer.Argument(metavar="ID|EMAIL|CLIENT_ID", help="Which; may be several.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before.")]
_COLUMNS = ("id", "name", "colour", "customers", "active", "meaning")


@app.command("list")
def list_tags(
    context: typer.Context,
    unused: bool = typer.Option(False, "--unused", help="Those no customer carries."),
) -> None:
    """Print every tag with how many customers carry it."""
    options = options_of(context)
    with options.services() as services:
        found = services.tags.list()
    rows = [plain(row) for row in found.tags if not unused or not row.customers]
    if options.json:
        give({"total": len(rows), "rows": rows})
    else:
        give_table([{key: row[key] for key in _COLUMNS} for row in rows])
    if found.crowded:
        say(_("More than ten tags are hard to keep apart. Merge some, or set some inactive."))


@app.command("add")
def add(
    context: typer.Context,
    name: str = typer.Argument("", metavar="NAME"),
    colour: Colour = "blue",
    meaning: str = typer.Option("", help="What it says of a customer."),
    usual: bool = typer.Option(False, "--usual", help="Add the usual tags instead of one."),
) -> None:
    """Add a tag, and print its id."""
    from app.tags.drafts import TagDraft  # noqa: PLC0415 - see the package's docstring

    draft = TagDraft(name, _colour(colour), meaning)
    with options_of(context).services() as services:
        if usual:
            count = services.tags.add_starting_set()
            give({"added": count})
            say(ngettext("%d tag was added.", "%d tags were added.", count) % count)
        else:
            give({"id": services.tags.add(draft)})
            say(_("The tag “%s” was added.") % name.strip())


@app.command("edit")
def edit(
    context: typer.Context,
    tag: Which,
    name: Annotated[str | None, typer.Option(help="What to call it.")] = None,
    colour: Colour = "",
    meaning: Annotated[str | None, typer.Option(help="What it says of a customer.")] = None,
    active: Annotated[
        bool | None, typer.Option("--active/--inactive", help="Whether customers show it.")
    ] = None,
) -> None:
    """Change what is given, and print the tag's new version."""
    from app.tags.drafts import TagDraft  # noqa: PLC0415 - see the package's docstring

    with options_of(context).services() as services:
        key = services.tags.find(tag)
        row = next(row for row in services.tags.list().tags if row.id == key)
        draft = TagDraft(
            row.name if name is None else name,
            _colour(colour) if colour else row.colour,
            row.meaning if meaning is None else meaning,
            row.active if active is None else active,
        )
        give({"id": key, "version": services.tags.edit(key, row.version, draft)})


@app.command("remove")
def remove(context: typer.Context, tag: Which, yes: Yes = False) -> None:
    """Take a tag away: customers show it no longer."""
    with options_of(context).services() as services:
        key = services.tags.find(tag)
        confirm(_("Remove the tag “%s”?") % tag, yes=yes)
        services.tags.remove(key)
    say(_("The tag “%s” was removed.") % tag)


@app.command("merge")
def merge(
    context: typer.Context,
    tag: Which,
    into: str = typer.Argument(..., metavar="INTO", help="The tag that stays."),
    yes: Yes = False,
) -> None:
    """Give every customer of a tag another instead, and remove it."""
    with options_of(context).services() as services:
        old, new = services.tags.find(tag), services.tags.find(into)
        asked = _("Merge the tag “%(old)s” into “%(new)s”?") % {"old": tag, "new": into}
        confirm(asked, yes=yes)
        give({"changed": services.tags.merge(old, new, progress())})


@app.command("follow")
def follow(
    context: typer.Context,
    tag: Which,
    segment: str = typer.Option("", metavar="NAME", help="Whose members carry it."),
    by_hand: bool = typer.Option(False, "--by-hand", help="Let people give it again."),
    rehearse: bool = typer.Option(False, "--rehearse", help="Say what would happen only."),
) -> None:
    """Give a tag to exactly the members of a segment, from now on; prints counts as JSON."""
    if bool(segment) is by_hand:
        raise WrongUsage(_("Say which segment with --segment NAME, or --by-hand."))
    with options_of(context).services() as services:
        key = services.tags.find(tag)
        whose = services.segments.find(segment) if segment else None
        if rehearse and whose is not None:
            give(services.tag_rules.preview(key, whose))
            say(_("This was a rehearsal. Nothing was changed."))
        else:
            give({"changed": services.tag_rules.link(key, whose, progress())})


@app.command("apply")
def apply(context: typer.Context, tag: Which) -> None:
    """Give and take an automatic tag now, and print how many customers changed."""
    with options_of(context).services() as services:
        give({"changed": services.tag_rules.apply(services.tags.find(tag), progress())})


@app.command("assign")
def assign(context: typer.Context, tag: Which, customers: Customers) -> None:
    """Put a tag on customers, and print counts as JSON."""
    with options_of(context).services() as services:
        _change(services, (services.tags.find(tag),), (), customers)


@app.command("unassign")
def unassign(context: typer.Context, tag: Which, customers: Customers) -> None:
    """Take a tag off customers, and print counts as JSON."""
    with options_of(context).services() as services:
        _change(services, (), (services.tags.find(tag),), customers)


def _change(
    services: "Services", on: tuple[int, ...], off: tuple[int, ...], customers: list[str]
) -> None:
    from app.core.listing import Selection  # noqa: PLC0415 - see the package's docstring
    from app.customers.bulk_changes import TagCustomers  # noqa: PLC0415 - as above

    ids = tuple(map(services.customers.find, customers))
    done = services.bulk.run(Selection(ids=ids), TagCustomers(on, off), progress())
    give({"changed": done.changed, "unchanged": done.unchanged, "rows": done.refused})


def _colour(given: str) -> "TagColour":
    from app.tags.schemas import TagColour  # noqa: PLC0415 - see the package's docstring

    one_of("--colour", given, COLOURS, needed=True)
    return TagColour(given)
