"""One line of a document while it is typed: what for, how many, at what price, which tax."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit import format as fmt
from ui.kit.form_choices import ChoiceEditor, Option
from ui.kit.form_editors import Editor, LineEditor, Unreadable
from ui.kit.form_money import AmountEditor
from ui.kit.form_whole import WholeEditor
from ui.kit.icons import Icon
from ui.kit.parts import icon_button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

BY_HAND = object()
GAP, BUTTON, LEAST = 8, 32, 150
_AMOUNTS = ("unit", "discount", "tax")
_RIGHT = frozenset({"quantity", *_AMOUNTS, "total"})


@dataclass(frozen=True, slots=True)
class LineLooks:
    """What the lines of a kind of document consist of, and what they are called.

    `draft` makes a line of the values by key, all of which it has defaults for. `parts` are
    (key, `N_()` title, width), in reading order; width 0 takes the rest. `named` is what each
    is called aloud, with the line's number. `carried` are values nobody sees. `problems` is
    what keys of problems begin with.
    """

    draft: Callable[..., Any]
    parts: tuple[tuple[str, str, int], ...]
    named: Mapping[str, str]
    problems: str
    add: str
    remove: str
    remove_named: str
    carried: tuple[str, ...] = ()

    @property
    def typed(self) -> tuple[str, ...]:
        """The keys of the parts that are typed into."""
        return tuple(key for key, _title, _width in self.parts if key not in _REST)

    def titles(self) -> QWidget:
        """What the parts are called, above the first row."""
        made = QWidget()
        made.setProperty("role", "clear")
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        for key, title, width in self.parts:
            said = label(_(title), "caption")
            if key in _RIGHT:
                said.setAlignment(fmt.RIGHT)
            _add(row, said, width)
        row.addSpacing(theme().px(BUTTON) + GAP)
        return made


_REST = frozenset({"tax_category", "total"})


class LineRow(QWidget):
    """`removed` asks for the row to go; without a tax by hand its tax is reckoned."""

    edited = Signal()
    removed = Signal()

    def __init__(self, looks: LineLooks, currency: str, taxes: Sequence[Option]) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self._looks = looks
        self._carried: dict[str, Any] = {}
        self.tax_choice = ChoiceEditor(_choices(taxes))
        self.editors: dict[str, Editor] = {
            key: self._editor(key, currency)
            for key, _title, _width in looks.parts
            if key != "total"
        }
        self.total = label("", "strong")
        self.total.setAlignment(fmt.RIGHT)
        self.remove = icon_button(_(looks.remove), "", Icon.TRASH)
        self.remove.clicked.connect(self.removed)
        self.said = paragraph("", "error")
        self.said.hide()
        self._arrange()
        self.show_draft(looks.draft())
        for editor in self.editors.values():
            editor.edited.connect(self._edited)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed into it."""
        return all(self.editors[key].is_blank for key in self._looks.typed if key != "quantity")

    @property
    def stops(self) -> list[QWidget]:
        """What Tab stops at, in reading order."""
        return [*(editor.input for editor in self.editors.values()), self.remove]

    def set_name(self, place: str, row: int) -> None:
        """Name its parts by where it stands."""
        for key, editor in self.editors.items():
            editor.set_name(f"{place}.{row}.{key}", _(self._looks.named[key]) % (row + 1))
        self.remove.setObjectName(f"{place}.{row}.remove")
        self.remove.setAccessibleName(_(self._looks.remove_named) % (row + 1))
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
        self.tax_choice.offer_all(_choices(taxes))
        known = {value for value, _title in taxes} | {BY_HAND}
        # Nobody has typed anything: what was said of the row still holds.
        self.tax_choice.blockSignals(True)
        self.tax_choice.write(chosen if chosen in known else self._standard)
        self.tax_choice.blockSignals(False)

    def show_draft(self, line: Any) -> None:
        """Show this line."""
        self._carried = {key: getattr(line, key) for key in self._looks.carried}
        # First: without a tax by hand there is no room for its amount.
        self.tax_choice.write(BY_HAND if line.tax is not None else line.tax_category)
        for key in self._looks.typed:
            self.editors[key].write(getattr(line, key))
        self._edited()

    def read(self) -> tuple[Any, dict[str, str]]:
        """The line that is filled in, and by part what cannot be read of it."""
        values: dict[str, Any] = dict(self._carried)
        problems: dict[str, str] = {}
        for key, editor in self.editors.items():
            try:
                values[key] = editor.read()
            except Unreadable as problem:
                values[key], problems[key] = problem.stand_in, str(problem)
        if values["quantity"] is None:
            values["quantity"] = 0
        if values["tax_category"] is BY_HAND:
            values["tax_category"] = self._standard
            if values["tax"] is None:
                problems.setdefault("tax", _("Enter the tax, or 0 if there is none."))
        else:
            values["tax"] = None
            values["tax_category"] = values["tax_category"] or self._standard
        return self._looks.draft(**values), problems

    def kept(self) -> dict[str, Any]:
        """What is in it, as JSON keeps it."""
        tax = self.tax_choice.read()
        said = {key: str(self.editors[key].kept()) for key in self._looks.typed}
        return {"carried": self._carried, "tax": "" if tax is BY_HAND else tax, "typed": said}

    def bring(self, kept: Mapping[str, Any]) -> None:
        """Put back what `kept` gave."""
        self._carried = dict(kept["carried"])
        self.tax_choice.write(kept["tax"] or BY_HAND)
        for key, text in kept["typed"].items():
            self.editors[key].bring(text)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Mark what is wrong, with a sentence each below the row."""
        for key, editor in self.editors.items():
            editor.set_invalid(key in problems)
        self.said.setText(" ".join(dict.fromkeys(problems.values())))
        self.said.setVisible(bool(problems))

    def show_reckoned(self, tax: str, total: str) -> None:
        """Show what the line comes to, in words."""
        self.total.setText(total)
        self.editors["tax"].set_placeholder(tax)

    @property
    def _standard(self) -> Any:
        return self._looks.draft().tax_category

    def _editor(self, key: str, currency: str) -> Editor:
        if key == "tax_category":
            return self.tax_choice
        if key in _AMOUNTS:
            return AmountEditor(currency)
        if key == "quantity":
            quantity = WholeEditor()
            quantity.line.setAlignment(fmt.RIGHT)
            return quantity
        return LineEditor()

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
        for key, _title, width in self._looks.parts:
            _add(row, self.total if key == "total" else self.editors[key].widget, width)
        self.remove.setFixedWidth(theme().px(BUTTON))
        row.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.said)


def _choices(taxes: Sequence[Option]) -> list[Option]:
    return [*taxes, (BY_HAND, _("By hand"))]


def _add(row: QHBoxLayout, part: QWidget, width: int) -> None:
    if width:
        part.setFixedWidth(theme().px(width))
    else:
        part.setMinimumWidth(theme().px(LEAST))
    row.addWidget(part, 0 if width else 1)
