"""What an export says of itself: on paper, in the log, and when it cannot begin."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from app.core.access import Actor
from app.core.clean import line
from app.core.clock import time_zone
from app.core.errors import Invalid, Unavailable
from app.core.text import _
from app.customers.filter_words import in_words
from app.exchange.export_schemas import PURPOSE_LENGTH, ExportOrder, Scope
from app.exchange.pdf import words
from app.organization.schemas import OrganizationSettings
from app.organization.service import current

_TITLE_LENGTH = 200


def checked_words(
    session: Session, purpose: str, title: str, problems: Mapping[str, str]
) -> tuple[str, str]:
    """What an export is for and its title, as they will be kept.

    Raises:
        Invalid: there are `problems`, or one of them cannot be; keyed "purpose", "title".
    """
    kept, wrong = line(purpose, PURPOSE_LENGTH, _("The reason"))
    heading, wrong_title = line(title, _TITLE_LENGTH, _("The title"))
    if not kept and current(session).export_purpose_required:
        wrong = wrong or _("Say what the export is for: your organization asks for it.")
    all_of_them = {**problems, "purpose": wrong, "title": wrong_title}
    if found := {field: problem for field, problem in all_of_them.items() if problem}:
        raise Invalid(found)
    return kept, heading


def notes(
    session: Session, actor: Actor, order: ExportOrder, settings: OrganizationSettings
) -> Sequence[str]:
    """The lines below a printed title: which customers, by whom and when."""
    return (rows_in_words(session, order), made_by(session, actor, settings))


def made_by(session: Session, actor: Actor, settings: OrganizationSettings) -> str:
    """Who made a printed list, and when."""
    now = session.info["now"].astimezone(time_zone(settings.time_zone))
    return _("Exported by %(who)s, %(when)s (%(zone)s)") % {
        "who": actor.name,
        "when": words.moment(now),
        "zone": settings.time_zone,
    }


def rows_in_words(session: Session, order: ExportOrder) -> str:
    """Which customers an order is about, in one line."""
    match order.scope:
        case Scope.SELECTED:
            return _("Selected customers")
        case Scope.ALL:
            return _("All customers, also archived ones")
        case Scope.FILTERED:
            return in_words(session, order.selection.asked) or _("All current customers")


def refuse_if_open(path: Path | str) -> None:
    """Stop before the work is done if it could not be kept.

    Windows lets nobody replace a file that Excel shows.

    Raises:
        Unavailable: the file is there and cannot be written.
    """
    try:
        with Path(path).open("r+b"):
            pass
    except PermissionError as error:
        raise Unavailable(
            _(
                "%s cannot be replaced. If it is open in Excel or another program, close it "
                "there and try again, or choose another name."
            )
            % Path(path).name
        ) from error
    except (OSError, ValueError):
        # Not there yet, or a place that cannot be written: whoever writes says which.
        return
