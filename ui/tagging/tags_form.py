"""Asks for a tag: its name, its colour with what the colour is for, and its meaning."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from app.core.text import N_, _
from app.tags.drafts import TagDraft
from app.tags.schemas import MEANINGS, NAMES, TagColour, TagRow
from ui.kit.chips import role_of
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import Editor
from ui.kit.theme import theme

PLACE = "tag"
_DOT, _RATIO = 12, 2


def colour(_kind: Any) -> Editor:
    """One of the six colours, each with its meaning."""
    editor = ChoiceEditor([(one, f"{_(NAMES[one])} · {_(MEANINGS[one])}") for one in TagColour])
    editor.combo.setIconSize(QSize(_DOT, _DOT))
    for place, one in enumerate(TagColour):
        editor.combo.setItemIcon(place, dot(one))
    return editor


def dot(one: TagColour) -> QIcon:
    """A round spot of a colour."""
    spot = QPixmap(_DOT * _RATIO, _DOT * _RATIO)
    spot.fill(Qt.GlobalColor.transparent)
    painter = QPainter(spot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(role_of(one)))
    painter.drawEllipse(spot.rect())
    painter.end()
    spot.setDevicePixelRatio(_RATIO)
    return QIcon(spot)


FIELDS = (
    Field("name", N_("Name"), required=True, wide=True, placeholder=N_("VIP")),
    Field("colour", N_("Colour"), colour, wide=True),
    Field(
        "meaning",
        N_("Meaning"),
        wide=True,
        placeholder=N_("High-value customers"),
        help=N_("Shown to whoever looks after tags"),
    ),
    Field("active", N_("Active: customers show it")),
)


def tag_form(
    desk: Desk, row: TagRow | None, save: Callable[[TagDraft], object], parent: QWidget
) -> FormDialog[TagDraft]:
    """Asks for a new tag, or for changes of one."""
    initial = TagDraft() if row is None else draft_of(row)
    title = N_("New tag") if row is None else N_("Edit tag")
    verb = N_("Add tag") if row is None else ""
    return FormDialog(desk, PLACE, title, TagDraft, FIELDS, save, initial, verb=verb, parent=parent)


def draft_of(row: TagRow) -> TagDraft:
    """A tag's editable fields."""
    return TagDraft(row.name, row.colour, row.meaning, row.active)
