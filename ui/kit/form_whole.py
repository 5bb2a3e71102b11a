"""The editor for a whole number that may be left out."""

import re
from typing import Any

from app.core.text import _
from ui.kit.form_editors import LineEditor, Unreadable


class WholeEditor(LineEditor):
    """A whole number, or nothing."""

    def read(self) -> Any:
        typed = re.sub(r"[\s.,'\u2019]", "", self.line.text())
        if not typed:
            return None
        if not re.fullmatch(r"-?\d{1,9}", typed, re.ASCII):
            raise Unreadable(_("Enter a whole number, or leave it blank."))
        return int(typed)

    def write(self, value: Any) -> None:
        self.line.setText("" if value is None else str(value))

    def state(self) -> object:
        return self.line.text()


def whole(_kind: Any) -> WholeEditor:
    """A whole number, or nothing."""
    return WholeEditor()
