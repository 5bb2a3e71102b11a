"""Asks what an export of a timeline is for, where the organization wants to know."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.text import N_
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editors import line

PLACE = "timelineExport"


@dataclass(frozen=True, slots=True)
class PurposeDraft(Draft):
    """What an export is for."""

    purpose: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"purpose": (500, N_("The reason"))}
    required: ClassVar[Mapping[str, str]] = {
        "purpose": N_("Say what the export is for: your organization asks for it.")
    }


def ask_purpose(
    desk: Desk, go_on: Callable[[str], object], parent: QWidget | None = None
) -> FormDialog[PurposeDraft]:
    """A dialog that asks, and then goes on with the answer."""
    why = Field("purpose", N_("What is it for?"), line, required=True, wide=True,
                help=N_("It stays in the log of exports."))  # fmt: skip
    dialog = FormDialog(
        desk, PLACE, N_("Export the timeline"), PurposeDraft, (Section("", (why,)),),
        lambda draft: str(draft.checked()["purpose"]), verb=N_("Export"), parent=parent,
    )  # fmt: skip
    dialog.saved.connect(go_on)
    return dialog
