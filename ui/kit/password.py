"""Typing a password: hidden or shown, made up by the program, judged as it grows."""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from app.core.passwords import PasswordPolicy, generate
from app.core.text import N_, _
from ui.kit.form_editors import Editor, EditorFactory, LineEditor
from ui.kit.icons import Icon, paint_icon
from ui.kit.parts import button, icon_button, label
from ui.kit.theme import Role

STRENGTHS = (N_("Very weak"), N_("Weak"), N_("Fair"), N_("Good"), N_("Strong"))
_BITS = (28, 40, 56, 72)


def strength(password: str) -> int:
    """A rough measure from 0 (very weak) to 4 (strong), by how much guessing it takes."""
    kinds = ((str.islower, 26), (str.isupper, 26), (str.isdigit, 10))
    pool = sum(size for test, size in kinds if any(map(test, password)))
    pool += 33 if any(not c.isalnum() for c in password) else 0
    # A letter that repeats or follows its neighbour in the alphabet adds little.
    steps = [abs(ord(b) - ord(a)) for a, b in pairwise(password)]
    new = len(password) - 0.75 * sum(step <= 1 for step in steps)
    bits = min(new, 2 * len(set(password))) * math.log2(max(pool, 1))
    return sum(bits >= enough for enough in _BITS)


class PasswordEditor(LineEditor):
    """A password line with a button to show it and, for a new one, to make one up."""

    secret = True

    def __init__(self, make: Callable[[], str] | None = None) -> None:
        box = QWidget()
        super().__init__(QLineEdit(), box)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.reveal = icon_button(_("Show the password"), "", Icon.EYE)
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self.show_plain)
        self.generate = button(_("Generate"), "", Icon.WAND) if make else None
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(self.reveal)
        if self.generate is not None and make is not None:
            row.addWidget(self.generate)
            self.generate.clicked.connect(lambda: self._use(make()))

    def show_plain(self, plain: bool) -> None:
        """Show what was typed, or dots."""
        modes = QLineEdit.EchoMode
        self.line.setEchoMode(modes.Normal if plain else modes.Password)
        title = _("Hide the password") if plain else _("Show the password")
        self.reveal.setToolTip(title)
        self.reveal.setAccessibleName(title)

    def set_name(self, name: str, title: str) -> None:
        super().set_name(name, title)
        self.reveal.setObjectName(f"{name}.reveal")
        if self.generate is not None:
            self.generate.setObjectName(f"{name}.generate")

    def _use(self, password: str) -> None:
        self.line.setText(password)
        self.reveal.setChecked(True)
        self.line.setFocus()


class Checklist(QWidget):
    """The requirements, each ticked as it is met, and how strong the whole is."""

    def __init__(self, policy: PasswordPolicy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._policy = policy
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 2, 0, 2)
        body.setSpacing(4)
        self._items = {words: _Item(words) for words in policy.requirements()}
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._columns = 0
        self._bar = QProgressBar(maximum=4, textVisible=False)
        self._bar.setAccessibleName(_("Password strength"))
        self.strength = label("", "caption")
        meter = QHBoxLayout()
        meter.setSpacing(8)
        meter.addWidget(self._bar, 1)
        meter.addWidget(self.strength)
        body.addLayout(self._grid)
        body.addLayout(meter)
        self._place(1)
        self.judge("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        widest = max(item.sizeHint().width() for item in self._items.values())
        self._place(2 if self.width() >= 2 * widest + 16 else 1)
        super().resizeEvent(event)

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for place, item in enumerate(self._items.values()):
            self._grid.addWidget(item, place // columns, place % columns)
        self._grid.setColumnStretch(1, columns - 1)

    @property
    def unmet(self) -> list[str]:
        """The requirements still missing, in words."""
        return [words for words, item in self._items.items() if not item.met]

    def judge(self, password: str) -> None:
        """Tick what `password` meets."""
        missing = set(self._policy.missing(password))
        for words, item in self._items.items():
            item.set_met(words not in missing)
        level = strength(password)
        self._bar.setValue(level if password else 0)
        says = _("Strength: %s") % _(STRENGTHS[level]) if password else _("Strength: none yet")
        self.strength.setText(says)


class _Item(QWidget):
    """One requirement: a tick or a circle, and the words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.met = False
        self._words = words
        self._mark = _Mark()
        self._text = label(words[:1].upper() + words[1:], "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._text, 1)
        self.set_met(False)

    def set_met(self, met: bool) -> None:
        self.met = met
        self._mark.show_met(met)
        state = _("met") if met else _("still missing")
        self._text.setAccessibleName(f"{self._words}: {state}")


class _Mark(QLabel):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(14, 14)
        self._met = False

    def show_met(self, met: bool) -> None:
        self._met = met
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:

        painter = QPainter(self)
        drawing, role = (Icon.CIRCLE_CHECK, Role.OK_FG) if self._met else (Icon.MINUS, Role.MUTED)
        paint_icon(painter, QRectF(self.rect()), drawing, role)
        painter.end()


class NewPasswordEditor(PasswordEditor):
    """A password to be set: with generator, checklist and strength below the line."""

    def __init__(self, policy: PasswordPolicy) -> None:
        super().__init__(lambda: generate(policy=policy))
        self.checklist = Checklist(policy)
        self.line.textChanged.connect(self.checklist.judge)
        inner, outer = self.widget, QWidget()
        stack = QVBoxLayout(outer)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(4)
        stack.addWidget(inner)
        stack.addWidget(self.checklist)
        self.widget = outer
        self.setParent(outer)


def password(_kind: Any) -> Editor:
    """A password that exists."""
    return PasswordEditor()


def new_password(policy: Callable[[], PasswordPolicy]) -> EditorFactory:
    """A password to be set under `policy`, asked for when the form is built."""
    return lambda _kind: NewPasswordEditor(policy())
