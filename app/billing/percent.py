"""Percentages as people write them, kept in whole parts per million."""

import re
import unicodedata
from decimal import Decimal

from app.core.errors import DeskError
from app.core.text import _

PPM = 10_000
_NUMBER = re.compile(r"(\d+)(?:[.,](\d+))?", re.ASCII)


def parse_percent(text: str) -> int:
    """Parts per million of "19", "9.975 %" or "9,975".

    Raises:
        DeskError: that is no percentage from 0 to 100 with at most four decimal places.
    """
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("%").strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise DeskError(_("Write the percentage like 19 or 9.975."))
    ppm = Decimal(f"{found[1]}.{found[2] or 0}") * PPM
    if ppm > 100 * PPM:
        raise DeskError(_("A tax rate is at most 100 %."))
    if ppm != int(ppm):
        raise DeskError(_("A tax rate has at most four decimal places, such as 9.975."))
    return int(ppm)


def percent(ppm: int, decimal_sign: str = ".") -> str:
    """Parts per million as a percentage without the sign: "19", "9.975"."""
    whole, rest = divmod(ppm, PPM)
    return f"{whole}{decimal_sign}{rest:04d}".rstrip("0").rstrip(decimal_sign)
