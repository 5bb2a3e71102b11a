"""Everything about one subscription to read."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from app.core.listing import Condition, ListQuery, Op
from app.core.text import _, ngettext
from app.subscriptions.schemas import Next, SubscriptionDetail
from ui.kit import format as fmt
from ui.kit.customer_picker import NOBODY
from ui.kit.desk import Desk
from ui.kit.facts_dialog import Fact, FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.subscriptions.looks import LOOKS, NEXT_WORDS, PRICE_WORDS, status

PLACE = "subscriptionCard"


class SubscriptionCard(FactsDialog):
    """Its customer and its licenses, so many, are a click away."""

    def __init__(
        self, desk: Desk, found: SubscriptionDetail, licenses: int, parent: QWidget | None
    ) -> None:
        tone, picture = LOOKS[found.status]
        super().__init__(
            PLACE,
            found.number,
            (status(found.status), tone, picture),
            facts(found, licenses),
            parent,
            lead=found.customer or NOBODY,
            copied=frozenset({"uid"}),
        )
        whose = button(_("Open customer"), f"{PLACE}.customer", Icon.USERS)
        whose.clicked.connect(lambda: desk.navigator.open_customer(found.customer_id))
        self.add_step(whose)
        self._desk, self._found = desk, found
        if licenses:
            theirs = button(_("Show licenses"), f"{PLACE}.licenses", Icon.KEY)
            theirs.clicked.connect(self._show_licenses)
            self.add_step(theirs)

    def _show_licenses(self) -> None:
        named = {"subscription_id": [(self._found.id, self._found.number)]}
        self.accept()
        self._desk.navigator.open_list("licenses", belonging(self._found.id), named)


def belonging(subscription_id: int) -> ListQuery:
    """What asks for the licenses that belong to a subscription."""
    return ListQuery(conditions=(Condition("subscription_id", Op.IN, (subscription_id,)),))


def facts(found: SubscriptionDetail, licenses: int) -> tuple[Fact, ...]:
    """What there is to know, a line each."""
    return (
        ("product", _("Product"), found.product),
        ("plan", _("Plan"), found.plan),
        ("quantity", _("Quantity"), fmt.text(found.quantity)),
        ("price", _("Price"), _price(found)),
        ("period", _("Current period"), _period(found)),
        ("next", _("Next"), _next(found)),
        ("belonging", _("Licenses"), ngettext("%s license", "%s licenses", licenses)
         % fmt.text(licenses) if licenses else ""),
        ("trial", _("Trial until"), fmt.text(found.trial_ends_on) if found.trial_ends_on else ""),
        ("paused", _("Paused since"), fmt.text(found.paused_at) if found.paused_at else ""),
        ("ended", _("Ended"), fmt.text(found.ended_at) if found.ended_at else ""),
        ("reason", _("Reason"), found.cancel_reason),
        ("note", _("Note"), found.note),
        ("started", _("Started"), fmt.text(found.started_on)),
        ("created", _("Created"), _stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), _stamp(fmt.text(found.updated_at), found.updated_by)),
        ("uid", _("UUID"), found.uid),
    )  # fmt: skip


def _price(found: SubscriptionDetail) -> str:
    said = _(PRICE_WORDS[found.cycle]) % fmt.text(found.price)
    if found.quantity == 1:
        return said
    return _("%(whole)s (%(one)s each)") % {"whole": said, "one": fmt.text(found.unit_price)}


def _period(found: SubscriptionDetail) -> str:
    return _("%(first)s to %(last)s") % {
        "first": fmt.text(found.period_start),
        "last": fmt.text(found.period_end - timedelta(days=1)),
    }


def _next(found: SubscriptionDetail) -> str:
    if found.next is None or found.next_on is None:
        return ""
    said = _(NEXT_WORDS[found.next]) % fmt.text(found.next_on)
    if found.next is Next.RENEWS:
        return _("%(what)s for %(price)s") % {"what": said, "price": fmt.text(found.price)}
    return said


def _stamp(when: str, who: str) -> str:
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who else when
