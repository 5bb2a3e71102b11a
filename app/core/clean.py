"""Text on its way into a column: stored as typed, once it is sure that it can be."""

import re
import unicodedata

from app.core.text import _, ngettext

_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROLS_BUT_LAYOUT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_LINE_BREAKS = re.compile(r"\r\n?")


def line(value: str, limit: int, title: str) -> tuple[str, str | None]:
    """One line of text as it will be stored, and a sentence if it cannot be.

    Accents are composed (NFC) and outer spaces go; everything else stays as typed.
    Control characters, line breaks, broken characters and more than `limit`
    characters are refused. `title` names the field at the head of the sentence.
    """
    if len(value) <= limit and value.isascii() and value.isprintable():
        return value.strip(), None  # As most are; the rest takes its time.
    clean = unicodedata.normalize("NFC", value).strip()
    if "\n" in clean or "\r" in clean:
        return clean, _("%s must be a single line. Take the line break out.") % title
    return clean, _problem(clean, _CONTROLS, limit, title)


def paragraph(value: str, limit: int, title: str) -> tuple[str, str | None]:
    """Text of several lines as it will be stored, and a sentence if it cannot be.

    As `line`, but tabs and line breaks (kept as LF) are welcome.
    """
    if len(value) <= limit and value.isascii() and value.isprintable():
        return value.strip(), None
    clean = _LINE_BREAKS.sub("\n", unicodedata.normalize("NFC", value)).strip()
    return clean, _problem(clean, _CONTROLS_BUT_LAYOUT, limit, title)


def without_controls(text: str) -> str:
    """The text without what `paragraph` refuses: for files, whose readers then say so."""
    if text.isprintable():
        return text
    return _CONTROLS_BUT_LAYOUT.sub("", _SURROGATES.sub("", _LINE_BREAKS.sub("\n", text)))


def _problem(clean: str, refused: re.Pattern[str], limit: int, title: str) -> str | None:
    if found := refused.search(clean):
        return _(
            "%(title)s holds an invisible control character (U+%(code)04X) in place %(place)d. "
            "Delete it, or type the text again."
        ) % {"title": title, "code": ord(found[0]), "place": found.start() + 1}
    if found := _SURROGATES.search(clean):
        return _(
            "%(title)s holds half a character in place %(place)d. Delete it, or type it again."
        ) % {"title": title, "place": found.start() + 1}
    if len(clean) > limit:
        return ngettext(
            "%(title)s can have %(limit)d character at most, and has %(length)d. Shorten it.",
            "%(title)s can have %(limit)d characters at most, and has %(length)d. Shorten it.",
            limit,
        ) % {"title": title, "limit": limit, "length": len(clean)}
    return None
