"""The editor for an amount of money."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from app.core.errors import DeskError
from app.core.money import Money, parse
from app.core.text import _
from ui.kit.form_editors import EditorFactory, LineEditor, Unreadable


class AmountEditor(LineEditor):
    """An amount in a currency that is chosen elsewhere."""

    def __init__(self, currency: str) -> None:
        super().__init__()
        self.currency = currency
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def read(self) -> Any:
        typed = self.line.text().strip()
        return _parsed(typed, self.currency) if typed else None

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else _written(value))

    def bring(self, kept: Any) -> None:
        self.line.setText(kept)


class MoneyEditor(LineEditor):
    """An amount, and its currency where there is more than one to choose from."""

    def __init__(self, codes: Sequence[str]) -> None:
        box = QWidget()
        super().__init__(QLineEdit(), box)
        self.currency = QComboBox()
        self.currency.addItems(list(codes))
        self.currency.setEnabled(len(codes) > 1)
        self.currency.currentIndexChanged.connect(self.edited)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.currency)

    def read(self) -> Any:
        typed, code = self.line.text().strip(), self.currency.currentText()
        return _parsed(typed, code) if typed else None

    def write(self, value: Any) -> None:
        if value is None:
            self.line.clear()
            return
        if self.currency.findText(value.currency) < 0:
            self.currency.addItem(value.currency)
        self.currency.setCurrentText(value.currency)
        self.line.setText(_written(value))

    def state(self) -> object:
        return (self.line.text(), self.currency.currentText()) if self.line.text() else ""

    def bring(self, kept: Any) -> None:
        amount, currency = kept or ("", self.currency.currentText())
        if self.currency.findText(currency) < 0:
            self.currency.addItem(currency)
        self.currency.setCurrentText(currency)
        self.line.setText(amount)

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self.currency.setObjectName(f"{name}.currency")
        self.currency.setAccessibleName(_("Currency of %(field)s") % {"field": title})


def money(*codes: str) -> EditorFactory:
    """An amount in one of the currencies with these ISO codes, the first to begin with."""
    return lambda _kind: MoneyEditor(codes)


def _parsed(typed: str, currency: str) -> Money:
    sign = QLocale().decimalPoint()
    try:
        return parse(typed, currency, sign if sign in {".", ","} else ".")
    except DeskError as problem:
        raise Unreadable(str(problem), Money(0, currency)) from problem


def _written(value: Money) -> str:
    return str(value.amount).replace(".", QLocale().decimalPoint())
