"""Makes up people and firms of a country, with e-mail addresses nobody else has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle
from random import Random
from typing import TypeVar

from app.core.folding import fold
from app.demo.country import Country, Town, Word, slug
from app.demo.phrases import INVENTED

T = TypeVar("T")
MAILBOXES = ("mail.example.com", "post.example.net", "home.example.org", "inbox.example.com")
HOSTS = ("example.com", "example.org", "example.net")
OFFICES = ("info", "office", "contact", "hello")
_LETTERS = "ABEGHJLNPRSTWXYZ"
_LABEL = 50
_LONG_NAME, _LONGEST_NAME = 180, 200
_LONG_PART, _LONGEST_PART = 90, 100
# From here on addresses carry the customer's number: what was used is no longer remembered.
REMEMBERED = 20_000
_RUNS = re.compile("#+")
_TRIES = 3
_ROMAN = 0.6


@dataclass(frozen=True, slots=True)
class Person:
    """A person's name, and the local part of their address."""

    first: str
    last: str
    local: str

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first} {self.last}".strip()


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm's short and legal name, its domain and what it does."""

    name: str
    legal_name: str
    domain: str
    industry: str


class Names:
    """Draws names; the same generator gives the same names."""

    def __init__(self, rng: Random) -> None:
        self._random = rng.random
        self._used: dict[str, int] = {}

    def pick(self, among: Sequence[T]) -> T:
        """One of them."""
        return among[int(self._random() * len(among))]

    def fill(self, pattern: str) -> str:
        """The pattern with a digit for each # and a letter for each @."""
        filled = _RUNS.sub(self._digits, pattern)
        while "@" in filled:
            filled = filled.replace("@", self.pick(_LETTERS), 1)
        return filled

    def person(self, country: Country) -> Person:
        """A man or a woman."""
        sex = self._random() < 0.5  # noqa: PLR2004 - half
        first, last = self.pick(country.given[sex]), self.pick(country.families[sex])
        local = f"{first.slug}.{last.slug}"
        if first.is_latin != last.is_latin or (country.family_first and self._random() < _ROMAN):
            return Person(first.romanised, last.romanised, local)
        if country.family_first:
            return Person("", last.native + first.native, local)
        return Person(first.native, last.native, local)

    def firm(self, country: Country, town: Town, number: int) -> Firm:
        """A firm in that town with a domain of its own."""
        for _try in range(_TRIES):
            made, label, industry = self._firm(country, town.name)
            if label not in self._used:
                break
        name = self.pick(country.forms).format(made)
        domain = f"{self.unused(label, number, '-')}.{self.pick(HOSTS)}"
        return Firm(made, name, domain, industry)

    def unused(self, word: str, number: int, sign: str = "") -> str:
        """The word, with a number behind it if somebody has it already."""
        if number > REMEMBERED:
            return f"{word}{sign}{number}"
        count = self._used[word] = self._used.get(word, 0) + 1
        return word if count == 1 else f"{word}{sign}{count}"

    def long_firm(self, country: Country, town: Town, number: int) -> Firm:
        """A firm whose name is as long as a name may be."""
        firm = self.firm(country, town, number)
        name = self._chain(country.families[0], _LONG_NAME - len(firm.legal_name))
        whole = f"{name} {firm.legal_name}"[:_LONGEST_NAME]
        return Firm(whole, whole, firm.domain, firm.industry)

    def long_person(self, country: Country) -> Person:
        """A person with more names than fit any column."""
        person = self.person(country)
        first, last = (
            self._chain(words, _LONG_PART)[:_LONGEST_PART].rstrip("- ")
            for words in (country.given[1], country.families[1])
        )
        return Person(first, last, person.local)

    def _digits(self, run: re.Match[str]) -> str:
        length = len(run[0])
        return f"{int(self._random() * 10**length):0{length}d}"

    def _chain(self, words: Sequence[Word], length: int) -> str:
        """Words hyphenated until they are that long; all are used before any comes again."""
        start = int(self._random() * len(words))
        turn = cycle([*words[start:], *words[:start]])
        chain = next(turn).romanised
        while len(chain) < length:
            chain += "-" + next(turn).romanised
        return chain

    def _firm(self, country: Country, town: Word) -> tuple[str, str, str]:
        pattern, trade = self.pick(country.firms), self.pick(country.businesses)
        families, invented = country.families[0], self.pick(INVENTED)
        a, b = self.pick(families), self.pick(families)
        made = pattern.format(
            a=a.native, b=b.native, c=town.native, i=invented, t=trade.word.native
        )
        label = fold(pattern).format(
            a=f" {a.slug} ",
            b=f" {b.slug} ",
            c=f" {town.slug} ",
            i=invented,
            t=f" {trade.word.slug}",
        )
        return made, slug(label)[:_LABEL].strip("-"), trade.industry
