"""Ways to export that are kept under a name: chosen, saved, removed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.core.draft import Draft
from app.core.text import N_, _
from app.exchange.export_schemas import Preset, PresetDraft
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import ChoiceEditor
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button
from ui.kit.text_parts import paragraph, titled

# The columns as the list shows them, kept under no name.
AS_SHOWN = "shown"
# What is to be saved now, but for its name and for whom it is.
State = Callable[[], PresetDraft]


@dataclass(frozen=True, slots=True)
class PresetName(Draft):
    """A name, and whether others may use the preset too."""

    name: str = ""
    shared: bool = False

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"name": (100, N_("The name"))}
    required: ClassVar[Mapping[str, str]] = {"name": N_("Give the preset a name.")}


class PresetBar(QWidget):
    """`chosen` carries a `Preset`, or None for the columns as the list shows them."""

    chosen = Signal(object)

    def __init__(self, desk: Desk, place: str, state: State) -> None:
        super().__init__()
        self._desk, self._place, self._state = desk, place, state
        self._presets: tuple[Preset, ...] = ()
        self.choice = ChoiceEditor([(AS_SHOWN, _("Columns of the list"))])
        self.choice.set_name(f"{place}.preset", _("Preset"))
        self.choice.combo.setMinimumContentsLength(28)
        self.choice.edited.connect(self._choose)
        self.save = button(_("Save preset…"), f"{place}.preset.save", Icon.SAVE)
        self.save.clicked.connect(self._ask_name)
        self.remove = icon_button(_("Remove this preset"), f"{place}.preset.remove", Icon.TRASH)
        self.remove.clicked.connect(self._remove)
        self.hint = paragraph("", "caption", f"{place}.preset.hint")
        self._arrange()
        self.show_presets(())

    @property
    def current(self) -> Preset | None:
        """The preset that is chosen."""
        wanted = self.choice.read()
        return next((preset for preset in self._presets if preset.key == wanted), None)

    def show_presets(self, presets: Sequence[Preset], key: str = AS_SHOWN) -> None:
        """Offer these, with one chosen if it is among them."""
        self._presets = tuple(presets)
        offered = [(preset.key, _title(preset)) for preset in presets]
        self.choice.offer_all([(AS_SHOWN, _("Columns of the list")), *offered])
        self.choice.combo.blockSignals(True)
        self.choice.write(key if any(key == known for known, _words in offered) else AS_SHOWN)
        self.choice.combo.blockSignals(False)
        self._offer()

    def _choose(self) -> None:
        self._offer()
        self.chosen.emit(self.current)

    def _offer(self) -> None:
        current = self.current
        self.remove.setVisible(current is not None and current.mine)
        hint = _(current.hint) if current and current.hint else ""
        if current is not None and current.shared:
            hint = _("Shared by %s.") % current.owner
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _ask_name(self) -> None:
        own = self.current if self.current and self.current.mine else None
        fields = (
            Field("name", N_("Name"), required=True, wide=True),
            Field("shared", N_("Everybody who exports may use it"), wide=True),
        )
        dialog: FormDialog[PresetName] = FormDialog(
            self._desk,
            f"{self._place}.presetName",
            N_("Save preset"),
            PresetName,
            (Section("", fields),),
            partial(self._save, own, self._state()),
            PresetName(own.name, own.shared) if own else None,
            parent=self,
        )
        dialog.saved.connect(self._saved)
        dialog.open()

    def _save(self, own: Preset | None, state: PresetDraft, draft: PresetName) -> int:
        """Runs on a worker; a new name makes a new preset."""
        made = PresetDraft(
            draft.name,
            state.form,
            state.columns,
            state.sort,
            state.descending,
            state.each_email_once,
            draft.shared,
        )
        exports = self._desk.services.exports
        if own is not None and own.name == draft.name.strip():
            return exports.save_preset(made, own.id, own.version)
        return exports.save_preset(made)

    def _saved(self, preset_id: int) -> None:
        self._desk.notices.say(_("The preset was saved."))
        self._desk.tasks.run(
            self,
            self._desk.services.exports.presets,
            lambda found: self.show_presets(found, f"own.{preset_id}"),
        )

    def _remove(self) -> None:
        current = self.current
        if current is None or not confirm(
            self,
            _("Remove the preset “%s”?") % current.name,
            _("Nobody can choose it any more. What was exported with it stays in the log."),
            _("Remove preset"),
            destructive=True,
        ):
            return
        left = [preset for preset in self._presets if preset is not current]
        work = partial(self._desk.services.exports.remove_preset, current.id)
        self._desk.tasks.run(self, work, lambda _none: self.show_presets(left))

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(titled(self.choice.widget, _("Preset"), self.choice.input))
        for widget in (self.save, self.remove):
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.hint)


def _title(preset: Preset) -> str:
    owner = f" ({preset.owner})" if preset.owner and not preset.mine else ""
    return f"{_(preset.name)}{owner}"
