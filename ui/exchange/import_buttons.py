"""The buttons below an import: back, on, import; save the rows with problems; close."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.text import _, ngettext
from app.exchange.schemas import Label, Rehearsal
from ui.exchange.step_bar import Step
from ui.kit import format as fmt
from ui.kit.icons import Icon
from ui.kit.parts import button


class ImportButtons(QWidget):
    """After the import only close, and save what was left out."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self.setProperty("foot", True)
        self.save_errors = button(
            _("Save rows with problems…"), f"{place}.saveErrors", Icon.DOWNLOAD
        )
        self.log = button(_("Earlier imports…"), f"{place}.log", Icon.HISTORY)
        self.cancel = button(_("Cancel"), f"{place}.cancel")
        self.back = button(_("Back"), f"{place}.back", Icon.ARROW_LEFT)
        self.next = button(_("Next"), f"{place}.next", role="primary")
        self.run = button(_("Import"), f"{place}.run", role="primary")
        self._finished = False
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.log)
        row.addWidget(self.save_errors)
        row.addStretch(1)
        for made in (self.cancel, self.back, self.next, self.run):
            row.addWidget(made)

    def offer(self, step: Step, found: Rehearsal | None, *, busy: bool, writing: bool) -> None:
        """Enable what makes sense, and say on the button how much it does."""
        errors = found.counts[Label.ERROR] if found else 0
        useful = found.counts[Label.CREATE] + found.counts[Label.UPDATE] if found else 0
        last = step is Step.ROWS
        self.save_errors.setVisible(errors > 0 and last)
        self.save_errors.setEnabled(not busy)
        self.log.setVisible(step is Step.FILE)
        self.back.setVisible(step is not Step.FILE and not self._finished)
        self.back.setEnabled(not writing)
        self.next.setVisible(not last and not self._finished)
        self.run.setVisible(last and not self._finished)
        self.run.setEnabled(bool(useful) and not busy and not self._finished)
        self.run.setText(verb(useful, errors))
        self.run.setAccessibleName(self.run.text())
        self.cancel.setText(_("Stop") if writing else self.cancel.text())
        if not writing:
            self.cancel.setText(_("Close") if self._finished else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def finish(self) -> None:
        """The import is over."""
        self._finished = True
        for made in (self.back, self.next, self.run):
            made.hide()
        self.cancel.setText(_("Close"))
        self.cancel.setDefault(True)
        self.cancel.setFocus()


def verb(useful: int, errors: int) -> str:
    """What the button does, for so many good rows and so many with problems."""
    if not useful:
        return _("Import")
    said = ngettext("Import %s row", "Import %s rows", useful)
    if errors:
        said = ngettext("Import the %s good row", "Import the %s good rows", useful)
    return said % fmt.text(useful)
