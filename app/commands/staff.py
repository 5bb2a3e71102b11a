"""Commands on staff accounts: list, add."""

import typer

from app.commands.options import options_of
from app.commands.words import give, give_table, plain, say
from app.core.errors import Invalid
from app.core.text import _

app = typer.Typer(
    help="The people who work here.",
    no_args_is_help=True,
    rich_markup_mode=None,
    add_completion=False,
)


@app.command("list")
def list_staff(context: typer.Context) -> None:
    """List every account."""
    asked = options_of(context)
    with asked.services() as services:
        rows = services.staff.everyone()
    if asked.json:
        give({"total": len(rows), "rows": rows})
        return
    shown = ("id", "name", "email", "role", "team", "active", "last_sign_in_at")
    give_table([{key: plain(getattr(row, key)) for key in shown} for row in rows])


@app.command("add")
def add(
    context: typer.Context,
    name: str = typer.Option(..., help="The person's name."),
    email: str = typer.Option(..., help="The e-mail they sign in with."),
    role: str = typer.Option(..., help="A role's name, such as Viewer or “Sales Manager”."),
    team: str = typer.Option("", help="A team's name; it is added if it is new."),
) -> None:
    """Add a person. Their password is made up and shown once; they should change it."""
    from app.core.passwords import generate  # noqa: PLC0415 - see the package's docstring
    from app.staff.schemas import StaffDraft  # noqa: PLC0415 - as above

    asked = options_of(context)
    with asked.services() as services:
        roles = {row.name.casefold(): row.id for row in services.staff.roles()}
        if role.casefold() not in roles:
            names = ", ".join(row.name for row in services.staff.roles())
            raise Invalid({"role": _("There is no role %s. Choose one of %s.") % (role, names)})
        password = generate(policy=services.organization.settings().password_policy)
        draft = StaffDraft(name, email, roles[role.casefold()], team=team)
        staff_id = services.staff.add(draft, password)
    added = {"id": staff_id, "email": email, "password": password}
    if asked.json:
        give(added)
    else:
        give_table([added])
    say(_("%s can sign in now. The password is shown only this once.") % name)
