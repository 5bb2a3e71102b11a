"""Checks what is kept of files."""

from sqlalchemy.orm import Session

from app.contents.checks_stored import wrong_files
from app.core.progress import Progress
from app.core.text import _
from app.upkeep.checks import SHOWN


def files(session: Session, progress: Progress) -> str:
    """Whether everything that is kept of files is there, and is what was added."""
    missing, changed, out_of_reach = wrong_files(session, progress)
    found = [
        (_("What these files hold is missing: %s. Bring it back from a backup."), missing),
        (
            _("What these files hold was changed outside of Customer Desk: %s. Bring it back from "
              "a backup."),
            changed,
        ),
    ]  # fmt: skip
    told = [said % _some(names) for said, names in found if names]
    return " ".join([*told, *([out_of_reach] if out_of_reach else [])])


def _some(names: list[str]) -> str:
    return ", ".join(names[:SHOWN]) + (" …" if len(names) > SHOWN else "")
