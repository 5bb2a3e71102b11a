"""One line of an invoice's draft while it is edited."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from app.core.money import Money
from app.core.text import N_, _
from app.invoices.drafts import LineDraft
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
# What each part is called, how wide it is at least, and its share of what is left.
PARTS = (
    ("name", N_("What for"), 92, 34),
    ("quantity", N_("Quantity"), 60, 6),
    ("unit", N_("Unit price"), 92, 10),
    ("discount", N_("Discount"), 80, 8),
    ("tax_category", N_("Tax"), 104, 10),
    ("tax", N_("Tax amount"), 84, 8),
    ("total", N_("Total"), 92, 10),
)
_NAMED = {
    "name": N_("What line %d is for"),
    "quantity": N_("Quantity of line %d"),
    "unit": N_("Unit price of line %d"),
    "discount": N_("Discount of line %d"),
    "tax_category": N_("Tax of line %d"),
    "tax": N_("Tax amount of line %d"),
}
BY_HAND = object()
GAP, BUTTON = 8, 32


class ItemRow(QWidget):
    """`removed` asks for the row to go; without a tax by hand its tax is reckoned."""

    edited = Signal()
    removed = Signal()

    def __init__(self, currency: str, taxes: Sequence[Option]) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._id: int | None = None
        self._sku = ""
        self.editors: dict[str, Editor] = {
            "name": LineEditor(),
            "quantity": WholeEditor(),
            "unit": AmountEditor(currency),
            "discount": AmountEditor(currency),
            "tax_category": ChoiceEditor([*taxes, (BY_HAND, _("By hand"))]),
            "tax": AmountEditor(currency),
        }
        self.total = label("", "strong")
        self.total.setAlignment(fmt.RIGHT)
        self.remove = icon_button(_("Remove the line"), "", Icon.TRASH)
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
        return all(self.editors[key].is_blank for key in ("name", "unit", "discount", "tax"))

    def set_name(self, place: str, row: int) -> None:
        """Name its parts by where it stands."""
        for key, editor in self.editors.items():
            editor.set_name(f"{place}.{row}.{key}", _(_NAMED[key]) % (row + 1))
        self.remove.setObjectName(f"{place}.{row}.remove")
        self.remove.setAccessibleName(_("Remove line %d") % (row + 1))
        self.said.setObjectName(f"{place}.{row}.error")
        self.total.setObjectName(f"{place}.{row}.total")

    def set_currency(self, currency: str) -> None:
        """Let its amounts be in another currency."""
        for editor in self.editors.values():
            if isinstance(editor, AmountEditor):
                editor.currency = currency

    def show_draft(self, line: LineDraft) -> None:
        """Show this line."""
        self._id, self._sku = line.id, line.sku
        # First: without a tax by hand there is no room for its amount.
        by_hand = line.tax is not None
        self.editors["tax_category"].write(BY_HAND if by_hand else line.tax_category)
        for key in _TYPED:
            self.editors[key].write(getattr(line, key))
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
        return LineDraft(**values, sku=self._sku, id=self._id), problems

    def kept(self) -> list[Any]:
        """What is in it, as JSON keeps it."""
        tax = self.editors["tax_category"].read()
        said = {key: str(self.editors[key].kept()) for key in _TYPED}
        return [self._id, self._sku, "" if tax is BY_HAND else tax, said]

    def bring(self, kept: Sequence[Any]) -> None:
        """Put back what `kept` gave."""
        self._id, self._sku, tax, said = kept
        self.editors["tax_category"].write(tax or BY_HAND)
        for key, text in said.items():
            self.editors[key].bring(text)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Mark what is wrong, with a sentence each below the row."""
        for key, editor in self.editors.items():
            editor.set_invalid(key in problems)
        self.said.setText(" ".join(dict.fromkeys(problems.values())))
        self.said.setVisible(bool(problems))

    def go_to_problem(self) -> None:
        """Put the focus where the first problem is."""
        for editor in self.editors.values():
            if editor.input.property("invalid"):
                editor.input.setFocus()
                return

    def show_reckoned(self, tax: Money | None, total: Money | None) -> None:
        """Show what the line comes to; None is not known."""
        self.total.setText(fmt.text(total))
        self.editors["tax"].set_placeholder(fmt.text(tax))

    def _edited(self) -> None:
        by_hand = self.editors["tax_category"].read() is BY_HAND
        tax = self.editors["tax"]
        tax.input.setEnabled(by_hand)
        if not by_hand and not tax.is_blank:
            tax.write(None)
        if not self.said.isHidden():
            self.show_problems({})
        self.edited.emit()

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for key, _title, width, share in PARTS:
            part = self.total if key == "total" else self.editors[key].widget
            row.addWidget(_fitted(part, width), share)
        self.remove.setFixedWidth(theme().px(BUTTON))
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.said)


_TYPED = ("name", "quantity", "unit", "discount", "tax")


def titles() -> QWidget:
    """What the parts are called, above the first row."""
    made = QWidget()
    made.setProperty("role", "clear")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP)
    for key, title, width, share in PARTS:
        said = label(_(title), "caption")
        if key in {"unit", "discount", "tax", "total"}:
            said.setAlignment(fmt.RIGHT)
        row.addWidget(_fitted(said, width), share)
    row.addSpacing(theme().px(BUTTON) + GAP)
    return made


def _fitted(part: QWidget, width: int) -> QWidget:
    """Let a part be as wide as its share alone says, so that rows stand below their titles."""
    part.setMinimumWidth(theme().px(width))
    part.setSizePolicy(QSizePolicy.Policy.Ignored, part.sizePolicy().verticalPolicy())
    return part
