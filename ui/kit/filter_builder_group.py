"""A group of the advanced filter: conditions and groups that count together."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.core.conditions import DEPTH, Condition, Group, Match
from app.core.filter_fields import offered
from app.core.text import N_, _
from ui.kit.filter_builder_rows import ConditionRow, Means, Row, discard
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import Unreadable
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label

_MATCHES = {
    Match.ALL: N_("all of these hold"),
    Match.ANY: N_("any of these holds"),
    Match.NONE: N_("none of these holds"),
}


class GroupRow(Row):
    """Conditions and groups that count together; `level` 1 is the outermost."""

    def __init__(self, means: Means, group: Group, level: int = 1) -> None:
        super().__init__()
        self._means, self._level = means, level
        self._name = f"{means.place}.g{next(means.numbers)}"
        self.setProperty("role", "group" if level > 1 else "")
        self.rows: list[Row] = []
        self._match = ChoiceEditor([(match, _(words)) for match, words in _MATCHES.items()])
        self._match.set_name(f"{self._name}.match", _("How the conditions go together"))
        self._match.combo.setMinimumContentsLength(16)
        self._match.write(group.match)
        self._match.edited.connect(self.edited)
        self._problem = label("", "error", name=f"{self._name}.problem")
        self._problem.hide()
        self._inside = QVBoxLayout()
        self._inside.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(*((12, 10, 10, 10) if level > 1 else (0, 0, 0, 0)))
        column.setSpacing(8)
        column.addLayout(self._head())
        column.addLayout(self._inside)
        column.addWidget(self._problem)
        column.addLayout(self._foot())
        for one in group.of:
            self._add(self._row_for(one))

    def read(self) -> Group:
        """The group as filled in; every row with a problem says so.

        Raises:
            Unreadable: a condition is not complete, or there is none.
        """
        found: list[Condition | Group] = []
        problem: Unreadable | None = None
        for row in self.rows:
            try:
                found.append(row.read())
            except Unreadable as missing:
                problem = problem or missing
        empty = _("This group is empty. Add a condition, or remove the group.")
        self._say(empty if not self.rows and self._level > 1 else "")
        if problem is None and not self.rows and self._level > 1:
            problem = Unreadable(empty)
        if problem is not None:
            raise problem
        return Group(self._match.read(), tuple(found))

    def peek(self) -> Group | None:
        found = [row.peek() for row in self.rows]
        known = [one for one in found if one is not None]
        if len(known) < len(found) or (not found and self._level > 1):
            return None
        return Group(self._match.read(), tuple(known))

    def focus_first(self) -> None:
        if self.rows:
            self.rows[0].focus_first()
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def conditions(self) -> list[ConditionRow]:
        """Every condition, in reading order."""
        found: list[ConditionRow] = []
        for row in self.rows:
            found += row.conditions() if isinstance(row, GroupRow) else []
            found += [row] if isinstance(row, ConditionRow) else []
        return found

    def add_condition(self) -> None:
        """Add a row to fill in, and go to it."""
        row = ConditionRow(self._means)
        self._add(row)
        row.focus_first()
        self.edited.emit()

    def add_group(self) -> None:
        """Add a group with a row to fill in, and go to it."""
        row = GroupRow(self._means, Group(Match.ANY, ()), self._level + 1)
        self._add(row)
        row.add_condition()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(_("Where"), "muted"))
        head.addWidget(self._match.widget)
        head.addStretch(1)
        if self._level > 1:
            remove = icon_button(_("Remove this group"), f"{self._name}.remove", Icon.X)
            remove.clicked.connect(self.left)
            head.addWidget(remove)
        return head

    def _foot(self) -> QHBoxLayout:
        self.add = button(_("Condition"), f"{self._name}.addCondition", Icon.PLUS, "ghost")
        self.add.setAccessibleName(_("Add a condition"))
        self.add.clicked.connect(self.add_condition)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.add)
        if self._level < DEPTH:
            nest = button(_("Group"), f"{self._name}.addGroup", Icon.LAYERS, "ghost")
            nest.setAccessibleName(_("Add a group of conditions"))
            nest.clicked.connect(self.add_group)
            foot.addWidget(nest)
        foot.addStretch(1)
        return foot

    def _row_for(self, one: Condition | Group) -> Row:
        if isinstance(one, Condition):
            one = offered(self._means.fields[one.key], one)
        if isinstance(one, Group):
            return GroupRow(self._means, one, self._level + 1)
        return ConditionRow(self._means, one)

    def _add(self, row: Row) -> None:
        row.edited.connect(self.edited)
        row.rebuilt.connect(self.rebuilt)
        row.left.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._inside.addWidget(row)
        self._say("")
        self.rebuilt.emit()

    def _remove(self, row: Row) -> None:
        """Take a row away; the keyboard goes to its neighbour."""
        place = self.rows.index(row)
        self.rows.remove(row)
        self._inside.removeWidget(row)
        discard(row)
        self.rebuilt.emit()
        if self.rows:
            self.rows[min(place, len(self.rows) - 1)].focus_first()
        else:
            self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
