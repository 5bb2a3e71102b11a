"""What a list is to an export: its columns, who may take it out, and how to read it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from app.core import query as listed
from app.core.access import Actor, Permission
from app.core.filter_fields import Field
from app.core.listing import ListQuery
from app.core.money import Money
from app.core.progress import Progress
from app.core.query import Listing, Where
from app.core.text import _, ngettext
from app.exchange.columns import Amount, Cell, Shape
from app.organization.schemas import OrganizationSettings
from app.organization.service import current

# Stands beside the amounts of a row, none of which says what it is in.
CURRENCY = "currency"
Choices = Iterable[tuple[Any, str]]


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: `title` is an `N_()` constant, `cell` makes its cell of a row of the list.

    `width` is in characters. On paper it is left out where it is not `on_paper` and nobody
    chose it, and has a total where it is `is_summed`.
    """

    title: str
    cell: Callable[[Any], Cell | datetime]
    shape: Shape = Shape.TEXT
    width: int = 16
    on_paper: bool = True
    is_summed: bool = True


class Source(Protocol):
    """Where the rows of a list come from, within what the actor may see."""

    def ids(
        self, session: Session, actor: Actor, asked: ListQuery, progress: Progress
    ) -> Sequence[int]:
        """The id of every row asked for, in order."""
        ...

    def rows(self, session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[Any]:
        """The rows with these ids that are still there, in no particular order."""
        ...

    def count(self, session: Session, actor: Actor, asked: ListQuery) -> int:
        """How many rows there are."""
        ...


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a feature's list, by its `listing` and `visible`."""

    listing: Callable[[OrganizationSettings, datetime], Listing[Any]]
    visible: Callable[[Actor], tuple[Where, ...]]

    def ids(
        self, session: Session, actor: Actor, asked: ListQuery, progress: Progress
    ) -> Sequence[int]:
        """As `Source.ids`."""
        return listed.ids(session, self._listing(session), asked, self.visible(actor), progress)

    def rows(self, session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[Any]:
        """As `Source.rows`."""
        return listed.rows(session, self._listing(session), ids, self.visible(actor))

    def count(self, session: Session, actor: Actor, asked: ListQuery) -> int:
        """As `Source.count`."""
        return listed.count(session, self._listing(session), asked, self.visible(actor))

    def _listing(self, session: Session) -> Listing[Any]:
        return self.listing(current(session), session.info["now"])


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list that can be exported by whoever has every permission of `needs`.

    `title`, `one` and `many` are `N_()` words. `counts` says of a row whether its amounts
    are part of the totals on paper, and `remark` which are not. `hint` is told before.
    `widened` gives rows of the list more than it shows, in the same order.
    """

    title: str
    one: str
    many: str
    needs: tuple[Permission, ...]
    source: "Source"
    fields: Mapping[str, Field]
    columns: Mapping[str, ListColumn]
    counts: Callable[[Any], bool] | None = None
    remark: str = ""
    hint: str = ""
    widened: Callable[[Session, Sequence[Any]], Sequence[Any]] | None = None

    def total(self, count: int) -> str:
        """So many rows, in words."""
        return ngettext(self.one, self.many, count) % f"{count:,}"

    @property
    def amounts(self) -> tuple[str, ...]:
        """The keys of the columns that hold money."""
        return tuple(key for key, one in self.columns.items() if one.shape is Shape.MONEY)


def text(name: str, title: str, width: int = 16, *, on_paper: bool = True) -> ListColumn:
    """A field that is a text, or a name nobody told."""
    return ListColumn(
        title, lambda row: str(getattr(row, name) or ""), Shape.TEXT, width, on_paper
    )  # fmt: skip


def choice(name: str, title: str, words: Choices, width: int = 14) -> ListColumn:
    """A field that is one of several, in words."""
    known = dict(words)

    def cell(row: Any) -> str:
        value = getattr(row, name)
        return "" if value is None else _(known[value])

    return ListColumn(title, cell, Shape.TEXT, width)


def number(name: str, title: str, *, on_paper: bool = True, is_summed: bool = True) -> ListColumn:
    """A field that counts something."""
    return ListColumn(
        title, lambda row: getattr(row, name), Shape.NUMBER, 12, on_paper, is_summed
    )  # fmt: skip


def yes_no(name: str, title: str) -> ListColumn:
    """A field that holds or does not."""
    return ListColumn(
        title, lambda row: getattr(row, name), Shape.YES_NO, 10, on_paper=False
    )  # fmt: skip


def day(name: str, title: str, *, on_paper: bool = True) -> ListColumn:
    """A field that is a day, or none."""
    return ListColumn(title, lambda row: getattr(row, name), Shape.DAY, 12, on_paper)


def moment(name: str, title: str, *, on_paper: bool = False) -> ListColumn:
    """A field that is an instant, or none."""
    return ListColumn(title, lambda row: getattr(row, name), Shape.MOMENT, 20, on_paper)


def money(
    name: str, title: str, sign: Callable[[Any], int] = lambda _row: 1, *, is_summed: bool = True
) -> ListColumn:
    """A field that is an amount; `sign` is -1 of rows that take it back."""

    def cell(row: Any) -> Amount:
        found: Money = getattr(row, name)
        return found.minor * sign(row), found.currency

    return ListColumn(title, cell, Shape.MONEY, 14, is_summed=is_summed)


def currency(name: str, title: str) -> ListColumn:
    """What the amounts of a row are in, as its field `name` is; paper has it at each."""
    return ListColumn(
        title, lambda row: getattr(row, name).currency, Shape.TEXT, 10, on_paper=False
    )  # fmt: skip
