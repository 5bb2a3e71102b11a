"""A customer's timeline as `--screenshot` paints it."""

from PySide6.QtWidgets import QApplication, QWidget

from app.core.listing import ListQuery
from ui.kit.desk import Desk


def timeline(desk: Desk, _parent: QWidget) -> QWidget:
    """Everything that happened with somebody who ordered something."""
    orders = desk.services.orders.first(ListQuery(), 1)
    found = orders[0].customer_id if orders else desk.services.customers.first(ListQuery(), 1)[0].id
    desk.navigator.open_customer(found, "timeline")
    windows = (one for one in QApplication.topLevelWidgets() if one.objectName() == "detail")
    window = next(one for one in windows if one.isVisible())
    window.resize(1080, 780)
    return window


SHOTS = (("timeline", timeline),)
