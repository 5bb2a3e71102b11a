"""Reads JSON that people type: a slip is told by line and column, and what should stand there."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from app.core.errors import Invalid
from app.core.text import N_, _

LONGEST = 1_000_000
# What Python says, and what it means.
_SAID = (
    ("Expecting property name", N_('a key in double quotes is expected, such as "status"')),
    ("Expecting ':'", N_("a colon is expected after the key")),
    ("Expecting ','", N_("a comma or a closing bracket is expected")),
    ("Illegal trailing comma", N_("there is a comma too many")),
    ("Expecting value", N_('a value is expected, such as 5, "active" or true')),
    ("Unterminated string", N_("this text has no closing quote")),
    ("Invalid control character", N_("a text must stand on one line")),
    ("Invalid \\", N_("a backslash must be written twice")),
    ("Extra data", N_("nothing may follow after the last brace")),
)
_CURLY = re.compile("[\u201c\u201d\u201e]")


class _Unreadable(ValueError):
    """Something JSON has and criteria have not."""


def loaded(text: str) -> Any:
    """What the JSON says; numbers with a point as `Decimal`.

    Raises:
        Invalid: it is no JSON; the sentence tells where, and what is expected there.
    """
    if len(text) > LONGEST:
        _refuse(_("The criteria are too long. Take some away."))
    if not text.strip():
        _refuse(_("There is nothing here yet. Begin with {} for everybody."))
    try:
        return json.loads(
            text.removeprefix("\ufeff"),
            parse_float=Decimal,
            parse_constant=_constant,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as slip:
        _refuse(_where(text, slip))
    except _Unreadable as refusal:
        _refuse(str(refusal))
    except RecursionError:
        _refuse(_("It is nested too deep. Take some groups away."))
    except (ValueError, ArithmeticError):
        _refuse(_("One of its numbers is too long."))


def _where(text: str, slip: json.JSONDecodeError) -> str:
    said = next((words for known, words in _SAID if slip.msg.startswith(known)), "")
    expected = _(said) if said else _("this cannot be read")
    if _CURLY.match(text[slip.pos : slip.pos + 1]):
        expected = _('use straight quotes (") instead of curly ones')
    place = {"line": slip.lineno, "column": slip.colno, "expected": expected}
    return _("Line %(line)d, column %(column)d: %(expected)s.") % place


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            said = _('“%s” stands there twice. Put both into a list: "all": [{…}, {…}].')
            raise _Unreadable(said % key)
        found[key] = value
    return found


def _constant(name: str) -> NoReturn:
    raise _Unreadable(_("%s is not a number that can be compared.") % name)


def _refuse(why: str) -> NoReturn:
    raise Invalid({"criteria": why})
