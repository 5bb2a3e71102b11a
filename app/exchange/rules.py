"""What is done to the cells of a row before they are read, as a person laid it down."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.text import _
from app.exchange.fields import FIELDS, plain, title
from app.exchange.options import Case, ColumnRule, MatchBy, NameOrder, Options

_OWN = ("email", "client_id")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Small words that belong to the last name behind them, and what stands behind a name.
_SMALL = (
    "af al am auf bin da dal dalla das de degli dei del della den der di do dos du el ibn la las "
    "le los op ten ter van vom von zu zum zur"
)
_BEHIND = "jr junior sr senior ii iii iv md phd dds esq cpa mba"
_PARTICLES, _TITLES = frozenset(_SMALL.split()), frozenset(_BEHIND.split())
_LONG = 3


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a row by field, those that are not blank.

    `defaulted` are the fields whose cell was blank and got its default; `blank` are
    those that stayed so.
    """

    texts: dict[str, str]
    defaulted: frozenset[str]
    blank: tuple[str, ...]


class Rules:
    """Cuts rows into cells by field, each rewritten by the rule of its field.

    Raises:
        Invalid: a rule says what cannot be; keyed "rules".
    """

    def __init__(self, places: Mapping[int, str], options: Options) -> None:
        _check(places, options)
        self._fields = [
            (field, place, _rewriter(rule := options.rule(field)), rule.default.strip())
            for place, field in places.items()
        ]
        self._fixed = {name: text for name, text in options.fixed.items() if text.strip()}

    def cells(self, row: Sequence[str]) -> Cells:
        """What the row says, by field."""
        texts = dict(self._fixed)
        defaulted, blank = [], []
        for field, place, rewrite, default in self._fields:
            cell = row[place]
            if cell and not cell.isspace():
                texts[field] = rewrite(cell) if rewrite else cell
            elif default:
                texts[field] = default
                defaulted.append(field)
            else:
                blank.append(field)
        return Cells(texts, frozenset(defaulted), tuple(blank))


def split_name(text: str, order: NameOrder) -> tuple[str, str]:
    """First and last name of a person's full name.

    “Doe, Jane” is the last name first in every order, but “Jane Doe, MD” is not; small
    words such as “van” and “de” go with the last name.
    """
    last, _comma, first = (part.strip() for part in text.partition(","))
    if first and plain(first) in _TITLES:
        words = last.split()
        return " ".join(words[:-1]), f"{words[-1]}, {first}"
    if first:
        return first, last
    words = last.split()
    if len(words) == 1:
        return ("", words[0]) if order is NameOrder.LAST_FIRST else (words[0], "")
    if order is NameOrder.LAST_FIRST:
        end = next((at for at, word in enumerate(words) if word not in _PARTICLES), 0) + 1
        end = min(end, len(words) - 1)
        return " ".join(words[end:]), " ".join(words[:end])
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def checked_match(places: Mapping[int, str], options: Options) -> None:
    """Check that the file has what its rows are to be known by.

    Raises:
        Invalid: it has not; keyed "mapping".
    """
    mapped = set(places.values())
    company = "company_name" in mapped or (
        "name" in mapped and options.rule("name").names is NameOrder.COMPANY
    )
    match options.match:
        case MatchBy.CLIENT_ID if "client_id" not in mapped:
            said = _("Map a column to Client ID: rows are to be known by it.")
        case MatchBy.EMAIL if "email" not in mapped:
            said = _("Map a column to E-mail: rows are to be known by it.")
        case MatchBy.COMPANY if not company or "postal_code" not in mapped:
            said = _(
                "Map columns to Company name and to Postal code: rows are to be known by them."
            )
        case MatchBy.AUTOMATIC if mapped.isdisjoint(_OWN):
            said = _("Map a column to E-mail or to Client ID: customers are known by them.")
        case _:
            return
    raise Invalid({"mapping": said})


def _check(places: Mapping[int, str], options: Options) -> None:
    mapped = frozenset(places.values())
    for field, text in options.fixed.items():
        if field not in FIELDS:
            raise _refusal(_("There is no field “%s”. Choose another.") % field)
        if field in mapped and text.strip():
            raise _refusal(
                _("%s comes from a column already. Give it one value, or the column.")
                % title(field)
            )
    alike = [field for field in _OWN if options.rule(field).default.strip()]
    alike += [field for field in _OWN if options.fixed.get(field, "").strip()]
    if alike:
        raise _refusal(_("%s cannot be the same for many customers.") % title(alike[0]))


def _rewriter(rule: ColumnRule) -> Callable[[str], str] | None:
    steps: list[Callable[[str], str]] = []
    if rule.collapse:
        steps.append(lambda cell: " ".join(cell.split()))
    if rule.case is not Case.KEEP:
        steps.append(_CASES[rule.case])
    if len(steps) == 2:  # noqa: PLR2004 - both
        return lambda cell: steps[1](steps[0](cell))
    return steps[0] if steps else None


def _title(text: str) -> str:
    """Each word with a capital; what is written in both cases, such as McDonald, stays."""
    return _WORD.sub(lambda word: _capitalized(word[0]), text)


def _capitalized(word: str) -> str:
    if not (word.isupper() or word.islower()):
        return word
    first, *rest = re.split("(['’])", word.lower())
    # O'Neil, but Joe's.
    parts = [part.capitalize() if len(part) >= _LONG else part for part in rest]
    return "".join([first.capitalize(), *parts])


_CASES: dict[Case, Callable[[str], str]] = {
    Case.UPPER: str.upper,
    Case.LOWER: str.lower,
    Case.TITLE: _title,
}


def _refusal(sentence: str) -> Invalid:
    return Invalid({"rules": sentence})
