"""What a profile form was filled from, so that only what a person changed is saved."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit

from app.customers.drafts import ProfileDraft
from app.customers.schemas import CustomerDetail
from ui.customers.picker import CustomerEditor
from ui.kit.form import FormPanel
from ui.kit.form_editors import Editor, LineEditor, Unreadable

NAMES = tuple(field.name for field in fields(ProfileDraft))


def profile_of(found: CustomerDetail) -> ProfileDraft:
    """A customer's editable fields."""
    return ProfileDraft(**{name: getattr(found, name) for name in NAMES})


@dataclass(frozen=True, slots=True)
class Basis:
    """The version and fields as they were stored, and as the editors show them.

    Editors cannot show everything that may be stored (a line separator, say), so what
    they read back differs; a field nobody touched keeps what is stored.
    """

    version: int
    base: ProfileDraft
    shown: ProfileDraft

    def mine(self, draft: ProfileDraft) -> ProfileDraft:
        """The stored fields with what was changed in the form."""
        changed = {
            name: getattr(draft, name)
            for name in NAMES
            if getattr(draft, name) != getattr(self.shown, name)
        }
        return replace(self.base, **changed)


def read_back(panel: FormPanel[ProfileDraft], base: ProfileDraft) -> ProfileDraft:
    """What the editors make of `base`."""
    found = {}
    for name in NAMES:
        try:
            found[name] = panel.box(name).read()
        except Unreadable:
            found[name] = getattr(base, name)
    return ProfileDraft(**found)


def said(editor: Editor) -> str:
    """What stands in an editor, in words."""
    if isinstance(editor.input, QComboBox):
        return editor.input.currentText()
    if isinstance(editor.input, QLineEdit):
        return editor.input.text()
    if isinstance(editor.input, QPlainTextEdit):
        return editor.input.toPlainText()
    return str(editor.state())


def putter(editor: Editor) -> Callable[[], None]:
    """What puts back into an editor what stands in it now."""
    text = said(editor)
    try:
        value = editor.read()
    except Unreadable:
        return partial(_type, editor, text)

    def put() -> None:
        if isinstance(editor, CustomerEditor):
            editor.offer(value, text)
        editor.write(value)

    return put


def _type(editor: Editor, text: str) -> None:
    if isinstance(editor, LineEditor):
        editor.line.setText(text)
    elif isinstance(editor.input, QComboBox):
        editor.input.setEditText(text)
