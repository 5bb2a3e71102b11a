"""Says in a sentence what somebody just did to a customer."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.core.text import _
from app.customers.schemas import CustomerDetail
from ui.customers.looks import short
from ui.kit import format as fmt

_A_MOMENT = timedelta(minutes=2)
_FEW = 4


def told(before: CustomerDetail, after: CustomerDetail, fields: Sequence[str]) -> str:
    """What happened from one to the other; `fields` are the titles of those that changed."""
    words = {
        "who": short(after.updated_by) or _("Somebody else"),
        "when": when(after.updated_at),
        "fields": listed(fields),
        "status": fmt.text(after.status),
    }
    return _sentence(before, after, changed=bool(fields)) % words


def listed(fields: Sequence[str]) -> str:
    """Titles of fields in a sentence; of many, how many more."""
    shown = ", ".join(fields[:_FEW])
    if len(fields) <= _FEW:
        return shown
    return _("%(fields)s and %(more)d more") % {"fields": shown, "more": len(fields) - _FEW}


def when(moment: datetime) -> str:
    """How long ago, roughly: mostly it has only just happened."""
    if datetime.now(UTC) - moment < _A_MOMENT:
        return _("a moment ago")
    return _("on %s") % fmt.text(moment)


def _sentence(before: CustomerDetail, after: CustomerDetail, *, changed: bool) -> str:
    happened = {
        _("%(who)s deleted this customer %(when)s."): after.deleted_at and not before.deleted_at,
        _("%(who)s restored this customer %(when)s."): before.deleted_at and not after.deleted_at,
        _("%(who)s archived this customer %(when)s."): after.archived and not before.archived,
        _("%(who)s took this customer out of the archive %(when)s."): before.archived
        and not after.archived,
        _("%(who)s changed %(fields)s %(when)s."): changed,
        _("%(who)s made this customer %(status)s %(when)s."): after.status is not before.status,
        _("%(who)s changed the picture %(when)s."): after.avatar != before.avatar,
    }
    anything = _("%(who)s changed this customer %(when)s.")
    return next((said for said, true in happened.items() if true), anything)
