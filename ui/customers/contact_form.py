"""The form of a person to talk to; two people's edits of one are joined or asked about."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.errors import Clash, Unsure
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.drafts import ContactDraft
from app.customers.schemas import ContactDetail
from ui.customers.looks import short
from ui.customers.words import in_words
from ui.kit.conflict import Settler
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_basis import Basis, read_back
from ui.kit.form_editors import paragraph
from ui.kit.undoing import done

PLACE = "contact"
_FIELDS = (
    Field("name", N_("Name"), required=True),
    Field("role", N_("Role"), placeholder=N_("Accounting, purchasing, \u2026")),
    Field("phone", N_("Phone number"), placeholder=N_("+1-555-0789")),
    Field("email", N_("E-mail"), placeholder=N_("anna@example.com")),
    Field("address", N_("Address"), paragraph, wide=True, help=N_("Only if it differs")),
    Field("is_primary", N_("Primary contact")),
)


def contact_form(
    desk: Desk, customer_id: int, contact: ContactDetail | None, parent: QWidget
) -> FormDialog[ContactDraft]:
    """A dialog that adds a contact of a customer, or edits one."""
    edit = ContactEdit(desk, customer_id, contact, parent)
    sections = (Section("", _FIELDS),)
    title, subject = N_("New contact"), ("contact.new", customer_id)
    if contact is not None:
        title, subject = N_("Contact"), (f"contact.{contact.id}", customer_id)
    initial = edit.basis.base if edit.basis else None
    dialog = FormDialog(
        desk, PLACE, title, ContactDraft, sections, edit.save, initial,
        subject=subject, parent=parent,
    )  # fmt: skip
    edit.follow(dialog)
    return dialog


class ContactEdit(QObject):
    """What a contact's form was filled from, and how it is saved."""

    def __init__(
        self, desk: Desk, customer_id: int, contact: ContactDetail | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._customer_id = desk, customer_id
        self._id = contact.id if contact else None
        self.basis: Basis[ContactDraft] | None = None
        if contact is not None:
            base = ContactDraft(
                contact.name, contact.phone, contact.email, contact.address, contact.role,
                contact.is_primary,
            )  # fmt: skip
            self.basis = Basis(contact.version, base, base)

    def follow(self, dialog: FormDialog[ContactDraft]) -> None:
        """Belong to this dialog: it shows what is to be saved."""
        self.setParent(dialog)
        self._dialog = dialog
        if self.basis is not None:
            base = self.basis.base
            self.basis = Basis(self.basis.version, base, read_back(dialog.panel, base))
        Settler(
            self._desk, dialog.saver, dialog.panel, dialog.bar, in_words, self._settle,
            ContactDraft.together,
        )  # fmt: skip
        dialog.saved.connect(self._saved)

    def save(self, draft: ContactDraft) -> Receipt:
        """Runs on a worker."""
        receipt, basis = Receipt(), self.basis
        customers = self._desk.services.customers.noting(receipt)
        save = partial(customers.save_contact, self._customer_id, draft)
        if self._id is not None and basis is not None:
            mine = basis.mine(draft)
            save = partial(
                customers.save_contact, self._customer_id, mine, self._id, basis.version, basis.base
            )
        try:
            save()
        except Unsure as unsure:
            raise unsure.then(lambda _id: receipt) from unsure
        return receipt

    def _settle(self, clash: Clash, chosen: Mapping[str, Any]) -> None:
        panel = self._dialog.panel
        stored = dict(clash.stored)
        typed = panel.touched
        panel.take({n: stored[n] for n in stored if n in clash.fields or n not in typed})
        base = ContactDraft(**stored)
        self.basis = Basis(clash.version, base, read_back(panel, base, typed - clash.fields.keys()))
        for name, value in chosen.items():
            panel.box(name).editor.write(value)

    def _saved(self, receipt: Receipt) -> None:
        said = _("Saved.")
        if receipt.merged:
            boxes = self._dialog.panel.boxes
            fields = ", ".join(boxes[name].shown_title for name in receipt.merged)
            words = {"who": short(receipt.by), "fields": fields}
            said = _("Saved. What %(who)s changed meanwhile was kept: %(fields)s.") % words
        done(self._desk, said, receipt.command)
