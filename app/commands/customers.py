"""Commands on customers: list, show, create-company."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from app.commands.filters import narrowed
from app.commands.options import options_of
from app.commands.words import give, one_of, say
from app.core.errors import Invalid
from app.core.text import _

if TYPE_CHECKING:
    from app.core.listing import ListQuery

SORT_KEYS = (
    "name", "email", "company", "phone", "status", "created_at", "licenses", "subscriptions",
    "revenue",
)  # fmt: skip
STATUSES = ("active", "inactive", "suspended", "blocked", "deleted")
CHUNK = 500

app = typer.Typer(
    help="Customers.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@app.command("list")
def list_customers(
    context: typer.Context,
    search: str = typer.Option("", help="Words that must all occur."),
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    sort: str = typer.Option("", help=f"One of {', '.join(SORT_KEYS)}; -KEY for descending."),
    limit: int | None = typer.Option(None, min=0, help="At most this many rows."),
    offset: int = typer.Option(0, min=0, help="Leave out this many rows first."),
    view: str = typer.Option("", help="A saved view of that name."),
    where: str = typer.Option("", metavar="JSON", help="Filters, as saved views keep them."),
) -> None:
    """Print customers as a JSON object with `total` and `rows`."""
    from app.core.progress import Progress  # noqa: PLC0415 - see the package's docstring

    asked = asked_for(search, status, sort)
    with options_of(context).services() as services:
        wanted = narrowed(services, asked, "customers", view, where)
        found = services.customers.ids(wanted, Progress())
        page = found[offset:] if limit is None else found[offset : offset + limit]
        rows: dict[int, Any] = {}
        for start in range(0, len(page), CHUNK):
            chunk = services.customers.rows(page[start : start + CHUNK])
            rows.update((row.id, row) for row in chunk)
    give({"total": len(found), "rows": [rows[key] for key in page if key in rows]})


@app.command("show")
def show(
    context: typer.Context,
    customer: str = typer.Argument(..., metavar="ID|EMAIL|CLIENT_ID"),
) -> None:
    """Print everything about one customer as a JSON object."""
    with options_of(context).services() as services:
        give(services.customers.show(services.customers.find(customer)))


@app.command("create-company")
def create_company(
    context: typer.Context,
    file: str = typer.Argument(..., metavar="FILE.json", help="The form's fields; - for stdin."),
) -> None:
    """Create a company with its admin user and contact, and print what it was given."""
    from app.customers.drafts import CompanyDraft  # noqa: PLC0415 - see the package's docstring

    known = frozenset(CompanyDraft.__dataclass_fields__) - {"tags"}
    draft = CompanyDraft(**_fields(file, known))
    with options_of(context).services() as services:
        for field, warning in draft.warnings().items():
            say(f"{field}: {warning}")
        give(services.customers.create_company(draft))
        say(_("%s was created.") % draft.company_name)


def asked_for(search: str, status: str, sort: str) -> "ListQuery":
    """The question these options ask; a wrong one is wrong usage."""
    from app.core.listing import Condition, ListQuery, Op  # noqa: PLC0415 - see the docstring
    from app.customers.schemas import Shelf, Status  # noqa: PLC0415 - as above

    one_of("--status", status, STATUSES)
    one_of("--sort", sort.removeprefix("-"), SORT_KEYS, needed=bool(sort))
    conditions = []
    if status:
        conditions.append(Condition("status", Op.IS, Status(status)))
    if status == Status.DELETED:
        conditions.append(Condition("shelf", Op.IS, Shelf.DELETED))
    return ListQuery(search, tuple(conditions), sort.removeprefix("-"), sort.startswith("-"))


def read_json(file: str) -> Any:
    """What a JSON file, or stdin for "-", holds.

    Raises:
        Unavailable: it cannot be read.
        Invalid: it is not JSON.
    """
    from app.core.errors import Unavailable  # noqa: PLC0415 - seldom needed
    from app.core.files import describe_os_error  # noqa: PLC0415 - as above

    try:
        if file == "-":
            return json.loads(sys.stdin.buffer.read())
        return json.loads(Path(file).read_bytes())
    except OSError as error:
        raise Unavailable(describe_os_error(error, file, reading=True)) from error
    except (ValueError, RecursionError) as error:
        raise Invalid({"file": _("%s is not JSON (%s).") % (file, error)}) from error


def _fields(file: str, known: frozenset[str]) -> dict[str, Any]:
    stored = read_json(file)
    if not isinstance(stored, dict):
        raise Invalid({"file": _("%s must hold one JSON object with the form's fields.") % file})
    problems = {
        str(name): _("There is no such field. Take it out, or check its name.")
        for name in stored
        if name not in known
    }
    problems |= {
        name: _("Write this as text, in quotes.")
        for name, value in stored.items()
        if name in known and not isinstance(value, str)
    }
    if problems:
        raise Invalid(problems)
    return dict(stored)
