"""Money is a whole number of minor units in one currency; never a float."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from app.core.currencies import Currency, currencies, exponent
from app.core.errors import DeskError
from app.core.text import _

__all__ = ["Currency", "Money", "currencies", "exponent", "parse"]

# What a BIGINT column holds.
_MOST = 2**63 - 1
_DIGITS_OF_MOST = 19
_MINUS = "-\u2212"  # hyphen and the typographic minus
_GROUPS = {".": ",", ",": "."}


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) of the currency with that ISO code.

    Amounts of one currency add, subtract and compare; of two they raise
    `ValueError`, because no program may guess a rate.
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuse what could not be stored.

        Raises:
            DeskError: the currency is unknown or the amount is beyond all reason.
        """
        exponent(self.currency)
        if abs(self.minor) > _MOST:
            raise DeskError(_too_large())

    @classmethod
    def of(cls, amount: Decimal, currency: str) -> "Money":
        """From major units.

        Raises:
            DeskError: the currency is unknown, the amount too large, not a number, or
                finer than the currency's smallest unit.
        """
        places = exponent(currency)
        if not amount.is_finite():
            raise DeskError(_("The amount is not a number."))
        if amount and amount.adjusted() > _DIGITS_OF_MOST:
            raise DeskError(_too_large())
        if amount and amount.adjusted() < -places:
            raise DeskError(_too_precise(currency))
        minor = Fraction(amount or 0) * 10**places
        if minor.denominator != 1:
            raise DeskError(_too_precise(currency))
        return cls(int(minor), currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, with all the currency's decimal places."""
        with localcontext(prec=_DIGITS_OF_MOST + 1):
            return Decimal(self.minor).scaleb(-exponent(self.currency))

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Shares in proportion to `weights` that add up to exactly this amount.

        What rounding leaves over goes to the shares that lost most by it, the first
        among equals. Weights are not negative, and not all zero.
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must not be negative, and not all zero")
        sign = -1 if self.minor < 0 else 1
        shares = [divmod(abs(self.minor) * weight, total) for weight in weights]
        left = abs(self.minor) - sum(whole for whole, _rest in shares)
        ranked = sorted(range(len(shares)), key=lambda place: -shares[place][1])
        lucky = set(ranked[:left])
        return [
            Money(sign * (whole + (place in lucky)), self.currency)
            for place, (whole, _rest) in enumerate(shares)
        ]

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other.minor


def parse(text: str, currency: str, decimal_sign: str = ".") -> Money:
    """The amount a person typed or a file holds, such as "1,234.50", "-5" or "EUR 12".

    `decimal_sign` is "." or ","; the other one, spaces and apostrophes group
    thousands. Only the currency's own code may stand before or after.

    Raises:
        DeskError: this is no amount in that currency; the sentence gives an example.
    """
    places = exponent(currency)
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("\u2019", "'")
    plain = plain.removeprefix(currency).removesuffix(currency)
    negative = plain[:1] in _MINUS if plain else False
    point, group = re.escape(decimal_sign), re.escape(_GROUPS[decimal_sign] + "'")
    pattern = rf"(\d+|\d{{1,3}}(?:[{group}]\d{{2,3}})*[{group}]\d{{3}})?(?:{point}(\d+))?"
    found = re.fullmatch(pattern, plain[negative:], re.ASCII)
    if found is None or not any(found.groups()):
        example = f"1234{decimal_sign}{'5'.ljust(places, '0')}" if places else "1234"
        raise DeskError(_("Write the amount like %s.") % example)
    whole = re.sub(r"\D", "", found[1] or "0")
    amount = Money.of(Decimal(f"{whole}.{found[2] or 0}"), currency)
    return -amount if negative else amount


def _too_large() -> str:
    return _("The amount is too large to be kept. Check the number of digits.")


def _too_precise(currency: str) -> str:
    places = exponent(currency)
    if places == 0:
        return _("%s has no decimal places. Write a whole amount.") % currency
    return _("Amounts in %(currency)s have at most %(places)d decimal places.") % {
        "currency": currency,
        "places": places,
    }
