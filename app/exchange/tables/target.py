"""What a table can be imported into: the fields it may bring, and who decides about its rows."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.errors import Conflict, DeskError, Invalid
from app.core.progress import Progress
from app.core.text import _
from app.exchange.plans import Label
from app.exchange.sniff import DateOrder


@dataclass(frozen=True, slots=True)
class TableField:
    """A field a column may bring: its title, and what columns are called, likeliest first.

    The names are as `fields.plain` leaves them.
    """

    title: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a file: its cells, and by field their texts, trimmed and composed (NFC).

    `orders` says by field in which order days are written; `decimal_sign` is "." or ",".
    """

    line: int
    values: Mapping[str, str] = field(repr=False)
    cells: tuple[str, ...] = field(default=(), repr=False)
    orders: Mapping[str, DateOrder] = field(default_factory=dict)
    decimal_sign: str = "."

    def text(self, name: str) -> str:
        """The text of a field; blank where no column brings it."""
        return self.values.get(name, "")


@dataclass(frozen=True, slots=True)
class Judged:
    """What an import does with a row; `what` is the target's own, to be written."""

    row: TableRow
    label: Label
    sentence: str = ""
    what: Any = field(default=None, repr=False)


class Judge(ABC):
    """Decides about the rows of one file, and then writes what it decided."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor

    @abstractmethod
    def called(self, row: TableRow) -> tuple[str, str]:
        """What to call a row in a list, and what to say beside; nothing secret."""

    @abstractmethod
    def judge(self, row: TableRow) -> Judged:
        """A decision about a row; those that came before it are remembered.

        Raises:
            DeskError: it has a problem.
        """

    @abstractmethod
    def write(self, decided: Sequence[Judged], progress: Progress) -> None:
        """Carry out decisions to create and to update.

        Raises:
            Conflict: one cannot be carried out any more.
            Cancelled: `progress` was.
        """

    def notes(self) -> tuple[str, ...]:
        """Sentences about what else happens, such as new customers."""
        return ()

    def judged(self, rows: Sequence[TableRow]) -> Iterator[Judged]:
        """A decision about each of some rows: a problem where a rule refuses one."""
        for row in rows:
            try:
                yield self.judge(row)
            except Invalid as problem:
                said = " ".join(problem.fields.values()) or str(problem)
                yield Judged(row, Label.ERROR, said)
            except DeskError as problem:
                yield Judged(row, Label.ERROR, str(problem))


@dataclass(frozen=True, slots=True)
class Target:
    """Something a table can be imported into; `required` fields must have a column."""

    name: str
    permission: Permission
    fields: Mapping[str, TableField]
    required: tuple[str, ...]
    make: Callable[[Session, Actor], Judge]


def reported(decided: Sequence[Judged], progress: Progress) -> Iterator[Judged]:
    """The decisions one by one, saying how far writing is.

    Raises:
        Cancelled: `progress` was.
    """
    for done, one in enumerate(decided):
        progress.report(done, len(decided))
        yield one
    progress.report(len(decided), len(decided))


@contextmanager
def blamed(one: Judged) -> Iterator[None]:
    """Tell of a refusal inside with the line it is about.

    Raises:
        Conflict: there was one.
    """
    try:
        yield
    except DeskError as problem:
        said = _("Line %(line)d: %(problem)s Nothing was imported.")
        raise Conflict(said % {"line": one.row.line, "problem": problem}) from problem


def changed_meanwhile() -> Conflict:
    """What to raise where somebody changed a row between decision and writing."""
    return Conflict(_("Somebody changed it in this moment. Try again."))
