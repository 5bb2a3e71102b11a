"""What one cell of a list shows, made ready once when its row arrives.

A column's `cook` turns (row, value, text) into a `Cell`; the delegate only paints.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from app.core.text import ngettext
from ui.kit import format as fmt
from ui.kit.colours import Role
from ui.kit.icons import Icon
from ui.kit.theme import Tone


class Kind(Enum):
    """How a cell is painted."""

    PLAIN = auto()
    MUTED = auto()
    NAME = auto()
    BADGE = auto()
    OUTLINED = auto()
    ALERT = auto()
    CHIPS = auto()
    ACTIONS = auto()


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text` is what is shown, read aloud and copied; `hint` the tooltip.

    `chips` are words and their colours.
    """

    text: str
    kind: Kind = Kind.PLAIN
    icon: Icon | None = None
    tone: Tone = Tone.NEUTRAL
    hint: str = ""
    initials: str = ""
    chips: tuple[tuple[str, Role], ...] = ()


Cook = Callable[[Any, Any, str], Cell]
_MOODS = (Tone.INFO, Tone.OK, Tone.WARN, Tone.VIP, Tone.NEUTRAL)


def plain(_row: Any, _value: Any, text: str) -> Cell:
    """The text as it is."""
    return Cell(text)


def muted(_row: Any, _value: Any, text: str) -> Cell:
    """The text in the secondary colour."""
    return Cell(text, Kind.MUTED)


def muted_day(_row: Any, value: Any, text: str) -> Cell:
    """A moment as its day, in the secondary colour, with the time as tooltip."""
    return Cell(fmt.day(value), Kind.MUTED, hint=text) if value else Cell("")


def name(_row: Any, value: Any, text: str) -> Cell:
    """A name in bold with a round of initials; nobody's name is "N/A"."""
    if not text:
        return Cell("N/A", Kind.MUTED)
    mood = _MOODS[sum(map(ord, text)) % len(_MOODS)]
    return Cell(text, Kind.NAME, tone=mood, initials=initials(str(value)))


def badge(looks: Mapping[Any, tuple[Tone, Icon]]) -> Cook:
    """A filled pill with icon and word; `looks` says how each value appears."""

    def cook(_row: Any, value: Any, text: str) -> Cell:
        if not text:
            return Cell("")
        tone, icon = looks.get(value, (Tone.NEUTRAL, Icon.INFO))
        return Cell(text, Kind.BADGE, icon, tone)

    return cook


def count(one: str, many: str) -> Cook:
    """An outlined pill such as "3 Licenses"; `one` and `many` hold `%s` for the number."""

    def cook(_row: Any, value: Any, text: str) -> Cell:
        if value is None:
            return Cell("")
        return Cell(ngettext(one, many, value) % text, Kind.OUTLINED)

    return cook


def with_alert(why: Callable[[Any], str]) -> Cook:
    """The text, with a warning sign while `why(row)` has a sentence for its tooltip."""

    def cook(row: Any, _value: Any, text: str) -> Cell:
        reason = why(row)
        return Cell(text, Kind.ALERT, Icon.ALERT if reason else None, Tone.WARN, reason)

    return cook


def initials(text: str) -> str:
    """The first letters of the first and last word that begin with a letter or digit."""
    words = [word for word in text.split() if word[0].isalnum()]
    if not words:
        return text.strip()[:1].upper()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
