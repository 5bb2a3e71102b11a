"""Every list that can be exported, by its name."""

from collections.abc import Mapping

from app.core.access import Actor
from app.core.errors import NotFound
from app.core.text import _
from app.exchange.lists import timeline
from app.exchange.lists.contact import FOLLOW_UPS, INTERACTIONS
from app.exchange.lists.kinds import ListKind
from app.exchange.lists.licensing import ACTIVATIONS, DOMAINS, LICENSES, SUBSCRIPTIONS
from app.exchange.lists.money import INVOICES, ORDERS, PAYMENTS

TIMELINE = "timeline"
LISTS: Mapping[str, ListKind] = {
    "licenses": LICENSES,
    "activations": ACTIVATIONS,
    "subscriptions": SUBSCRIPTIONS,
    "domains": DOMAINS,
    "orders": ORDERS,
    "invoices": INVOICES,
    "payments": PAYMENTS,
    "interactions": INTERACTIONS,
    "follow_ups": FOLLOW_UPS,
}


def named(name: str, customer_id: int | None = None) -> ListKind:
    """The list of that name; "timeline" is that of the customer.

    Raises:
        NotFound: there is no such list.
    """
    if name == TIMELINE and customer_id is not None:
        return timeline.of_customer(customer_id)
    if name not in LISTS:
        raise NotFound(_("There is no list “%s” to export.") % name)
    return LISTS[name]


def allowed(actor: Actor, name: str, customer_id: int | None = None) -> ListKind:
    """The same for somebody who may export it.

    Raises:
        NotFound: there is no such list.
        PermissionDenied: they may not.
    """
    found = named(name, customer_id)
    for permission in found.needs:
        actor.require(permission)
    return found
