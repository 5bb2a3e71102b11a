"""Lets the address fields of a form follow the country that is chosen."""

from typing import Any

from PySide6.QtCore import QObject

from app.core.addresses import POSTAL_CODE, STATE, address_rules
from app.core.text import _
from ui.customers.editors import CountryEditor, suggest
from ui.kit.form_editors import LineEditor
from ui.kit.form_panel import FormPanel


class AddressFollower(QObject):
    """Names the fields as the country does, and suggests its states.

    `required` are the fields that must be filled in, whatever the country.
    """

    def __init__(self, panel: FormPanel[Any], required: frozenset[str] = frozenset()) -> None:
        super().__init__(panel)
        self._panel, self._required = panel, required
        self._shown: str | None = None
        panel.edited.connect(self.follow)
        self.follow()

    def follow(self) -> None:
        """Look at the country again."""
        editor = self._panel.box("country").editor
        chosen = editor.chosen if isinstance(editor, CountryEditor) else None
        if chosen is None or chosen == self._shown:
            return
        self._shown = chosen
        rules = address_rules(chosen)
        for key, title in rules.labels.items():
            self._panel.box(key).set_title(_(title), required=key in self._required)
        state, postal = self._panel.box(STATE).editor, self._panel.box(POSTAL_CODE)
        if isinstance(state, LineEditor):
            suggest(state.line, [name for _code, name in rules.states])
        example = _("For example %s") % rules.postal_example if rules.postal_example else ""
        postal.set_help(example)
