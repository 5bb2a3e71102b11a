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
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.draft_keeper import DraftKeeper
from ui.kit.form import FormDialog
from ui.kit.form_choices import Option

DETAILS, REMIND, DUE = "details", "remind_at", "due_on"


def of_interaction(clash: Clash) -> Clash:
    """The texts of the types, which are kept together, field by field."""
    keys = [one.key for one in every_field().values() if one.in_details]
    stored = {key: value for key, value in clash.stored.items() if key != DETAILS}
    stored |= {key: clash.stored[DETAILS].get(key, "") for key in keys}
    asked = {key: sides for key, sides in clash.fields.items() if key != DETAILS}
    authors = dict(clash.authors)
    if DETAILS in clash.fields:
        base, theirs, mine = clash.fields[DETAILS]
        sides = {key: (base.get(key, ""), theirs.get(key, ""), mine.get(key, "")) for key in keys}
        asked |= {key: three for key, three in sides.items() if len(set(three)) > 1}
        if DETAILS in authors:
            authors |= dict.fromkeys(keys, authors[DETAILS])
    return replace(clash, stored=stored, fields=asked, authors=authors)


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
