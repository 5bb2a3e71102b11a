"""What two people changed at once in an interaction or a follow-up, as their forms have it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.core.errors import Clash
from app.interactions.schemas import Direction, InteractionType, Sentiment
from app.interactions.types import every_field
from ui.interactions import looks
from ui.interactions.editors import Remind, remind_of, reminder_words
from ui.interactions.form_drafts import field_of
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.draft_keeper import DraftKeeper
from ui.kit.form import FormDialog
from ui.kit.form_choices import Option

REMIND, DUE = "remind_at", "due_on"


def of_interaction(clash: Clash) -> Clash:
    """The texts of the types under the names of the form's fields; all are in `stored`."""
    blank = {one.key: "" for one in every_field().values() if one.in_details}

    def named(found: Mapping[str, Any]) -> dict[str, Any]:
        return {field_of(key): value for key, value in found.items()}

    return replace(
        clash,
        stored=blank | named(clash.stored),
        fields=named(clash.fields),
        merged=tuple(map(field_of, clash.merged)),
        authors=named(clash.authors),
    )


def of_follow_up(clash: Clash) -> Clash:
    """The moments of reminders as so many days before what they remind of."""
    due: date = clash.stored[DUE]
    stored = {**clash.stored, REMIND: remind_of(due, clash.stored[REMIND])}
    asked = dict(clash.fields)
    if REMIND in asked:
        days = clash.fields.get(DUE, (due, due, due))
        pairs = zip(days, asked[REMIND], strict=True)
        base, theirs, mine = (remind_of(day, moment) for day, moment in pairs)
        asked[REMIND] = (base, theirs, mine)
    return replace(clash, stored=stored, fields=asked)


def say_interaction(_key: str, value: Any) -> str:
    """A field of an interaction in words."""
    if isinstance(value, InteractionType):
        return looks.kind(value)
    if isinstance(value, Sentiment):
        return looks.mood(value)
    return looks.way(value) if isinstance(value, Direction) else fmt.text(value)


class SayFollowUp:
    """A field of a follow-up in words; `staff` are those who may do it."""

    def __init__(self, staff: Sequence[Option]) -> None:
        self._names: Mapping[Any, str] = dict(staff) | {None: ""}

    def __call__(self, key: str, value: Any) -> str:
        if key == "assignee_id":
            return self._names.get(value, fmt.NOBODY)
        return reminder_words(value) if isinstance(value, Remind) else fmt.text(value)


def keeping(desk: Desk, dialog: FormDialog[Any], subject: tuple[str, int]) -> None:
    """Let what is typed into a form outlive a crash; `subject` is its name and its record."""
    dialog.keeper = DraftKeeper(desk, dialog.panel, dialog.draft_bar, dialog.windowTitle, subject)
