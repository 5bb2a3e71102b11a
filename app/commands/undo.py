"""`desk undo` and `desk redo`: takes a change of customers back, or makes it again."""

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.options import options_of
from app.commands.words import WrongUsage, give, progress, say
from app.core.errors import Conflict
from app.core.text import _, ngettext

if TYPE_CHECKING:
    from app.services import Services
    from app.undo.schemas import UndoOutcome, UndoPreview

Command = Annotated[
    int | None,
    typer.Argument(min=1, max=2**63 - 1, help="Its number in the audit trail; else your last."),
]
Listed = Annotated[bool, typer.Option("--list", help="Say what would come next only.")]
Rehearse = Annotated[bool, typer.Option("--rehearse", help="Say what would happen only.")]
Partly = Annotated[
    bool, typer.Option("--partly", help="Leave customers out for whom it cannot be done.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask before.")]


def register(app: typer.Typer) -> None:
    """Add both commands."""
    app.command("undo")(undo)
    app.command("redo")(redo)


def undo(
    context: typer.Context,
    command: Command = None,
    *,
    listed: Listed = False,
    rehearse: Rehearse = False,
    partly: Partly = False,
    yes: Yes = False,
) -> None:
    """Take a change of customers back. Prints how many, and who refuses and why, as JSON."""
    with options_of(context).services() as services:
        if listed:
            give(services.undo.steps())
            return
        _move(services, command, back=True, rehearse=rehearse, partly=partly, yes=yes)


def redo(
    context: typer.Context,
    command: Command = None,
    *,
    rehearse: Rehearse = False,
    partly: Partly = False,
    yes: Yes = False,
) -> None:
    """Make a change again that was undone. Prints the same as undo."""
    with options_of(context).services() as services:
        _move(services, command, back=False, rehearse=rehearse, partly=partly, yes=yes)


def _move(
    services: "Services",
    command: int | None,
    *,
    back: bool,
    rehearse: bool,
    partly: bool,
    yes: bool,
) -> None:
    from app.undo.schemas import Blocked  # noqa: PLC0415 - see the package's docstring

    number = command or _last(services, back=back)
    if rehearse or not yes:
        seen = services.undo.preview(number, progress(), back=back)
        if rehearse:
            _rehearsed(seen, partly=partly)
            return
        _confirm(seen, back=back, partly=partly)
    move = services.undo.undo if back else services.undo.redo
    try:
        outcome = move(number, partly=partly, progress=progress())
    except Blocked as error:
        _blocked(error.preview, partly=partly)
        raise
    give(_told(outcome, outcome.rows))
    for note in outcome.notes:
        say(note)
    said = ngettext("Undone for %d customer.", "Undone for %d customers.", outcome.rows)
    if not back:
        said = ngettext("Redone for %d customer.", "Redone for %d customers.", outcome.rows)
    say(said % outcome.rows)


def _last(services: "Services", *, back: bool) -> int:
    steps = services.undo.steps()
    step = steps.undo if back else steps.redo
    if step is None:
        nothing = _("You have done nothing yet that could be undone.")
        raise Conflict(nothing if back else _("You have undone nothing that could be redone."))
    return step.command


def _rehearsed(seen: "UndoPreview", *, partly: bool) -> None:
    refused = bool(seen.refused_total) and not partly
    give(_told(seen, 0 if refused else seen.left))
    if refused:
        _advise(seen)
    say(_("This was a rehearsal. Nothing was changed."))


def _blocked(seen: "UndoPreview", *, partly: bool) -> None:
    give(_told(seen, 0))
    if not partly:
        _advise(seen)


def _advise(seen: "UndoPreview") -> None:
    if seen.left:
        said = ngettext(
            "Add --partly to do it for the other %d.",
            "Add --partly to do it for the other %d.",
            seen.left,
        )
        say(said % seen.left)


def _confirm(seen: "UndoPreview", *, back: bool, partly: bool) -> None:
    if seen.refused_total and not partly:
        return  # It will say why not; there is nothing to agree to.
    for note in seen.notes:
        say(note)
    if not sys.stdin.isatty():
        raise WrongUsage(_("Nobody is there to ask. Add --yes, or --rehearse to look only."))
    asked = _("Undo “%(title)s” for %(count)d of %(total)d customers?")
    if not back:
        asked = _("Redo “%(title)s” for %(count)d of %(total)d customers?")
    told = {"title": seen.step.title, "count": seen.left, "total": seen.total}
    typer.confirm(asked % told, abort=True, err=True)


def _told(found: "UndoPreview | UndoOutcome", changed: int) -> dict[str, Any]:
    """The step, for how many it is done, then who refuses, and why."""
    return {
        "command": found.step.command,
        "title": found.step.title,
        "at": found.step.at,
        "customers": found.step.rows,
        "changed": changed,
        "refused": found.refused_total,
        "rows": found.refused,
        "notes": found.notes,
    }
