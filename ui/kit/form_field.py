"""One field of a form: its title above, the editor, and a line below that is always there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import cached_property
from types import NoneType
from typing import Any, get_args

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.form_choices import ChoiceEditor, enum_choice
from ui.kit.form_editors import Editor, EditorFactory, check, line, number
from ui.kit.form_time import day, moment
from ui.kit.format import text
from ui.kit.parts import button
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import theme

LINE = 18


def editor_for(kind: Any) -> Editor:
    """The usual editor for a draft field's type.

    Lists of options, money and passwords name theirs in the `Field`.
    """
    choices = [part for part in get_args(kind) if part is not NoneType]
    plain = choices[0] if choices else kind
    if isinstance(plain, type) and issubclass(plain, Enum):
        if NoneType in get_args(kind):
            return ChoiceEditor([(None, "—"), *((member, text(member)) for member in plain)])
        return enum_choice(plain)
    made: dict[Any, EditorFactory] = {
        str: line,
        bool: check,
        int: number(0, 2_000_000_000),
        datetime: moment,
        date: day,
    }
    return made[plain](kind)


@dataclass(frozen=True, slots=True)
class Field:
    """One input: `key` names the draft's field, whose type picks the editor.

    `help` stands below the input until a problem takes its place; `wide` fields span
    the whole form.
    """

    key: str
    title: str
    editor: EditorFactory = editor_for
    required: bool = False
    help: str = ""
    placeholder: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Fields under one heading."""

    title: str
    fields: tuple[Field, ...]
    hint: str = ""


def in_sections(spec: Sequence[Section | Field]) -> tuple[Section, ...]:
    """All in sections; loose fields come first, without a heading."""
    loose = tuple(part for part in spec if isinstance(part, Field))
    ordered = tuple(part for part in spec if isinstance(part, Section))
    return (Section("", loose), *ordered) if loose else ordered


class FieldBox(QWidget):
    """Paints a `Field`. The line below shows help, a warning or a problem, in that order."""

    link_pressed = Signal()

    def __init__(self, place: str, field: Field, kind: Any, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key, self.field = field.key, field
        self._optional = NoneType in get_args(kind)
        self.editor = field.editor(kind)
        self._name = f"{place}.{field.key}"
        self.title = title_for(self.editor.input, _(field.title), required=field.required)
        self.required = field.required
        self.help = paragraph(_(field.help), "caption", f"{self._name}.help")
        self.warning = paragraph("", "caption", f"{self._name}.warning")
        self.error = paragraph("", "error", f"{self._name}.error")
        self._lead = QWidget()
        self._action: Callable[[], object] | None = None
        self.editor.set_name(self._name, _(field.title))
        if field.placeholder:
            self.editor.set_placeholder(_(field.placeholder))
        self._arrange()
        theme().changed.connect(self._fit)
        self._tell()

    @cached_property
    def link(self) -> QPushButton:
        """What can be pressed about a problem; few fields ever have one, so it is made late."""
        made = button(_("Open"), f"{self._name}.open", role="link")
        made.setParent(self)
        made.clicked.connect(self._follow)
        self._below.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return made

    def read(self) -> Any:
        """The value; blank is None where the draft's field may be None.

        Raises:
            Unreadable: what was typed is not of the field's kind.
        """
        value = self.editor.read()
        return None if self._optional and value == "" else value

    def set_title(self, title: str, *, required: bool) -> None:
        """Name the field anew, for example as the chosen country calls it."""
        self.required = required
        self.title.setText(f"{title} *" if required else title)
        self.editor.set_name(self._name, title)

    @property
    def shown_title(self) -> str:
        """What the field is called just now."""
        return self.title.text().removesuffix(" *")

    def set_help(self, text: str) -> None:
        """Say something else below the input."""
        self.help.setText(text)
        self._tell()

    def align(self, *, with_titles: bool) -> None:
        """Leave room for a title that is not there, next to fields that have one."""
        self._lead.setVisible(with_titles and not self.editor.titled)

    @property
    def problem(self) -> str:
        """The sentence that is shown as wrong, or nothing."""
        return self.error.text()

    def show_problem(self, text: str, link: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say what is wrong, with something to press about it; nothing takes it away."""
        self.error.setText(text)
        self.editor.set_invalid(bool(text))
        self._offer(link)

    def warn(self, text: str, link: tuple[str, Callable[[], object]] | None = None) -> None:
        """Say what should be looked at, without refusing it."""
        self.warning.setText(f"{_('Note')}: {text}" if text else "")
        self._offer(link)

    def _offer(self, link: tuple[str, Callable[[], object]] | None) -> None:
        self._action = link[1] if link else None
        if link:
            self.link.setText(link[0])
            self.link.setAccessibleName(link[0])
            self._fit()
        self._tell()

    def _follow(self) -> None:
        if self._action:
            self._action()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        if self.editor.titled:
            column.addWidget(self.title)
        else:
            self.title.setParent(self)
            self.title.hide()
            column.addWidget(self._lead)
        column.addWidget(self.editor.widget)
        below = self._below = QVBoxLayout()
        below.setSpacing(0)
        for line_below in (self.help, self.warning, self.error):
            below.addWidget(line_below)
        column.addLayout(below)
        column.addStretch()
        self._fit()

    def _fit(self) -> None:
        height = theme().px(LINE)
        for line_below in (self.help, self.warning, self.error):
            line_below.setMinimumHeight(height)
        self._lead.setFixedHeight(height)
        if "link" in vars(self):
            self.link.setStyleSheet(f"padding: 0; min-height: {height - 4}px;")

    def _tell(self) -> None:
        """Show the most urgent of the three lines; one of them always keeps the place."""
        first = next((said for said in (self.error, self.warning) if said.text()), self.help)
        for line_below in (self.help, self.warning, self.error):
            line_below.setVisible(line_below is first)
        if "link" in vars(self):
            self.link.setVisible(self._action is not None)
        self.editor.input.setAccessibleDescription(first.text())
