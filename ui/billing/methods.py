"""How a customer pays: a short list, never with a whole card or account number (BIL-07)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.billing.drafts import MethodDraft
from app.billing.schemas import MethodKind, MethodRow
from app.core.access import Permission
from app.core.listing import small
from app.core.text import N_, _
from ui.kit import cells, dialogs
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction
from ui.kit.cells import Cell, Kind
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import check
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import button, label
from ui.kit.table import Column, columns
from ui.kit.text_parts import paragraph
from ui.kit.theme import Tone, theme

PLACE, FORM = "methods", "method"
SIZE = (820, 480)
KINDS = {
    MethodKind.BANK_TRANSFER: N_("Bank transfer"),
    MethodKind.DIRECT_DEBIT: N_("Direct debit"),
    MethodKind.CARD: N_("Card"),
    MethodKind.PAYPAL: N_("PayPal"),
    MethodKind.CHEQUE: N_("Cheque"),
    MethodKind.CASH: N_("Cash"),
    MethodKind.OTHER: N_("Other"),
}
WORDS = ListWords(
    title=N_("Payment methods"),
    one=N_("%s method"),
    many=N_("%s methods"),
    nothing=N_("No payment methods yet"),
    hint=N_("Add how this customer pays, so that payments can name it."),
    no_match=N_("No method matches"),
    search=N_("Search methods..."),
)


def kind(value: MethodKind) -> str:
    """What a kind of method is called."""
    return _(KINDS[value])


def _standing(row: MethodRow, _value: bool, _text: str) -> Cell:
    if not row.active:
        return Cell(_("Out of use"), Kind.BADGE, Icon.CIRCLE_OFF, Tone.NEUTRAL)
    if row.is_default:
        return Cell(_("Default"), Kind.BADGE, Icon.CIRCLE_CHECK, Tone.OK)
    return Cell("")


COLUMNS = columns(
    MethodRow,
    Column("shown", N_("Method"), 220, priority=0, stretch=True),
    Column("kind", N_("Kind"), 130, show=kind, priority=1),
    Column("is_default", N_("Standing"), 124, cook=_standing, priority=0),
    Column("updated_at", N_("Updated"), 120, cook=cells.muted_day, priority=2),
)


class MethodsDialog(QDialog):
    """Add, edit, prefer and remove. Open it with `open()`."""

    def __init__(self, desk: Desk, customer_id: int, name: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk, self._customer_id = desk, customer_id
        self._service = desk.services.payment_methods
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Payment methods of %s") % fmt.short(name))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list: ListPage[MethodRow] = ListPage(
            desk, f"{PLACE}.list", WORDS, COLUMNS,
            small(partial(self._service.list, customer_id)), actions=self._actions(),
            row_actions=self._row_actions(), watches=("payment_methods",), embedded=True,
        )  # fmt: skip
        self.list.opened.connect(self._edit)
        close = button(_("Close"), f"{PLACE}.close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(self.windowTitle(), "h1"))
        said = _("Only a name and at most the last four digits are kept; never a whole number.")
        column.addWidget(paragraph(said, "muted"))
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        screen, (width, height) = self.screen().availableSize(), SIZE
        self.resize(
            min(theme().px(width), screen.width() - 40),
            min(theme().px(height), screen.height() - 60),
        )

    def _actions(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("Add method\u2026"), partial(self._ask, None), Permission.BILLING_EDIT,
                Icon.PLUS, "Ctrl+N", f"{PLACE}.new", primary=True,
            ),
        )  # fmt: skip

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(RowAction, permission=Permission.BILLING_EDIT)
        return (
            made(
                N_("Edit\u2026"), lambda ids: self._edit(ids[0]), icon=Icon.PENCIL,
                shortcut="F2", name=f"{PLACE}.edit", inline=True,
            ),
            made(
                N_("Make default"), self._prefer, icon=Icon.STAR, name=f"{PLACE}.prefer",
                inline=True, fits=lambda row: row.active and not row.is_default,
            ),
            made(
                N_("Remove\u2026"), self._remove, icon=Icon.TRASH, shortcut="Del",
                name=f"{PLACE}.remove", inline=True, destructive=True,
            ),
        )  # fmt: skip

    def _edit(self, method_id: int) -> None:
        ids = self.list.model.ids
        row = self.list.model.row(ids.index(method_id)) if method_id in ids else None
        if row is not None and self._desk.actor.can(Permission.BILLING_EDIT):
            self._ask(row)

    def _ask(self, row: MethodRow | None) -> None:
        dialog = method_form(self._desk, self._customer_id, row, self)
        said = _("The payment method was saved.")
        dialog.saved.connect(lambda _id: self._desk.notices.say(said))
        dialog.open()

    def _prefer(self, ids: Sequence[int]) -> None:
        said = _("This method is offered first from now on.")
        self._desk.tasks.run(
            self, partial(self._service.set_default, ids[0]),
            lambda _none: self._desk.notices.say(said),
        )  # fmt: skip

    def _remove(self, ids: Sequence[int]) -> None:
        row = self.list.chosen_row()
        if row is None:
            return
        title = _("Remove \u201c%s\u201d?") % row.shown
        follows = _("Payments made with it keep its name.")
        if dialogs.confirm(self, title, follows, _("Remove method"), destructive=True):
            self._desk.tasks.run(
                self, partial(self._service.remove, ids[0]),
                lambda _none: self._desk.notices.say(_("The payment method was removed.")),
            )  # fmt: skip


def method_form(
    desk: Desk, customer_id: int, row: MethodRow | None, parent: QWidget
) -> FormDialog[MethodDraft]:
    """Asks for a new method, or for changes to one."""
    service = desk.services.payment_methods
    fields = (
        Field("kind", N_("Kind"), choice(lambda: [(one, _(said)) for one, said in KINDS.items()])),
        Field("label", N_("Label"), required=True, placeholder=N_("Company card"),
              help=N_("What you call it. Never a card or account number.")),
        Field("last_digits", N_("Last digits"), help=N_("At most four, or blank.")),
        Field("active", N_("In use"), check),
    )  # fmt: skip
    if row is None:
        return FormDialog(
            desk, FORM, N_("New payment method"), MethodDraft, (Section("", fields),),
            partial(service.add, customer_id), verb=N_("Add method"), parent=parent,
        )  # fmt: skip
    initial = MethodDraft(row.kind, row.label, row.last_digits, row.active)
    return FormDialog(
        desk, FORM, N_("Edit payment method"), MethodDraft, (Section("", fields),),
        partial(service.edit, row.id, row.version), initial, parent=parent,
    )  # fmt: skip
