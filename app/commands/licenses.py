"""Commands that look at licenses: list, show, explain, renewals."""

import sys
from typing import TYPE_CHECKING, Any

import typer

from app.commands.filters import narrowed
from app.commands.license_filters import SORT_KEYS, STATUSES, Choice, asked_for
from app.commands.licensing import (
    CHUNK,
    LICENSE,
    REFUSED,
    WHOM,
    in_order,
    moment_of,
    told,
)
from app.commands.options import options_of
from app.commands.words import give, give_table, one_of, say
from app.core.text import ngettext

if TYPE_CHECKING:
    from app.licensing.explain_schemas import Asked, Explained

app = typer.Typer(
    help="Licenses.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


@app.command("list")
def list_licenses(
    context: typer.Context,
    search: str = typer.Option("", help="Words that must all occur, or a whole key."),
    status: str = typer.Option("", help=f"One of {', '.join(STATUSES)}."),
    product: str = typer.Option("", metavar="REFERENCE|NAME", help="Of this product."),
    plan: str = typer.Option("", metavar="NAME", help="Of this plan."),
    customer: str = typer.Option("", metavar=WHOM, help="Of this customer."),
    expiring: int | None = typer.Option(
        None, min=0, metavar="DAYS", help="That end within so many days."
    ),
    unassigned: bool = typer.Option(False, "--unassigned", help="Available: nobody has them."),
    sort: str = typer.Option("", help=f"One of {', '.join(SORT_KEYS)}; -KEY for descending."),
    limit: int | None = typer.Option(None, min=0, help="At most this many rows."),
    offset: int = typer.Option(0, min=0, help="Leave out this many rows first."),
    view: str = typer.Option("", help="A saved view of that name."),
    where: str = typer.Option("", metavar="JSON", help="Filters, as saved views keep them."),
) -> None:
    """Print licenses as a JSON object with `total` and `rows`."""
    from app.core.progress import Progress  # noqa: PLC0415 - see the package's docstring

    with options_of(context).services() as services:
        asked = asked_for(
            services,
            Choice(search, status, product, plan, customer, expiring, unassigned, sort),
        )
        asked = narrowed(services, asked, "licenses", view, where)
        found = services.licenses.ids(asked, Progress())
        page = found[offset:] if limit is None else found[offset : offset + limit]
        zone, rows = services.organization.settings().time_zone, []
        for start in range(0, len(page), CHUNK):
            part = page[start : start + CHUNK]
            rows += [told(row, zone) for row in in_order(services.licenses.rows(part), part)]
    give({"total": len(found), "rows": rows})


@app.command("show")
def show(
    context: typer.Context, named: str = typer.Argument(..., metavar=LICENSE, help="Which.")
) -> None:
    """Print everything about one license but its key, with its devices, as a JSON object."""
    from app.commands.words import plain  # noqa: PLC0415 - beside what is given
    from app.core.listing import Condition, ListQuery, Op  # noqa: PLC0415 - see the docstring
    from app.core.progress import Progress  # noqa: PLC0415 - as above

    with options_of(context).services() as services:
        found = services.licenses.show(services.licenses.find(named))
        its = ListQuery(conditions=(Condition("license_id", Op.IN, (found.id,)),))
        ids = services.activations.ids(its, Progress())
        devices = in_order(services.activations.rows(ids), ids)
    give({**plain(found), "expires_at": found.instant, "devices": devices})


@app.command("explain")
def explain(
    context: typer.Context,
    key: str = typer.Argument("", metavar="KEY|ID|EMAIL", help="What is known of the license."),
    device: str = typer.Option("", metavar="ID", help="The device that asks, or its domain."),
    kind: str = typer.Option("hardware", help="What the device is: hardware or domain."),
    at: str = typer.Option("", metavar="DATE", help="As it was at the end of that day."),
    offline: bool = typer.Option(False, "--offline", help="Activated without a network."),
    as_json: bool = typer.Option(False, "--json", help="Print the checks as JSON."),
) -> int:
    """Say why a license can or cannot be activated: every check with its evidence.

    The exit status is 0 if it can, 1 if not.
    """
    with options_of(context).services() as services:
        zone = services.organization.settings().time_zone
        asked = _asked(key, device, kind, offline=offline)
        asked = _at(asked, moment_of(at, "--at", zone, end=True))
        answer = services.explain.explain(asked)
    if as_json or options_of(context).json:
        give({"allowed": answer.allowed, **_answered(answer)})
    else:
        _tell(answer)
    say(answer.message)
    return 0 if answer.allowed else REFUSED


@app.command("renewals")
def renewals(
    context: typer.Context,
    out: str = typer.Option("", "--out", metavar="FILE", help="Write them into a CSV file."),
) -> None:
    """Print whose licenses end soon, the most urgent first, as JSON; or write them as CSV."""
    with options_of(context).services() as services:
        if not out:
            rows = services.licenses.renewals()
            give({"total": len(rows), "rows": rows})
            return
        count = services.list_exports.renewals(out)
    said = ngettext(
        "%(rows)d customer is in %(file)s.", "%(rows)d customers are in %(file)s.", count
    )
    say(said % {"rows": count, "file": out})


def _asked(key: str, device: str, kind: str, *, offline: bool) -> "Asked":
    from app.licensing.explain_schemas import Asked  # noqa: PLC0415 - see the package's docstring
    from app.licensing.schemas import DeviceKind  # noqa: PLC0415 - as above

    one_of("--kind", kind, DeviceKind, needed=True)
    text = key.strip()
    how: dict[str, Any] = {"device": device, "kind": DeviceKind(kind), "offline": offline}
    if "@" in text:
        return Asked(email=text, **how)
    if text.isascii() and text.isdigit() and len(text) < 10:  # noqa: PLR2004 - 32 bits
        return Asked(license_id=int(text), **how)
    return Asked(key=text, **how)


def _at(asked: "Asked", at: Any) -> "Asked":
    from dataclasses import replace  # noqa: PLC0415 - seldom needed

    return replace(asked, at=at)


def _answered(answer: "Explained") -> dict[str, Any]:
    """The answer; `remedies` of a check are told in words by its advice."""
    from app.commands.words import plain  # noqa: PLC0415 - beside what is given

    told_of: dict[str, Any] = plain(answer)
    for one, found in zip(told_of["found"], answer.found, strict=True):
        for check, was in zip(one["verdict"]["checks"], found.verdict.checks, strict=True):
            check.pop("remedies")
            check["passed"] = was.passed
    return told_of


def _tell(answer: "Explained") -> None:
    for one in answer.found:
        if one.key:
            words = (one.key, one.product, one.plan, one.customer, one.status or "")
            sys.stdout.write("  ".join(filter(None, map(str, words))) + "\n")
        give_table(
            [
                {
                    "result": check.result,
                    "check": check.title,
                    "evidence": f"{check.evidence} {check.advice}".strip(),
                }
                for check in one.verdict.checks
            ]
        )
    for note in answer.notes:
        say(note)
