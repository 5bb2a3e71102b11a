"""Asks for an order in three steps: whose it is, what is ordered, where it goes."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.errors import Invalid
from app.core.money import currencies
from app.core.text import N_, _
from app.orders.drafts import OrderDraft, draft_of
from app.orders.schemas import OrderDetail, Start, Taxing
from ui.kit.desk import Desk
from ui.kit.dialogs import Unsaved, ask_unsaved
from ui.kit.draft_keeper import DraftBar, DraftKeeper
from ui.kit.form import MessageBar, Saver
from ui.kit.parts import button, label, restyle
from ui.kit.theme import theme
from ui.orders.form_panel import DETAILS, ITEMS, PLACE, WHOSE, OrderPanel
from ui.orders.totals_bar import TotalsBar

TITLES = (N_("Select customer"), N_("Add items"), N_("Order details"))
REST_MS = 150


@dataclass(frozen=True, slots=True)
class Gathered:
    """What the form needs to know before it opens; `order` is the one to be changed."""

    currencies: list[str]
    customer_id: int | None
    start: Start | None
    order: OrderDetail | None


def gather(desk: Desk, customer_id: int | None, order_id: int | None = None) -> Gathered:
    """Ask for it; runs on a worker."""
    orders = desk.services.orders
    order = None if order_id is None else orders.show(order_id)
    own = order.currency if order else desk.services.organization.settings().currency
    codes = [own, *(found.code for found in currencies() if found.code != own)]
    start = None if customer_id is None else orders.start(customer_id)
    return Gathered(codes, customer_id, start, order)


class OrderForm(QDialog):
    """`saved` carries the new order (`Ordered`), or the new version of one that was changed."""

    saved = Signal(object)

    def __init__(self, desk: Desk, found: Gathered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._found = desk, found
        self._base: OrderDraft | None = draft_of(found.order) if found.order else None
        self._first = WHOSE if found.order is None else ITEMS
        self._begun: int | None = found.customer_id
        self._asked: object = None
        self.subject = found.order.number if found.order else ""
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Edit %s") % self.subject if self.subject else _("Create order"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel = OrderPanel(desk, found.currencies, self._base, self)
        self.bar, self.draft_bar = MessageBar(PLACE), DraftBar(PLACE)
        self.totals = TotalsBar(f"{PLACE}.totals")
        self.steps = [
            label("", name=f"{PLACE}.step{step + 1}") for step in range(self._first, len(TITLES))
        ]
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self.back = button(_("Back"), f"{PLACE}.back")
        self.next = button(_("Next"), f"{PLACE}.next", role="primary")
        verb = _("Save") if found.order else _("Create order")
        self.save = button(verb, f"{PLACE}.save", role="primary")
        self.saver = Saver(desk, self.panel, self.bar, self.save, self._save)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._arrange()
        self._connect()
        if found.start is not None and found.customer_id is not None:
            self.panel.choose(found.customer_id, found.start.customer)
            self.panel.fill(found.start)
            self.panel.mark_clean()
        record = found.order.id if found.order else found.customer_id or 0
        form = "orderEdit" if found.order else "order.new"
        self.keeper = DraftKeeper(
            desk, self.panel, self.draft_bar, self.windowTitle, (form, record)
        )
        self._go(self._first if found.start is None else ITEMS)
        self._ask_taxing()

    def reject(self) -> None:
        """Close, after asking what to do with changes."""
        if self.saver.busy:
            return
        if self.panel.is_dirty:
            answer = ask_unsaved(self)
            if answer is Unsaved.SAVE:
                self.saver.submit()
            if answer is not Unsaved.DISCARD:
                return
        self.keeper.throw_away()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def forward(self) -> None:
        """Go to the next step, once this one is right."""
        self.bar.say("")
        try:
            self.panel.check(self.panel.step)
        except Invalid as invalid:
            self.panel.forget_problems()
            homeless = self.panel.show_problems(invalid.fields)
            self.bar.say(" ".join(dict.fromkeys(homeless)))
            return
        self.panel.forget_problems()
        if self.panel.step == WHOSE:
            self._begin()
        else:
            self._go(self.panel.step + 1)

    def _begin(self) -> None:
        """Ask for what the customer's order begins with, if that is not known."""
        customer_id = self.panel.customer_id
        if customer_id is None or customer_id == self._begun:
            if customer_id is None:
                self.panel.fill(None)
            self._go(ITEMS)
            return
        self.next.setEnabled(False)

        def came(found: Start) -> None:
            self._begun = customer_id
            self.next.setEnabled(True)
            self.panel.fill(found)
            self._go(ITEMS)

        def failed(error: Exception) -> None:
            self.next.setEnabled(True)
            self.bar.say(str(error))

        self._desk.tasks.run(
            self, partial(self._desk.services.orders.start, customer_id), came, failed
        )

    def _save(self, draft: OrderDraft) -> object:
        orders, order = self._desk.services.orders, self._found.order
        if order is None:
            return orders.create(draft)
        return orders.edit(order.id, order.version, self._base, draft)

    def _saved(self, result: object) -> None:
        self.keeper.drop()
        self.saved.emit(result)
        self.accept()

    def _go(self, step: int) -> None:
        self.panel.go(step)
        self._tell_step()

    def _tell_step(self, _step: int = 0) -> None:
        step = self.panel.step
        for place, said in enumerate(self.steps, self._first):
            named = f"{place - self._first + 1}  {_(TITLES[place])}"
            said.setText(named)
            restyle(said, role="strong" if place == step else "muted")
            said.setAccessibleName(_("%s, this step") % named if place == step else named)
        last = step == DETAILS
        self.back.setVisible(step > self._first)
        self.next.setVisible(not last)
        self.save.setVisible(last or self._found.order is not None)
        self.totals.setVisible(step != WHOSE)
        restyle(self.save, role="primary" if last else "")
        (self.save if last else self.next).setDefault(True)

    def _ask_taxing(self) -> None:
        """Ask for the rates tax is reckoned by, when what they depend on has changed."""
        asked = self.panel.asked
        if asked is None or asked == self._asked:
            return
        self._asked = asked

        def came(found: Taxing) -> None:
            if asked == self._asked:
                self.panel.know(found)

        self._desk.tasks.run(self, partial(self._desk.services.orders.taxing, *asked), came)

    def _tell_totals(self) -> None:
        self.totals.show_totals(self.panel.totals)

    def _connect(self) -> None:
        self.saver.saved.connect(self._saved)
        self.saver.busy_changed.connect(self.back.setDisabled)
        self.panel.reckoned.connect(self._tell_totals)
        self.panel.edited.connect(self._rest.start)
        self.panel.pages.currentChanged.connect(self._tell_step)
        self._rest.timeout.connect(self._ask_taxing)
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(lambda: self._go(self.panel.step - 1))
        self.next.clicked.connect(self.forward)

    def _arrange(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(14)
        body.addWidget(label(self.windowTitle(), "h1"))
        body.addLayout(_row(self.steps))
        body.addWidget(self.draft_bar)
        body.addWidget(self.panel, 1)
        body.addWidget(self.totals)
        body.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        for one in (self.back, self.next, self.save):
            foot.addWidget(one)
        body.addLayout(foot)
        screen = self.screen().availableSize()
        self.resize(
            min(theme().px(1000), screen.width() - 40), min(theme().px(680), screen.height() - 60)
        )


def _row(steps: list[QLabel]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for place, said in enumerate(steps):
        if place:
            row.addWidget(label("\u203a", "muted"))
        row.addWidget(said)
    row.addStretch(1)
    return row
