"""How days, numbers and amounts are written where the seller is (CLDR, through Babel)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from app.core.money import Money

_LETTER_PAPER = frozenset({"US", "CA", "MX", "PH", "CL", "CO", "VE"})
_PPM_IN_PERCENT = 10_000
DEFAULT = "en_US"


@dataclass(frozen=True)
class Tongue:
    """A locale, such as "de_CH"."""

    locale: str

    @cached_property
    def _known(self) -> Any:
        from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - slow, seldom needed

        try:
            return Locale.parse(self.locale or DEFAULT)
        except (UnknownLocaleError, ValueError):
            return Locale.parse(DEFAULT)

    @property
    def on_letter_paper(self) -> bool:
        """Whether paper is "letter" there, and not A4."""
        return self._known.territory in _LETTER_PAPER

    def day(self, value: date) -> str:
        """A day, in figures where that is usual."""
        from babel.dates import format_date  # noqa: PLC0415 - see above

        return format_date(value, "medium", locale=self._known)

    def amount(self, value: Money) -> str:
        """An amount with its currency's code: a sign may be of several."""
        from babel.numbers import format_currency  # noqa: PLC0415 - see above

        places = "0" * max(0, -int(value.amount.as_tuple().exponent))
        shape = f"#,##0.{places}" if places else "#,##0"
        told = format_currency(
            value.amount, value.currency, f"{shape} ¤¤", locale=self._known,
            currency_digits=False, decimal_quantization=False,
        )  # fmt: skip
        return told.replace("-", "\u2212")

    def number(self, value: int) -> str:
        """A whole number with its thousands apart."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - see above

        return format_decimal(value, locale=self._known).replace("-", "\u2212")

    def percent(self, ppm: int) -> str:
        """A share of so many parts per million: 9.975 % stays as fine as it is."""
        from babel.numbers import format_decimal  # noqa: PLC0415 - see above

        share = (Decimal(ppm) / _PPM_IN_PERCENT).normalize()
        return f"{format_decimal(share, '#,##0.####', locale=self._known)}\u00a0%"
