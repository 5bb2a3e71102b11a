"""What every form of an export has: format, columns, rows, and what it is for."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.progress import Progress
from app.exchange.export_schemas import ExportResult, Format, Preset, Reach
from ui.exchange.export_columns import ColumnList
from ui.exchange.export_options import ExportWords
from ui.exchange.export_scope import Rows, ScopeChoice
from ui.exchange.format_cards import FormatCards
from ui.kit.desk import Desk
from ui.kit.theme import theme

Export = Callable[[Progress], ExportResult]
_SIDE = 330


@dataclass(frozen=True, slots=True)
class Known:
    """What a form shows that only the database knows."""

    reach: Reach
    purpose_required: bool
    presets: Sequence[Preset] = ()


class ExportForm(QWidget):
    """The middle of the export's dialog: a subclass says of which list.

    `title` names the dialog, `memory` is where it keeps what was chosen last, `size` is how
    large it likes to be.
    """

    title: str
    doing: str
    memory: str
    size_hint: tuple[int, int]
    formats: FormatCards
    columns: ColumnList
    scope: ScopeChoice
    options: ExportWords
    rows: Rows

    @abstractmethod
    def problems(self) -> Mapping[str, str]:
        """What is wrong with what was chosen, as far as the form can tell; keyed by field."""

    @abstractmethod
    def suggested(self) -> str:
        """What to call the file."""

    @abstractmethod
    def export_to(self, path: Path) -> Export:
        """What writes the file, on a worker."""

    @abstractmethod
    def gather(self) -> Known:
        """What only the database knows; runs on a worker."""

    @abstractmethod
    def state(self) -> Mapping[str, object]:
        """What is remembered of it until the next time."""

    @abstractmethod
    def recall(self, state: Mapping[str, object], presets: Sequence[Preset]) -> None:
        """Show what was remembered, as far as it makes sense."""

    def form(self) -> Format:
        """The kind of file that is chosen."""
        return self.formats.read()

    def know(self, desk: Desk, known: Known) -> None:
        """Show what the database knew."""
        self.scope.show_reach(known.reach)
        self.recall(desk.memory.recall(self.memory, {}), known.presets)
        if known.purpose_required:
            self.options.ask_purpose()

    def point_at(self, problems: Collection[str]) -> None:
        """Put the keyboard where the first of some problems is."""
        places = {
            "format": self.formats.card(self.formats.read()),
            "columns": self.columns.list,
            "purpose": self.options.purpose,
            "title": self.options.title,
        }
        for key, widget in places.items():
            if key in problems:
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def side(self, *below: QWidget) -> QWidget:
        """The right half: which rows, the options, and what else there is to say."""
        side = QWidget()
        side.setFixedWidth(theme().px(_SIDE))
        right = QVBoxLayout(side)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(14)
        for widget in (self.scope, self.options, *below):
            right.addWidget(widget)
        right.addStretch(1)
        return side
