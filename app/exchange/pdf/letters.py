"""The letters of a printed page: fonts for most alphabets, and how wide a text is in them.

Inter has Latin, Greek and Cyrillic; DejaVu Sans adds Armenian, Georgian, Hebrew, Arabic and
signs; Noto Sans Thai and Droid Sans Fallback add Thai, Chinese, Japanese and Korean. Scripts
whose letters change shape beside each other in ways a PDF does not know, such as
Devanagari or Khmer, are not covered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from itertools import groupby
from typing import Any

PLAIN, STRONG = "plain", "strong"
# What stands for a letter no font has.
UNKNOWN = "\ufffd"
_MAIN = {PLAIN: "Inter-Regular", STRONG: "Inter-SemiBold"}
_FILES = {
    "Inter-Regular": "fonts",
    "Inter-SemiBold": "fonts",
    "DejaVuSans": "print",
    "NotoSansThai-Regular": "print",
    "DroidSansFallback": "print",
}
_OTHERS = ("DejaVuSans", "NotoSansThai-Regular", "DroidSansFallback")
_THOUSANDTHS = 1000
_INVISIBLE = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f\u00ad")


@dataclass(slots=True)
class Letters:
    """Where each letter is found, and how wide it is; `unknown` gathers those of no font."""

    unknown: set[str] = field(default_factory=set)
    _fonts: dict[str, Mapping[int, float]] = field(default_factory=dict)
    _found: dict[tuple[str, str], tuple[str, float]] = field(default_factory=dict)

    def width(self, text: str, style: str, size: float) -> float:
        """How wide a line is, in points."""
        found = self._found
        total = 0.0
        for letter in text:
            known = found.get((style, letter))
            total += (known or self._find(style, letter))[1]
        return total * size / _THOUSANDTHS

    def runs(self, text: str, style: str) -> Iterator[tuple[str, str]]:
        """The line in parts of one font each: (font, part)."""
        main = _MAIN[style]
        if text.isascii():
            self._load(main)
            yield main, text
            return
        fonts = [self._font_of(style, letter) for letter in text]
        for font, places in groupby(range(len(text)), fonts.__getitem__):
            part = "".join(text[place] for place in places)
            if font:
                yield font, part
            elif part := "".join(UNKNOWN for one in part if one not in _INVISIBLE):
                self._load("DejaVuSans")
                yield "DejaVuSans", part

    def _font_of(self, style: str, letter: str) -> str:
        return (self._found.get((style, letter)) or self._find(style, letter))[0]

    def _find(self, style: str, letter: str) -> tuple[str, float]:
        code = ord(letter)
        for font in (_MAIN[style], *_OTHERS):
            if code in (widths := self._load(font)):
                found = (font, widths[code])
                break
        else:
            if letter in _INVISIBLE:
                found = ("", 0.0)
            else:
                self.unknown.add(letter)
                found = ("", self._load("DejaVuSans")[ord(UNKNOWN)])
        self._found[style, letter] = found
        return found

    def _load(self, font: str) -> Mapping[int, float]:
        if font not in self._fonts:
            self._fonts[font] = _register(font).face.charWidths
        return self._fonts[font]


@cache
def _register(name: str) -> Any:
    from reportlab.pdfbase import pdfmetrics  # noqa: PLC0415 - slow, seldom needed
    from reportlab.pdfbase.ttfonts import TTFont  # noqa: PLC0415 - as above

    with as_file(files("resources").joinpath(_FILES[name], f"{name}.ttf")) as path:
        font = TTFont(name, str(path))
    pdfmetrics.registerFont(font)
    return font
