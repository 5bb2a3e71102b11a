"""The people to talk to at a customer: shown, added, changed and taken away."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.receipt import Receipt
from app.core.text import _
from app.customers.schemas import ContactDetail, CustomerDetail
from ui.customers.contact_form import contact_form
from ui.customers.looks import short
from ui.kit.badge import ElidedLabel
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.icons import Icon
from ui.kit.parts import button, card, icon_button, label, line
from ui.kit.text_parts import paragraph as wrapped
from ui.kit.undoing import done

PLACE = "detail.contacts"


class ContactsCard(QWidget):
    """Each change is saved by itself, at once."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        super().__init__()
        self._desk, self._customer_id = desk, customer_id
        self._editable = False
        self._shown: tuple[Sequence[ContactDetail], bool] | None = None
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        frame = card()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.add = button(_("Add\u2026"), f"{PLACE}.add", Icon.PLUS)
        self.add.setAccessibleName(_("Add a contact"))
        self.add.clicked.connect(partial(self.edit, None))
        head = QHBoxLayout()
        head.addWidget(label(_("Contacts"), "h2"))
        head.addStretch(1)
        head.addWidget(self.add)
        column = frame.layout()
        if isinstance(column, QVBoxLayout):
            column.setSpacing(10)
            column.addLayout(head)
            column.addLayout(self._lines)
        body.addWidget(frame)

    def show_customer(self, found: CustomerDetail, *, editable: bool) -> None:
        """Show this customer's contacts."""
        if (found.contacts, editable) == self._shown:
            return  # Built anew, the list would flicker with every change of the customer.
        self._shown = (found.contacts, editable)
        self._editable = editable
        self.add.setVisible(editable)
        while (item := self._lines.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for place, contact in enumerate(found.contacts):
            if place:
                self._lines.addWidget(line())
            self._lines.addWidget(self._line(contact))
        if not found.contacts:
            self._lines.addWidget(wrapped(_("Nobody yet. Add the person to talk to."), "muted"))

    def edit(self, contact: ContactDetail | None, _checked: bool = False) -> None:
        """Open the form of a contact, or of a new one."""
        contact_form(self._desk, self._customer_id, contact, self).open()

    def remove(self, contact: ContactDetail, _checked: bool = False) -> None:
        """Take a contact away, once that is confirmed."""
        if confirm(
            self,
            _("Remove %s?") % short(contact.name),
            _("Name, phone and e-mail of this contact are removed. The history keeps the change."),
            _("Remove contact"),
            destructive=True,
        ):
            receipt = Receipt()
            customers = self._desk.services.customers.noting(receipt)
            work = partial(customers.remove_contact, self._customer_id, contact.id)
            said = _("%s was removed.") % short(contact.name)
            self._desk.tasks.run(self, work, lambda _none: done(self._desk, said, receipt.command))

    def _line(self, contact: ContactDetail) -> QWidget:
        made, place = QFrame(), f"detail.contact.{contact.id}"
        words = QVBoxLayout()
        words.setSpacing(2)
        name = ElidedLabel("strong", f"{place}.name")
        name.show_text(contact.name)
        words.addWidget(name)
        roles = [_("Primary contact")] if contact.is_primary else []
        roles += [contact.role] if contact.role else []
        parts = [", ".join(roles), contact.email, contact.phone, *contact.address.splitlines()]
        for part in filter(None, parts):
            said = ElidedLabel("muted")
            said.show_text(part)
            words.addWidget(said)
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addLayout(words, 1)
        if self._editable:
            self._buttons(row, contact, place)
        return made

    def _buttons(self, row: QHBoxLayout, contact: ContactDetail, place: str) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for title, thing, drawing, run in (
            (_("Edit %s"), "edit", Icon.PENCIL, self.edit),
            (_("Remove %s"), "remove", Icon.TRASH, self.remove),
        ):
            made = icon_button(title % short(contact.name), f"{place}.{thing}", drawing)
            made.clicked.connect(partial(run, contact))
            row.addWidget(made, 0, top)
