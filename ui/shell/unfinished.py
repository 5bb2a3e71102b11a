"""Offers, after signing in, the forms that were left unfinished."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import _, ngettext
from app.drafts.schemas import KeptDraft
from ui.kit import format as fmt
from ui.kit.badge import ElidedLabel
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

PLACE = "unfinished"
# A form's name, up to a dot → what opens it for the record with this id.
Openers = Mapping[str, Callable[[Desk, QWidget, int], None]]


class UnfinishedDialog(QDialog):
    """Lists what was typed and not saved; each can be gone on with, or thrown away."""

    def __init__(
        self, desk: Desk, found: list[KeptDraft], openers: Openers, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._openers, self._window = desk, openers, parent
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Unfinished forms"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme().px(520))
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(24, 20, 24, 20)
        self._body.setSpacing(12)
        self._body.addWidget(paragraph(_("Unfinished forms"), "h2"))
        self._body.addWidget(paragraph(_("What you typed was kept. It is still not saved.")))
        for place, kept in enumerate(found):
            self._body.addWidget(self._line(place, kept))
        foot = QDialogButtonBox(self)
        later = button(_("Later"), f"{PLACE}.later")
        foot.addButton(later, QDialogButtonBox.ButtonRole.RejectRole)
        foot.rejected.connect(self.reject)
        self._body.addWidget(foot)

    def _line(self, place: int, kept: KeptDraft) -> QWidget:
        made, name = QWidget(), f"{PLACE}.{place}"
        words = QVBoxLayout()
        words.setSpacing(2)
        title, at = ElidedLabel("strong", f"{name}.title"), ElidedLabel("muted")
        title.show_text(kept.title)
        at.show_text(fmt.text(kept.at))
        words.addWidget(title)
        words.addWidget(at)
        go_on = button(_("Continue"), f"{name}.open")
        go_on.setAccessibleName(_("Continue with %s") % kept.title)
        go_on.clicked.connect(partial(self._open, kept, made))
        drop = icon_button(_("Throw away %s") % kept.title, f"{name}.drop", Icon.TRASH)
        drop.clicked.connect(partial(self._drop, kept, made))
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(go_on)
        row.addWidget(drop)
        return made

    def _open(self, kept: KeptDraft, _line: QWidget, _checked: bool = False) -> None:
        self.accept()
        go_on(self._desk, kept, self._openers, self._window)

    def _drop(self, kept: KeptDraft, line: QWidget, _checked: bool = False) -> None:
        forget = partial(self._desk.services.drafts.drop, kept.place, kept.subject_id)

        def gone(_nothing: None) -> None:
            line.hide()
            line.deleteLater()

        self._desk.tasks.run(self, forget, gone)


def _show(desk: Desk, found: list[KeptDraft], openers: Openers, parent: QWidget) -> None:
    UnfinishedDialog(desk, found, openers, parent).open()


def go_on(desk: Desk, kept: KeptDraft, openers: Openers, parent: QWidget) -> None:
    """Open the form a person left; it brings back what was typed by itself."""
    openers[_form(kept)](desk, parent, kept.subject_id)


def offer(desk: Desk, openers: Openers, parent: QWidget) -> None:
    """Tell of unfinished forms, if there are any; nothing opens by itself."""

    def tell(found: list[KeptDraft]) -> None:
        known = [kept for kept in found if _form(kept) in openers]
        if not known:
            return
        if len(known) == 1:
            said = _("You have not finished “%s”.") % known[0].title
            desk.notices.say(said, (_("Continue"), partial(go_on, desk, known[0], openers, parent)))
        else:
            said = ngettext(
                "You have %d unfinished form.", "You have %d unfinished forms.", len(known)
            )
            shows = partial(_show, desk, known, openers, parent)
            desk.notices.say(said % len(known), (_("Show"), shows))

    desk.tasks.run(parent, desk.services.drafts.mine, tell)


def _form(kept: KeptDraft) -> str:
    return kept.place.partition(".")[0]
