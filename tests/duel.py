"""Many clients who edit the same few customers, and what must be true afterwards."""

import json
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from time import monotonic

import sqlalchemy as sa

from app.core.access import SYSTEM, Actor, Permission
from app.core.audit import AuditEvent, AuditPayload
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.errors import Stale
from app.customers.drafts import CustomerDraft, ProfileDraft
from app.services import Services

CUSTOMERS = 5
# Fields of which each belongs to one client at each customer; the notes are everybody's.
OWN = ("company_name", "legal_name", "industry", "description")
SHARED = "notes"
# What stands in an own field to begin with, and in the shared one.
BEGUN = ("", "0")
CLIENTS = CUSTOMERS * len(OWN)


@dataclass
class Client:
    """One person with one window: edits own and shared fields of one customer."""

    number: int
    services: Services
    customer_id: int
    chance: random.Random
    own: list[str] = field(default_factory=list)
    counted: int = 0
    merged: int = 0
    asked: int = 0

    @property
    def own_field(self) -> str:
        return OWN[self.number // CUSTOMERS]

    def work(self, over: Callable[[], bool]) -> None:
        """Edit until it is over; whatever was acknowledged is remembered."""
        version, base = self._open()
        while not over():
            if self.chance.random() < 0.6:
                value = f"{self.number}-{len(self.own) + 1}"
                version, base = self._save(version, base, {self.own_field: value})
                self.own.append(value)
            else:
                version, base = self._count(version, base)
            if self.chance.random() < 0.3:
                version, base = self._open()

    def _open(self) -> tuple[int, ProfileDraft]:
        found = self.services.customers.show(self.customer_id)
        values = {name.name: getattr(found, name.name) for name in fields(ProfileDraft)}
        return found.version, ProfileDraft(**values)

    def _save(
        self, version: int, base: ProfileDraft, change: dict[str, str]
    ) -> tuple[int, ProfileDraft]:
        mine = replace(base, **change)
        # The window goes on with its old base: the next save merges again.
        self.services.customers.edit(self.customer_id, version, base, mine)
        return version, mine

    def _count(self, version: int, base: ProfileDraft) -> tuple[int, ProfileDraft]:
        """Add one to the shared counter; asked about somebody else's, add to that."""
        while True:
            try:
                # Two who write the very same agree, and nobody would be asked.
                raised = f"{raised_by(base.notes) + 1} {self.number}-{self.counted}"
                mine = replace(base, notes=raised)
                saved = self.services.customers.edit(self.customer_id, version, base, mine)
            except Stale as stale:
                self.asked += 1
                version, base = stale.clash.version, ProfileDraft(**stale.clash.stored)
                continue
            self.counted += 1
            return saved, mine


def customers(services: Services) -> list[int]:
    """Customers whose counter stands at 0."""
    found = []
    for number in range(CUSTOMERS):
        draft = CustomerDraft(
            email=f"duel{number}@example.org", first_name="D", last_name=str(number), notes="0"
        )
        found.append(services.customers.create(draft))
    return found


def clients(
    address: Address, numbers: range, ids: list[int], seed: int = 0
) -> tuple[list[Client], list[Database]]:
    """Clients with a connection each, as on computers of their own."""
    made, databases = [], []
    for number in numbers:
        database = Database(address)
        database.patience.writing = database.patience.reading = 60.0
        actor = Actor(1, f"Client {number}", frozenset(Permission))
        services = Services.build(database, actor, Changes())
        chance = random.Random(seed * 1000 + number)
        made.append(Client(number, services, ids[number % CUSTOMERS], chance))
        databases.append(database)
    return made, databases


def run(playing: list[Client], seconds: float) -> list[BaseException]:
    """Let them play at once, each on a thread; what went wrong."""
    end, failed = monotonic() + seconds, []

    def play(client: Client) -> None:
        try:
            client.work(lambda: monotonic() > end)
        except BaseException as error:  # noqa: BLE001 - the test shows it
            failed.append(error)

    threads = [threading.Thread(target=play, args=(client,)) for client in playing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def told(db: Database, customer_id: int, name: str) -> list[tuple[str, str]]:
    """Every edit's old and new value of a field, from the audit trail."""
    statement = (
        sa.select(AuditPayload.body)
        .join(AuditEvent, AuditEvent.seq == AuditPayload.seq)
        .where(AuditEvent.entity == "customers", AuditEvent.entity_id == customer_id)
        .order_by(AuditEvent.seq)
    )
    with db.reading(SYSTEM) as session:
        bodies = [json.loads(body)["changes"] for body in session.scalars(statement)]
    edits = [tuple(changes[name]) for changes in bodies if name in changes]
    return [(old, new) for old, new in edits if old is not None]


def judge(
    db: Database,
    ids: list[int],
    own: dict[tuple[int, str], list[str]],
    counted: dict[int, int],
) -> dict[str, object]:
    """What is wrong: edits lost or done twice, by the audit trail; empty when all is well.

    `own` has the values acknowledged to the one client of a customer's field, in their
    order, `counted` how often a customer's counter was acknowledged to be raised.
    """
    wrong: dict[str, object] = {}
    for customer_id in ids:
        for name in (*OWN, SHARED):
            changes = told(db, customer_id, name)
            written = [new for _old, new in changes]
            if [old for old, _new in changes] != [BEGUN[name == SHARED], *written][:-1]:
                wrong[f"{customer_id} {name} was overwritten"] = changes
            if name == SHARED:
                found = [raised_by(value) for value in written]
                if found != list(range(1, counted[customer_id] + 1)):
                    wrong[f"{customer_id} counted {counted[customer_id]}"] = written
            elif written != own[customer_id, name]:
                wrong[f"{customer_id} {name}"] = (written, own[customer_id, name])
    return wrong


def raised_by(notes: str) -> int:
    """How often a counter was raised."""
    return int(notes.partition(" ")[0])


def acknowledged(
    played: list[Client],
) -> tuple[dict[tuple[int, str], list[str]], dict[int, int]]:
    """What `judge` compares with: what each client was told is saved."""
    own = {(client.customer_id, client.own_field): client.own for client in played}
    counted = dict.fromkeys((client.customer_id for client in played), 0)
    for client in played:
        counted[client.customer_id] += client.counted
    return own, counted
