"""Puts a line of Hebrew or Arabic into the order, and its letters into the forms, they are seen in.

A PDF shows characters from left to right as they are given to it; it joins and turns
nothing. This does what names and addresses need of the Unicode bidirectional algorithm
(UAX 9) and of Arabic joining: no embeddings, and joined letters as their own characters.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import groupby

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LAM, _TATWEEL = "\u0644", "\u0640"
_FORMS = range(0xFB50, 0xFEFD)
_MIRRORED = dict(zip("()[]{}<>«»", ")(][}{><»«", strict=True))


def as_seen(text: str) -> str:
    """The line as its characters stand from left to right."""
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return _ordered(_joined(text))


def _ordered(text: str) -> str:
    directions = _directions(text)
    turned = []
    for direction, places in groupby(range(len(text)), directions.__getitem__):
        run = "".join(text[place] for place in places)
        turned.append(_turned(run) if direction == "R" else run)
    return "".join(reversed(turned) if _whole(directions) == "R" else turned)


def _whole(directions: Sequence[str]) -> str:
    """Where a line begins: as its first letter does."""
    return next((one for one in directions if one != "N"), "L")


def _directions(text: str) -> list[str]:
    """Each character's, "L" or "R"; what has none of its own follows its neighbours."""
    found: list[str] = []
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind == "NSM" and found:
            found.append(found[-1])
        else:
            found.append({"R": "R", "AL": "R", "L": "L", "EN": "L", "AN": "L"}.get(kind, "N"))
    whole, start = _whole(found), 0
    for one, group in groupby(found):
        end = start + len(list(group))
        if one == "N":
            before = found[start - 1] if start else whole
            after = found[end] if end < len(found) else whole
            found[start:end] = [before if before == after else whole] * (end - start)
        start = end
    return found


def _turned(run: str) -> str:
    """A run from right to left; marks stay behind the letter they stand on."""
    clusters: list[str] = []
    for character in run:
        if clusters and unicodedata.combining(character):
            clusters[-1] += character
        else:
            clusters.append(_MIRRORED.get(character, character))
    return "".join(reversed(clusters))


def _joined(text: str) -> str:
    """Arabic letters as the forms they take beside each other."""
    forms = _forms()
    letters = [place for place, one in enumerate(text) if not unicodedata.combining(one)]
    shaped, skip = dict(enumerate(text)), -1
    for number, place in enumerate(letters):
        letter = text[place]
        if place == skip or letter not in forms:
            continue
        before = text[letters[number - 1]] if number else ""
        after = text[letters[number + 1]] if number + 1 < len(letters) else ""
        joins_before = _joins_on(before) and _may_be_joined(letter)
        if letter == _LAM and after and letter + after in forms:
            shaped[place] = forms[letter + after]["final" if joins_before else "isolated"]
            skip = letters[number + 1]
            shaped[skip] = ""
            continue
        shaped[place] = _form(letter, joins_before, _may_be_joined(after))
    return "".join(shaped.values())


def _form(letter: str, joins_before: bool, followed: bool) -> str:
    forms = _forms()[letter]
    joins_after = followed and "initial" in forms
    if joins_before:
        wanted = "medial" if joins_after else "final"
    else:
        wanted = "initial" if joins_after else "isolated"
    return forms.get(wanted) or forms.get("final" if joins_before else "isolated") or letter


def _may_be_joined(letter: str) -> bool:
    """Whether the letter before can reach a letter."""
    return letter == _TATWEEL or "final" in _forms().get(letter, {})


def _joins_on(letter: str) -> bool:
    """Whether a letter reaches out to the next one."""
    return letter == _TATWEEL or "initial" in _forms().get(letter, {})


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of each letter, and of lam with an alef, from Unicode's own tables."""
    found: dict[str, dict[str, str]] = {}
    for code in _FORMS:
        kind, *letters = unicodedata.decomposition(chr(code)).split() or [""]
        base = "".join(chr(int(letter, 16)) for letter in letters)
        if len(base) == 1 or (base[:1] == _LAM and base[1:] in "\u0622\u0623\u0625\u0627"):
            found.setdefault(base, {})[kind.strip("<>")] = chr(code)
    return found
