"""The files of one customer, as a tab: all of them, also those on interactions and orders."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from app.attachments.schemas import AttachmentRow, AttachTo
from app.core.access import Permission
from app.core.text import N_, _
from ui.files import columns
from ui.files.busy import Busy
from ui.files.drag import DragOut
from ui.files.pasting import paste
from ui.files.steps import FileSteps
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.drops import DropIn
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.parts import restyle
from ui.kit.row_making import row_action

PLACE = "detail.files"
WORDS = ListWords(
    title=N_("Files"),
    one=N_("%s file"),
    many=N_("%s files"),
    nothing=N_("No files yet"),
    hint=N_("Drop files here, paste a picture, or add them: offers, contracts, screenshots."),
    no_match=N_("No file matches"),
    search=N_("Search files..."),
)
_EDIT = Permission.ATTACHMENTS_EDIT
_made = partial(row_action, PLACE, _EDIT)


class FileList(ListPage[AttachmentRow]):
    """Files come in and out by drag and drop as well."""

    def __init__(self, desk: Desk, customer_id: int) -> None:
        to = AttachTo(customer_id)
        super().__init__(
            desk,
            PLACE,
            WORDS,
            columns.FILES,
            columns.source(partial(desk.services.attachments.of, to, removed=True)),
            filters=columns.FILTERS,
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("created_at", True),
            watches=("attachments", "customers"),
            embedded=True,
        )
        self.busy = Busy(desk, PLACE, self)
        self.steps = FileSteps(desk, self, lambda: to, self.busy)
        box = self.layout()
        if isinstance(box, QVBoxLayout):
            box.addWidget(self.busy)
        self.opened.connect(lambda key: self._with(FileSteps.open, [key]))
        self.drag = DragOut(self)
        if desk.actor.can(_EDIT):
            self.drop = DropIn(self, self.steps.add, self._light)

    def _actions(self) -> tuple[Action, ...]:
        return (
            Action(N_("Save all\u2026"), self._save_all, Permission.CUSTOMERS_READ, Icon.DOWNLOAD,
                   name=f"{PLACE}.saveAll"),
            Action(N_("Paste"), self._paste, _EDIT, Icon.PASTE, "Ctrl+V", f"{PLACE}.paste"),
            Action(N_("Add files\u2026"), lambda: self.steps.ask(), _EDIT, Icon.PLUS,  # noqa: PLW0108 - made later
                   "Ctrl+N", f"{PLACE}.new", primary=True),
        )  # fmt: skip

    def _row_actions(self) -> tuple[RowAction, ...]:
        read = Permission.CUSTOMERS_READ

        def one(step: Callable[[FileSteps, AttachmentRow], Any]) -> Callable[[Sequence[int]], None]:
            return partial(self._with, step)

        return (
            _made("open", N_("Open"), one(FileSteps.open), Icon.EXTERNAL, read, inline=True,
                  fits=lambda row: not row.risky and not row.removed),
            _made("save", N_("Save as\u2026"), self._save, Icon.DOWNLOAD, read, inline=True,
                  many=True, shortcut="Ctrl+S"),
            _made("details", N_("Details\u2026"), one(FileSteps.details), Icon.PENCIL,
                  shortcut="F2", fits=lambda row: not row.removed),
            _made("remove", N_("Remove"), lambda ids: self.steps.remove(ids), Icon.TRASH,  # noqa: PLW0108 - made later
                  many=True, shortcut="Del", destructive=True, inline=True,
                  fits=lambda row: not row.removed),
            _made("restore", N_("Restore"), lambda ids: self.steps.restore(ids), Icon.RESTORE,  # noqa: PLW0108 - made later
                  inline=True, many=True, fits=lambda row: row.removed),
        )  # fmt: skip

    def _with(self, step: Callable[[FileSteps, AttachmentRow], Any], ids: Sequence[int]) -> None:
        """Do it to one file, whose row is on the screen."""
        place = self.model.ids.index(ids[0]) if ids[0] in self.model.ids else -1
        row = self.model.row(place) if place >= 0 else None
        if row is not None:
            step(self.steps, row)

    def _save(self, ids: Sequence[int]) -> None:
        if len(ids) == 1:
            self._with(FileSteps.save_as, ids)
        else:
            self.steps.save_all(ids)

    def _save_all(self) -> None:
        """Those that are chosen, or all that are listed."""
        ids = list(self.chosen_ids()) or list(self.model.ids)
        if not ids:
            self.desk.notices.say(_("There are no files to save."))
        self.steps.save_all(ids)

    def _paste(self) -> None:
        paste(self.desk, self, self.steps.add)

    def _light(self, lit: bool) -> None:
        restyle(self.body.card, focused=lit)
        empty = self.body.empty
        if empty.isVisible() or not lit:
            restyle(empty, role="card" if lit else "", focused=lit)
