"""Which column of a file holds which field: proposed from names and content, then checked."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from app.core.contact import email_problem
from app.core.countries import country_code
from app.core.errors import Invalid
from app.core.files import describe_os_error
from app.core.text import _
from app.exchange.fields import FIELDS, SYNONYMS, plain, title
from app.exchange.options import Options
from app.exchange.rules import checked_match

AS_GUESSED = Options()
_MOSTLY = 0.8
_FEW_CELLS = 50
_LARGEST_FILE = 1 << 20
_WEBSITE = re.compile(r"(?:https?://|www\.)\S+\.\S+", re.IGNORECASE)
_CONTENT: dict[str, Callable[[str], bool]] = {
    "email": lambda cell: "@" in cell and email_problem(cell) is None,
    "website": lambda cell: _WEBSITE.fullmatch(cell.strip()) is not None,
    "country": lambda cell: len(cell.strip()) > 2 and country_code(cell) is not None,  # noqa: PLR2004 - two letters may be a state
}


def propose(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """The likely field of each column that has one; a field is never proposed twice."""
    columns: list[Sequence[str]] = list(zip(*rows, strict=True)) or [()] * len(header)
    found = _by_name([plain(name) for name in header])
    for field, looks_right in _CONTENT.items():
        named = next((place for place, known in found.items() if known == field), None)
        if named is not None and (field != "email" or _share(columns[named], looks_right)):
            continue
        # A column called "E-mail" may hold consent, not addresses.
        rest = (place for place in range(len(header)) if place not in found)
        fits = (place for place in rest if _share(columns[place], looks_right) >= _MOSTLY)
        if (better := next(fits, None)) is not None:
            found = {place: known for place, known in found.items() if place != named}
            found[better] = field
    if {"first_name", "last_name"} & set(found.values()):
        found = {place: field for place, field in found.items() if field != "name"}
    return {header[place]: field for place, field in sorted(found.items())}


def _by_name(names: Sequence[str]) -> dict[int, str]:
    found: dict[int, str] = {}
    for field, synonyms in SYNONYMS.items():
        ranked = sorted(
            (synonyms.index(name), place) for place, name in enumerate(names) if name in synonyms
        )
        if ranked:
            found[ranked[0][1]] = field
    return found


def _share(cells: Sequence[str], looks_right: Callable[[str], bool]) -> float:
    filled = [cell for cell in cells if cell.strip()][:_FEW_CELLS]
    return sum(map(looks_right, filled)) / len(filled) if filled else 0.0


def checked(
    mapping: Mapping[str, str], header: Sequence[str], options: Options = AS_GUESSED
) -> dict[int, str]:
    """The mapping by the columns' places.

    Raises:
        Invalid: it names a column or field there is not, a field twice, or nothing a
            customer is known by; keyed "mapping".
    """
    places = {name: place for place, name in enumerate(header)}
    found: dict[int, str] = {}
    for column, field in mapping.items():
        if column not in places:
            raise _refusal(
                _("The file has no column “%(column)s”. It has: %(columns)s.")
                % {"column": column, "columns": ", ".join(header)}
            )
        if field not in FIELDS:
            raise _refusal(
                _("There is no field “%(field)s”. Choose one of: %(fields)s.")
                % {"field": field, "fields": ", ".join(FIELDS)}
            )
        if field in found.values():
            raise _refusal(_("Two columns are mapped to %s. Choose one of them.") % title(field))
        found[places[column]] = field
    checked_match(found, options)
    return found


def read_mapping(path: Path | str) -> dict[str, str]:
    """The mapping in a JSON file such as {"E-Mail-Adresse": "email"}.

    Raises:
        Invalid: the file cannot be read or holds something else; keyed "mapping".
    """
    path = Path(path)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise _refusal(_("%s is too large to be a mapping. Choose another file.") % path.name)
        found = json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise _refusal(describe_os_error(error, path, reading=True)) from error
    except (ValueError, RecursionError) as error:
        raise _refusal(_("%s is not JSON. Mend it, or choose another file.") % path.name) from error
    if not isinstance(found, dict) or not all(isinstance(field, str) for field in found.values()):
        raise _refusal(
            _('%s must map column names to fields, like {"E-Mail-Adresse": "email"}.') % path.name
        )
    return found


def _refusal(sentence: str) -> Invalid:
    return Invalid({"mapping": sentence})
