"""The keys criteria may have in JSON, to look up and to take over."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.core.folding import fold
from app.core.text import N_, _
from app.segments.criteria_keys import BLANK, GROUPS, Key, known, name_of
from app.segments.criteria_values import Names, wanted
from ui.kit.parts import button, dress_search, label
from ui.kit.plain_table import Head, Line, PlainTable
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

PLACE = "segmentKeys"
_SAYS = {
    "": N_("is"),
    "_not": N_("is not"),
    "_all": N_("include all of"),
    "_contains": N_("contains"),
    "_lacks": N_("does not contain"),
    "_starts": N_("starts with"),
    "_ends": N_("ends with"),
    "_min": N_("is at least"),
    "_max": N_("is at most"),
    "_between": N_("is between: [lowest, highest]"),
    "_days": N_("is in the last so many days"),
    "_days_ago_min": N_("is at least so many days ago"),
    "_days_ago_max": N_("is at most so many days ago"),
    "_next_days": N_("is in the next so many days"),
    "_period": N_("is today, this_week, last_month …"),
    BLANK: N_("is blank: true or false"),
}
_GROUPS = {
    "all": N_("all of these groups hold"),
    "any": N_("any of these groups holds"),
    "none": N_("none of these groups holds"),
}


class KeysDialog(QDialog):
    """`chosen` carries the keys to write into the JSON."""

    chosen = Signal(object)

    def __init__(self, names: Names, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Keys of criteria"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._names = names
        self.search = QLineEdit()
        self.search.setObjectName(f"{PLACE}.search")
        self.search.setAccessibleName(_("Search in the keys"))
        self.search.setPlaceholderText(_("Search in the keys..."))
        dress_search(self.search)
        heads = (Head(N_("Key")), Head(N_("Means")), Head(N_("Wants"), stretch=True))
        self.table = PlainTable(f"{PLACE}.table", _("Keys"), heads)
        self.take = button(_("Write it"), f"{PLACE}.take", role="primary")
        self.close_button = button(_("Close"), f"{PLACE}.close")
        self._all = [*(_group(name) for name in GROUPS), *self._lines()]
        self._arrange()
        self.search.textChanged.connect(self._narrow)
        self.table.doubleClicked.connect(self._take)
        self.take.clicked.connect(self._take)
        self.take.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        self._narrow("")

    def _arrange(self) -> None:
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(label(_("Keys of criteria"), "h1"))
        hint = _("The keys of one object hold all together. Lists of objects make and, or, none.")
        body.addWidget(paragraph(hint, "muted"))
        body.addWidget(self.search)
        body.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.take)
        body.addLayout(foot)
        self.resize(theme().px(940), theme().px(600))

    def _lines(self) -> list[Line]:
        return [
            Line((name, f"{_(key.field.title)} {_(_SAYS[key.ending])}", self._wants(key)))
            for name, key in known().items()
            if name == name_of(key.field) + key.ending
        ]

    def _wants(self, key: Key) -> str:
        if key.ending == BLANK:
            return _("true or false")
        days = key.ending in {"_days", "_days_ago_min", "_days_ago_max", "_next_days"}
        if days:
            return _("a number of days, such as 30")
        if key.ending == "_period":
            return ""
        return wanted(key.field, self._names)

    def _narrow(self, text: str) -> None:
        asked = fold(text)
        self.table.show_lines(
            [line for line in self._all if asked in fold(" ".join(line.cells[:2]))]
        )
        self.table.selectRow(0)
        self.take.setEnabled(bool(self.table.lines))

    def _take(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.table.lines):
            self.chosen.emit([self.table.lines[row].cells[0]])
            self.accept()


def _group(name: str) -> Line:
    return Line((name, _(_GROUPS[name]), "[{…}, {…}]"))
