"""What may be done to many customers at once, and the rules it must meet beforehand."""

import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, ClassVar

from app.core.access import Permission
from app.core.clean import line, paragraph
from app.core.contact import phone_problem, website_problem
from app.core.countries import COUNTRY_CODES
from app.core.errors import Invalid
from app.core.text import N_, _
from app.customers.drafts import HoldDraft
from app.customers.schemas import COMPANY_SIZES, Kind


class How(StrEnum):
    """What happens to a field."""

    SET = "set"
    CLEAR = "clear"
    ADD = "add"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class BulkField:
    """A field many customers may get at once; `limit` is in characters, 0 for no text."""

    key: str
    title: str
    hows: tuple[How, ...]
    limit: int = 0
    several_lines: bool = False


_TEXT = (How.SET, How.REPLACE, How.CLEAR)
_LONG = (How.ADD, How.SET, How.REPLACE, How.CLEAR)
_CHOICE = (How.SET, How.CLEAR)
BULK_FIELDS = {
    field.key: field
    for field in (
        BulkField("country", N_("Country"), _CHOICE),
        BulkField("address_line1", N_("Address line 1"), _TEXT, 200),
        BulkField("address_line2", N_("Address line 2"), _TEXT, 200),
        BulkField("city", N_("City"), _TEXT, 100),
        BulkField("state", N_("State or province"), _TEXT, 100),
        BulkField("postal_code", N_("Postal code"), _TEXT, 20),
        BulkField("company_name", N_("Company name"), _TEXT, 200),
        BulkField("legal_name", N_("Legal name"), _TEXT, 200),
        BulkField("industry", N_("Industry"), _TEXT, 60),
        BulkField("company_size", N_("Company size"), _CHOICE),
        BulkField("website", N_("Website"), _TEXT, 300),
        BulkField("phone", N_("Phone number"), (How.REPLACE, How.CLEAR), 60),
        BulkField("kind", N_("Type"), (How.SET,)),
        BulkField("parent_id", N_("Parent customer"), _CHOICE),
        BulkField("referred_by_id", N_("Referred by"), _CHOICE),
        BulkField("description", N_("Description"), _LONG, 10_000, several_lines=True),
        BulkField("notes", N_("Internal notes"), _LONG, 10_000, several_lines=True),
    )
}
RELATIONS = ("parent_id", "referred_by_id")


@dataclass(frozen=True, slots=True)
class Edit:
    """What happens to one field: `value` is set, added on a line of its own, or put for `find`."""

    field: str
    how: How = How.SET
    value: Any = ""
    find: str = ""
    match_case: bool = False


@dataclass(frozen=True, slots=True)
class EditFields:
    """Edits fields, each once."""

    edits: tuple[Edit, ...]

    permission: ClassVar[Permission] = Permission.CUSTOMERS_EDIT

    def problems(self) -> dict[str, str]:
        """Messages for the user, keyed by field; "fields" without any. Empty means valid."""
        return self._cleaned()[1]

    def checked(self) -> tuple[Edit, ...]:
        """The edits with their texts as they will be stored.

        Raises:
            Invalid: there are problems, keyed by field.
        """
        edits, problems = self._cleaned()
        if problems:
            raise Invalid(problems)
        return edits

    def _cleaned(self) -> tuple[tuple[Edit, ...], dict[str, str]]:
        problems: dict[str, str] = {}
        if not self.edits:
            problems["fields"] = _("Choose at least one field to change.")
        edits, seen = [], set()
        for edit in self.edits:
            cleaned, problem = _judged(edit)
            if edit.field in seen:
                problem = _("This field is there twice. Take one away.")
            if problem:
                problems[edit.field] = problem
            seen.add(edit.field)
            edits.append(cleaned)
        return tuple(edits), problems


@dataclass(frozen=True, slots=True)
class ChangeOwner:
    """Gives customers to somebody who works here, or to nobody; the team follows."""

    owner_id: int | None

    permission: ClassVar[Permission] = Permission.CUSTOMERS_EDIT


@dataclass(frozen=True, slots=True)
class BeginHold:
    """Suspends, deactivates or blocks customers."""

    draft: HoldDraft

    permission: ClassVar[Permission] = Permission.CUSTOMERS_STATUS


@dataclass(frozen=True, slots=True)
class Activate:
    """Releases every hold in force."""

    permission: ClassVar[Permission] = Permission.CUSTOMERS_STATUS


@dataclass(frozen=True, slots=True)
class Archive:
    """Takes customers out of the daily list."""

    permission: ClassVar[Permission] = Permission.CUSTOMERS_EDIT


@dataclass(frozen=True, slots=True)
class Unarchive:
    """Brings customers back to the daily list."""

    permission: ClassVar[Permission] = Permission.CUSTOMERS_EDIT


@dataclass(frozen=True, slots=True)
class Delete:
    """Takes customers out of every list; purged after the grace days."""

    permission: ClassVar[Permission] = Permission.CUSTOMERS_DELETE


@dataclass(frozen=True, slots=True)
class Restore:
    """Takes deletions back while the grace days last."""

    permission: ClassVar[Permission] = Permission.CUSTOMERS_DELETE


@dataclass(frozen=True, slots=True)
class Verify:
    """Makes sure customers of them, as of now."""

    permission: ClassVar[Permission] = Permission.CUSTOMERS_VERIFY


@dataclass(frozen=True, slots=True)
class TagCustomers:
    """Puts tags on customers and takes tags off, by id; their other tags stay."""

    add: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()

    permission: ClassVar[Permission] = Permission.CUSTOMERS_EDIT

    def problems(self) -> dict[str, str]:
        """Messages for the user, under "tags"; empty means valid."""
        if not self.add and not self.remove:
            return {"tags": _("Choose at least one tag to put on or take off.")}
        if not frozenset(self.add).isdisjoint(self.remove):
            said = _("This tag is to be put on and taken off at once. Choose one of the two.")
            return {"tags": said}
        return {}

    def checked(self) -> None:
        """Make sure that it can be done.

        Raises:
            Invalid: it cannot.
        """
        if problems := self.problems():
            raise Invalid(problems)


BulkChange = (
    TagCustomers
    | EditFields
    | ChangeOwner
    | BeginHold
    | Activate
    | Archive
    | Unarchive
    | Delete
    | Restore
    | Verify
)


def _judged(edit: Edit) -> tuple[Edit, str]:
    """An edit as it will be done, and a sentence if it cannot be."""
    field = BULK_FIELDS.get(edit.field)
    if field is None:
        return edit, _("There is no such field to change for many customers at once.")
    if edit.how not in field.hows:
        return edit, _("This cannot be done to this field. Choose something else to do.")
    if edit.how is How.CLEAR:
        return edit, ""
    if not field.limit:
        return _chosen(edit)
    if edit.how is How.REPLACE:
        return _replacing(edit, field)
    clean = paragraph if field.several_lines else line
    value, problem = clean(str(edit.value or ""), field.limit, _(field.title))
    if not problem and not value:
        problem = _("Enter what to write, or choose to empty the field.")
    if not problem and edit.field == "website":
        problem = website_problem(value)
    return replace(edit, value=value), problem or ""


def _replacing(edit: Edit, field: BulkField) -> tuple[Edit, str]:
    """Outer spaces count in what is looked for and in what is put there."""
    clean = paragraph if field.several_lines else line
    texts, problem = [], None
    for text in (edit.find, str(edit.value or "")):
        composed = unicodedata.normalize("NFC", text)
        problem = problem or clean(composed, field.limit, _(field.title))[1]
        texts.append(composed.replace("\r\n", "\n"))
    find, value = texts
    if not find:
        problem = _("Enter the text to look for.")
    elif not problem and find == value:
        problem = _("Both texts are the same. Enter what to put in its place.")
    return replace(edit, find=find, value=value), problem or ""


def _chosen(edit: Edit) -> tuple[Edit, str]:
    """A value out of a list, or another customer."""
    if edit.value in ("", None):
        return edit, _("Choose a value, or choose to empty the field.")
    if edit.field in RELATIONS:
        right = isinstance(edit.value, int) and not isinstance(edit.value, bool)
        return edit, "" if right else _("Choose a customer from the list.")
    known: dict[str, tuple[frozenset[str], str]] = {
        "country": (
            frozenset(COUNTRY_CODES),
            _("Choose a country by its ISO code of two capital letters, such as US."),
        ),
        "company_size": (
            frozenset(COMPANY_SIZES),
            _("Choose one of %s.") % ", ".join(COMPANY_SIZES),
        ),
        "kind": (frozenset(Kind), _("Choose one of %s.") % ", ".join(Kind)),
    }
    values, sentence = known[edit.field]
    if edit.value not in values:
        return edit, sentence
    return replace(edit, value=Kind(edit.value) if edit.field == "kind" else edit.value), ""


def value_problem(field: BulkField, value: str, country: str) -> str | None:
    """What is wrong with the text a field would get in a customer of `country`."""
    clean = paragraph if field.several_lines else line
    if problem := clean(value, field.limit, _(field.title))[1]:
        return problem
    if field.key == "website":
        return website_problem(value)
    return phone_problem(value, country or "US") if field.key == "phone" else None
