"""This user's preferences on this computer, at hand for whoever shows or changes them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.core import settings as kept
from app.core.errors import DeskError
from app.core.settings import Paths, Settings
from ui.kit.theme import SCALES, Mode


class Preferences:
    """Read once at start; every change is written at once.

    A disk that cannot be written costs the memory of it, which `failed` hears.
    """

    def __init__(self, paths: Paths, failed: Callable[[DeskError], object]) -> None:
        self._paths, self._failed = paths, failed
        loaded = kept.load(paths)
        self.settings: Settings = loaded.settings
        self.notice = loaded.notice

    @property
    def theme(self) -> Mode:
        """Light, dark, or as the system has it."""
        return Mode(self.settings.theme)

    @property
    def scale(self) -> int:
        """The text size in per cent, one of those that are offered."""
        return max(scale for scale in SCALES if scale <= max(self.settings.text_scale, SCALES[0]))

    def change(self, **values: Any) -> None:
        """Keep changed values; the names are those of `Settings`."""
        self.settings = replace(self.settings, **values)
        try:
            kept.save(self._paths, self.settings)
        except DeskError as error:
            self._failed(error)

    def remember_email(self, database: str, email: str) -> None:
        """Remember who signed in where."""
        self.change(emails=self.settings.with_email(database, email).emails)
