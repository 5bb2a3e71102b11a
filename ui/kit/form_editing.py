"""Saves edits of a record; those of two people are joined, or it is asked what is to stay."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.errors import Clash, Unsure
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.text import _
from ui.kit import format as fmt
from ui.kit.conflict import Settler
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_basis import Basis, read_back

D = TypeVar("D", bound=Draft)
# The use case that saves: it gets a receipt, the version, what is to be saved, and the base;
# and a `Progress`, where the form lets saving be watched.
Edit = Callable[..., object]


def editing(
    desk: Desk,
    place: str,
    title: str,
    spec: Sequence[Section | Field],
    stored: tuple[int, D],
    edit: Edit,
    say: Callable[[str, Any], str],
    parent: QWidget,
) -> FormDialog[D]:
    """A form filled with what is `stored`, at which version; `saved` carries a receipt.

    `say` puts a field's value in words.
    """
    basis = _Editing(stored, edit, say, parent)
    kind = type(stored[1])
    dialog = FormDialog(desk, place, title, kind, spec, basis.save, stored[1], parent=parent)
    basis.follow(desk, dialog)
    return dialog


def kept(dialog: FormDialog[Any], receipt: Receipt) -> str:
    """A sentence on what of others' changes was kept; blank where there was none."""
    if not receipt.merged:
        return ""
    boxes = dialog.panel.boxes
    named = (boxes[name].shown_title for name in receipt.merged if name in boxes)
    words = {"who": fmt.short(receipt.by), "fields": ", ".join(named)}
    return _("What %(who)s changed meanwhile was kept: %(fields)s.") % words


class _Editing(QObject, Generic[D]):
    """What a form was filled from, and how it is saved."""

    def __init__(
        self,
        stored: tuple[int, D],
        edit: Edit,
        say: Callable[[str, Any], str],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._edit, self._say = edit, say
        self._basis = Basis(*stored, stored[1])

    def follow(self, desk: Desk, dialog: FormDialog[D]) -> None:
        """Belong to this dialog: it shows what is to be saved."""
        self.setParent(dialog)
        self._panel = dialog.panel
        base = self._basis.base
        self._basis = Basis(self._basis.version, base, read_back(self._panel, base))
        Settler(
            desk, dialog.saver, dialog.panel, dialog.bar, lambda _names: self._say, self._settle,
            base.together,
        )  # fmt: skip

    def save(self, draft: D, *watched: Progress) -> Receipt:
        """Runs on a worker."""
        receipt, basis = Receipt(), self._basis
        try:
            self._edit(receipt, basis.version, basis.mine(draft), basis.base, *watched)
        except Unsure as unsure:
            raise unsure.then(lambda _result: receipt) from unsure
        return receipt

    def _settle(self, clash: Clash, chosen: Mapping[str, Any]) -> None:
        panel, typed = self._panel, self._panel.touched
        stored = {name: clash.stored[name] for name in panel.boxes}
        panel.take({n: stored[n] for n in stored if n in clash.fields or n not in typed})
        base = replace(self._basis.base, **clash.stored)
        shown = read_back(panel, base, typed - clash.fields.keys())
        self._basis = Basis(clash.version, base, shown)
        for name, value in chosen.items():
            panel.box(name).editor.write(value)
