"""Names of files: clean enough to be kept, and safe on every system when they are written."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import PurePath

from app.core.text import N_, _

MOST = 255
NAMELESS = N_("file")
# A longer ending is none.
_ENDING = 20
# Controls, characters that turn the reading direction, halves of characters, unassigned ones.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_SEPARATORS = re.compile(r"[/\\]+")
# What Windows takes for something else; a colon would name a hidden stream.
_NOT_ON_WINDOWS = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE
)


def kept(name: str, most: int = MOST) -> str:
    """A name as it is kept: one visible line without a path, of at most so many characters."""
    one = unicodedata.normalize("NFC", _SEPARATORS.sub("_", name))
    seen = "".join("_" if unicodedata.category(each) in _UNSEEN else each for each in one)
    seen = " ".join(seen.split())
    if not seen.strip(". "):
        return _(NAMELESS)
    return _cut(seen, lambda text: len(text) <= most)


def safe(name: str) -> str:
    """A name that can be written on every system, and means there what it says."""
    clean = _NOT_ON_WINDOWS.sub("_", kept(name)).rstrip(". ") or _(NAMELESS)
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    # Most file systems count bytes, and room is needed for " (12)".
    return _cut(clean, lambda text: len(text.encode()) <= MOST - 10)


def unlike(name: str, taken: Iterable[str]) -> str:
    """The name, or with a number: no other file in a folder is called so, whatever the case."""
    known = {one.casefold() for one in taken}
    found, number = name, 1
    while found.casefold() in known:
        number += 1
        path = PurePath(name)
        found = f"{path.stem} ({number}){path.suffix}"
    return found


def _cut(name: str, fits: Callable[[str], bool]) -> str:
    """The beginning of a name and its ending, as much as fits."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix
    if len(suffix) > _ENDING:
        stem, suffix = name, ""
    while not fits(stem + suffix):
        stem = stem[:-1]
    return stem + suffix
