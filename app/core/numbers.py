"""Number series: human codes such as CUST-000123, given in the transaction that uses them."""

import re
from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base


class NumberSeries(Base):
    """A counter with its looks; `next_value` is the number given next."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(sa.String(32), primary_key=True)
    prefix: Mapped[str] = mapped_column(sa.String(16))
    width: Mapped[int]
    next_value: Mapped[int]


def take(session: Session, name: str, count: int = 1) -> list[str]:
    """The next `count` codes of a series, in order; nobody else will get them.

    A rolled-back transaction gives its numbers back, so a series has no gaps.
    """
    row = session.execute(
        sa.update(NumberSeries)
        .where(NumberSeries.name == name)
        .values(next_value=NumberSeries.next_value + count)
        .returning(NumberSeries.prefix, NumberSeries.width, NumberSeries.next_value)
    ).one()
    first = row.next_value - count
    return [f"{row.prefix}{number:0{row.width}d}" for number in range(first, row.next_value)]


class Passed:
    """The codes of a series' looks among many that came from elsewhere: the greatest will do."""

    def __init__(self, session: Session, name: str) -> None:
        columns = (NumberSeries.prefix, NumberSeries.width)
        row = session.execute(sa.select(*columns).where(NumberSeries.name == name)).one()
        self._prefix = row.prefix
        self._looks = re.compile(f"{re.escape(row.prefix)}[0-9]{{{row.width}}}")
        self._greatest = ""

    def see(self, code: str) -> None:
        """Look at one more."""
        if code.startswith(self._prefix) and self._looks.fullmatch(code):
            self._greatest = max(self._greatest, code)

    @property
    def codes(self) -> tuple[str, ...]:
        """What to tell `pass_over`."""
        return (self._greatest,) if self._greatest else ()


def pass_over(session: Session, name: str, codes: Iterable[str]) -> None:
    """Never give any of `codes`: they came from elsewhere. Codes of other looks do not count."""
    row = session.execute(
        sa.select(NumberSeries.prefix, NumberSeries.width, NumberSeries.next_value).where(
            NumberSeries.name == name
        )
    ).one()
    digits = (code.removeprefix(row.prefix) for code in codes if code.startswith(row.prefix))
    taken = [int(rest) for rest in digits if re.fullmatch(f"[0-9]{{{row.width}}}", rest)]
    if taken and max(taken) >= row.next_value:
        session.execute(
            sa.update(NumberSeries)
            .where(NumberSeries.name == name, NumberSeries.next_value <= max(taken))
            .values(next_value=max(taken) + 1)
        )
