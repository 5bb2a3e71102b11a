"""Finds the staff a file means by a name, an e-mail address or a number."""

import re
from collections import defaultdict
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.folding import fold
from app.staff.model import StaffUser

_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Person:
    """One of the staff, as an owner of customers."""

    id: int
    name: str
    team_id: int | None
    active: bool


class People:
    """All the staff, by name and by e-mail address."""

    def __init__(self, session: Session) -> None:
        columns = (StaffUser.id, StaffUser.name, StaffUser.team_id, StaffUser.active)
        self.by_id: dict[int, Person] = {}
        self._called: defaultdict[str, list[Person]] = defaultdict(list)
        for row in session.execute(sa.select(*columns, StaffUser.email)):
            person = Person(row.id, row.name, row.team_id, row.active)
            self.by_id[person.id] = person
            for name in {fold(row.name), fold(row.email)}:
                self._called[name].append(person)

    def called(self, text: str) -> tuple[Person, ...]:
        """Everybody who goes by this name, address or number, also those who left."""
        named = fold(text)
        if found := self._called.get(named):
            return tuple(found)
        person = self.by_id.get(int(named)) if _NUMBER.fullmatch(named) else None
        return (person,) if person else ()
