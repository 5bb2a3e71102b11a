"""A list of made-up people in memory, as large as a test needs."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.core.access import Permission
from app.core.listing import Condition, ListQuery, ListSource, Op
from app.core.money import Money
from app.core.progress import Progress
from app.core.text import N_
from ui.kit import cells
from ui.kit.actions import Action, RowAction
from ui.kit.filters import FilterKind, FilterSpec
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.table import Column, columns
from ui.kit.theme import Tone

FIRST = ("Adam", "Béatrice", "Çelik", "Dørthe", "Émile", "Frieda", "Grace", "Hiroshi", "Ingrid")
LAST = ("Abernathy", "Bazin", "Carr", "Étienne", "Gosselin", "Haas", "Jørgensen", "Kowalczyk")
FIRMS = ("Acme Corporation", "Northwind Labs GmbH", "Globex", "Müller & Söhne KG", "Initech")
START = datetime(2026, 1, 26, 9, 30, tzinfo=UTC)


class Status(StrEnum):
    ACTIVE = "active"
    TRIAL = "trial"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    INACTIVE = "inactive"


STATUSES = tuple(Status)
LOOKS = {
    Status.ACTIVE: (Tone.OK, Icon.CHECK),
    Status.TRIAL: (Tone.INFO, Icon.HOURGLASS),
    Status.SUSPENDED: (Tone.WARN, Icon.PAUSE),
    Status.EXPIRED: (Tone.BAD, Icon.CIRCLE_ALERT),
    Status.INACTIVE: (Tone.NEUTRAL, Icon.CIRCLE_OFF),
}


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str | None
    role: str
    phone: str
    email: str
    company: str | None
    status: Status
    licenses: int
    active: str
    subscriptions: str
    revenue: Money
    created_at: datetime
    overdue: int


def person(key: int) -> Person:
    first, last = FIRST[key % 9], LAST[key % 8]
    mailbox = last.lower().replace("é", "e").replace("ø", "o")
    name = f"{first} {last}"
    return Person(
        id=key,
        name=None if key % 13 == 0 else name,
        role="Customer Admin",
        phone=f"+1-555-{key % 10_000:04}",
        email=f"{mailbox}{key}@example.org",
        company=FIRMS[key % 5] if key % 4 else None,
        status=STATUSES[key % 5],
        licenses=key % 4,
        active=f"{key % 2}/{key % 4}",
        subscriptions="0/0",
        revenue=Money(key * 7919 % 2_000_000, "EUR"),
        created_at=START - timedelta(hours=key % 20_000),
        overdue=key % 11 == 3,
    )


PEOPLE = columns(
    Person,
    Column("name", N_("Name"), 190, cook=cells.name, priority=0),
    Column("email", N_("Email"), 200, cook=cells.muted, stretch=True, priority=0),
    Column("company", N_("Company"), 170),
    Column("status", N_("Status"), 138, cook=cells.badge(LOOKS)),
    Column("licenses", N_("Licenses"), 118, cook=cells.count("%s License", "%s Licenses")),
    Column(
        "revenue",
        N_("Revenue"),
        128,
        cook=cells.with_alert(lambda row: "1 outstanding invoice" if row.overdue else ""),
    ),
    Column("created_at", N_("Joined"), 116, cook=cells.muted_day, priority=2),
    Column("phone", N_("Phone"), 130, priority=3),
    Column("role", N_("Role"), 130, priority=4),
    Column("active", N_("Active/Total"), 110, priority=5, shown=False),
    Column("subscriptions", N_("Subscriptions"), 120, priority=5, shown=False),
)
WORDS = ListWords(
    title=N_("Customers"),
    one=N_("%s customer"),
    many=N_("%s customers"),
    nothing=N_("No customers yet"),
    hint=N_("Create the first one, or bring in a list from a file."),
    no_match=N_("No customers match"),
)
FILTERS = (
    FilterSpec("status", N_("Status"), choices=Status),
    FilterSpec("verified", N_("Verified"), FilterKind.YES_NO),
    FilterSpec("created_at", N_("Joined"), FilterKind.DATES),
    FilterSpec("revenue", N_("Revenue"), FilterKind.MONEY),
    FilterSpec("city", N_("City"), FilterKind.TEXT),
)


class People:
    """A list source that can be changed, slowed down and broken by a test."""

    def __init__(self, count: int) -> None:
        self.keys = array("q", range(1, count + 1))
        self.asked: list[ListQuery] = []
        self.loads: list[int] = []
        self.error: Exception | None = None
        self.renamed: dict[int, str] = {}

    @property
    def source(self) -> ListSource[Person]:
        return ListSource(self.first, self.ids, self.rows)

    def answer(self, asked: ListQuery) -> "array[int]":
        if self.error:
            raise self.error
        found = self.keys
        if asked.text:
            found = array("q", (k for k in found if asked.text in person(k).email))
        for condition in asked.conditions:
            found = array("q", (k for k in found if self.fits(k, condition)))
        return found[::-1] if asked.descending else found

    @staticmethod
    def fits(key: int, condition: Condition) -> bool:
        if condition.key == "status" and condition.op is Op.IN:
            return person(key).status in condition.value
        return condition.key != "city"

    def first(self, asked: ListQuery, limit: int) -> Sequence[Person]:
        self.asked.append(asked)
        return self.rows(self.answer(asked)[:limit])

    def ids(self, asked: ListQuery, progress: Progress) -> "array[int]":
        progress.check()
        return self.answer(asked)

    def rows(self, ids: Sequence[int]) -> Sequence[Person]:
        if self.error:
            raise self.error
        self.loads.append(len(ids))
        here = set(self.keys) if len(self.keys) < 10_000 else None
        return [self.make(key) for key in ids if here is None or key in here]

    def make(self, key: int) -> Person:
        made = person(key)
        if key in self.renamed:
            fields = {name: getattr(made, name) for name in Person.__slots__}
            made = Person(**fields | {"name": self.renamed[key]})
        return made


def people_page(desk, people, *, bulk=True, archivable=None, **changes):
    """A page of them; what its actions were given is in `page.done`."""
    done = []
    page = ListPage(
        desk,
        "people",
        WORDS,
        PEOPLE,
        people.source,
        filters=FILTERS,
        actions=(
            Action(
                N_("Import…"),
                lambda: done.append("import"),
                Permission.CUSTOMERS_IMPORT,
                Icon.IMPORT,
                name="people.import",
            ),
            Action(
                N_("Export…"),
                lambda: done.append("export"),
                Permission.CUSTOMERS_EXPORT,
                Icon.EXPORT,
                "Ctrl+E",
                name="people.export",
            ),
            Action(
                N_("New customer"),
                lambda: done.append("new"),
                Permission.CUSTOMERS_CREATE,
                Icon.PLUS,
                "Ctrl+N",
                name="people.new",
                primary=True,
            ),
        ),
        row_actions=(
            RowAction(
                N_("View"),
                lambda ids: done.append(("view", list(ids))),
                None,
                Icon.EYE,
                name="people.view",
                inline=True,
            ),
            RowAction(
                N_("Edit"),
                lambda ids: done.append(("edit", list(ids))),
                Permission.CUSTOMERS_EDIT,
                Icon.PENCIL,
                "F2",
                "people.edit",
                inline=True,
            ),
            RowAction(
                N_("Archive"),
                lambda ids: done.append(("archive", list(ids))),
                Permission.CUSTOMERS_STATUS,
                Icon.ARCHIVE,
                name="people.archive",
                many=bulk,
                fits=archivable,
            ),
            RowAction(
                N_("Delete…"),
                lambda ids: done.append(("delete", list(ids))),
                Permission.CUSTOMERS_DELETE,
                Icon.TRASH,
                "Del",
                "people.delete",
                many=bulk,
                inline=True,
                destructive=True,
            ),
        ),
        **({"sort": ("created_at", True)} | changes),
    )
    page.done = done
    return page
