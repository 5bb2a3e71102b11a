"""How files look in every list: their kind as an icon and a word, their size as people say it."""

from datetime import datetime, timedelta

from app.attachments.schemas import KEPT_DAYS, AttachmentRow, FileKind
from app.core.text import N_, _
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.theme import Tone

K = FileKind
LOOKS = {
    K.IMAGE: (Tone.INFO, Icon.IMAGE),
    K.PDF: (Tone.BAD, Icon.FILE_TEXT),
    K.TEXT: (Tone.NEUTRAL, Icon.FILE_TEXT),
    K.DOCUMENT: (Tone.INFO, Icon.FILE_TEXT),
    K.SPREADSHEET: (Tone.OK, Icon.SPREADSHEET),
    K.PRESENTATION: (Tone.WARN, Icon.PRESENTATION),
    K.EMAIL: (Tone.NEUTRAL, Icon.MAIL),
    K.ARCHIVE: (Tone.NEUTRAL, Icon.FILE_ARCHIVE),
    K.AUDIO: (Tone.VIP, Icon.MUSIC),
    K.VIDEO: (Tone.VIP, Icon.VIDEO),
    K.PROGRAM: (Tone.WARN, Icon.ALERT),
    K.OTHER: (Tone.NEUTRAL, Icon.FILE),
}
WORDS = {
    K.IMAGE: N_("Image"),
    K.PDF: N_("PDF"),
    K.TEXT: N_("Text"),
    K.DOCUMENT: N_("Document"),
    K.SPREADSHEET: N_("Spreadsheet"),
    K.PRESENTATION: N_("Slides"),
    K.EMAIL: N_("Mail"),
    K.ARCHIVE: N_("Archive"),
    K.AUDIO: N_("Audio"),
    K.VIDEO: N_("Video"),
    K.PROGRAM: N_("Program"),
    K.OTHER: N_("File"),
}
RISK = N_("It may run something on this computer: it can be saved, but is not opened from here.")


def kind(value: K) -> str:
    """A kind in a word."""
    return _(WORDS[value])


def badge(row: AttachmentRow, _value: K, text: str) -> Cell:
    """The kind as a pill; a file that may do harm says so."""
    if row.risky:
        return Cell(text, Kind.BADGE, Icon.ALERT, Tone.WARN, _(RISK))
    tone, picture = LOOKS[row.kind]
    return Cell(text, Kind.BADGE, picture, tone, row.media_type)


def named(row: AttachmentRow, value: str, _text: str) -> Cell:
    """The name; its note is the tooltip. A removed one is pale, and says so."""
    if row.removed_at is not None:
        until = fmt.day(row.removed_at + timedelta(days=KEPT_DAYS))
        hint = _("Removed. It can be restored until %s.") % until
        return Cell(value, Kind.MUTED, hint=f"{value}\n{hint}")
    return Cell(value, hint=f"{value}\n{row.note}" if row.note else "")


def muted(_row: AttachmentRow, _value: object, text: str) -> Cell:
    """What is nice to know."""
    return Cell(text, Kind.MUTED)


def when(_row: AttachmentRow, value: datetime, text: str) -> Cell:
    """The day it was added, with the time as tooltip."""
    return Cell(fmt.day(value), hint=text)
