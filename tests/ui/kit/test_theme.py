import re
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPalette

from ui.kit.colours import Role, Tone, colours
from ui.kit.icons import Icon, app_icon, icon, paint_icon
from ui.kit.theme import SCALES, Mode, Theme, theme

THEMES = ("light", "dark")
GROUNDS = (Role.BG, Role.SURFACE, Role.RAISED, Role.NAV, Role.HOVER, Role.SELECTION)
TEXT_PAIRS = [
    *product((Role.TEXT, Role.MUTED), GROUNDS),
    *product((Role.DANGER, Role.ACCENT), (Role.BG, Role.SURFACE, Role.RAISED)),
    (Role.DANGER, Role.DANGER_SOFT),
    (Role.BAD_FG, Role.DANGER_SOFT),
    (Role.ACCENT, Role.ACCENT_SOFT),
    (Role.TEXT, Role.ACCENT_SOFT),
    (Role.ON_ACCENT, Role.ACCENT),
    (Role.ON_ACCENT, Role.ACCENT_HOVER),
    *((tone.foreground, tone.background) for tone in Tone),
]
EDGE_PAIRS = [
    *product((Role.BORDER_STRONG, Role.FOCUS), (Role.BG, Role.SURFACE, Role.RAISED)),
    *product((Role(f"chart_{n}") for n in range(1, 6)), (Role.SURFACE,)),
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture
def look(qapp):
    made = Theme(qapp, Mode.LIGHT)
    yield made
    made.apply(Mode.LIGHT, 100)


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize("name", THEMES)
def test_every_role_has_a_colour_in_every_theme(name, high_contrast):
    found = colours(name, high_contrast=high_contrast)

    assert set(found) == set(Role)
    assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in found.values())


@pytest.mark.parametrize("high_contrast", [False, True])
@pytest.mark.parametrize("name", THEMES)
def test_text_is_readable_on_what_it_stands_on(name, high_contrast):
    found = colours(name, high_contrast=high_contrast)
    ratios = {(a, b): round(contrast(found[a], found[b]), 2) for a, b in TEXT_PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("name", THEMES)
def test_edges_and_focus_rings_can_be_seen(name):
    found = colours(name)
    ratios = {(a, b): round(contrast(found[a], found[b]), 2) for a, b in EDGE_PAIRS}

    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 3} == {}


def test_switching_repaints_the_application_and_says_so(qtbot, qapp, look):
    with qtbot.waitSignal(look.changed):
        look.apply(Mode.DARK, 100)

    assert look.is_dark
    assert look.hex(Role.TEXT) == colours("dark")["text"]
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == look.hex(Role.BG)
    assert theme() is look


def test_a_system_that_does_not_say_counts_as_light(look):
    look.apply(Mode.SYSTEM, 100)

    assert not look.is_dark


@pytest.mark.parametrize("scale", SCALES)
def test_text_grows_with_the_chosen_size(qapp, look, scale):
    look.apply(Mode.LIGHT, scale)

    assert qapp.font().pixelSize() == round(13 * scale / 100)
    assert f"font-size: {round(20 * scale / 100)}px" in qapp.styleSheet()


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_the_style_sheet_leaves_no_place_unfilled(qapp, look, mode):
    look.apply(mode, 100)

    assert "@" not in qapp.styleSheet()


@pytest.mark.parametrize("name", list(Icon))
def test_every_icon_has_a_drawing_that_takes_its_colour_from_the_theme(look, name):
    image = QImage(24, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_icon(painter, QRectF(0, 0, 24, 24), name, Role.ACCENT)
    painter.end()

    painted = {
        image.pixelColor(x, y).name().upper()
        for x in range(24)
        for y in range(24)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert look.hex(Role.ACCENT) in painted


def test_no_code_names_a_colour():
    code = list(Path("ui").rglob("*.py"))

    assert code
    named = re.compile(r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}[\"']")
    assert [str(path) for path in code if named.search(path.read_text("utf-8"))] == []


def test_an_icon_follows_the_theme(look):
    shown = icon(Icon.EYE, Role.TEXT)
    light = shown.pixmap(32, 32).toImage()

    look.apply(Mode.DARK, 100)

    assert shown.pixmap(32, 32).toImage() != light


@pytest.mark.usefixtures("qapp")
def test_the_product_has_an_icon():
    assert app_icon().availableSizes()
