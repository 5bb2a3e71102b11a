"""What is done to many customers at once, in words."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.access import Permission
from app.core.text import N_, _, ngettext
from app.customers.schemas import HoldKind
from ui.kit import format as fmt


class Doing(StrEnum):
    """One thing to do to many customers."""

    EDIT = "edit"
    OWNER = "owner"
    TAGS = "tags"
    VERIFY = "verify"
    SUSPEND = "suspend"
    DEACTIVATE = "deactivate"
    BLOCK = "block"
    ACTIVATE = "activate"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    DELETE = "delete"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Words:
    """How it is announced, called on its button and reported; each for one and for many."""

    title: tuple[str, str]
    verb: tuple[str, str]
    done: tuple[str, str]
    permission: Permission = Permission.CUSTOMERS_EDIT
    hint: str = ""
    destructive: bool = False


HOLDS = {
    Doing.SUSPEND: HoldKind.SUSPENDED,
    Doing.DEACTIVATE: HoldKind.INACTIVE,
    Doing.BLOCK: HoldKind.BLOCKED,
}
_CHANGE = (N_("Change %s customer"), N_("Change %s customers"))
_VERIFY = (N_("Verify %s customer"), N_("Verify %s customers"))
_SUSPEND = (N_("Suspend %s customer"), N_("Suspend %s customers"))
_DEACTIVATE = (N_("Deactivate %s customer"), N_("Deactivate %s customers"))
_BLOCK = (N_("Block %s customer"), N_("Block %s customers"))
_ACTIVATE = (N_("Activate %s customer"), N_("Activate %s customers"))
_ARCHIVE = (N_("Archive %s customer"), N_("Archive %s customers"))
_UNARCHIVE = (N_("Unarchive %s customer"), N_("Unarchive %s customers"))
_DELETE = (N_("Delete %s customer"), N_("Delete %s customers"))
_RESTORE = (N_("Restore %s customer"), N_("Restore %s customers"))
WORDS = {
    Doing.EDIT: Words(
        (N_("Edit fields of %s customer"), N_("Edit fields of %s customers")),
        _CHANGE,
        (N_("%s customer changed."), N_("%s customers changed.")),
    ),
    Doing.OWNER: Words(
        (N_("Change the owner of %s customer"), N_("Change the owner of %s customers")),
        _CHANGE,
        (N_("%s customer has another owner."), N_("%s customers have another owner.")),
    ),
    Doing.TAGS: Words(
        (N_("Tag %s customer"), N_("Tag %s customers")),
        _CHANGE,
        (N_("%s customer has other tags."), N_("%s customers have other tags.")),
        hint=N_("What else they carry stays."),
    ),
    Doing.VERIFY: Words(
        _VERIFY,
        _VERIFY,
        (N_("%s customer verified."), N_("%s customers verified.")),
        Permission.CUSTOMERS_VERIFY,
        N_("From today on they count as customers for sure."),
    ),
    Doing.SUSPEND: Words(
        _SUSPEND,
        _SUSPEND,
        (N_("%s customer suspended."), N_("%s customers suspended.")),
        Permission.CUSTOMERS_STATUS,
        N_("They sign in only to billing and settings until they are active again."),
    ),
    Doing.DEACTIVATE: Words(
        _DEACTIVATE,
        _DEACTIVATE,
        (N_("%s customer deactivated."), N_("%s customers deactivated.")),
        Permission.CUSTOMERS_STATUS,
        N_("Nobody of them signs in until they are active again."),
    ),
    Doing.BLOCK: Words(
        _BLOCK,
        _BLOCK,
        (N_("%s customer blocked."), N_("%s customers blocked.")),
        Permission.CUSTOMERS_STATUS,
        N_("Nobody of these customers can sign in until you activate them again."),
        destructive=True,
    ),
    Doing.ACTIVATE: Words(
        _ACTIVATE,
        _ACTIVATE,
        (N_("%s customer is active again."), N_("%s customers are active again.")),
        Permission.CUSTOMERS_STATUS,
        N_("Whatever holds them back is released now."),
    ),
    Doing.ARCHIVE: Words(
        _ARCHIVE,
        _ARCHIVE,
        (N_("%s customer archived."), N_("%s customers archived.")),
        hint=N_("They leave the daily list; nothing else about them changes."),
    ),
    Doing.UNARCHIVE: Words(
        _UNARCHIVE,
        _UNARCHIVE,
        (
            N_("%s customer is in the daily list again."),
            N_("%s customers are in the daily list again."),
        ),
        hint=N_("They come back to the daily list."),
    ),
    Doing.DELETE: Words(
        _DELETE,
        _DELETE,
        (N_("%s customer deleted."), N_("%s customers deleted.")),
        Permission.CUSTOMERS_DELETE,
        destructive=True,
    ),
    Doing.RESTORE: Words(
        _RESTORE,
        _RESTORE,
        (N_("%s customer is back."), N_("%s customers are back.")),
        Permission.CUSTOMERS_DELETE,
        N_("They come back to where they were, and their users may sign in again."),
    ),
}


def counted(pair: tuple[str, str], count: int) -> str:
    """One of the pairs above with its number."""
    return ngettext(*pair, count) % fmt.text(count)


def stayed(count: int) -> str:
    """How many are not changed because they must not be."""
    said = ngettext("%s customer stayed as it was.", "%s customers stayed as they were.", count)
    return said % fmt.text(count)


def undone(count: int) -> str:
    """How many are as they were before."""
    said = ngettext("Undone for %s customer.", "Undone for %s customers.", count)
    return said % fmt.text(count)


def whom(count: int, *, whole: bool, about: str | None = None) -> str:
    """Which customers it is about; `about` says what a whole list asks, once that is known."""
    if not whole:
        said = ngettext("%s customer is chosen.", "%s customers are chosen.", count)
        return said % fmt.text(count)
    said = ngettext("Every customer of the list: %s.", "Every customer of the list: %s.", count)
    words = {None: "", "": _("It is not filtered.")}.get(about, about)
    return f"{said % fmt.text(count)} {words}".strip()
