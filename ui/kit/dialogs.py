"""The few questions that stop everything else; tests replace these functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.core.text import _
from ui.kit.question import Question


@dataclass(frozen=True, slots=True)
class Answer:
    """What `confirm` was told; true when the person agreed."""

    agreed: bool
    option: bool = False

    def __bool__(self) -> bool:
        return self.agreed


class Unsaved(Enum):
    """What to do with changes that are not saved."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


def ask_open_path(
    parent: QWidget | None, title: str, kinds: Sequence[str] = (), folder: str = ""
) -> Path | None:
    """Which file to open, or None; `kinds` are like "Comma-separated (*.csv)"."""
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, folder, ";;".join(kinds))
    return Path(chosen) if chosen else None


def ask_open_paths(parent: QWidget | None, title: str) -> tuple[Path, ...]:
    """Which files to open, of any kind; none if the user thinks better of it."""
    chosen, _kind = QFileDialog.getOpenFileNames(parent, title)
    return tuple(map(Path, chosen))


def ask_save_path(parent: QWidget | None, suggested: str, kinds: Sequence[str] = ()) -> Path | None:
    """Where to save, or None if the user thinks better of it."""
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Save as"), suggested, ";;".join(kinds))
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget | None, title: str) -> Path | None:
    """Into which folder to write, or None if the user thinks better of it."""
    chosen = QFileDialog.getExistingDirectory(parent, title)
    return Path(chosen) if chosen else None


def confirm(
    parent: QWidget | None,
    title: str,
    consequences: str,
    verb: str,
    *,
    destructive: bool = False,
    typed: str = "",
    option: str = "",
) -> Answer:
    """Ask before something that matters.

    `title` names the object ("Delete Acme Corporation?"), `consequences` says what
    will happen, `verb` is the button. With `typed`, that text must be typed first;
    `option` adds a check box whose state is `Answer.option`.
    """
    question = confirmation(
        parent, title, consequences, verb, destructive=destructive, typed=typed, option=option
    )
    return Answer(question.ask() == "accept", question.option_checked)


def confirmation(
    parent: QWidget | None,
    title: str,
    consequences: str,
    verb: str,
    *,
    destructive: bool = False,
    typed: str = "",
    option: str = "",
) -> Question:
    """The question `confirm` asks, not asked yet."""
    question = Question(parent, "confirm", title, consequences)
    question.add_button("accept", verb, role="danger" if destructive else "primary")
    question.add_cancel(_("Cancel"), default=destructive)
    if option:
        question.add_option(option)
    if typed:
        question.add_typed(typed, unlocks="accept")
    question.finish()
    return question


def ask_unsaved(parent: QWidget | None, what: str = "") -> Unsaved:
    """Ask what to do with unsaved changes to `what`, or with what a form was filled in with."""
    title = _("Save the changes to %(what)s?") % {"what": what}
    lost = _("If you discard them, what you typed is lost.")
    if not what:
        title, lost = _("Save what you entered?"), _("If you discard it, it is lost.")
    question = Question(parent, "unsaved", title, lost)
    question.add_button("save", _("Save"), role="primary", default=True)
    question.add_button("discard", _("Discard"), role="danger")
    question.add_cancel(_("Stay"))
    question.finish()
    return {"save": Unsaved.SAVE, "discard": Unsaved.DISCARD}.get(question.ask(), Unsaved.STAY)


def tell(parent: QWidget | None, title: str, text: str) -> None:
    """Show a message that must be read before going on."""
    question = Question(parent, "message", title, text)
    question.add_button("accept", _("OK"), role="primary", default=True)
    question.finish()
    question.ask()
