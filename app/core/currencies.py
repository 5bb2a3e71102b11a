"""The currencies of ISO 4217 and how finely each is counted.

Babel's figures are what shops show (no Iraqi fils, no Serbian para), not what ISO and
banks count in, so the table is kept here.
"""

from dataclasses import dataclass
from functools import cache

from app.core.errors import DeskError
from app.core.text import _

_IN_USE = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
    "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
    "TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG"
)
# Withdrawn not long ago: old amounts keep their currency, new ones are not offered it.
_WITHDRAWN = "ANG BGN CUC HRK SLL ZWL"
_WHOLE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"

_EXPONENTS = (
    dict.fromkeys(f"{_IN_USE} {_WITHDRAWN}".split(), 2)
    | dict.fromkeys(_WHOLE.split(), 0)
    | dict.fromkeys(_THOUSANDTHS.split(), 3)
)


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency in use, as a chooser shows it."""

    code: str
    name: str
    exponent: int


def exponent(currency: str) -> int:
    """How many decimal places the currency with this ISO code has: 0, 2 or 3.

    Raises:
        DeskError: there is no such currency.
    """
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise DeskError(
            _("%s is not a currency code. Use three capital letters such as EUR or USD.") % currency
        ) from None


def is_currency(code: str) -> bool:
    """Whether `code` is the ISO code, in capitals, of a currency amounts may be kept in."""
    return code in _EXPONENTS


@cache
def currencies() -> tuple[Currency, ...]:
    """Every currency in use, with its English name, ordered by code."""
    from babel.numbers import get_currency_name  # noqa: PLC0415 - slow, seldom needed

    return tuple(
        Currency(code, get_currency_name(code, locale="en"), _EXPONENTS[code])
        for code in _IN_USE.split()
    )
