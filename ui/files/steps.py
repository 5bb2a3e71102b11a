"""What can be done with files, the same from a customer's tab and from the strip on a card."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from app.attachments.schemas import (
    Added,
    AttachmentDraft,
    AttachmentRow,
    AttachTo,
    Dangerous,
    Saved,
)
from app.contents.names import kept, safe
from app.core.errors import DeskError, Unavailable
from app.core.files import describe_os_error
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.schemas import Outcome
from ui.files import copies
from ui.files.busy import Busy
from ui.files.forms import details_form
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.asking import Asking, counted
from ui.kit.desk import Desk
from ui.kit.undoing import done, undo

Target = Callable[[], AttachTo]
ADDED = (N_("%s file added."), N_("%s files added."))
AGAIN = (N_("%s file was here already."), N_("%s files were here already."))
REMOVED = (N_("%s file removed."), N_("%s files removed."))
RESTORED = (N_("%s file restored."), N_("%s files restored."))
SAVED = (N_("%s file saved."), N_("%s files saved."))


class FileSteps(Asking):
    """`target` says what new files belong to; it runs on a worker. `added` tells their ids."""

    added = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget, target: Target, busy: Busy) -> None:
        super().__init__(desk, owner)
        self._target, self._busy = target, busy

    def ask(self) -> None:
        """Ask which files to add."""
        self.add(dialogs.ask_open_paths(self.owner, _("Add files")))

    def add(self, paths: Sequence[Path]) -> None:
        """Add files; those that cannot be are named with the reason."""
        if not paths:
            return
        receipt, chosen = Receipt(), list(paths)
        service = self.desk.services.attachments.noting(receipt)

        def work(progress: Progress) -> Added:
            return service.add_many(self._target(), chosen, progress)

        def told(result: Added) -> None:
            # Each is a step of its own; the message could only take back the last of many.
            self._told_added(result, receipt.command if len(chosen) == 1 else 0)

        title = _("Adding %s\u2026") % fmt.short(kept(chosen[0].name))
        if len(chosen) > 1:
            title = _("Adding %d files\u2026") % len(chosen)
        self._busy.do(title, work, told)

    def open(self, row: AttachmentRow) -> None:
        """Open a copy in the program this computer has for it; what may do harm is only saved."""
        service = self.desk.services.attachments

        def work(progress: Progress) -> Path | Dangerous:
            try:
                return service.open_copy(row.id, _private(), progress)
            except Dangerous as refusal:
                return refusal

        def then(found: Path | Dangerous) -> None:
            offer = (_("Save as\u2026"), partial(self.save_as, row))
            if isinstance(found, Dangerous):
                self.desk.notices.show_error(found, offer)
            elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(found))):
                said = _("No program on this computer opens %s. Save it, and open it there.")
                self.desk.notices.warn(said % row.name, offer)

        self._busy.do(_("Opening %s\u2026") % fmt.short(row.name), work, then)

    def save_as(self, row: AttachmentRow) -> None:
        """Ask where to, and write one there."""
        path = dialogs.ask_save_path(self.owner, safe(row.name))
        if path is None:
            return
        service = self.desk.services.attachments

        def work(progress: Progress) -> None:
            service.save_as(row.id, path, progress)

        def then(_none: None) -> None:
            self._say_saved(_("%s was saved.") % path.name, path.parent)

        self._busy.do(_("Saving %s\u2026") % fmt.short(row.name), work, then)

    def save_all(self, ids: Sequence[int]) -> None:
        """Ask for a folder, and write them there under names that are free."""
        folder = dialogs.ask_folder(self.owner, _("Save files into")) if ids else None
        if folder is None:
            return
        service = self.desk.services.attachments

        def work(progress: Progress) -> Saved:
            return service.save_all(list(ids), folder, progress)

        def then(saved: Saved) -> None:
            if saved.paths:
                self._say_saved(counted(SAVED, len(saved.paths)), folder)
            self._refused(saved.refused)

        self._busy.do(_("Saving files\u2026"), work, then)

    def carry(self, ids: Sequence[int], then: Callable[[Saved], None]) -> None:
        """Write copies aside that can be dragged elsewhere."""
        service = self.desk.services.attachments

        def work(progress: Progress) -> Saved:
            return service.save_all(list(ids), _private(fresh=True), progress)

        self._busy.do(_("Getting files ready\u2026"), work, then)

    def remove(self, ids: Sequence[int]) -> None:
        """Take them away; a message offers to undo it."""
        receipt = Receipt()
        service = self.desk.services.attachments.noting(receipt)
        self._step(partial(service.remove, list(ids)), REMOVED, receipt)

    def restore(self, ids: Sequence[int]) -> None:
        """Bring removed ones back."""
        receipt = Receipt()
        service = self.desk.services.attachments.noting(receipt)
        self._step(partial(service.restore, list(ids)), RESTORED, receipt)

    def details(self, row: AttachmentRow) -> None:
        """Ask for another name and a note."""
        if self.is_asking():
            return
        receipt = Receipt()
        edit = self.desk.services.attachments.noting(receipt).edit

        def save(draft: AttachmentDraft) -> None:
            edit(row.id, row.version, draft)

        dialog = details_form(self.desk, row, save, self.owner)
        dialog.saved.connect(
            lambda _none: done(self.desk, _("The file's details were saved."), receipt.command)
        )
        dialog.open()

    def _step(self, work: Callable[[], Outcome], words: tuple[str, str], receipt: Receipt) -> None:
        def told(outcome: Outcome) -> None:
            count = len(outcome.done)
            back = (_("Undo"), partial(undo, self.desk, receipt.command))
            offer = back if receipt.command else None
            self.say(counted(words, count) if count else "", outcome.refused, offer)

        self.run(work, told)

    def _told_added(self, result: Added, command: int) -> None:
        new = len(result.ids) - result.again
        told = [counted(ADDED, new)] if new else []
        told += [counted(AGAIN, result.again)] if result.again else []
        if result.stopped:
            told.append(_("The others were not added."))
        if told:
            done(self.desk, " ".join(told), command)
        self._refused(result.refused)
        self.added.emit(result.ids)

    def _refused(self, refused: Sequence[tuple[str, str]]) -> None:
        if len(refused) == 1:
            self.desk.notices.show_error(DeskError(refused[0][1]))
        else:
            self.say("", tuple(enumerate(why for _name, why in refused)))

    def _say_saved(self, said: str, folder: Path) -> None:
        url = QUrl.fromLocalFile(str(folder))
        self.desk.notices.say(said, (_("Show folder"), lambda: _show(url)))


def _show(url: QUrl) -> None:
    QDesktopServices.openUrl(url)


def _private(*, fresh: bool = False) -> Path:
    """A folder for copies, private to this user."""
    try:
        return copies.fresh() if fresh else copies.folder()
    except OSError as error:
        raise Unavailable(describe_os_error(error, _("a temporary folder"))) from error
