"""Reckons tax in whole minor units, so that lines always add up to their document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.billing.schemas import Rounding

MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Taxed:
    """What is taxed: a line's net amount, and by what.

    `tax_minor` counts where it was entered by hand (`ppm` None) or `settled` before;
    otherwise it is reckoned anew.
    """

    net_minor: int
    ppm: int | None
    name: str = ""
    country: str = ""
    tax_minor: int = 0
    settled: bool = False

    @property
    def is_given(self) -> bool:
        """Whether the tax is as given."""
        return self.settled or self.ppm is None


@dataclass(frozen=True, slots=True)
class TaxSum:
    """What lines of one rate come to; what was entered by hand has no rate."""

    name: str
    country: str
    ppm: int | None
    base_minor: int
    tax_minor: int


def tax_of(net_minor: int, ppm: int) -> int:
    """The tax on an amount, rounded half away from zero."""
    return _rounded(net_minor * ppm)


def taxes(lines: Sequence[Taxed], rounding: Rounding) -> tuple[tuple[int, ...], tuple[TaxSum, ...]]:
    """The tax of each line, and one sum for each rate in the order they first come.

    LINE rounds each line; DOCUMENT rounds once for each rate and splits that over its
    lines by largest remainder. Either way the lines' taxes add up to the sums.
    """
    found = [
        line.tax_minor if line.is_given else tax_of(line.net_minor, line.ppm or 0) for line in lines
    ]
    groups: dict[tuple[str, str, int | None], list[int]] = {}
    for place, line in enumerate(lines):
        groups.setdefault((line.name, line.country, line.ppm), []).append(place)
    sums = []
    for (name, country, ppm), places in groups.items():
        base = sum(lines[place].net_minor for place in places)
        if rounding is Rounding.DOCUMENT and ppm is not None:
            reckoned = [place for place in places if not lines[place].is_given]
            nets = [lines[place].net_minor for place in reckoned]
            for place, share in zip(reckoned, _shares(nets, ppm), strict=True):
                found[place] = share
        tax = sum(found[place] for place in places)
        sums.append(TaxSum(name, country, ppm, base, tax))
    return tuple(found), tuple(sums)


def _shares(nets: Iterable[int], ppm: int) -> list[int]:
    """The tax on the sum of amounts, in parts that add up; some amounts may be negative."""
    exact = [divmod(net * ppm, MILLION) for net in nets]
    shares = [whole for whole, _rest in exact]
    total = sum(whole * MILLION + rest for whole, rest in exact)
    left = _rounded(total) - sum(shares)
    ranked = sorted(range(len(exact)), key=lambda place: -exact[place][1])
    for place in ranked[:left]:
        shares[place] += 1
    return shares


def _rounded(millionths: int) -> int:
    whole, rest = divmod(abs(millionths), MILLION)
    rounded = whole + (2 * rest >= MILLION)
    return -rounded if millionths < 0 else rounded
