"""Names a team: one of those there are, or a new one."""

from collections.abc import Sequence
from typing import Any

from ui.kit.form_choices import SearchEditor
from ui.kit.form_editors import Editor, EditorFactory


class TeamEditor(SearchEditor):
    """Offers the teams there are; a name that is none of them stands as typed."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__([(name, name) for name in names])
        self.write("")

    def read(self) -> Any:
        return self.combo.currentText().strip()

    def write(self, value: Any) -> None:
        super().write(value)
        self.combo.setEditText(value or "")

    def set_placeholder(self, text: str) -> None:
        if (inside := self.combo.lineEdit()) is not None:
            inside.setPlaceholderText(text)


def team_editor(names: Sequence[str]) -> EditorFactory:
    """One of these teams, or a new one."""

    def made(_kind: Any) -> Editor:
        return TeamEditor(names)

    return made
