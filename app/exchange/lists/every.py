"""Every list that can be exported, by its name."""

from collections.abc import Mapping

from app.core.access import Actor
from app.core.errors import NotFound
from app.core.text import _
from app.exchange.lists.contact import INTERACTIONS
from app.exchange.lists.kinds import ListKind
from app.exchange.lists.licensing import ACTIVATIONS, DOMAINS, LICENSES, SUBSCRIPTIONS
from app.exchange.lists.money import INVOICES, ORDERS, PAYMENTS

LISTS: Mapping[str, ListKind] = {
    "licenses": LICENSES,
    "activations": ACTIVATIONS,
    "subscriptions": SUBSCRIPTIONS,
    "domains": DOMAINS,
    "orders": ORDERS,
    "invoices": INVOICES,
    "payments": PAYMENTS,
    "interactions": INTERACTIONS,
}


def of(actor: Actor, name: str) -> ListKind:
    """The list of that name, for somebody who may export it.

    Raises:
        NotFound: there is no such list.
        PermissionDenied: they may not.
    """
    if name not in LISTS:
        raise NotFound(_("There is no list “%s” to export.") % name)
    for permission in LISTS[name].needs:
        actor.require(permission)
    return LISTS[name]
