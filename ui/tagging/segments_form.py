"""The form of a segment: a name, a description, and what is true of its members."""

from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.conditions import Condition, Group
from app.core.filter_words import Speaker
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.filter_fields import BY_KEY
from app.segments.criteria_values import Names
from app.segments.schemas import SegmentDetail, SegmentDraft
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editing import editing
from ui.kit.theme import theme
from ui.tagging.segments_criteria import CriteriaEditor, criteria_editor

PLACE = "segment"
_WIDE, _HIGH = 920, 800
# What stands above and below the tabs.
_AROUND = 395


def segment_form(
    desk: Desk,
    names: Names,
    found: SegmentDetail | SegmentDraft | None,
    parent: QWidget,
) -> FormDialog[SegmentDraft]:
    """Asks for a new segment, perhaps beginning with a draft, or for changes to one."""
    service = desk.services.segments
    tags = found.row.tags if isinstance(found, SegmentDetail) else ()
    follow = [_("Exactly these customers carry the tag “%s”.") % tag.name for tag in tags]
    fields = (
        Field("name", N_("Name"), required=True, placeholder=N_("Enterprise customers")),
        Field("description", N_("Description"), placeholder=N_("What they have in common")),
        Field("criteria", N_("Members are customers"), criteria_editor(desk, names, PLACE),
              wide=True, help=" ".join(follow)),
    )  # fmt: skip
    sections = (Section("", fields),)
    if isinstance(found, SegmentDetail):
        key = found.id

        def edit(
            receipt: Receipt, version: int, mine: SegmentDraft, base: SegmentDraft,
            *watched: Progress,
        ) -> object:  # fmt: skip
            return service.noting(receipt).edit(key, version, base, mine, *watched)

        say = _Words(names).say
        dialog = editing(desk, PLACE, N_("Edit segment"), sections, (found.version, found.draft),
                         edit, say, parent)  # fmt: skip
        if tags:
            dialog.watch(_("Saving, and giving the tag…"))
    else:
        dialog = FormDialog(
            desk,
            PLACE,
            N_("New segment"),
            SegmentDraft,
            sections,
            service.add,
            verb=N_("Create segment"),
            subject=("segment", 0),
            parent=parent,
        )
        if found is not None:
            dialog.panel.load(found)
    screen = dialog.screen().availableSize()
    height = min(theme().px(_HIGH), screen.height() - 60)
    dialog.resize(min(theme().px(_WIDE), screen.width() - 40), height)
    box = dialog.panel.box("criteria")
    editor = box.editor
    if isinstance(editor, CriteriaEditor):
        # What was refused is another text now; the editor itself says what it makes of it.
        editor.edited.connect(lambda: box.show_problem(""))
        editor.make_room(height * 100 // theme().px(100) - _AROUND)
    return dialog


class _Words:
    """Puts the fields of two people's edits in words."""

    def __init__(self, names: Names) -> None:
        self._speaker = Speaker(BY_KEY, names.currency, names.of)

    def say(self, _field: str, value: Any) -> str:
        """A field's value as people read it."""
        if isinstance(value, tuple):
            criteria = tuple(one for one in value if isinstance(one, Condition | Group))
            return self._speaker.question(ListQuery(conditions=criteria)) or _("Everybody")
        return str(value)
