"""Which customers an import is about, and what it may do to them."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from app.core.text import _
from app.exchange.schemas import MATCHES, MODES, MatchBy, Mode, Options
from ui.kit.flow import FlowLayout
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import CheckEditor
from ui.kit.text_parts import titled


class HowPanel(QWidget):
    """`changed` says that something else was chosen.

    Tags are created only where whoever imports `may_add_tags`.
    """

    changed = Signal()

    def __init__(self, place: str, *, may_add_tags: bool) -> None:
        super().__init__()
        self._may_add_tags = may_add_tags
        self.match = ChoiceEditor([(key, _(words)) for key, words in MATCHES.items()])
        self.mode = ChoiceEditor([(key, _(words)) for key, words in MODES.items()])
        self.blanks, self.tags = CheckEditor(), CheckEditor()
        self._telling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        choices, switches = QWidget(), QWidget()
        flow, below = FlowLayout(choices, 16), FlowLayout(switches, 16)
        column.addWidget(choices)
        column.addWidget(switches)
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
        below.addWidget(self.blanks.widget)
        self.tags.set_name(f"{place}.createTags", _("Create tags that do not exist yet"))
        below.addWidget(self.tags.widget)
        self.offer_tags(offered=False)
        self.show_options(Options())
        for each in (self.match, self.mode, self.blanks, self.tags):
            each.edited.connect(self._edited)

    def options(self, others: Options) -> Options:
        """The others, with what is chosen here."""
        return replace(
            others,
            match=self.match.read() or MatchBy.AUTOMATIC,
            mode=self.mode.read() or Mode.BOTH,
            blanks_clear=self.blanks.read(),
            create_tags=self._may_add_tags and self.tags.read(),
        )

    def offer_tags(self, *, offered: bool) -> None:
        """Offer to create tags, or do not: nothing of the file goes into them."""
        self.tags.widget.setVisible(offered and self._may_add_tags)

    def show_options(self, options: Options) -> None:
        """Choose what these say, without a signal."""
        self._telling = True
        self.match.write(options.match)
        self.mode.write(options.mode)
        self.blanks.write(options.blanks_clear)
        self.tags.write(options.create_tags)
        self._telling = False

    def _edited(self) -> None:
        if not self._telling:
            self.changed.emit()
