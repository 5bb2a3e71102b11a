"""Says filters in words: "Status is Active or Suspended; Joined is in the last 7 days"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.conditions import Condition, Group, Match, Op, Period
from app.core.currencies import exponent
from app.core.filter_fields import CHOSEN, Field, Kind
from app.core.listing import ListQuery
from app.core.money import Money
from app.core.text import N_, _, ngettext

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# Names and texts longer than this are cut; more choices than that are counted.
_LONGEST = 60
_OR = N_("%(first)s or %(last)s")
_MOST_NAMED = 12

PERIODS = {
    Period.TODAY: N_("today"),
    Period.YESTERDAY: N_("yesterday"),
    Period.THIS_WEEK: N_("this week"),
    Period.LAST_WEEK: N_("last week"),
    Period.THIS_MONTH: N_("this month"),
    Period.LAST_MONTH: N_("last month"),
    Period.THIS_QUARTER: N_("this quarter"),
    Period.LAST_QUARTER: N_("last quarter"),
    Period.THIS_YEAR: N_("this year"),
    Period.LAST_YEAR: N_("last year"),
}
_SAID = {
    Op.IS: N_("%(field)s is %(value)s"),
    Op.IS_NOT: N_("%(field)s is not %(value)s"),
    Op.IN: N_("%(field)s is %(value)s"),
    Op.NOT_IN: N_("%(field)s is not %(value)s"),
    Op.ALL_OF: N_("%(field)s include all of %(value)s"),
    Op.AT_LEAST: N_("%(field)s is at least %(value)s"),
    Op.AT_MOST: N_("%(field)s is at most %(value)s"),
    Op.BETWEEN: N_("%(field)s is between %(low)s and %(high)s"),
    Op.CONTAINS: N_("%(field)s contains %(value)s"),
    Op.LACKS: N_("%(field)s does not contain %(value)s"),
    Op.STARTS: N_("%(field)s starts with %(value)s"),
    Op.ENDS: N_("%(field)s ends with %(value)s"),
    Op.BLANK: N_("%(field)s is blank"),
    Op.FILLED: N_("%(field)s is not blank"),
    Op.DURING: N_("%(field)s is %(value)s"),
}
_SAID_OF_SETS = {
    Op.IS: N_("%(field)s include %(value)s"),
    Op.IN: N_("%(field)s include %(value)s"),
    Op.ALL_OF: N_("%(field)s include all of %(value)s"),
    Op.IS_NOT: N_("%(field)s do not include %(value)s"),
    Op.NOT_IN: N_("%(field)s do not include %(value)s"),
    Op.BLANK: N_("%(field)s are blank"),
    Op.FILLED: N_("%(field)s are not blank"),
}
_SAID_OF_DAYS = {
    Op.IS: N_("%(field)s is on %(value)s"),
    Op.IS_NOT: N_("%(field)s is not on %(value)s"),
    Op.AT_LEAST: N_("%(field)s is on or after %(value)s"),
    Op.AT_MOST: N_("%(field)s is on or before %(value)s"),
}


@dataclass(frozen=True)
class Speaker:
    """Knows the fields of a list, by key, and what to call the values of its choices.

    `names` maps a field's key to the words of values that only the database knows;
    amounts are in `currency`.
    """

    fields: Mapping[str, Field]
    currency: str
    names: Mapping[str, Mapping[Any, str]] = field(default_factory=dict)

    def question(self, asked: ListQuery) -> str:
        """The whole question in one line, blank when it asks for everything."""
        said = [self.part(one) for one in asked.conditions]
        if asked.text.strip():
            said.append(_("Search %s") % _quoted(asked.text))
        return "; ".join(part for part in said if part)

    def part(self, one: Condition | Group, *, inside: bool = False) -> str:
        """A condition or a group; a group inside another stands in parentheses."""
        if isinstance(one, Condition):
            return self.condition(one)
        said = [words for part in one.of if (words := self.part(part, inside=True))]
        if not said:
            return ""
        if one.match is Match.NONE:
            return _("not (%s)") % _(" or ").join(said)
        joined = (_(" and ") if one.match is Match.ALL else _(" or ")).join(said)
        return f"({joined})" if inside and len(said) > 1 else joined

    def condition(self, one: Condition) -> str:
        """One condition, such as "City is not Berlin"."""
        found = self.fields.get(one.key)
        title = _(found.title) if found else one.key
        if one.op is Op.LAST:
            said = ngettext(
                "%(field)s is in the last %(days)s day",
                "%(field)s is in the last %(days)s days",
                one.value,
            )
            return said % {"field": title, "days": f"{one.value:,}"}
        if one.op is Op.OVER:
            said = ngettext(
                "%(field)s is more than %(days)s day ago",
                "%(field)s is more than %(days)s days ago",
                one.value,
            )
            return said % {"field": title, "days": f"{one.value:,}"}
        if one.op is Op.NEXT:
            said = ngettext(
                "%(field)s is in the next %(days)s day",
                "%(field)s is in the next %(days)s days",
                one.value,
            )
            return said % {"field": title, "days": f"{one.value:,}"}
        return self._compared(one, found, title)

    def _compared(self, one: Condition, found: Field | None, title: str) -> str:
        kind = found.kind if found else Kind.TEXT
        said = _SAID_OF_SETS[one.op] if kind is Kind.SET else _SAID[one.op]
        if kind is Kind.DAY:
            said = _SAID_OF_DAYS.get(one.op, said)
        if one.op is Op.BETWEEN:
            low, high = (self.value(found, end) for end in one.value)
            return _(said) % {"field": title, "low": low, "high": high}
        several = isinstance(one.value, tuple | list)
        values = one.value if several else (one.value,)
        joined = _("%(first)s and %(last)s") if one.op is Op.ALL_OF else _(_OR)
        return _(said) % {"field": title, "value": self._several(found, values, joined)}

    def _several(self, found: Field | None, values: Sequence[Any], joined: str) -> str:
        named = [self.value(found, value) for value in values[:_MOST_NAMED]]
        if left := len(values) - len(named):
            named.append(ngettext("%d other", "%d others", left) % left)
        if len(named) == 1:
            return named[0]
        return joined % {"first": ", ".join(named[:-1]), "last": named[-1]}

    def value(self, found: Field | None, value: Any) -> str:
        """One value of a field, as people read it."""
        if value is None:
            return _("blank")
        if isinstance(value, Period):
            return _(PERIODS[value])
        if isinstance(value, date):
            return day(value)
        kind = found.kind if found else Kind.TEXT
        if found is not None and kind in CHOSEN:
            return self._choice(found, value)
        return self._plain(kind, value)

    def _plain(self, kind: Kind, value: Any) -> str:
        if kind is Kind.YES_NO:
            return _("yes") if value else _("no")
        if kind is Kind.MONEY and isinstance(value, int):
            return money(value, self.currency)
        return f"{value:,}" if isinstance(value, int) else _quoted(str(value))

    def _choice(self, found: Field, value: Any) -> str:
        known = {option: _(words) for option, words in found.options}
        known |= self.names.get(found.key, {})
        return _short(known.get(value, str(value)))


def day(value: date) -> str:
    """A day in the one format of the program."""
    return f"{_(MONTHS[value.month - 1])} {value.day}, {value.year}"


def money(minor: int, currency: str) -> str:
    """An amount of minor units with its currency's code."""
    amount = Money(minor, currency).amount
    return f"{currency}\u00a0{amount:,.{exponent(currency)}f}"


def _quoted(text: str) -> str:
    return _("“%s”") % _short(text)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1].rstrip()}\u2026"
