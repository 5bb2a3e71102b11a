"""The values of criteria, each way: as the documents write them, and as conditions hold them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NoReturn

from app.core.errors import DeskError, Invalid
from app.core.filter_fields import CHOSEN, Field, Kind
from app.core.folding import fold
from app.core.money import Money
from app.core.text import N_, _

_MOST_NAMED = 8
_LONGEST = 60


@dataclass(frozen=True)
class Names:
    """What the values of choices are called that only the database knows, by field and value.

    `currency` is the organization's: amounts are in it. `gone` are tags that were removed.
    """

    currency: str
    of: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)
    gone: Mapping[int, str] = field(default_factory=dict)


_WANTED = {
    Kind.TEXT: N_('a text, such as "Berlin"'),
    Kind.NUMBER: N_("a whole number, such as 5"),
    Kind.MONEY: N_("an amount, such as 10000 or 99.50"),
    Kind.DAY: N_('a day, such as "2026-01-26"'),
    Kind.YES_NO: N_("true or false"),
}


def read(key: str, of: Field, raw: Any, names: Names) -> Any:
    """The value that a key was given.

    Raises:
        Invalid: it is of another type, or names what there is not.
    """
    if of.kind in CHOSEN:
        return _choice(key, of, raw, names)
    if of.kind is Kind.MONEY:
        return _money(key, raw, names.currency)
    if of.kind is Kind.DAY:
        return _day(key, raw)
    kind = {Kind.TEXT: str, Kind.NUMBER: int, Kind.YES_NO: bool}[of.kind]
    if not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        wrong(key, _(_WANTED[of.kind]), raw)
    return raw


def wanted(of: Field, names: Names) -> str:
    """What a key of the field wants, in words."""
    if of.kind not in CHOSEN:
        return _(_WANTED[of.kind])
    return _one_of(dict(of.options) or dict(names.of.get(of.key, {})))


def written(of: Field, value: Any, names: Names) -> Any:
    """The value as JSON has it; a choice by its name where only one is called so."""
    if of.kind is Kind.MONEY:
        return _plain(Money(value, names.currency).amount)
    if isinstance(value, date):
        return value.isoformat()
    if of.kind in CHOSEN and isinstance(value, int):
        called = names.of.get(of.key, {})
        name = called.get(value)
        if name and [fold(one) for one in called.values()].count(fold(name)) == 1:
            return name
    return getattr(value, "value", value)


def wrong(key: str, words: str, raw: Any) -> NoReturn:
    """Refuse a value of another type than `words` say."""
    said = _("“%(key)s” wants %(wanted)s, and not %(given)s.")
    given = said % {"key": key, "wanted": words, "given": shown(raw)}
    raise Invalid({"criteria": given})


def shown(raw: Any) -> str:
    """A value of JSON in a sentence."""
    plain = {True: "true", False: "false", None: "null"}
    if raw is None or isinstance(raw, bool):
        return plain[raw]
    if isinstance(raw, dict):
        return _("a group in braces")
    if isinstance(raw, list):
        return _("a list in brackets")
    text = str(raw)
    short = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "\u2026"
    return f"“{short}”" if isinstance(raw, str) else short


def _money(key: str, raw: Any, currency: str) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal | str):
        wrong(key, _(_WANTED[Kind.MONEY]), raw)
    try:
        return Money.of(Decimal(raw), currency).minor
    except ArithmeticError:
        wrong(key, _(_WANTED[Kind.MONEY]), raw)
    except DeskError as refusal:
        raise Invalid({"criteria": f"“{key}”: {refusal}"}) from refusal


def _plain(amount: Decimal) -> int | float | str:
    """A number where JSON's readers get the same one from it, a text where they do not."""
    if amount == amount.to_integral_value():
        return int(amount)
    rounded = float(amount)
    return rounded if Decimal(repr(rounded)) == amount else str(amount)


def _day(key: str, raw: Any) -> date:
    try:
        return date.fromisoformat(raw)
    except (TypeError, ValueError):
        wrong(key, _(_WANTED[Kind.DAY]), raw)


def _choice(key: str, of: Field, raw: Any, names: Names) -> Any:
    if raw is None and of.may_be_blank:
        return None
    called = dict(of.options) or dict(names.of.get(of.key, {}))
    if isinstance(raw, int) and not isinstance(raw, bool) and of.values is int:
        if raw not in called:
            _refuse_choice(key, raw, called)
        return raw
    if not isinstance(raw, str):
        wrong(key, _one_of(called), raw)
    asked = fold(raw)
    found = [
        value
        for value, words in called.items()
        if asked in {fold(words), fold(_(words))}
        or (isinstance(value, str) and asked == fold(value))
    ]
    if not found:
        _refuse_choice(key, raw, called)
    if len(found) > 1:
        numbers = ", ".join(str(value) for value in found[:_MOST_NAMED])
        said = _("“%(key)s”: several are called “%(name)s”. Use a number instead: %(numbers)s.")
        given = said % {"key": key, "name": raw, "numbers": numbers}
        raise Invalid({"criteria": given})
    return found[0]


def _one_of(called: Mapping[Any, str]) -> str:
    known = [str(value) if isinstance(value, str) else words for value, words in called.items()]
    return _("one of %s") % _listed(known)


def _refuse_choice(key: str, raw: Any, called: Mapping[Any, str]) -> NoReturn:
    known = [str(value) if isinstance(value, str) else words for value, words in called.items()]
    said = _("“%(key)s”: there is no %(given)s.") % {"key": key, "given": shown(raw)}
    near = get_close_matches(str(raw), known, n=1)
    if near:
        said += " " + _("Did you mean “%s”?") % near[0]
    elif known:
        said += " " + _("There are %s.") % _listed(known)
    raise Invalid({"criteria": said})


def _listed(known: Sequence[str]) -> str:
    more = "\u2026" if len(known) > _MOST_NAMED else ""
    return ", ".join(f"“{one}”" for one in known[:_MOST_NAMED]) + more
