"""One item of an order while it is typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.orders.drafts import LineDraft
from app.orders.totals import LineTotals
from ui.kit import format as fmt
from ui.kit.form_choices import ChoiceEditor, Option
from ui.kit.form_editors import Editor, LineEditor, Unreadable
from ui.kit.form_money import AmountEditor
from ui.kit.form_whole import WholeEditor
from ui.kit.icons import Icon
from ui.kit.parts import icon_button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

STANDARD = LineDraft().tax_category
# What a part is called, and how wide it is; the first takes the rest.
PARTS = (
    ("name", N_("Product name"), 0),
    ("sku", N_("SKU"), 92),
    ("quantity", N_("Quantity"), 68),
    ("unit", N_("Unit price"), 100),
    ("discount", N_("Discount"), 88),
    ("tax_category", N_("Tax"), 116),
    ("tax", N_("Tax amount"), 92),
    ("total", N_("Total"), 100),
)
_NAMED = {
    "name": N_("Product name of item %d"),
    "sku": N_("SKU of item %d"),
    "quantity": N_("Quantity of item %d"),
    "unit": N_("Unit price of item %d"),
    "discount": N_("Discount of item %d"),
    "tax_category": N_("Tax of item %d"),
    "tax": N_("Tax amount of item %d"),
}
_RIGHT = frozenset({"quantity", "unit", "discount", "tax", "total"})
_TYPED = ("name", "sku", "quantity", "unit", "discount", "tax")
BY_HAND = object()
GAP, BUTTON, LEAST = 8, 32, 150


class ItemRow(QWidget):
    """`removed` asks for the row to go; without a tax by hand its tax is reckoned."""

    edited = Signal()
    removed = Signal()

    def __init__(self, currency: str, taxes: Sequence[Option]) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self.tax_choice = ChoiceEditor([*taxes, (BY_HAND, _("By hand"))])
        self.editors: dict[str, Editor] = {
            "name": LineEditor(),
            "sku": LineEditor(),
            "quantity": WholeEditor(),
            "unit": AmountEditor(currency),
            "discount": AmountEditor(currency),
            "tax_category": self.tax_choice,
            "tax": AmountEditor(currency),
        }
        quantity = self.editors["quantity"]
        if isinstance(quantity, LineEditor):
            quantity.line.setAlignment(fmt.RIGHT)
        self.total = label("", "strong")
        self.total.setAlignment(fmt.RIGHT)
        self.remove = icon_button(_("Remove the item"), "", Icon.TRASH)
        self.remove.clicked.connect(self.removed)
        self.said = paragraph("", "error")
        self.said.hide()
        self._arrange()
        self.show_draft(LineDraft())
        for editor in self.editors.values():
            editor.edited.connect(self._edited)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it."""
        return all(self.editors[key].is_blank for key in ("name", "sku", "unit", "discount"))

    def set_name(self, place: str, row: int) -> None:
        """Name its parts by where it stands."""
        for key, editor in self.editors.items():
            editor.set_name(f"{place}.{row}.{key}", _(_NAMED[key]) % (row + 1))
        self.remove.setObjectName(f"{place}.{row}.remove")
        self.remove.setAccessibleName(_("Remove item %d") % (row + 1))
        self.said.setObjectName(f"{place}.{row}.error")
        self.total.setObjectName(f"{place}.{row}.total")

    def set_currency(self, currency: str) -> None:
        """Let its amounts be in another currency."""
        for editor in self.editors.values():
            if isinstance(editor, AmountEditor):
                editor.currency = currency

    def offer_taxes(self, taxes: Sequence[Option]) -> None:
        """Let these kinds of tax be chosen; what is chosen stays where it can."""
        chosen = self.tax_choice.read()
        self.tax_choice.offer_all([*taxes, (BY_HAND, _("By hand"))])
        known = {value for value, _title in taxes} | {BY_HAND}
        # Nobody has typed anything: what was said of the row still holds.
        self.tax_choice.blockSignals(True)
        self.tax_choice.write(chosen if chosen in known else STANDARD)
        self.tax_choice.blockSignals(False)

    def show_draft(self, line: LineDraft) -> None:
        """Show this item."""
        for key in _TYPED:
            self.editors[key].write(getattr(line, key))
        by_hand = line.tax is not None
        self.tax_choice.write(BY_HAND if by_hand else line.tax_category)
        self._edited()

    def read(self) -> tuple[LineDraft, dict[str, str]]:
        """What is filled in, and by part what cannot be read of it."""
        values: dict[str, Any] = {}
        problems: dict[str, str] = {}
        for key, editor in self.editors.items():
            try:
                values[key] = editor.read()
            except Unreadable as problem:
                values[key], problems[key] = problem.stand_in, str(problem)
        if values["quantity"] is None:
            values["quantity"] = 0
        if values["tax_category"] is BY_HAND:
            values["tax_category"] = STANDARD
            if values["tax"] is None:
                problems["tax"] = _("Enter the tax, or 0 if there is none.")
        else:
            values["tax"] = None
            values["tax_category"] = values["tax_category"] or STANDARD
        return LineDraft(**values), problems

    def kept(self) -> list[Any]:
        """What is in it, as JSON keeps it."""
        tax = self.tax_choice.read()
        said = {key: str(self.editors[key].kept()) for key in _TYPED}
        return ["" if tax is BY_HAND else tax, said]

    def bring(self, kept: Sequence[Any]) -> None:
        """Put back what `kept` gave."""
        tax, said = kept
        self.tax_choice.write(tax or BY_HAND)
        for key, text in said.items():
            self.editors[key].bring(text)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Mark what is wrong, with a sentence each below the row."""
        for key, editor in self.editors.items():
            editor.set_invalid(key in problems)
        self.said.setText(" ".join(dict.fromkeys(problems.values())))
        self.said.setVisible(bool(problems))

    def show_reckoned(self, found: LineTotals | None) -> None:
        """Show what the item comes to; None is not known."""
        self.total.setText(fmt.text(found.total) if found else "")
        self.editors["tax"].set_placeholder(fmt.text(found.tax) if found else "?")

    def _edited(self) -> None:
        """What was said of the row before holds no longer."""
        if not self.said.isHidden():
            self.show_problems({})
        by_hand = self.tax_choice.read() is BY_HAND
        tax = self.editors["tax"]
        tax.input.setEnabled(by_hand)
        if not by_hand and not tax.is_blank:
            tax.write(None)
        self.edited.emit()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for key, _title, width in PARTS:
            part = self.total if key == "total" else self.editors[key].widget
            if width:
                part.setFixedWidth(theme().px(width))
            else:
                part.setMinimumWidth(theme().px(LEAST))
            row.addWidget(part, 0 if width else 1)
        self.remove.setFixedWidth(theme().px(BUTTON))
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.said)


def titles() -> QWidget:
    """What the parts are called, above the first row."""
    made = QWidget()
    made.setProperty("role", "clear")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for key, title, width in PARTS:
        said = label(_(title), "caption")
        if key in _RIGHT:
            said.setAlignment(fmt.RIGHT)
        if width:
            said.setFixedWidth(theme().px(width))
        else:
            said.setMinimumWidth(theme().px(LEAST))
        row.addWidget(said, 0 if width else 1)
    row.addSpacing(theme().px(BUTTON) + GAP)
    return made
