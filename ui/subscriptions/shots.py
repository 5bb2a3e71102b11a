"""The dialogs about subscriptions and domains as `--screenshot` paints them."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.listing import Condition, ListQuery, Op
from app.subscriptions.schemas import SubscriptionDetail, SubscriptionStatus
from ui.kit.desk import Desk
from ui.subscriptions.card import SubscriptionCard
from ui.subscriptions.domains import domain_form
from ui.subscriptions.forms import Plans, cancel_form, change_form, start_form

_ACTIVE = (Condition("status", Op.IN, (SubscriptionStatus.ACTIVE,)),)


def _some(desk: Desk) -> SubscriptionDetail:
    row = desk.services.subscriptions.first(ListQuery(conditions=_ACTIVE), 1)[0]
    return desk.services.subscriptions.show(row.id)


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def card(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about a subscription."""
    return _shown(SubscriptionCard(desk, _some(desk), 2, parent))


def new(desk: Desk, parent: QWidget) -> QWidget:
    """A new subscription."""
    plans = Plans(desk.services.plans.choices())
    return _shown(start_form(desk, plans, None, parent))


def change(desk: Desk, parent: QWidget) -> QWidget:
    """Another plan or quantity."""
    plans = Plans(desk.services.plans.choices())
    return _shown(change_form(desk, plans, _some(desk), parent))


def cancel(desk: Desk, parent: QWidget) -> QWidget:
    """Why and when it ends."""
    found, service = _some(desk), desk.services.subscriptions
    return _shown(
        cancel_form(desk, found, 1, lambda draft: service.cancel([found.id], draft.reason), parent)
    )


def domain(desk: Desk, parent: QWidget) -> QWidget:
    """A new domain of a customer."""
    return _shown(domain_form(desk, _some(desk).customer_id, None, (), parent))


def _tab(name: str) -> Callable[[Desk, QWidget], QWidget]:
    def show(desk: Desk, _parent: QWidget) -> QWidget:
        desk.navigator.open_customer(_some(desk).customer_id, name)
        windows = (one for one in QApplication.topLevelWidgets() if one.objectName() == "detail")
        found = next(one for one in windows if one.isVisible())
        found.resize(1000, 720)
        return found

    return show


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("subscription_card", card),
    ("subscription_new", new),
    ("subscription_change", change),
    ("subscription_cancel", cancel),
    ("subscription_tab", _tab("subscriptions")),
    ("domain_new", domain),
    ("domain_tab", _tab("domains")),
)
