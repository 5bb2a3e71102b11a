"""How this person likes the program to look and behave on this computer."""

from ui.kit.memory import Memory
from ui.kit.theme import SCALES, Mode

THEME = "preferences.theme"
SCALE = "preferences.scale"
IDLE = "preferences.idle_minutes"
IDLE_MINUTES = 10
LONGEST_IDLE = 480


class Preferences:
    """Kept in the memory of the one who is signed in; nonsense in it counts as unset."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    @property
    def theme(self) -> Mode:
        """Light, dark, or as the system has it."""
        kept = self._memory.recall(THEME, Mode.SYSTEM.value)
        return Mode(kept) if kept in set(Mode) else Mode.SYSTEM

    def set_theme(self, mode: Mode) -> None:
        """Remember the theme."""
        self._memory.keep(THEME, mode.value)

    @property
    def scale(self) -> int:
        """The text size in per cent."""
        kept = self._memory.recall(SCALE, SCALES[0])
        return kept if kept in SCALES else SCALES[0]

    def set_scale(self, scale: int) -> None:
        """Remember the text size."""
        self._memory.keep(SCALE, scale)

    @property
    def idle_minutes(self) -> int:
        """After how many idle minutes the program locks itself; 0 is never."""
        kept = self._memory.recall(IDLE, IDLE_MINUTES)
        return min(max(kept, 0), LONGEST_IDLE)

    def set_idle_minutes(self, minutes: int) -> None:
        """Remember when to lock."""
        self._memory.keep(IDLE, minutes)
