"""Tooltips that show a text as it is, even one that looks like HTML."""

from html import escape

from PySide6.QtGui import Qt

LONGEST = 1_000


def tip(text: str) -> str:
    """`text` for `setToolTip`; a very long one is cut."""
    short = text if len(text) <= LONGEST else f"{text[:LONGEST]}\u2026"
    if not Qt.mightBeRichText(short):
        return short
    return "<br>".join(f"<span>{escape(line)}</span>" for line in short.split("\n"))
