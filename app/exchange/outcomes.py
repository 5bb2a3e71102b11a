"""Why a guarded reader gives a file up, and what it says of single rows, as codes and words.

The child process speaks in codes; only its parent puts them into words.
"""

from collections.abc import Sequence
from pathlib import Path

from app.core.errors import Invalid
from app.core.text import N_, _

SENTENCES = {
    "damaged": N_(
        "%(name)s is damaged or cut short. Open it in the program that wrote it, save it again, "
        "then choose it again."
    ),
    "damaged_row": N_(
        "%(name)s is damaged at row %(row)d. Open it in a spreadsheet program, save it again, "
        "then choose it again."
    ),
    "protected": N_(
        "%(name)s is protected with a password. Open it, remove the password, save it, then "
        "choose it again."
    ),
    "unpacks": N_(
        "%(name)s would unpack to far more than a list of customers needs. Save the list as CSV "
        "and choose that."
    ),
    "parts": N_(
        "%(name)s is made of more parts than a list of customers needs. Save the list as CSV and "
        "choose that."
    ),
    "definition": N_(
        "%(name)s contains a document type definition, which spreadsheet programs never write. "
        "Save the list as CSV and choose that."
    ),
    "archive": N_("%(name)s is a ZIP archive. Unpack it and choose a file inside it."),
    "document": N_(
        "%(name)s is a document without a table in it. Save the list as CSV and choose that."
    ),
    "no_cells": N_("%(name)s has no sheet with cells in it. Choose another file."),
    "no_sheet": N_("%(name)s has no sheet called “%(sheet)s”. Choose one of its sheets."),
    "long_cell": N_(
        "Row %(row)d has a cell longer than %(limit)s characters. Shorten it in the file."
    ),
    "long_line": N_(
        "Line %(row)d is longer than %(limit)s characters. Shorten it in the file, then choose "
        "it again."
    ),
    "no_card": N_("%(name)s holds no contact card. Choose another file."),
    "limits": N_(
        "%(name)s is damaged, or takes more memory or time than a list of customers needs. Save "
        "the list as CSV and choose that."
    ),
}
# Which question of the person a refusal answers; the others are about the file.
_ASKED = {"no_sheet": "sheet"}

NOTES = {
    "error": N_("Column %(column)s holds %(value)s and was left blank."),
    "formula": N_(
        "Column %(column)s has a formula without a stored result and was left blank. Open the "
        "workbook in a spreadsheet program and save it, then choose it again."
    ),
    "number": N_("Column %(column)s holds no number that can be written, and was left blank."),
    "date": N_("Column %(column)s is a date there is not; its number was read."),
    "more": N_("It has more e-mail addresses, phones or addresses than were read."),
    "unread": N_("A line of the card could not be read and was left out."),
    "characters": N_("Characters that do not fit the encoding were replaced."),
}
PROBLEMS = {
    "wide": N_(
        "There is something in column %(column)s, far beside the list. Clear it, or give the "
        "column a name."
    ),
    "cut": N_("The card has no end. Export it again, or add a line END:VCARD."),
}
Remark = Sequence[str]


class Unreadable(Exception):
    """A file cannot be read: `code` is a key of `SENTENCES`, `about` what it is filled with."""

    def __init__(self, code: str, **about: str | int) -> None:
        super().__init__(code, about)
        self.code, self.about = code, about


def refusal(code: str, path: Path, about: dict[str, str | int]) -> Invalid:
    """The refusal of a file in words, for the caller to raise."""
    known = {"name": path.name, "row": 0, "limit": "", "sheet": ""} | about
    return Invalid({_ASKED.get(code, "file"): _(SENTENCES[code]) % known})


def in_words(remarks: Sequence[Remark], sentences: dict[str, str]) -> str | None:
    """Those remarks on a row that have a sentence here, one after the other."""
    said = [
        _(sentences[code]) % {"column": (*rest, "")[0], "value": (*rest, "", "")[1]}
        for code, *rest in remarks
        if code in sentences
    ]
    return " ".join(said) or None
