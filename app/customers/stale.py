"""Refuses a save on a version somebody else has replaced, and says who changed what."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import Stale
from app.core.text import _
from app.customers.model import Customer


def refuse_stale(
    customer: Customer,
    version: int,
    base: Mapping[str, Any],
    stored: Mapping[str, Any],
    titles: Mapping[str, str],
) -> None:
    """Let the save pass if `version` is the stored one.

    `base` holds the fields as the editor first saw them, `stored` as they are now.

    Raises:
        Stale: it is not; the fields others changed come as (base, theirs).
    """
    if customer.version == version:
        return
    changed = {
        name: (base[name], value) for name, value in stored.items() if base.get(name) != value
    }
    named = ", ".join(_(titles.get(name, name)) for name in changed)
    who = customer.updated_by or _("Somebody else")
    if named:
        said = _("%(who)s changed %(fields)s at %(when)s, after you opened this customer.")
    else:
        said = _("%(who)s changed this customer at %(when)s, after you opened it.")
    when = customer.updated_at.strftime("%H:%M UTC")
    raise Stale(
        said % {"who": who, "fields": named, "when": when}
        + " "
        + _("Nothing was saved. Your entries are still here; reload to see theirs."),
        who,
        changed,
    )
