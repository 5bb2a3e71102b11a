"""A dialog that fills in a draft, checks it as it is typed and saves it in the background."""

from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.draft import Draft
from app.core.text import _
from ui.kit.desk import Desk
from ui.kit.dialogs import Unsaved, ask_unsaved
from ui.kit.draft_keeper import DraftBar, DraftKeeper
from ui.kit.form_field import Field, Section
from ui.kit.form_panel import FormPanel, scrolled
from ui.kit.form_saver import MessageBar, Saver
from ui.kit.parts import button, label
from ui.kit.theme import theme
from ui.kit.work import WorkBar

__all__ = ["Field", "FormDialog", "FormPanel", "MessageBar", "Saver", "Section"]

D = TypeVar("D", bound=Draft)


class FormDialog(QDialog, Generic[D]):
    """Asks for a draft and saves it; `saved` carries what `save` returned.

    Open it with `open()`. `save` runs off the GUI thread and must not touch widgets.
    `check` adds problems the draft alone cannot know, keyed by field. With a `subject`,
    a name for the form and the record's id or 0, what was typed outlives a crash. `danger`
    marks what cannot be taken back, or takes something away.
    """

    saved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        place: str,
        title: str,
        draft: type[D],
        spec: Sequence[Section | Field],
        save: Callable[..., object],
        initial: D | None = None,
        *,
        verb: str = "",
        check: Callable[[D], Mapping[str, str]] | None = None,
        subject: tuple[str, int] | None = None,
        danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setObjectName(place)
        self.setWindowTitle(_(title))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel = FormPanel(place, draft, spec, check, self)
        self.bar, self.draft_bar = MessageBar(place), DraftBar(place)
        self.save = button(
            _(verb) if verb else _("Save"), f"{place}.save", role="danger" if danger else "primary"
        )
        self.save.setDefault(True)
        self.cancel = button(_("Cancel"), f"{place}.cancel")
        self.saver = Saver(desk, self.panel, self.bar, self.save, save)
        self.saver.saved.connect(self._saved)
        self._arrange(_(title))
        if initial is not None:
            self.panel.load(initial)
        self.keeper: DraftKeeper | None = None
        if subject is not None:
            self.keeper = DraftKeeper(desk, self.panel, self.draft_bar, self.windowTitle, subject)
        first = next(iter(self.panel.boxes.values()))
        first.editor.input.setFocus()

    def watch(self, title: str) -> None:
        """Let saving be watched and stopped; `save` is given a `Progress` besides the draft."""
        work = WorkBar(self.objectName(), self._desk.tasks)
        self._body.insertWidget(self._body.indexOf(self.bar), work)
        self.saver.watch(work, title)
        work.busy_changed.connect(self._offer_stop)

    def reject(self) -> None:
        """Close, after asking what to do with changes; or stop saving, where it can be."""
        if self.saver.busy:
            self.saver.stop()
            return
        if self.panel.is_dirty:
            answer = ask_unsaved(self)
            if answer is Unsaved.SAVE:
                self.saver.submit()
            if answer is not Unsaved.DISCARD:
                return
        if self.keeper is not None:
            self.keeper.throw_away()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _saved(self, result: object) -> None:
        if self.keeper is not None:
            self.keeper.drop()
        self.saved.emit(result)
        self.accept()

    def _offer_stop(self, busy: bool) -> None:
        self.cancel.setText(_("Stop") if busy else _("Cancel"))
        self.cancel.setAccessibleName(self.cancel.text())

    def _arrange(self, title: str) -> None:
        body = self._body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(16)
        body.addWidget(label(title, "h1"))
        body.addWidget(self.draft_bar)
        area = scrolled(self.panel)
        body.addWidget(area, 1)
        body.addWidget(self.bar)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        body.addWidget(buttons)
        wanted = self.panel.sizeHint()
        screen = self.screen().availableSize()
        self.resize(
            min(max(theme().px(760), wanted.width() + 64), screen.width() - 40),
            min(wanted.height() + theme().px(170), screen.height() - 60),
        )
