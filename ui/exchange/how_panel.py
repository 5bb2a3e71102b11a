"""Which customers an import is about, and what it may do to them."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.core.text import _
from app.exchange.schemas import MATCHES, MODES, MatchBy, Mode, Options
from ui.kit.flow import FlowLayout
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import CheckEditor
from ui.kit.text_parts import titled


class HowPanel(QWidget):
    """`changed` says that something else was chosen."""

    changed = Signal()

    def __init__(self, place: str) -> None:
        super().__init__()
        self.match = ChoiceEditor([(key, _(words)) for key, words in MATCHES.items()])
        self.mode = ChoiceEditor([(key, _(words)) for key, words in MODES.items()])
        self.blanks = CheckEditor()
        self._telling = False
        flow = FlowLayout(self, 16)
        for editor, name, words in (
            (self.mode, "mode", _("What to do")),
            (self.match, "match", _("A row and a customer are the same by")),
        ):
            editor.set_name(f"{place}.{name}", words)
            editor.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            above = titled(editor.widget, words, editor.input)
            above.setContentsMargins(0, 0, 0, 0)
            cell = QWidget()
            cell.setLayout(above)
            flow.addWidget(cell)
        self.blanks.set_name(f"{place}.blanks", _("Blank cells empty what is there"))
        flow.addWidget(self.blanks.widget)
        self.show_options(Options())
        for each in (self.match, self.mode, self.blanks):
            each.edited.connect(self._edited)

    def options(self, others: Options) -> Options:
        """The others, with what is chosen here."""
        return replace(
            others,
            match=self.match.read() or MatchBy.AUTOMATIC,
            mode=self.mode.read() or Mode.BOTH,
            blanks_clear=self.blanks.read(),
        )

    def show_options(self, options: Options) -> None:
        """Choose what these say, without a signal."""
        self._telling = True
        self.match.write(options.match)
        self.mode.write(options.mode)
        self.blanks.write(options.blanks_clear)
        self._telling = False

    def _edited(self) -> None:
        if not self._telling:
            self.changed.emit()
