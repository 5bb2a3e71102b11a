"""The kinds of file an export can write, as cards to choose from."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.exchange.export_schemas import Format
from ui.kit.icons import Icon
from ui.kit.parts import label, picture
from ui.kit.pressing import PushButton
from ui.kit.theme import Role

FORMATS = (
    (Format.XLSX, N_("Excel workbook"), N_("Ready to filter"), Icon.SPREADSHEET),
    (Format.CSV, N_("CSV"), N_("For other programs"), Icon.ROWS_CLOSE),
    (Format.PDF, N_("PDF"), N_("To print or send"), Icon.PRINTER),
    (Format.VCARD, N_("Contact cards"), N_("vCard, for phones"), Icon.USERS),
)


class FormatCards(QWidget):
    """One of the cards is chosen; `changed` tells that it is another one."""

    changed = Signal()

    def __init__(self, place: str, offered: Collection[Format] = tuple(Format)) -> None:
        super().__init__()
        self.setObjectName(f"{place}.format")
        self.setAccessibleName(_("Format"))
        self._group = QButtonGroup(self)
        self._cards: dict[Format, Card] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for form, title, hint, icon in FORMATS:
            if form not in offered:
                continue
            card = Card(f"{place}.format.{form.value}", _(title), _(hint), icon)
            card.toggled.connect(partial(self._toggled, card))
            self._group.addButton(card)
            self._cards[form] = card
            row.addWidget(card, 1)
        self.write(Format.XLSX)

    def read(self) -> Format:
        """The format that is chosen."""
        return next(form for form, card in self._cards.items() if card.isChecked())

    def write(self, form: Format) -> None:
        """Choose a format."""
        self._cards[form].setChecked(True)

    def card(self, form: Format) -> "Card":
        """The card of a format."""
        return self._cards[form]

    def _toggled(self, _card: "Card", on: bool) -> None:
        if on:
            self.changed.emit()


class Card(PushButton):
    """A button with a drawing, a title and what it is good for."""

    def __init__(self, name: str, title: str, hint: str, icon: Icon) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(hint)
        self.setProperty("role", "tile")
        self.setCheckable(True)
        self.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(picture(icon, 20, Role.ACCENT), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        for text, role in ((title, "strong"), (hint, "caption")):
            words.addWidget(_see_through(label(text, role)))
        words.addStretch(1)
        row.addLayout(words, 1)


def _see_through(made: QLabel) -> QLabel:
    """Words on a button leave the mouse to it."""
    made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return made
