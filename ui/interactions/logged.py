"""Writes an interaction down and keeps the files that were chosen for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import DeskError, Unsure
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.interactions.drafts import InteractionDraft
from ui.kit.asking import counted
from ui.kit.desk import Desk

ADDED = (N_("%s file added."), N_("%s files added."))


@dataclass(frozen=True, slots=True)
class Logged:
    """What was written down, by which command; how many files it has, and why not the others."""

    interaction_id: int
    command: int
    files: int = 0
    refused: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What to tell about it."""
        said = _("The interaction was added.")
        return f"{said} {counted(ADDED, self.files)}" if self.files else said


def log(desk: Desk, draft: InteractionDraft, paths: Sequence[str]) -> Logged:
    """Write it down, and then keep its files, each for itself; runs on a worker.

    A file that cannot be kept takes nothing back: it is told with what was written down.

    Raises:
        DeskError: it could not be written down, and no file was kept.
    """
    receipt = Receipt()

    def attach(interaction_id: int) -> Logged:
        if not paths:
            return Logged(interaction_id, receipt.command)
        files = desk.services.attachments
        try:
            to = files.target(interaction_id=interaction_id)
            added = files.add_many(to, [Path(one) for one in paths])
        except DeskError as error:
            said = _("The interaction was added without its files. %s") % error
            return Logged(interaction_id, receipt.command, refused=(said,))
        why = tuple(said for _name, said in added.refused)
        return Logged(interaction_id, receipt.command, len(added.ids), why)

    try:
        found = desk.services.interactions.noting(receipt).log(draft)
    except Unsure as unsure:
        raise unsure.then(attach) from unsure
    return attach(found)
