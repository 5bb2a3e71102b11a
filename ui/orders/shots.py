"""The dialogs about orders as `--screenshot` paints them."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.listing import ListQuery
from app.core.money import Money
from app.orders.drafts import LineDraft
from app.orders.schemas import OrderDetail, OrderStatus
from ui.kit.desk import Desk
from ui.orders import step_forms
from ui.orders.card import OrderCard
from ui.orders.form import OrderForm, gather
from ui.orders.form_panel import DETAILS, ITEMS, WHOSE
from ui.orders.steps import OrderSteps


def _some(desk: Desk) -> OrderDetail:
    row = desk.services.orders.first(ListQuery(), 1)[0]
    return desk.services.orders.show(row.id)


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def card(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about an order."""
    return _shown(OrderCard(desk, _some(desk), OrderSteps(desk, parent), parent))


def _form(step: int) -> Callable[[Desk, QWidget], QWidget]:
    def show(desk: Desk, parent: QWidget) -> QWidget:
        whose = None if step == WHOSE else _some(desk).customer_id
        form = OrderForm(desk, gather(desk, whose), parent)
        if step != WHOSE:
            currency = form.panel.lines.currency
            unit, less = Money(1990, currency), Money(500, currency)
            form.panel.lines.write(
                (
                    LineDraft("License dongle", "DNG-1", 3, unit, less),
                    LineDraft("Printed guide", "GDE-2", 1, unit),
                )
            )
        form.panel.go(step)
        form.panel.mark_clean()
        form.resize(1000, 680)
        return _shown(form)

    return show


def status(desk: Desk, parent: QWidget) -> QWidget:
    """Where an order goes next."""
    steps = (OrderStatus.SHIPPED, OrderStatus.DELIVERED)
    number = _some(desk).number
    return _shown(step_forms.status_form(desk, number, steps, lambda _draft: None, parent))


def tracking(desk: Desk, parent: QWidget) -> QWidget:
    """How its parcel is followed."""
    return _shown(step_forms.tracking_form(desk, _some(desk), parent))


def correct(desk: Desk, parent: QWidget) -> QWidget:
    """What its statuses should have been."""
    return _shown(step_forms.correct_form(desk, _some(desk), parent))


def tab(desk: Desk, _parent: QWidget) -> QWidget:
    """A customer's orders."""
    desk.navigator.open_customer(_some(desk).customer_id, "orders")
    windows = (one for one in QApplication.topLevelWidgets() if one.objectName() == "detail")
    found = next(one for one in windows if one.isVisible())
    found.resize(1000, 720)
    return found


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("order_card", card),
    ("order_new", _form(WHOSE)),
    ("order_items", _form(ITEMS)),
    ("order_details", _form(DETAILS)),
    ("order_status", status),
    ("order_tracking", tracking),
    ("order_correct", correct),
    ("order_tab", tab),
)
