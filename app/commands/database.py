"""Commands on the database itself: init, migrate, demo, check, audit verify."""

import typer

from app.commands.options import options_of, password_of
from app.commands.words import give, give_table, progress, say
from app.core.errors import Conflict
from app.core.text import _

audit = typer.Typer(
    help="The audit trail.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


def register(app: typer.Typer) -> None:
    """Add the commands that stand alone."""
    app.command("init")(init)
    app.command("migrate")(migrate)
    app.command("demo")(demo)
    app.command("check")(check)


def init(
    context: typer.Context,
    organization: str = typer.Option(..., help="The organization's name."),
    admin_name: str = typer.Option(..., help="The first administrator's name."),
    admin_email: str = typer.Option(..., help="The first administrator's e-mail."),
    time_zone: str = typer.Option("", help="Such as Europe/Berlin; this computer's by default."),
    currency: str = typer.Option("", help="Such as EUR; this computer's by default."),
) -> None:
    """Create the database and its first administrator (password: DESK_PASSWORD or a prompt)."""
    from app.staff.schemas import SetupDraft  # noqa: PLC0415 - see the package's docstring

    asked = options_of(context)
    draft = SetupDraft(
        organization, admin_name, admin_email, password_of(admin_email), time_zone, currency
    )
    draft.checked()
    with asked.opened(create=True) as found:
        found.gate.initialise(draft)
        if asked.json:
            give({"database": str(found.db.address), "organization": organization})
        say(_("%s is ready. Sign in with %s.") % (found.db.address.title, admin_email))


def migrate(context: typer.Context) -> None:
    """Bring the database to this program's schema; a file is copied and checked first."""
    from migrations import HEAD  # noqa: PLC0415 - see the package's docstring

    asked = options_of(context)
    with asked.opened(may_migrate=True) as found:
        if asked.json:
            give({"found": found.found, "now": HEAD, "backup": found.backup and str(found.backup)})
        if found.found == HEAD:
            say(_("The database has schema %s already. There was nothing to do.") % HEAD)
            return
        if found.backup:
            say(_("The database as it was is in %s.") % found.backup)
        say(_("The database now has schema %s.") % HEAD)


def demo(
    context: typer.Context,
    customers: int = typer.Option(280, min=1, help="How many customers to make up."),
) -> None:
    """Fill an initialised, empty database with made-up customers, always the same ones.

    Without --user it is done in the program's own name.
    """
    from app.core.access import SYSTEM  # noqa: PLC0415 - see the package's docstring
    from app.demo.service import DemoService  # noqa: PLC0415 - as above

    asked = options_of(context)
    if asked.user:
        with asked.services() as services:
            done = services.demo.fill(customers, progress())
    else:
        with asked.opened() as found:
            done = DemoService(found.db, SYSTEM, found.changes).fill(customers, progress())
        say(_("Licenses were left out: an account seals their keys. Name one with --user EMAIL."))
    if asked.json:
        give({"customers": done})
    say(_("%d customers were made up.") % done)


def check(
    context: typer.Context,
    repair: bool = typer.Option(False, "--repair", help="Rebuild counters and search indexes."),
) -> None:
    """Check storage, search index, derived columns, counters and the audit trail."""
    asked = options_of(context)
    with asked.services() as services:
        if repair:
            for name in services.upkeep.repair():
                say(_("Rebuilt: %s.") % name)
        findings = services.upkeep.check(progress())
    bad = [found for found in findings if not found.sound]
    if asked.json:
        give({"sound": not bad, "checks": findings})
    else:
        give_table([{"check": f.check, "result": f.problem or "sound"} for f in findings])
    if bad:
        raise Conflict(" ".join(found.problem for found in bad))
    say(_("The database is sound."))


@audit.callback()
def about() -> None:
    """The audit trail."""


@audit.command("verify")
def verify(context: typer.Context) -> None:
    """Recompute the audit trail, and compare it with what this computer saw of it before."""
    asked = options_of(context)
    with asked.services() as services:
        found = services.upkeep.verify_audit(progress())
    if asked.json:
        give({"whole": found.whole, "entries": found.entries, "head": found.head.hash})
    if not found.whole:
        raise Conflict(found.problem)
    say(_("The audit trail is whole: %d entries.") % found.entries)
