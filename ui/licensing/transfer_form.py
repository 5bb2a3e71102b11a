"""Asks whom a customer's licenses go to, and shows what that moves (WFL-06)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.text import N_, _, ngettext
from app.licensing.outcomes import Assigned, Transfer
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import check
from ui.licensing import whom
from ui.licensing.preview import Preview
from ui.licensing.previewed import Previewed

FORM = "licenseTransfer"


@dataclass(frozen=True, slots=True)
class TransferDraft(Draft):
    """A customer or an e-mail, whether every license goes there, and who had them is told."""

    customer_id: int | None = None
    email: str = ""
    everything: bool = True
    notify: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"email": (254, N_("E-mail"))}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:  # noqa: ARG002 - not needed
        """One of the two."""
        return dict(whom.one_of(self))


def transfer_form(
    desk: Desk, customer_id: int, chosen: Sequence[int], parent: QWidget
) -> FormDialog[TransferDraft]:
    """`saved` carries what became of them (`Assigned`)."""
    new, assignment = whom.NewOnes(), desk.services.assignment

    def which(draft: TransferDraft) -> Sequence[int] | None:
        return None if draft.everything else chosen

    def save(draft: TransferDraft) -> Assigned:
        return assignment.transfer(
            customer_id,
            customer_id=draft.customer_id,
            email=draft.email.strip(),
            license_ids=which(draft),
            confirm_new=new.allowed(draft.email),
            notify=draft.notify,
        )

    def look(draft: TransferDraft) -> Transfer:
        return assignment.transfer_preview(
            customer_id,
            customer_id=draft.customer_id,
            email=draft.email.strip(),
            license_ids=which(draft),
        )

    said = ngettext("The %s chosen license", "The %s chosen licenses", len(chosen))
    options = [(True, _("All licenses"))]
    if chosen:
        options.append((False, said % fmt.text(len(chosen))))
    fields = (
        *whom.fields(desk, N_("Transfer to")),
        Field("everything", N_("Licenses"), choice(lambda: options), wide=True),
        Field("notify", N_("Tell this customer by e-mail"), check, wide=True),
    )
    hint = N_(
        "For a customer whose e-mail has changed, or a company that was sold. Licenses move with "
        "their devices and their history; this customer stays as it is."
    )
    dialog = FormDialog(
        desk, FORM, N_("Transfer licenses"), TransferDraft, (Section("", fields, hint),), save,
        TransferDraft(everything=not chosen), verb=N_("Transfer"), parent=parent,
    )  # fmt: skip
    new.watch(dialog)
    Previewed(desk, dialog, look, _show, _("Say whom they go to, and what moves is shown here."))
    return dialog


def _show(preview: Preview, found: Transfer) -> None:
    taker = found.to_customer
    if found.to_is_new:
        taker = _("%s (a new customer)") % taker
    lines = (
        (_("From"), found.from_customer),
        (_("To"), taker),
        (_("Licenses"), fmt.text(found.licenses)),
        (_("Active devices"), fmt.text(found.activations)),
        (_("Can be told at"), found.told or _("No e-mail")),
    )
    preview.show_lines(("", ""), lines, found.refused)
