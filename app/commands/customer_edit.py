"""`desk customers edit`: changes fields of a customer, on top of what others changed."""

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import typer

from app.commands.customers import read_json
from app.commands.options import options_of
from app.commands.words import give, say
from app.core.errors import DeskError, Invalid
from app.core.text import _

if TYPE_CHECKING:
    from app.customers.drafts import ProfileDraft
    from app.customers.schemas import CustomerDetail

_IDS = ("owner_id", "parent_id", "referred_by_id")


def register(app: typer.Typer) -> None:
    """Add the command to those on customers."""
    app.command("edit")(edit)


def edit(
    context: typer.Context,
    customer: str = typer.Argument(..., metavar="ID|EMAIL|CLIENT_ID"),
    file: str = typer.Argument(..., metavar="FILE.json", help="Fields to change; - for stdin."),
    seen: str = typer.Option(
        "", metavar="SHOWN.json", help="What `show` printed when the changes were made."
    ),
) -> None:
    """Change fields of a customer, and print its new version.

    With --seen, fields that somebody else changed since then are not overwritten: what
    only one of you changed is joined, and anything else is refused.
    """
    from app.core.receipt import Receipt  # noqa: PLC0415 - see the package's docstring

    wanted = _object(file)
    before = _object(seen) if seen else None
    receipt = Receipt()
    with options_of(context).services() as services:
        found = services.customers.show(services.customers.find(customer))
        now = _values(found)
        base = now if before is None else now | _read(now, before, strict=False)
        mine = base | _read(now, wanted, strict=True)
        version = found.version if before is None else before.get("version")
        saved = services.customers.noting(receipt).edit(
            found.id, version if isinstance(version, int) else 0, _draft(base), _draft(mine)
        )
        give({"id": found.id, "version": saved})
        if receipt.merged:
            told = _("What %(who)s changed meanwhile was kept: %(fields)s.")
            say(told % {"who": receipt.by, "fields": ", ".join(receipt.merged)})


def _object(file: str) -> dict[str, Any]:
    stored = read_json(file)
    if not isinstance(stored, dict):
        raise Invalid({"file": _("%s must hold one JSON object with a customer's fields.") % file})
    return stored


def _values(found: "CustomerDetail") -> dict[str, Any]:
    from app.customers.drafts import ProfileDraft  # noqa: PLC0415 - see the package's docstring

    return {one.name: getattr(found, one.name) for one in fields(ProfileDraft)}


def _draft(values: Mapping[str, Any]) -> "ProfileDraft":
    from app.customers.drafts import ProfileDraft  # noqa: PLC0415 - as above

    return ProfileDraft(**values)


def _read(now: Mapping[str, Any], stored: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    """A customer's fields out of JSON; what `show` prints besides is passed over, or refused.

    Raises:
        Invalid: a field is not there, or not of its kind.
    """
    found, problems = {}, {}
    for name, value in stored.items():
        if name not in now:
            if strict:
                problems[name] = _("There is no such field. Take it out, or check its name.")
            continue
        try:
            found[name] = _value(name, value)
        except (ValueError, TypeError, KeyError):
            problems[name] = _wanted(name)
        except DeskError as refusal:
            problems[name] = str(refusal)
    if problems:
        raise Invalid(problems)
    return found


def _value(name: str, value: Any) -> Any:
    from app.core.money import parse  # noqa: PLC0415 - as above
    from app.customers.schemas import Kind  # noqa: PLC0415 - as above

    if name == "annual_revenue":
        return None if value is None else parse(str(value["amount"]), str(value["currency"]))
    if name in _IDS:
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise TypeError(name)
        return value
    if name == "tags":
        if not isinstance(value, list) or not all(type(one) is int for one in value):
            raise TypeError(name)
        return frozenset(value)
    if not isinstance(value, str):
        raise TypeError(name)
    return Kind(value) if name == "kind" else value


def _wanted(name: str) -> str:
    if name == "annual_revenue":
        return _('Write this as {"amount": "1000.00", "currency": "EUR"}, or null.')
    if name in _IDS:
        return _("Write the id as a number, or null.")
    if name == "kind":
        return _("Write business or individual.")
    if name == "tags":
        return _("Write the ids of tags in brackets, such as [3, 17].")
    return _("Write this as text, in quotes.")
