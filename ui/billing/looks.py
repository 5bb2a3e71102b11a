"""How invoices look in every list, and what their statuses mean."""

from datetime import date
from typing import Any

from app.core.text import N_, _, ngettext
from app.invoices.schemas import OPEN, InvoiceDetail, InvoiceKind, InvoiceRow
from app.invoices.schemas import InvoiceStatus as S
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Cell, Kind
from ui.kit.icons import Icon
from ui.kit.theme import Tone

NONE = "\u2014"
LOOKS = {
    S.DRAFT: (Tone.NEUTRAL, Icon.PENCIL),
    S.UNPAID: (Tone.INFO, Icon.CLOCK),
    S.PARTLY_PAID: (Tone.WARN, Icon.HOURGLASS),
    S.OVERDUE: (Tone.BAD, Icon.ALERT),
    S.PAID: (Tone.OK, Icon.CIRCLE_CHECK),
    S.CREDITED: (Tone.NEUTRAL, Icon.UNDO),
    S.VOID: (Tone.NEUTRAL, Icon.CIRCLE_OFF),
    S.WRITTEN_OFF: (Tone.NEUTRAL, Icon.CIRCLE_X),
}
WORDS = {
    S.DRAFT: N_("Draft"),
    S.UNPAID: N_("Unpaid"),
    S.PARTLY_PAID: N_("Partly paid"),
    S.OVERDUE: N_("Overdue"),
    S.PAID: N_("Paid"),
    S.CREDITED: N_("Credited"),
    S.VOID: N_("Void"),
    S.WRITTEN_OFF: N_("Written off"),
}
MEANINGS = {
    S.DRAFT: N_("Draft: it has no number yet and can be changed."),
    S.UNPAID: N_("Unpaid: it is issued and not due yet."),
    S.PARTLY_PAID: N_("Partly paid: the rest is not due yet."),
    S.OVERDUE: N_("Overdue: its day has passed, and something is still owed."),
    S.PAID: N_("Paid: nothing is owed."),
    S.CREDITED: N_("Credited: credit notes took all of it back."),
    S.VOID: N_("Void: it asks for nothing and stays for the record."),
    S.WRITTEN_OFF: N_("Written off: what was owed was given up."),
}
CREDIT_WORDS = {S.UNPAID: N_("Open credit"), S.PAID: N_("Used")}
CREDIT_MEANINGS = {
    S.UNPAID: N_("Open credit: some of it is neither set against an invoice nor paid out."),
    S.PAID: N_("Used: all of it was set against invoices or paid out."),
}
KINDS = {InvoiceKind.INVOICE: N_("Invoice"), InvoiceKind.CREDIT_NOTE: N_("Credit note")}


def status(found: InvoiceRow | InvoiceDetail) -> tuple[str, Tone, Icon]:
    """The status as a badge; open credit is no debt."""
    if found.kind is InvoiceKind.CREDIT_NOTE and found.status in CREDIT_WORDS:
        tone = (Tone.INFO, Icon.INBOX) if found.status is S.UNPAID else LOOKS[S.PAID]
        return (_(CREDIT_WORDS[found.status]), *tone)
    return (_(WORDS[found.status]), *LOOKS[found.status])


def meaning(found: InvoiceRow | InvoiceDetail) -> str:
    """What the status means, in a sentence."""
    if found.kind is InvoiceKind.CREDIT_NOTE and found.status in CREDIT_MEANINGS:
        return _(CREDIT_MEANINGS[found.status])
    return _(MEANINGS[found.status])


def badge(row: InvoiceRow, _value: S, _text: str) -> Cell:
    """The status as a pill that explains itself."""
    words, tone, picture = status(row)
    return Cell(words, Kind.BADGE, picture, tone, meaning(row))


def number(_row: InvoiceRow, _value: str, text: str) -> Cell:
    """The number; a draft has none yet."""
    return Cell(text) if text else Cell(_("Draft"), Kind.MUTED)


def kind(value: InvoiceKind) -> str:
    """What kind of document it is."""
    return _(KINDS[value])


def customer(row: Any, value: Any, _text: str) -> Cell:
    """Whom a document is for."""
    return cells.name(row, value, value) if value else Cell(fmt.NOBODY, Kind.MUTED)


def day(_row: Any, value: date | None, text: str) -> Cell:
    """A day, or a dash."""
    return Cell(text) if value else Cell(NONE, Kind.MUTED)


def late(days: int) -> str:
    """So many days past its day."""
    return ngettext("%s day late", "%s days late", days) % fmt.text(days)


def due(row: InvoiceRow, value: date | None, text: str) -> Cell:
    """When it is to be paid; what is late stands out."""
    if value is None:
        return Cell(NONE, Kind.MUTED)
    if row.status is S.OVERDUE:
        hint = late((fmt.today() - value).days)
        return Cell(text, Kind.ALERT, Icon.ALERT, Tone.BAD, hint)
    return Cell(text, Kind.PLAIN if row.status in OPEN else Kind.MUTED)


def owed(row: InvoiceRow, _value: Any, text: str) -> Cell:
    """What is still to be paid, or of a credit note to be given."""
    return Cell(text) if row.owed else Cell(NONE, Kind.MUTED)
