"""Asks why something is done to a document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.text import N_
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editors import paragraph

LENGTH = 500


@dataclass(frozen=True, slots=True)
class ReasonDraft(Draft):
    """Why, so that others understand."""

    reason: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"reason": (LENGTH, N_("Reason"))}
    required: ClassVar[Mapping[str, str]] = {"reason": N_("Say why, so that others understand.")}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: title, what follows and the button, ready to be shown."""

    title: str
    hint: str
    verb: str
    danger: bool = True


def reason_form(
    desk: Desk, place: str, asked: Question, save: Callable[[str], object], parent: QWidget
) -> FormDialog[ReasonDraft]:
    """`save` gets the reason; `saved` carries what it gave."""
    reason = Field("reason", N_("Reason"), paragraph, required=True, wide=True,
                   help=N_("Kept with it and in the history."))  # fmt: skip
    return FormDialog(
        desk, place, asked.title, ReasonDraft, (Section("", (reason,), asked.hint),),
        lambda draft: save(draft.checked()["reason"]), verb=asked.verb, danger=asked.danger,
        parent=parent,
    )  # fmt: skip
