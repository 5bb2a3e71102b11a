"""Asks whom licenses are for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.text import N_, _, ngettext
from app.licensing.outcomes import Assigned
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import FormDialog, Section
from ui.licensing import whom

FORM = "licenseAssign"


@dataclass(frozen=True, slots=True)
class WhomDraft(Draft):
    """A customer or an e-mail."""

    customer_id: int | None = None
    email: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"email": (254, N_("E-mail"))}

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:  # noqa: ARG002 - not needed
        """One of the two."""
        return dict(whom.one_of(self))


def assign_form(desk: Desk, ids: Sequence[int], parent: QWidget) -> FormDialog[WhomDraft]:
    """`saved` carries what became of them (`Assigned`)."""
    new = whom.NewOnes()

    def save(draft: WhomDraft) -> Assigned:
        return desk.services.assignment.assign(
            ids,
            customer_id=draft.customer_id,
            email=draft.email.strip(),
            confirm_new=new.allowed(draft.email),
        )

    many = ngettext("Assign %s license", "Assign %s licenses", len(ids)) % fmt.text(len(ids))
    hint = N_(
        "Available licenses become active. Those of another customer move, with their devices."
    )
    dialog = FormDialog(
        desk, FORM, many, WhomDraft, (Section("", whom.fields(desk, N_("Assign to")), hint),),
        save, verb=_("Assign"), parent=parent,
    )  # fmt: skip
    new.watch(dialog)
    return dialog
