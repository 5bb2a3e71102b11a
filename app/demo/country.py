"""What is told of one country to make up its customers: names, towns, firms, notations."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from app.core.folding import fold


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is written there, and as internet addresses spell it."""

    native: str
    slug: str
    is_latin: bool = True

    @property
    def romanised(self) -> str:
        """The word in Latin letters."""
        return self.native if self.is_latin else self.slug.title()


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its state and the looks of its postal codes and phone numbers.

    In the two patterns # is a digit and @ a letter.
    """

    name: Word
    state: str
    postal: str
    phone: str


@dataclass(frozen=True, slots=True)
class Trade:
    """What a firm does, as part of its name, and the industry that is."""

    word: Word
    industry: str


@dataclass(frozen=True)
class Country:
    """One country's customers; `weight` says how many of them there are among all.

    Lists are words between spaces: "_" stands for a space inside one, "native|latin"
    gives a spelling in Latin letters, "man's/woman's" two forms of a surname. A line of
    `towns` is name;state;postal code;phone, one of `trades` word;industry. `firms` are
    patterns of {a} and {b} (surnames), {c} (a town), {i} (an invented word) and {t} (the
    trade); `forms` add the legal form, `streets` take the number as {n}. With
    `family_first` a name in the country's own script is one word, the family's part first.
    """

    code: str
    currency: str
    weight: int
    men: str = field(repr=False)
    women: str = field(repr=False)
    last: str = field(repr=False)
    towns: str = field(repr=False)
    trades: str = field(repr=False)
    streets: tuple[str, ...] = field(repr=False)
    forms: tuple[str, ...] = field(repr=False)
    firms: tuple[str, ...] = field(
        default=("{a} {t}", "{i} {t}", "{a} & {b} {t}", "{c} {t}", "{i}"), repr=False
    )
    mobiles: tuple[str, ...] = field(default=(), repr=False)
    family_first: bool = False

    @cached_property
    def given(self) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """First names: men's, women's."""
        return _words(self.men), _words(self.women)

    @cached_property
    def families(self) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
        """Surnames as men and as women bear them, in the same order."""
        pairs = [one.partition("/") for one in self.last.split()]
        return (
            tuple(_word(man) for man, _sign, _woman in pairs),
            tuple(_word(woman or man) for man, _sign, woman in pairs),
        )

    @cached_property
    def places(self) -> tuple[Town, ...]:
        """The towns."""
        lines = (line.split(";") for line in self.towns.splitlines())
        return tuple(
            Town(_word(name.strip()), state, postal, phone) for name, state, postal, phone in lines
        )

    @cached_property
    def businesses(self) -> tuple[Trade, ...]:
        """The trades."""
        lines = (line.split(";") for line in self.trades.splitlines())
        return tuple(Trade(_word(word.strip()), industry) for word, industry in lines)

    @cached_property
    def all_phones(self) -> tuple[str, ...]:
        """How the phone numbers of persons look: mobile ones, where it has its own."""
        return self.mobiles or tuple(town.phone for town in self.places)


def slug(text: str) -> str:
    """The text as a part of an internet address."""
    bare = re.sub("[.'ʼ]", "", fold(text))
    return re.sub("[^a-z0-9]+", "-", bare).strip("-")


def _words(text: str) -> tuple[Word, ...]:
    return tuple(_word(one) for one in text.split())


def _word(text: str) -> Word:
    native, _sign, latin = text.replace("_", " ").partition("|")
    return Word(native, slug(latin or native), not latin)
