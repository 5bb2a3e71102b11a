"""Editors for what customers have and other records do not: countries, sizes, owners."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QWidget

from app.core.countries import countries
from app.core.text import _
from app.customers.schemas import COMPANY_SIZES, INDUSTRIES
from ui.kit.form_choices import Option, SearchEditor
from ui.kit.form_editors import Editor, EditorFactory, LineEditor, Unreadable
from ui.kit.icons import Icon
from ui.kit.parts import button


class CountryEditor(SearchEditor):
    """A country by its name; the value is its code, "" where blank is allowed."""

    def __init__(self, *, blank: bool) -> None:
        self._blank = blank
        super().__init__([(country.code, country.name) for country in countries()])

    def read(self) -> Any:
        code = super().read()
        if code is None and not self._blank:
            raise Unreadable(_("Choose the country: type a part of its name."), "US")
        return code or ""

    @property
    def chosen(self) -> str | None:
        """The code of the country that is shown, None while something else is typed."""
        try:
            return str(self.read())
        except Unreadable:
            return None


class OfferEditor(SearchEditor):
    """One of a list that may lack what a record has; `offer` adds that."""

    def offer(self, value: Any, title: str) -> None:
        """Let `value` be chosen too."""
        if value is not None and value not in self._values:
            self._values.append(value)
            self.combo.addItem(title)


class SizeEditor(OfferEditor):
    """A company's size; one that an import brought stays as it is."""

    def __init__(self) -> None:
        super().__init__([(size, size) for size in COMPANY_SIZES])

    def read(self) -> Any:
        return super().read() or ""

    def write(self, value: Any) -> None:
        if value:
            self.offer(value, value)
        super().write(value)


class SuggestEditor(LineEditor):
    """Any text, with suggestions while it is typed."""

    def __init__(self, suggestions: Sequence[str]) -> None:
        super().__init__()
        suggest(self.line, suggestions)


class ButtonEditor(LineEditor):
    """A line with a button beside it."""

    def __init__(self, title: str, thing: str, picture: Icon | None = None) -> None:
        box = QWidget()
        super().__init__(QLineEdit(), box)
        self._thing = thing
        self.button = button(title, "", picture)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self.button.setObjectName(f"{name}.{self._thing}")


class EmailEditor(ButtonEditor):
    """An address people sign in with: changed only on purpose, by the button."""

    def __init__(self) -> None:
        super().__init__(_("Change\u2026"), "change")
        self.line.setReadOnly(True)
        self.button.clicked.connect(self.unlock)

    def unlock(self) -> None:
        """Let it be changed."""
        self.line.setReadOnly(False)
        self.button.hide()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def lock(self, *, allowed: bool) -> None:
        """Show it only; `allowed` is whether there is a way to change it."""
        self.line.setReadOnly(True)
        self.button.setVisible(allowed)


def suggest(line: QLineEdit, suggestions: Sequence[str]) -> None:
    """Offer `suggestions` that hold what is typed."""
    completer = QCompleter(list(suggestions), line)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    line.setCompleter(completer)


def country(*, blank: bool = False) -> EditorFactory:
    """A country, found by typing a part of its name."""
    return lambda _kind: CountryEditor(blank=blank)


def company_size(_kind: Any) -> Editor:
    """How many people work there."""
    return SizeEditor()


def industry(_kind: Any) -> Editor:
    """What a company does; the usual answers are suggested."""
    return SuggestEditor([_(name) for name in INDUSTRIES])


def email(_kind: Any) -> Editor:
    """An address that is changed only on purpose."""
    return EmailEditor()


def with_button(title: str, thing: str) -> EditorFactory:
    """A line with a button; `title` is an `N_()` constant, `thing` ends its object name."""
    return lambda _kind: ButtonEditor(_(title), thing)


def one_of(options: Callable[[], Sequence[Option]]) -> EditorFactory:
    """One of many options, and whatever is offered later."""
    return lambda _kind: OfferEditor(options())
