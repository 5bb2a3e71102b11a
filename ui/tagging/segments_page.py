"""The list of segments: what their members have in common, how many there are, their worth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtGui import QAction, QShowEvent

from app.core.access import Permission
from app.core.changes import Touched
from app.core.listing import small
from app.core.money import Money
from app.core.text import N_
from app.segments.schemas import SegmentRow
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction
from ui.kit.cells import Cell, Kind
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.table import Column, columns
from ui.kit.theme import Tone
from ui.tagging.segments_figures import FigureBook
from ui.tagging.segments_steps import Elsewhere, SegmentSteps

PLACE = "segments"
WORDS = ListWords(
    title=N_("Segments"),
    one=N_("%s segment"),
    many=N_("%s segments"),
    nothing=N_("No segments yet"),
    hint=N_(
        "A segment is a group of customers who have something in common, such as who is new. "
        "Create one, or add the examples to begin with."
    ),
    no_match=N_("No segment matches"),
    search=N_("Search by name, description or criteria..."),
)
# So many there are.
_EXAMPLES = 4
# What members may depend on.
_FACTS = frozenset(
    {
        "customers", "customer_tags", "tags", "licenses", "subscriptions", "orders", "invoices",
        "payments", "interactions", "follow_ups", "organization",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A segment and its figures, as far as they are known."""

    id: int
    name: str
    words: str
    members: int | None
    value: Money | None
    tags: str
    description: str
    updated_at: datetime
    problem: str


def _line(row: SegmentRow, book: FigureBook) -> Line:
    found = book.of(row.id)
    tags = ", ".join(tag.name for tag in row.tags)
    members, value = (None, None) if found is None else (found.members, found.value)
    return Line(row.id, row.name, row.words, members, value, tags, row.description,
                row.updated_at, row.problem)  # fmt: skip


def _named(row: Line, _value: Any, text: str) -> Cell:
    return Cell(
        text, Kind.NAME, tone=Tone.INFO, initials=cells.initials(text), hint=row.description
    )


def _criteria(row: Line, _value: Any, text: str) -> Cell:
    if row.problem:
        return Cell(row.problem, Kind.ALERT, Icon.ALERT, Tone.WARN, row.problem)
    return Cell(text, Kind.MUTED, hint=text)


def _figure(row: Line, value: Any, text: str) -> Cell:
    """What is not counted yet is waited for; what cannot be counted is a dash."""
    if value is None:
        return Cell("\u2014" if row.problem else "\u2026", Kind.MUTED)
    return Cell(text)


def _tags(_row: Line, _value: Any, text: str) -> Cell:
    return Cell(text, Kind.OUTLINED, Icon.TAG) if text else Cell("")


COLUMNS = columns(
    Line,
    Column("name", N_("Name"), 206, cook=_named, priority=0),
    Column("words", N_("Members are customers"), 260, cook=_criteria, stretch=True, priority=1),
    Column("members", N_("Members"), 96, cook=_figure, priority=0, align=fmt.RIGHT),
    Column("value", N_("Value"), 140, cook=_figure, priority=1, align=fmt.RIGHT),
    Column("tags", N_("Automatic tag"), 120, cook=_tags, priority=2),
    Column("updated_at", N_("Last changed"), 118, cook=cells.muted_day, shown=False),
)


class SegmentsPage(ListPage[Line]):
    """All segments; figures come one by one."""

    menu = N_("Se&gment")

    def __init__(self, desk: Desk, elsewhere: Elsewhere | None = None) -> None:
        self._elsewhere = elsewhere or Elsewhere()
        self._rows: tuple[SegmentRow, ...] = ()
        super().__init__(
            desk,
            PLACE,
            WORDS,
            COLUMNS,
            small(self._load),
            actions=self._actions(),
            row_actions=self._row_actions(),
            sort=("name", False),
            watches=("segments", "tags", "staff_users", "teams", "products", "plans"),
        )
        self.book = FigureBook(desk, self)
        self.steps = SegmentSteps(desk, self, self._elsewhere)
        self.book.counted.connect(self.reload)
        self.opened.connect(self.steps.show)
        self.counted.connect(self._count)
        desk.changes.heard.connect(self._facts_changed)

    def _load(self) -> Sequence[Line]:
        """Every segment, with what is known of its members; runs on a worker."""
        self._rows = self.desk.services.segments.list()
        return [_line(row, self.book) for row in self._rows]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._count(None)

    def _count(self, total: object) -> None:
        """Count what is seen and not counted yet."""
        if isinstance(total, int) and (examples := self._find("examples")) is not None:
            examples.setVisible(
                self.desk.actor.can(Permission.SEGMENTS_MANAGE) and total < _EXAMPLES
            )
        if self.isVisible():
            self.book.want(row.id for row in self._rows if not row.problem)

    def _find(self, thing: str) -> QAction | None:
        return self.findChild(QAction, f"action.{PLACE}.{thing}")

    def _facts_changed(self, touched: Touched) -> None:
        if PLACE in touched:
            for key in touched[PLACE]:
                self.book.outdate(key)
        if not _FACTS.isdisjoint(touched):
            self.book.outdate()
            self._count(None)

    def _actions(self) -> tuple[Action, ...]:
        manage = Permission.SEGMENTS_MANAGE
        return (
            Action(
                N_("Add the examples"),
                self._add_examples,
                manage,
                Icon.LAYERS,
                name=f"{PLACE}.examples",
            ),
            Action(
                N_("New segment\u2026"),
                self._new,
                manage,
                Icon.PLUS,
                "Ctrl+N",
                f"{PLACE}.new",
                primary=True,
            ),
        )

    def _new(self) -> None:
        self.steps.new()

    def _add_examples(self) -> None:
        self.steps.add_examples()

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(RowAction, permission=Permission.SEGMENTS_MANAGE)
        return (
            RowAction(
                N_("Show members"), self._do(SegmentSteps.show), Permission.CUSTOMERS_READ,
                Icon.USERS, name=f"{PLACE}.members", inline=True, fits=_works,
            ),
            made(
                N_("Edit\u2026"), self._do(SegmentSteps.edit), icon=Icon.PENCIL, shortcut="F2",
                name=f"{PLACE}.edit", inline=True,
            ),
            made(
                N_("Duplicate\u2026"), self._do(SegmentSteps.duplicate), icon=Icon.COPY,
                name=f"{PLACE}.duplicate",
            ),
            *self._of_members(),
            RowAction(
                N_("Use as automatic tag\u2026"), self._tag, Permission.TAGS_MANAGE, Icon.TAG,
                name=f"{PLACE}.tag", fits=_untagged,
            ),
            made(
                N_("Remove"), self._remove, icon=Icon.TRASH, shortcut="Del",
                name=f"{PLACE}.remove", destructive=True,
            ),
        )  # fmt: skip

    def _of_members(self) -> tuple[RowAction, ...]:
        """What other screens do with the members, where the shell gave the page those."""
        found = []
        if self._elsewhere.take_out:
            found.append(
                RowAction(
                    N_("Export members\u2026"), self._do(SegmentSteps.take_out),
                    Permission.CUSTOMERS_EXPORT, Icon.EXPORT, "Ctrl+E", f"{PLACE}.export",
                    fits=_works,
                )
            )  # fmt: skip
        if self._elsewhere.bulk:
            found.append(
                RowAction(
                    N_("Edit fields of members\u2026"), self._do(SegmentSteps.change_many),
                    Permission.CUSTOMERS_BULK, Icon.PENCIL, "Shift+F2", f"{PLACE}.bulk",
                    fits=_works,
                )
            )  # fmt: skip
        return tuple(found)

    def _do(self, step: Callable[[SegmentSteps, int], None]) -> Callable[[Sequence[int]], None]:
        return lambda ids: step(self.steps, ids[0])

    def _tag(self, ids: Sequence[int]) -> None:
        row = self.chosen_row()
        self.steps.tag(ids[0], row.name if row is not None else "")

    def _remove(self, ids: Sequence[int]) -> None:
        row = self.chosen_row()
        self.steps.remove(ids[0], row.name if row is not None else "")


def _untagged(row: Line) -> bool:
    return not row.problem and not row.tags


def _works(row: Line) -> bool:
    return not row.problem
