"""The colours of the application by what they are for, read from `resources/themes`."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

Colours = dict[str, str]


class Role(StrEnum):
    """What a colour is for. Every theme has each of them."""

    BG = "bg"
    SURFACE = "surface"
    RAISED = "raised"
    SUNKEN = "sunken"
    NAV = "nav"
    BORDER = "border"
    BORDER_STRONG = "border_strong"
    GRID = "grid"
    TEXT = "text"
    MUTED = "muted"
    DISABLED = "disabled"
    ACCENT = "accent"
    ACCENT_HOVER = "accent_hover"
    ACCENT_SOFT = "accent_soft"
    ON_ACCENT = "on_accent"
    HOVER = "hover"
    SELECTION = "selection"
    FOCUS = "focus"
    DANGER = "danger"
    DANGER_SOFT = "danger_soft"
    SKELETON = "skeleton"
    OK_BG = "ok_bg"
    OK_FG = "ok_fg"
    WARN_BG = "warn_bg"
    WARN_FG = "warn_fg"
    BAD_BG = "bad_bg"
    BAD_FG = "bad_fg"
    INFO_BG = "info_bg"
    INFO_FG = "info_fg"
    NEUTRAL_BG = "neutral_bg"
    NEUTRAL_FG = "neutral_fg"
    VIP_BG = "vip_bg"
    VIP_FG = "vip_fg"
    TAG_RED = "tag_red"
    TAG_BLUE = "tag_blue"
    TAG_GREEN = "tag_green"
    TAG_YELLOW = "tag_yellow"
    TAG_PURPLE = "tag_purple"
    TAG_GRAY = "tag_gray"
    CHART_1 = "chart_1"
    CHART_2 = "chart_2"
    CHART_3 = "chart_3"
    CHART_4 = "chart_4"
    CHART_5 = "chart_5"


class Tone(StrEnum):
    """The mood of a badge; each has a background and a foreground role."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"
    INFO = "info"
    NEUTRAL = "neutral"
    VIP = "vip"

    @property
    def background(self) -> Role:
        """The fill."""
        return Role(f"{self.value}_bg")

    @property
    def foreground(self) -> Role:
        """The text and icon upon it."""
        return Role(f"{self.value}_fg")


@cache
def colours(name: str, *, high_contrast: bool = False) -> Colours:
    """The colours of the theme file `name`, as `#RRGGBB` by role."""
    data = tomllib.loads(files("resources").joinpath("themes", f"{name}.toml").read_text("utf-8"))
    roles = data["roles"] | (data["high_contrast"] if high_contrast else {})
    return {role: data["base"].get(colour, colour) for role, colour in roles.items()}
