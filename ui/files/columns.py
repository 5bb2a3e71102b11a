"""The columns and filters of the list of files."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from app.attachments.schemas import AttachmentRow
from app.core.listing import Condition, ListQuery, ListSource, Op, flat, small
from app.core.text import N_
from ui.files import looks
from ui.kit import format as fmt
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.table import Column, columns

FILES = columns(
    AttachmentRow,
    Column("name", N_("Name"), 220, cook=looks.named, priority=0, stretch=True),
    Column("kind", N_("Type"), 148, show=looks.kind, cook=looks.badge, priority=1),
    Column("size", N_("Size"), 92, show=fmt.size, priority=0),
    Column("belongs", N_("On"), 130, cook=looks.muted, priority=2),
    Column("created_by", N_("Added by"), 130, priority=2),
    Column("created_at", N_("Added"), 112, cook=looks.when, priority=0),
    Column("note", N_("Note"), 180, cook=looks.muted, shown=False),
)
REMOVED = "removed"
FILTERS = (
    FilterSpec("kind", N_("Type"), choices=tuple(looks.WORDS.items())),
    FilterSpec("created_at", N_("Added"), FilterKind.DATES),
    FilterSpec(REMOVED, N_("Removed"), FilterKind.YES_NO),
)


def source(load: Callable[[], Sequence[AttachmentRow]]) -> ListSource[AttachmentRow]:
    """The files to list: removed ones are there when they are asked for, and else not."""
    found = small(load)

    def living(asked: ListQuery) -> ListQuery:
        if any(one.key == REMOVED for one in flat(asked.conditions)):
            return asked
        kept = Condition(REMOVED, Op.IS, False)
        return replace(asked, conditions=(kept, *asked.conditions))

    return ListSource(
        lambda asked, limit: found.first(living(asked), limit),
        lambda asked, progress: found.ids(living(asked), progress),
        found.rows,
    )
