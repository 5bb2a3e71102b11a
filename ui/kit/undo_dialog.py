"""Lists whom a step cannot be undone for, and why, and offers to undo the rest."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.listing import small
from app.core.text import N_, _, ngettext
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import button
from ui.kit.table import Column, columns
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

if TYPE_CHECKING:
    from app.undo.schemas import UndoPreview

PLACE = "undo"


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A customer that stays as it is; `id` is the customer's."""

    id: int
    name: str
    reason: str


COLUMNS = columns(
    RefusedRow,
    Column("name", N_("Customer"), 200, priority=0),
    Column("reason", N_("Why"), 380, stretch=True, priority=0),
)
WORDS = ListWords(
    title=N_("Customers that stay as they are"),
    one=N_("%s customer"),
    many=N_("%s customers"),
    nothing=N_("Nothing stands in the way"),
    no_match=N_("No customer matches"),
    search=N_("Search the customers…"),
)


class UndoDialog(QDialog):
    """Open it with `open()`; `go` undoes the step for those who do not refuse."""

    def __init__(
        self,
        desk: Desk,
        preview: "UndoPreview",
        go: Callable[[], None],
        *,
        back: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._go = go
        self.setObjectName(PLACE)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = (_("Undo: %s") if back else _("Redo: %s")) % preview.step.title
        self.setWindowTitle(title)
        self.rows = _Refused(desk, preview)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(paragraph(title, "h2"))
        body.addWidget(paragraph(_sentence(preview), name=f"{PLACE}.text"))
        body.addWidget(self.rows, 1)
        body.addWidget(self._buttons(preview, back=back))
        self.resize(theme().px(880), theme().px(480))

    def _buttons(self, preview: "UndoPreview", *, back: bool) -> QDialogButtonBox:
        box, roles = QDialogButtonBox(self), QDialogButtonBox.ButtonRole
        some = preview.left > 0
        words = _("Leave everything as it is") if some else _("Close")
        self.cancel = button(words, f"{PLACE}.cancel", role="" if some else "primary")
        box.addButton(self.cancel, roles.RejectRole)
        box.rejected.connect(self.reject)
        self.rest = button(_words(preview.left, back=back), f"{PLACE}.rest", role="primary")
        if some:
            box.addButton(self.rest, roles.AcceptRole)
        else:
            self.rest.setParent(self)
            self.rest.hide()
        (self.rest if some else self.cancel).setDefault(True)
        (self.rest if some else self.cancel).setFocus()
        box.accepted.connect(self.accept)
        return box

    def accept(self) -> None:
        super().accept()
        self._go()


class _Refused(ListPage[RefusedRow]):
    """The customers that refuse, each with its reason."""

    def __init__(self, desk: Desk, preview: "UndoPreview") -> None:
        rows = [RefusedRow(one.customer_id, one.name, one.reason) for one in preview.refused]
        super().__init__(
            desk,
            f"{PLACE}.refused",
            WORDS,
            COLUMNS,
            small(lambda: rows),
            watches=("nothing",),
            embedded=True,
        )
        self.opened.connect(desk.navigator.open_customer)


def _words(left: int, *, back: bool) -> str:
    said = ngettext("Redo the other %s", "Redo the other %s", left)
    if back:
        said = ngettext("Undo the other %s", "Undo the other %s", left)
    return said % fmt.text(left)


def _sentence(preview: "UndoPreview") -> str:
    if not preview.left:
        # One customer alone is told of without a list.
        none = _("It cannot be done for any of the %s customers, because of what happened since.")
        return f"{none % fmt.text(preview.total)} {_('Nothing was changed.')}"
    said = ngettext(
        "%(count)s of %(total)s customers would have to stay as it is, because of what "
        "happened since. Nothing was changed yet.",
        "%(count)s of %(total)s customers would have to stay as they are, because of what "
        "happened since. Nothing was changed yet.",
        preview.refused_total,
    )
    lines = [said % {"count": fmt.text(preview.refused_total), "total": fmt.text(preview.total)}]
    if preview.refused_total > len(preview.refused):
        shown = ngettext("The first %s is shown.", "The first %s are shown.", len(preview.refused))
        lines.append(shown % fmt.text(len(preview.refused)))
    return " ".join(lines)
