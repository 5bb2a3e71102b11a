"""How interactions and follow-ups look in every list, and what their states mean."""

from datetime import date, datetime, timedelta
from typing import Any

from app.core.text import N_, _
from app.interactions.filter_fields import DIRECTIONS, SENTIMENTS, STATES
from app.interactions.schemas import (
    Direction,
    FollowUpRow,
    FollowUpState,
    InteractionRow,
    InteractionType,
    Sentiment,
)
from app.interactions.types import TYPES
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.theme import Tone

NONE = "\u2014"
_T = InteractionType
LOOKS = {
    _T.CALL: (Tone.INFO, Icon.PHONE),
    _T.EMAIL: (Tone.NEUTRAL, Icon.MAIL),
    _T.MEETING: (Tone.VIP, Icon.USERS),
    _T.SUPPORT: (Tone.WARN, Icon.HELP),
    _T.PURCHASE: (Tone.OK, Icon.SHOPPING_CART),
    _T.INQUIRY: (Tone.NEUTRAL, Icon.MESSAGE),
}
MOODS = {
    Sentiment.POSITIVE: (Tone.OK, Icon.SMILE),
    Sentiment.NEUTRAL: (Tone.NEUTRAL, Icon.MEH),
    Sentiment.NEGATIVE: (Tone.BAD, Icon.FROWN),
}
STATE_LOOKS = {
    FollowUpState.OPEN: (Tone.INFO, Icon.CLOCK),
    FollowUpState.DONE: (Tone.OK, Icon.CIRCLE_CHECK),
    FollowUpState.DROPPED: (Tone.NEUTRAL, Icon.CIRCLE_X),
}
ARROWS = {Direction.INBOUND: Icon.ARROW_LEFT, Direction.OUTBOUND: Icon.ARROW_RIGHT}
_MOOD_WORDS, _WAYS, _STATES = dict(SENTIMENTS), dict(DIRECTIONS), dict(STATES)
_LATE = N_("It should have been done by now.")


def kind(value: InteractionType) -> str:
    """A type in a word."""
    return _(TYPES[value].title)


def mood(value: Sentiment | None) -> str:
    """A sentiment in a word, nothing for none."""
    return _(_MOOD_WORDS[value]) if value else ""


def way(value: Direction | None) -> str:
    """Who began it, nothing where nobody said."""
    return _(_WAYS[value]) if value else ""


def state(value: FollowUpState) -> str:
    """A follow-up's state in a word."""
    return _(_STATES[value])


def length(minutes: int | None) -> str:
    """How long it took."""
    return "" if minutes is None else _("%s min") % fmt.text(minutes)


def rating(value: int | None) -> str:
    """How content they were, of five."""
    return "" if value is None else _("%d of 5") % value


def due(on: date) -> str:
    """A day as people say it when it is near."""
    days = (on - fmt.today()).days
    near = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
    return near.get(days) or fmt.text(on)


def reminder(due_on: date, at: datetime | None) -> str:
    """When somebody is told: on the day it is due by the time alone."""
    if at is None:
        return ""
    here = fmt.local(at)
    return f"{here:%H:%M}" if here.date() == due_on else fmt.text(at)


def near(on: date) -> str:
    """A day within a sentence."""
    return {1: _("tomorrow"), 0: _("today")}.get((on - fmt.today()).days) or fmt.text(on)


def subject(row: InteractionRow, _value: Any, text: str) -> Cell:
    """The subject; what wrote itself down is marked."""
    if row.automatic:
        return Cell(text, Kind.ALERT, Icon.WAND, Tone.NEUTRAL, _("Written down automatically"))
    return Cell(text, hint=row.excerpt)


def customer(row: Any, value: str | None, _text: str) -> Cell:
    """Whose it is."""
    return cells.name(row, value, value) if value else Cell(fmt.NOBODY, Kind.MUTED)


def who(row: InteractionRow, _value: Any, text: str) -> Cell:
    """Who wrote it down."""
    return Cell(text) if text else Cell(_("Automatic") if row.automatic else NONE, Kind.MUTED)


def assignee(_row: FollowUpRow, _value: Any, text: str) -> Cell:
    """Who is to do it."""
    return Cell(text) if text else Cell(_("Nobody"), Kind.MUTED)


def or_dash(_row: Any, _value: Any, text: str) -> Cell:
    """The text, or a dash."""
    return Cell(text) if text else Cell(NONE, Kind.MUTED)


def promised(_row: InteractionRow, value: date | None, _text: str) -> Cell:
    """The day the next open follow-up is due; what is late stands out."""
    if value is None:
        return Cell(NONE, Kind.MUTED)
    if value < fmt.today():
        return Cell(due(value), Kind.ALERT, Icon.ALERT, Tone.WARN, _(_LATE))
    return Cell(due(value))


def due_cell(row: FollowUpRow, value: date, _text: str) -> Cell:
    """The day it is due; what is late stands out."""
    if row.is_overdue:
        return Cell(due(value), Kind.ALERT, Icon.ALERT, Tone.WARN, _(_LATE))
    return Cell(due(value), Kind.PLAIN if row.state is FollowUpState.OPEN else Kind.MUTED)


def next_week(today: date) -> date:
    """The Monday after this week."""
    return today + timedelta(days=7 - today.weekday())


def in_a_month(today: date) -> date:
    """The same day of the next month, or its last."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(today.day, last.day))
