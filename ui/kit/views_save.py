"""The dialog that keeps how a list looks as a view."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.draft import Draft
from app.core.errors import Invalid
from app.core.text import N_, _
from app.views.schemas import LONGEST_NAME, SavedView
from ui.kit.desk import Desk
from ui.kit.form_field import Field
from ui.kit.form_panel import FormPanel
from ui.kit.form_saver import MessageBar, Saver
from ui.kit.parts import button, label
from ui.kit.theme import theme
from ui.kit.views_book import ListView, ViewBook
from ui.kit.views_looks import Looks

_WIDTH = 440


@dataclass(frozen=True, slots=True)
class ViewForm(Draft):
    """What is asked about a new view."""

    name: str = ""
    shared: bool = False
    first: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (LONGEST_NAME, N_("The name"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Enter a name for the view.")}


@dataclass(frozen=True, slots=True)
class SaveWish:
    """What is to be kept, and in the place of which view, if of any."""

    name: str
    shared: bool
    first: bool
    looks: Looks
    instead: SavedView | None


_FIELDS = (
    Field("name", N_("Name"), required=True, wide=True),
    Field("shared", N_("Share it with everybody"), wide=True),
    Field("first", N_("Begin with it from now on"), wide=True),
)


class SaveView(QDialog):
    """`saved` carries the view that was kept. A name of one's own replaces that view."""

    saved = Signal(object)

    def __init__(
        self,
        desk: Desk,
        book: ViewBook,
        place: str,
        looks: Looks,
        save: Callable[[SaveWish], ListView],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        name = f"{place}.saveView"
        self.setObjectName(name)
        self.setWindowTitle(_("Save as a view"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._mine = {view.title.casefold(): view.saved for view in book.mine}
        self._looks, self._keep = looks, save
        self.panel = FormPanel(name, ViewForm, _FIELDS, parent=self)
        self.bar = MessageBar(name)
        self.save = button(_("Save view"), f"{name}.save", role="primary")
        self.save.setDefault(True)
        self.cancel = button(_("Cancel"), f"{name}.cancel")
        self.saver = Saver(desk, self.panel, self.bar, self.save, self._save)
        self.saver.saved.connect(self._done)
        self.panel.edited.connect(self._edited)
        self._arrange()
        self.panel.box("name").editor.input.setFocus()

    def reject(self) -> None:
        """Close, unless it is just being saved."""
        if not self.saver.busy:
            super().reject()

    def _arrange(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(label(_("Save as a view"), "h1"))
        body.addWidget(label(_("Keeps search, filters, sort, columns and density."), "muted"))
        body.addWidget(self.panel)
        body.addWidget(self.bar)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        body.addWidget(buttons)
        self.setMinimumWidth(theme().px(_WIDTH))

    def _instead(self, name: str) -> SavedView | None:
        """One's own view of that name."""
        return self._mine.get(name.strip().casefold())

    def _edited(self) -> None:
        old = self._instead(self.panel.box("name").editor.read())
        self.save.setText(_("Replace view") if old else _("Save view"))
        said = _("Your view “%s” will be replaced.") % old.name if old else ""
        self.panel.box("name").warn(said)

    def _save(self, form: ViewForm) -> ListView:
        values = form.checked()
        old = self._instead(values["name"])
        wish = SaveWish(
            old.name if old else values["name"], form.shared, form.first, self._looks, old
        )
        try:
            return self._keep(wish)
        except Invalid as invalid:
            # What is in the way is a view, which the form knows no way to open.
            raise Invalid(invalid.fields) from invalid

    def _done(self, view: ListView) -> None:
        self.saved.emit(view)
        self.accept()
