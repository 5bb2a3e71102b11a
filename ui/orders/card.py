"""Everything about one order to read: its facts, its items, its history."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from app.core.access import Permission
from app.core.text import _
from app.orders.schemas import CLOSED, OrderDetail
from ui.kit.customer_picker import NOBODY
from ui.kit.desk import Desk
from ui.kit.facts_dialog import FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button, label
from ui.kit.plain_table import PlainTable
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme
from ui.orders import facts, looks

if TYPE_CHECKING:
    from ui.orders.steps import OrderSteps

PLACE = "orderCard"
_ROWS = 12


class OrderCard(FactsDialog):
    """What follows on it is a click away: the card makes room for it."""

    def __init__(
        self, desk: Desk, found: OrderDetail, steps: "OrderSteps", parent: QWidget | None
    ) -> None:
        tone, picture = looks.LOOKS[found.status]
        super().__init__(
            PLACE,
            found.number,
            (looks.status(found.status), tone, picture),
            facts.facts(found),
            parent,
            lead=found.customer or NOBODY,
            copied=frozenset({"tracking_number"}),
        )
        self._found = found
        self.items = PlainTable(f"{PLACE}.items", _("Items"), facts.ITEMS, fits=_ROWS)
        self.items.show_lines(facts.items(found))
        self.history = PlainTable(f"{PLACE}.history", _("History"), facts.HISTORY, fits=_ROWS)
        self.history.show_lines(facts.history(found))
        self.body.insertWidget(0, label(_("Items"), "h2"))
        self.body.insertWidget(1, self.items)
        self.body.insertWidget(2, label(_("Details"), "h2"))
        place = self.body.count() - 1
        if steps.files is not None:
            self.body.insertWidget(place, steps.files(desk, found.id))
            place += 1
        self.body.insertWidget(place, label(_("History"), "h2"))
        self.body.insertWidget(place + 1, self.history)
        self.body.insertLayout(place + 2, self._record())
        self._offer(desk, steps)
        height = min(theme().px(680), self.screen().availableSize().height() - 60)
        self.resize(theme().px(780), height)

    def _record(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (key, named, words) in enumerate(facts.record(self._found)):
            name = label(named, "muted")
            name.setMinimumWidth(theme().px(130))
            grid.addWidget(name, row, 0)
            grid.addWidget(paragraph(words, name=f"{PLACE}.{key}"), row, 1)
        return grid

    def _offer(self, desk: Desk, steps: "OrderSteps") -> None:
        found = self._found
        self._step(
            _("Open customer"), "customer", Icon.USERS,
            lambda: desk.navigator.open_customer(found.customer_id, "orders"),
        )  # fmt: skip
        if desk.actor.can(Permission.ORDERS_EDIT) and found.status not in CLOSED:
            self._step(_("Edit\u2026"), "edit", Icon.PENCIL, lambda: steps.edit(found.id))
        if found.next:
            self._step(
                _("Update status\u2026"), "move", Icon.ARROW_RIGHT, lambda: steps.move(found.id)
            )

    def _step(self, title: str, thing: str, picture: Icon, act: Callable[[], object]) -> None:
        made = button(title, f"{PLACE}.{thing}", picture)

        def run() -> None:
            self.accept()
            act()

        made.clicked.connect(run)
        self.add_step(made)
