"""Which tags many customers get, and which are taken off them."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.core.text import _
from app.customers.bulk_changes import TagCustomers
from app.tags.schemas import TagChip
from ui.customers.bulk_panel import Panel, Titled
from ui.kit.desk import Desk
from ui.kit.form_tags import TagsEditor
from ui.kit.text_parts import paragraph

_MINE = ("tags", "add", "remove")


class TagsPanel(Panel):
    """Tags to put on, and tags to take off; what else a customer carries stays."""

    def __init__(self, desk: Desk, place: str) -> None:
        super().__init__()
        self._place = place
        self.add, self.remove = TagsEditor(()), TagsEditor(())
        self._boxes = Titled(), Titled()
        self.error = paragraph("", "error", f"{place}.tags.error")
        row = QHBoxLayout()
        row.setSpacing(12)
        for box in self._boxes:
            row.addWidget(box, 1)
        self.column.addLayout(row)
        self.column.addWidget(self.error)
        self.error.hide()
        self._know(())
        desk.tasks.run(self, desk.services.tags.choices, self._know)

    @property
    def first(self) -> QWidget | None:
        """The tags to put on."""
        return self.add.input

    def change(self) -> TagCustomers:
        """What is chosen.

        Raises:
            Invalid: nothing is, or one tag twice.
        """
        change = TagCustomers(tuple(sorted(self.add.read())), tuple(sorted(self.remove.read())))
        change.checked()
        return change

    def show_problems(self, problems: Mapping[str, str]) -> list[str]:
        """Below both, once something was chosen."""
        chosen = bool(self.add.read() or self.remove.read())
        said = " ".join(problems[key] for key in _MINE if key in problems) if chosen else ""
        self.error.setText(said)
        self.error.setVisible(bool(said))
        return [text for key, text in problems.items() if key not in _MINE]

    def _know(self, tags: Sequence[TagChip]) -> None:
        focused = self.window().focusWidget() is self.add.input
        titles = (("addTags", _("Add tags")), ("removeTags", _("Remove tags")))
        self.add, self.remove = TagsEditor(tags), TagsEditor(tags)
        for editor, box, (thing, title) in zip(
            (self.add, self.remove), self._boxes, titles, strict=True
        ):
            editor.set_name(f"{self._place}.{thing}", title)
            editor.edited.connect(self.changed)
            box.show_editor(editor, title)
        if focused:
            self.add.input.setFocus()
