"""The second step of an import: what each column means, and what is done with it."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.text import _
from app.exchange.schemas import Fitted, Inspection, Options
from ui.exchange.fixed_values import FixedValues
from ui.exchange.how_panel import HowPanel
from ui.exchange.mapping_panel import MappingPanel
from ui.exchange.profile_bar import ProfileBar
from ui.kit.desk import Desk
from ui.kit.parts import label
from ui.kit.text_parts import paragraph


class ColumnsStep(QWidget):
    """`changed` says that something is meant otherwise; `profile_chosen` carries a `Fitted`.

    What a saved mapping says of reading the file is left to who listens.
    """

    changed = Signal()
    profile_chosen = Signal(object)

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self._found: Inspection | None = None
        self._read = Options()
        self.how = HowPanel(place, may_add_tags=desk.actor.can(Permission.TAGS_MANAGE))
        self.mapping = MappingPanel(f"{place}.mapping")
        self.fixed = FixedValues(f"{place}.fixed")
        self.profiles = ProfileBar(desk, place, self._state)
        self.note = paragraph("", "muted", f"{place}.profile.note")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.profiles)
        column.addWidget(self.note)
        column.addWidget(self.how)
        column.addWidget(label(_("Columns of the file"), "h2"))
        column.addWidget(self.mapping, 1)
        column.addWidget(self.fixed)
        self.note.hide()
        for part in (self.how, self.mapping, self.fixed):
            part.changed.connect(self._changed)
        self.profiles.chosen.connect(self._take)

    def options(self, read: Options) -> Options:
        """How the file is `read`, with what is chosen here."""
        self._read = read
        current = self.profiles.current
        return replace(
            self.how.options(read),
            rules=dict(self.mapping.rules),
            fixed=self.fixed.values,
            profile=current.profile.id if current else 0,
        )

    def show_found(self, found: Inspection, mapping: dict[str, str], *, fresh: bool) -> None:
        """Show a file's columns; of a `fresh` one, with the saved mapping made for it."""
        self._found = found
        self.mapping.show_found(found, mapping)
        best = found.suggested if fresh else None
        kept = self.profiles.current
        chosen = best.profile.id if best else kept.profile.id if kept and not fresh else 0
        self.profiles.show_profiles(found.profiles, chosen)
        if fresh:
            self._show_options(best.options if best else Options())
            self._tell(best)
        if best:
            self.mapping.show_mapping(best.mapping, best.options.rules)
        self._offer_tags()

    def _changed(self) -> None:
        self._offer_tags()
        self.changed.emit()

    def _offer_tags(self) -> None:
        given = {*self.mapping.mapping.values(), *self.mapping.rules, *self.fixed.values}
        self.how.offer_tags(offered="tags" in given)

    def _take(self, fitted: Fitted | None) -> None:
        if self._found is None:
            return
        self._tell(fitted)
        options = fitted.options if fitted else Options()
        wanted = fitted.mapping if fitted else self._found.mapping
        self._show_options(options)
        self.mapping.show_mapping(wanted, options.rules)
        self._offer_tags()
        self.profile_chosen.emit(fitted)

    def _show_options(self, options: Options) -> None:
        self.how.show_options(options)
        self.fixed.show_values(options.fixed)
        self.mapping.rules = dict(options.rules)

    def _tell(self, fitted: Fitted | None) -> None:
        said = fitted.note if fitted else ""
        self.note.setText(said)
        self.note.setVisible(bool(said))

    def _state(self) -> tuple[tuple[str, ...], dict[str, str], Options]:
        header = self._found.header if self._found else ()
        return header, self.mapping.mapping, self.options(self._read)
