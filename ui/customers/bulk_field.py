"""One field of many customers, what happens to it, and with what."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import N_, _
from app.customers.bulk_changes import BULK_FIELDS, RELATIONS, BulkField, Edit, How
from app.customers.schemas import INDUSTRIES, Kind
from ui.customers import editors
from ui.customers.bulk_panel import Titled
from ui.kit.customer_picker import CustomerEditor
from ui.kit.desk import Desk
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import Editor, LineEditor, ParagraphEditor
from ui.kit.icons import Icon
from ui.kit.parts import card, icon_button
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

HOWS = {
    How.SET: N_("Set to"),
    How.ADD: N_("Add at the end"),
    How.REPLACE: N_("Find and replace"),
    How.CLEAR: N_("Empty it"),
}
_LINES = 3
_CHOICE = 180
_KINDS = ((Kind.BUSINESS, N_("Business")), (Kind.INDIVIDUAL, N_("Individual")))


class FieldRow(QWidget):
    """`changed` tells of every edit; `touched` is whether somebody filled something in."""

    changed = Signal()
    removed = Signal()

    def __init__(self, desk: Desk, place: str, key: str) -> None:
        super().__init__()
        self._desk, self._place = desk, place
        self.touched = False
        self.fields = ChoiceEditor([(field.key, _(field.title)) for field in BULK_FIELDS.values()])
        self.fields.set_name(f"{place}.field", _("Field"))
        self.hows, self.value = ChoiceEditor([]), Editor(QWidget())
        self.sought = LineEditor()
        self.sought.set_name(f"{place}.find", _("Find"))
        self.match_case = QCheckBox(_("Match case"))
        self.match_case.setObjectName(f"{place}.matchCase")
        self.match_case.setAccessibleName(_("Match case"))
        self.remove = icon_button(_("Take this field away"), f"{place}.remove", Icon.X)
        self.error = paragraph("", "error", f"{place}.error")
        self._how, self._seek, self._put = Titled(), Titled(), Titled()
        self._arrange()
        self.fields.write(key)
        self._choose_field()
        self.fields.edited.connect(self._choose_field)
        self.sought.edited.connect(self._edited)
        self.match_case.toggled.connect(self.changed)
        self.remove.clicked.connect(self.removed)

    @property
    def field(self) -> BulkField:
        """The field that is chosen."""
        return BULK_FIELDS[self.fields.read()]

    def edit(self) -> Edit:
        """What is to happen.

        Raises:
            Unreadable: what was typed is no value of this field.
        """
        how: How = self.hows.read()
        return Edit(
            self.field.key,
            how,
            "" if how is How.CLEAR else self.value.read(),
            self.sought.read() if how is How.REPLACE else "",
            self.match_case.isChecked(),
        )

    def show_problem(self, text: str) -> None:
        """Say what is wrong; nothing takes it away."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        self.value.set_invalid(bool(text))
        self.value.input.setAccessibleDescription(text)

    def _choose_field(self) -> None:
        self.hows = ChoiceEditor([(how, _(HOWS[how])) for how in self.field.hows])
        self.hows.write(self.field.hows[0])
        self.hows.set_name(f"{self._place}.how", _("What happens to it"))
        self.hows.edited.connect(self._choose_how)
        self._how.show_editor(self.hows, _("What happens to it"))
        self._choose_how()

    def _choose_how(self) -> None:
        how: How = self.hows.read()
        replacing = how is How.REPLACE
        title = _("Replace with") if replacing else _("Value")
        self.value = _editor(self._desk, self.field, how)
        self.value.set_name(f"{self._place}.value", title)
        self.value.write(None)
        self.value.edited.connect(self._edited)
        self._put.show_editor(self.value, title)
        self._put.setVisible(how is not How.CLEAR)
        self._gap.setVisible(how is How.CLEAR)
        self._seek.setVisible(replacing)
        self.match_case.setVisible(replacing)
        for one, other in (
            (self.fields.input, self.hows.input),
            (self.hows.input, self.sought.input),
            (self.sought.input, self.value.input),
            (self.value.input, self.remove),
            (self.remove, self.match_case),
        ):
            QWidget.setTabOrder(one, other)
        self.touched = how is How.CLEAR
        self.show_problem("")
        self.changed.emit()

    def _edited(self) -> None:
        self.touched = True
        self.changed.emit()

    def _arrange(self) -> None:
        field, away = Titled(), Titled()
        field.show_editor(self.fields, _("Field"))
        self._seek.show_editor(self.sought, _("Find"))
        away.show_plain(self.remove)
        for part in (field, self._how):
            part.setMinimumWidth(theme().px(_CHOICE))
        parts = QHBoxLayout()
        parts.setSpacing(12)
        for part, stretch in ((field, 0), (self._how, 0), (self._seek, 1), (self._put, 1)):
            parts.addWidget(part, stretch, Qt.AlignmentFlag.AlignTop)
        self._gap = QWidget()
        parts.addWidget(self._gap, 1)
        parts.addWidget(away, 0, Qt.AlignmentFlag.AlignTop)
        frame = card(margins=(12, 8, 6, 10))
        inside = frame.layout()
        if isinstance(inside, QVBoxLayout):
            inside.setSpacing(6)
            inside.addLayout(parts)
            inside.addWidget(self.match_case)
            inside.addWidget(self.error)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)


def _editor(desk: Desk, field: BulkField, how: How) -> Editor:
    """What takes a value of this field, or a part of its text."""
    if field.several_lines:
        return ParagraphEditor(_LINES)
    if how is How.SET:
        made: dict[str, Callable[[], Editor]] = {
            "country": lambda: editors.CountryEditor(blank=True),
            "company_size": editors.SizeEditor,
            "industry": lambda: editors.SuggestEditor([_(name) for name in INDUSTRIES]),
            "kind": lambda: ChoiceEditor([(kind, _(words)) for kind, words in _KINDS]),
            **dict.fromkeys(RELATIONS, lambda: CustomerEditor(desk)),
        }
        if make := made.get(field.key):
            return make()
    return LineEditor()
