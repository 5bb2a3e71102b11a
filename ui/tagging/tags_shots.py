"""The screens about tags as `--screenshot` paints them."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from ui.kit.desk import Desk
from ui.tagging.tags_dialog import TagsDialog
from ui.tagging.tags_form import tag_form
from ui.tagging.tags_merge import MergeDialog
from ui.tagging.tags_rule import RuleDialog


def manage(desk: Desk, parent: QWidget) -> QWidget:
    """Every tag."""
    dialog = TagsDialog(desk, parent)
    dialog.show()
    return dialog


def edit(desk: Desk, parent: QWidget) -> QWidget:
    """A tag that is being changed."""
    row = next(iter(desk.services.tags.list().tags), None)
    dialog = tag_form(desk, row, lambda _draft: None, parent)
    dialog.show()
    return dialog


def merge(desk: Desk, parent: QWidget) -> QWidget:
    """Two tags about to become one."""
    tags = desk.services.tags.list().tags
    if not tags:
        return manage(desk, parent)
    dialog = MergeDialog(desk, tags[0], tags[1:], parent)
    dialog.show()
    return dialog


def rule(desk: Desk, parent: QWidget) -> QWidget:
    """A tag about to follow a segment."""
    tags = desk.services.tags.list().tags
    segments = desk.services.tag_rules.segments()
    if not tags or not segments:
        return manage(desk, parent)
    dialog = RuleDialog(desk, tags[0], segments, parent)
    dialog.segment.write(segments[0][0])
    dialog.show()
    return dialog


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("tags", manage),
    ("tag_edit", edit),
    ("tag_merge", merge),
    ("tag_rule", rule),
)
