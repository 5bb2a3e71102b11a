"""Asks for a file's name and note."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from app.attachments.schemas import AttachmentDraft, AttachmentRow
from app.core.text import N_
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog
from ui.kit.form_editors import ParagraphEditor

PLACE = "fileDetails"
FIELDS = (
    Field("name", N_("Name"), required=True, wide=True,
          help=N_("What follows the last dot says which program opens it.")),
    Field("note", N_("Note"), lambda _kind: ParagraphEditor(3), wide=True),
)  # fmt: skip


def details_form(
    desk: Desk, row: AttachmentRow, save: Callable[[AttachmentDraft], None], parent: QWidget
) -> FormDialog[AttachmentDraft]:
    """A dialog that changes them."""
    initial = AttachmentDraft(row.name, row.note)
    title = N_("File details")
    return FormDialog(desk, PLACE, title, AttachmentDraft, FIELDS, save, initial, parent=parent)
