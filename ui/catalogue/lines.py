"""Editors for short lists, a line each: quotas, usage prices, tiers."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QLocale

from app.core.errors import DeskError
from app.core.money import Money, parse
from app.core.text import _
from ui.kit.form_editors import EditorFactory, ParagraphEditor, Unreadable

Read = Callable[[str], Any]
Write = Callable[[Any], str]
_PAIR = re.compile(r"(.+?)\s*[=:]\s*(\S.*)")


class LinesEditor(ParagraphEditor):
    """Each line is one value; blank ones are passed over."""

    def __init__(self, read: Read, write: Write) -> None:
        super().__init__()
        self._read, self._write = read, write

    def read(self) -> Any:
        typed = str(super().read() or "")
        lines = (line.strip() for line in typed.splitlines())
        return tuple(self._line(line) for line in lines if line)

    def write(self, value: Any) -> None:
        super().write("\n".join(self._write(one) for one in value or ()))

    def state(self) -> object:
        return str(super().read() or "")

    def bring(self, kept: Any) -> None:
        super().write(kept)

    def _line(self, line: str) -> Any:
        try:
            return self._read(line)
        except (ValueError, DeskError) as problem:
            said = _("The line \u201c%(line)s\u201d cannot be read. %(why)s")
            raise Unreadable(said % {"line": line, "why": problem}, ()) from problem


def quotas(_kind: Any) -> LinesEditor:
    """Lines such as "storage_gb = 50"."""

    def read(line: str) -> tuple[str, int]:
        name, amount = _pair(line, "storage_gb = 50")
        plain = re.sub(r"[\s.,'\u2019]", "", amount)
        if not re.fullmatch(r"-?\d{1,15}", plain, re.ASCII):
            raise ValueError(_("Write it like %s.") % "storage_gb = 50")
        return name, int(plain)

    return LinesEditor(read, lambda one: f"{one[0]} = {one[1]}")


def usage_prices(currency: str) -> EditorFactory:
    """Lines such as "pages = 0.02"."""

    def read(line: str) -> tuple[str, Money]:
        name, amount = _pair(line, f"pages = 0{_sign()}02")
        return name, parse(amount, currency, _sign())

    return lambda _kind: LinesEditor(read, lambda one: f"{one[0]} = {_amount(one[1])}")


def tiers(currency: str) -> EditorFactory:
    """Lines such as "5 = 55.00 / 550.00": the prices a month and a year; "-" is none."""
    example = f"5 = 55{_sign()}00 / 550{_sign()}00"

    def read(line: str) -> tuple[int, Money | None, Money | None]:
        start, amounts = _pair(line, example)
        if not re.fullmatch(r"\d{1,9}", start, re.ASCII):
            raise ValueError(_("Write it like %s.") % example)
        found = [part.strip() for part in amounts.split("/")]
        if len(found) != 2:  # noqa: PLR2004 - a month's price and a year's
            raise ValueError(_("Write it like %s.") % example)
        monthly, yearly = (
            None if part in {"", "-", "\u2014"} else parse(part, currency, _sign())
            for part in found
        )
        return int(start), monthly, yearly

    def write(one: Sequence[Any]) -> str:
        start, monthly, yearly = one
        return f"{start} = {_amount(monthly)} / {_amount(yearly)}"

    return lambda _kind: LinesEditor(read, write)


def _pair(line: str, example: str) -> tuple[str, str]:
    found = _PAIR.fullmatch(line)
    if found is None:
        raise ValueError(_("Write it like %s.") % example)
    return found[1], found[2]


def _sign() -> str:
    sign = QLocale().decimalPoint()
    return sign if sign in {".", ","} else "."


def _amount(price: Money | None) -> str:
    return "-" if price is None else str(price.amount).replace(".", _sign())
