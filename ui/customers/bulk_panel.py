"""What a bulk change still needs to know beside its fields: an owner, a reason, or nothing."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.errors import Invalid
from app.core.text import N_, _
from app.customers.bulk_changes import BeginHold, BulkChange, ChangeOwner
from app.customers.drafts import HoldDraft
from app.customers.schemas import HoldKind
from app.staff.schemas import Choice
from ui.customers.looks import REASONS
from ui.kit.desk import Desk
from ui.kit.form import Field, FormPanel, Section
from ui.kit.form_choices import SearchEditor, choice
from ui.kit.form_editors import Editor, Unreadable, line
from ui.kit.parts import label
from ui.kit.text_parts import paragraph, title_for
from ui.kit.theme import theme

_NOBODY = 0
_HIGHEST = 260
_HOLD = (
    Field("reason", N_("Reason"), choice(lambda: [(value, _(words)) for value, words in REASONS])),
    Field("ends_at", N_("Ends by itself on"), help=N_("Leave blank to end it by hand.")),
    Field("note", N_("Note"), line, wide=True, help=N_("Seen by staff only")),
)


class Titled(QWidget):
    """An editor under its title; another may take its place."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._parts: list[QWidget] = []

    def show_editor(self, editor: Editor, title: str) -> None:
        """Show this one, and let go of the other."""
        self._show(title_for(editor.input, title), editor.widget)

    def show_plain(self, widget: QWidget) -> None:
        """Show something that says itself what it is."""
        self._show(label("", "caption"), widget)

    def _show(self, *parts: QWidget) -> None:
        for old in self._parts:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._parts = list(parts)
        for new in parts:
            self._column.addWidget(new)
            # The layout shows it later, too late for it to be given the keyboard.
            new.show()


class Panel(QWidget):
    """The upper part of the dialog. `changed` tells of every edit."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "clear")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    @property
    def first(self) -> QWidget | None:
        """Where typing begins, if there is anything to type."""
        return None

    def change(self) -> BulkChange:
        """What is to be done.

        Raises:
            Invalid: something is missing or wrong, keyed by field.
        """
        raise NotImplementedError

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Put each sentence where it belongs; those without a place come back."""
        return list(problems.values())


class Snug(QScrollArea):
    """As high as what is in it, until that gets too high."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = inside
        self.setWidget(inside)
        inside.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        inside = self._inside
        wanted = inside.sizeHint().height()
        if inside.hasHeightForWidth():
            wanted = inside.heightForWidth(max(inside.width(), 1))
        self.setFixedHeight(min(wanted, theme().px(_HIGHEST)))


class PlainPanel(Panel):
    """Nothing to fill in."""

    def __init__(self, change: BulkChange) -> None:
        super().__init__()
        self._change = change
        self.hide()

    def change(self) -> BulkChange:
        """What was asked for."""
        return self._change


class OwnerPanel(Panel):
    """Who is to look after them: somebody who works here, or nobody."""

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self._place = place
        self.owner = SearchEditor([])
        self.error = paragraph("", "error", f"{place}.owner.error")
        self._box = Titled()
        self.column.addWidget(self._box)
        self.column.addWidget(self.error)
        self.error.hide()
        self._show()
        desk.tasks.run(self, desk.services.staff.choices, self._know)

    @property
    def first(self) -> QWidget | None:
        """The list of those who work here."""
        return self.owner.input

    def change(self) -> ChangeOwner:
        """Who it is."""
        try:
            chosen = self.owner.read()
        except Unreadable as problem:
            raise Invalid({"owner_id": str(problem)}) from problem
        if chosen is None:
            raise Invalid({"owner_id": ""})
        return ChangeOwner(chosen or None)

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Under the list."""
        said = problems.get("owner_id", "")
        self.error.setText(said)
        self.error.setVisible(bool(said))
        self.owner.set_invalid(bool(said))
        return [text for key, text in problems.items() if key != "owner_id"]

    def _know(self, staff: Sequence[Choice]) -> None:
        focused = self.window().focusWidget() is self.owner.input
        options = [*((found.id, found.name) for found in staff), (_NOBODY, _("Nobody"))]
        self.owner = SearchEditor(options)
        self._show()
        if focused:
            self.owner.input.setFocus()

    def _show(self) -> None:
        self.owner.set_name(f"{self._place}.owner", _("New owner"))
        self.owner.write(None)
        self.owner.edited.connect(self.changed)
        self._box.show_editor(self.owner, _("New owner"))


class HoldPanel(Panel):
    """Why they are held back, and until when."""

    def __init__(self, place: str, kind: HoldKind) -> None:
        super().__init__()
        self.form = FormPanel(place, HoldDraft, (Section("", _HOLD),), parent=self)
        self.form.load(HoldDraft(kind))
        self.form.edited.connect(self.changed)
        self.column.addWidget(self.form)

    @property
    def first(self) -> QWidget | None:
        """The reason."""
        return self.form.box("reason").editor.input

    def change(self) -> BeginHold:
        """The hold."""
        return BeginHold(self.form.draft())

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Under their fields; the focus stays where somebody types."""
        for key, box in self.form.boxes.items():
            box.show_problem(problems.get(key, ""))
        return [text for key, text in problems.items() if key not in self.form.boxes]
