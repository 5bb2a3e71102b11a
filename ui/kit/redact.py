"""Takes out of a log or report what points at a person."""

import logging
import re
from pathlib import Path

_RULES = (
    # Passwords in addresses (postgresql://user:secret@host) and in key=value form.
    (re.compile(r"(?<=://)([^\s/:@]+):[^\s/@]+@"), r"\1:[password]@"),
    (
        re.compile(
            r"(?i)(?<![a-z])(pass(?:word|wd|phrase)?|secret|token|api[_-]?key)\b"
            r"(['\"]?\s*[:=]\s*)(\"[^\"]*\"|'[^']*'|\S+)"
        ),
        r"\1\2[password]",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    # Seven digits or more, grouped as phone numbers are; dates and times stay.
    (
        re.compile(r"(?<![\w.:-])(?!\d{4}-\d\d-\d\d)\+?\(?\d(?:[\s().\-/]?\d){6,14}(?![\w:])"),
        "[phone]",
    ),
)


def redact(text: str) -> str:
    """`text` without e-mail addresses, phone numbers, passwords and the home folder."""
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~")
    text = re.sub(r"(?i)(/home/|/Users/|\\Users\\)[^/\\\s\"':]+", r"\1[user]", text)
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and redacts the whole of it."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))
