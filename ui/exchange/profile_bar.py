"""Saved mappings for files like this one: chosen, saved, removed."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.draft import Draft
from app.core.text import N_, _
from app.exchange.schemas import Fitted, MappingDraft, Options
from ui.exchange.profile_form import ProfileName
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import ChoiceEditor
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button
from ui.kit.text_parts import titled

# What is to be saved now: the file's columns, its mapping and the options.
State = Callable[[], tuple[tuple[str, ...], dict[str, str], Options]]


class ProfileBar(QWidget):
    """`chosen` carries a `Fitted`, or None for what the program proposes."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, place: str, state: State) -> None:
        super().__init__()
        self._desk, self._place, self._state = desk, place, state
        self._fitted: tuple[Fitted, ...] = ()
        self.choice = ChoiceEditor([(0, _("As proposed"))])
        self.choice.set_name(f"{place}.profile", _("Saved mapping"))
        self.choice.combo.setMinimumContentsLength(22)
        self.choice.edited.connect(self._choose)
        self.save = button(_("Save mapping…"), f"{place}.profile.save", Icon.SAVE)
        self.save.clicked.connect(self._ask_name)
        self.remove = icon_button(
            _("Remove this saved mapping"), f"{place}.profile.remove", Icon.TRASH
        )
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(titled(self.choice.widget, _("Saved mapping"), self.choice.input))
        for widget in (self.save, self.remove):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.show_profiles((), 0)

    @property
    def current(self) -> Fitted | None:
        """The saved mapping that is chosen."""
        wanted = self.choice.read()
        return next((one for one in self._fitted if one.profile.id == wanted), None)

    def show_profiles(self, fitted: Sequence[Fitted], chosen: int) -> None:
        """Offer these, with one chosen, or 0 for none."""
        self._fitted = tuple(fitted)
        offered = [(one.profile.id, _title(one)) for one in fitted]
        self.choice.offer_all([(0, _("As proposed")), *offered])
        self.choice.combo.blockSignals(True)
        self.choice.write(chosen if any(chosen == key for key, _words in offered) else 0)
        self.choice.combo.blockSignals(False)
        self._offer()

    def _choose(self) -> None:
        self._offer()
        self.chosen.emit(self.current)

    def _offer(self) -> None:
        current = self.current
        self.remove.setVisible(current is not None and current.profile.mine)

    def _ask_name(self) -> None:
        current = self.current
        own = current.profile if current and current.profile.mine else None
        initial = ProfileName(own.name, own.shared) if own else ProfileName()
        fields = (
            Field("name", N_("Name"), required=True, wide=True),
            Field("shared", N_("Everybody who imports may use it"), wide=True),
        )
        save = partial(self._save, own.id if own else None, own.version if own else 0)
        dialog: FormDialog[ProfileName] = FormDialog(
            self._desk,
            "import.mappingName",
            N_("Save mapping"),
            ProfileName,
            (Section("", fields),),
            save,
            initial,
            parent=self,
        )
        dialog.saved.connect(self._saved)
        dialog.open()

    def _save(self, own: int | None, version: int, draft: Draft) -> int:
        """Runs on a worker; a new name makes a new mapping."""
        name = draft if isinstance(draft, ProfileName) else ProfileName()
        columns, mapping, options = self._state()
        made = MappingDraft(name.name, columns, mapping, options, name.shared)
        same = self.current is not None and self.current.profile.name == name.name
        imports = self._desk.services.imports
        return imports.save_profile(made, own if same else None, version if same else 0)

    def _saved(self, profile_id: int) -> None:
        columns, _mapping, _options = self._state()
        self._desk.notices.say(_("The mapping was saved."))
        again = partial(self._desk.services.imports.fitting, columns)
        self._desk.tasks.run(self, again, lambda found: self.show_profiles(found, profile_id))

    def _remove(self) -> None:
        current = self.current
        if current is None or not confirm(
            self,
            _("Remove the mapping “%s”?") % current.profile.name,
            _("Customers that were imported by it stay as they are."),
            _("Remove mapping"),
            destructive=True,
        ):
            return
        left = [one for one in self._fitted if one is not current]
        work = partial(self._desk.services.imports.remove_profile, current.profile.id)
        self._desk.tasks.run(self, work, lambda _none: self.show_profiles(left, 0))


def _title(fitted: Fitted) -> str:
    owner = "" if fitted.profile.mine else f" ({fitted.profile.owner})"
    return f"{fitted.profile.name}{owner}"
