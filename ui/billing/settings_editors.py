"""Editors for percentages and exchange rates, exact to the last digit."""

import re
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QLocale

from app.billing.percent import parse_percent, percent
from app.core.errors import DeskError
from app.core.text import _
from ui.kit.form_editors import Editor, LineEditor, Unreadable

_RATE = re.compile(r"\d{1,12}(?:[.,]\d+)?", re.ASCII)


class PercentEditor(LineEditor):
    """A percentage, read and written as parts per million."""

    def read(self) -> Any:
        typed = self.line.text().strip()
        if not typed:
            return None
        try:
            return parse_percent(typed)
        except DeskError as problem:
            raise Unreadable(str(problem), 0) from problem

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else percent(value, decimal_sign()))

    def bring(self, kept: Any) -> None:
        self.line.setText(kept)


class RateEditor(LineEditor):
    """A decimal number above zero."""

    def read(self) -> Any:
        typed = self.line.text().strip().replace("\u00a0", "")
        if not typed:
            return None
        if _RATE.fullmatch(typed) is None:
            raise Unreadable(_("Write the rate like 0.9215."), Decimal(1))
        return Decimal(typed.replace(",", "."))

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else rate_text(value))

    def bring(self, kept: Any) -> None:
        self.line.setText(kept)


def percent_editor(_kind: Any) -> Editor:
    """For a draft's parts per million."""
    return PercentEditor()


def rate_editor(_kind: Any) -> Editor:
    """For a draft's exchange rate."""
    return RateEditor()


def rate_text(rate: Decimal) -> str:
    """A rate without zeros nobody needs."""
    return f"{rate.normalize():f}".replace(".", decimal_sign())


def decimal_sign() -> str:
    """Point or comma, as this computer has it."""
    sign = QLocale().decimalPoint()
    return sign if sign in {".", ","} else "."
