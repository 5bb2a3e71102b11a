"""Tampering with the audit trail is found, and named."""

import pytest
import sqlalchemy as sa

from app.core import verify
from app.core.access import SYSTEM
from app.core.audit import AuditEvent, AuditHead, AuditPayload
from app.core.chain import GENESIS, digest, link
from app.core.errors import Cancelled
from app.core.progress import Progress
from app.core.settings import Paths
from app.core.verify import Head
from app.staff.schemas import TeamDraft

TRIGGERS = {
    "sqlite": [
        f"DROP TRIGGER {table}_no_{verb}"
        for table in ("audit_events", "audit_payloads")
        for verb in ("update", "delete")
    ],
    "postgresql": [
        f"DROP TRIGGER {table}_append_only ON {table}"
        for table in ("audit_events", "audit_payloads")
    ],
}


@pytest.fixture
def chain(desk_db, services):
    """A trail with some entries; tampering is possible from here on."""
    for number in range(6):
        services.staff.add_team(TeamDraft(f"Team {number}"))
    with desk_db.engine.begin() as connection:
        for statement in TRIGGERS[connection.dialect.name]:
            connection.exec_driver_sql(statement)
    return desk_db


def verified(db, remembered=None):
    with db.reading(SYSTEM) as session:
        return verify.verify(session, remembered, Progress())


def tamper(db, *statements):
    with db.engine.begin() as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount


def test_an_untouched_trail_is_whole(chain):
    found = verified(chain)

    assert found.whole
    assert found.entries == found.head.seq >= 6
    assert verified(chain, found.head).whole
    assert verified(chain, Head(0, GENESIS)).whole


def test_an_edited_entry_is_found(chain):
    tamper(chain, sa.update(AuditEvent).where(AuditEvent.seq == 4).values(actor_name="Eve"))

    assert verified(chain).problem == "Audit entry 4 was changed afterwards."


def test_an_edited_instant_is_found(chain):
    tamper(
        chain,
        sa.update(AuditEvent)
        .where(AuditEvent.seq == 3)
        .values(at=chain.clock.now().replace(year=2020)),
    )

    assert verified(chain).problem == "Audit entry 3 was changed afterwards."


def test_an_edited_payload_is_found(chain):
    tamper(chain, sa.update(AuditPayload).where(AuditPayload.seq == 5).values(body="{}"))

    assert verified(chain).problem == "What audit entry 5 recorded was changed afterwards."


def test_a_removed_payload_is_found(chain):
    tamper(chain, sa.delete(AuditPayload).where(AuditPayload.seq == 5))

    assert "What audit entry 5 recorded is missing." in verified(chain).problem


def test_a_removed_entry_is_found(chain):
    tamper(chain, sa.delete(AuditEvent).where(AuditEvent.seq == 2))

    assert verified(chain).problem == "Audit entry 2 is missing. Somebody removed it."


def test_a_cut_tail_is_found_by_the_head(chain):
    head = verified(chain).head
    tamper(chain, sa.delete(AuditEvent).where(AuditEvent.seq > head.seq - 2))

    assert f"there were {head.seq}, and {head.seq - 2} are left" in verified(chain).problem


def test_a_cut_tail_with_a_mended_head_is_found_by_who_saw_it(chain):
    head = verified(chain).head
    with chain.reading(SYSTEM) as session:
        earlier = session.get_one(AuditEvent, head.seq - 2).hash
    tamper(
        chain,
        sa.delete(AuditEvent).where(AuditEvent.seq > head.seq - 2),
        sa.update(AuditHead).values(seq=head.seq - 2, hash=earlier),
    )

    assert verified(chain).whole
    assert "The newest audit entries are missing" in verified(chain, head).problem


def test_an_added_entry_or_a_false_head_is_found(chain):
    tamper(chain, sa.update(AuditHead).values(hash="0" * 64))

    assert "does not end where it says" in verified(chain).problem


def test_a_consistent_rewrite_is_found_by_who_saw_it(chain):
    head = verified(chain).head
    rewrite(chain)

    assert verified(chain).whole
    assert f"Audit entry {head.seq} is not the one" in verified(chain, head).problem


def rewrite(db):
    """Change what entry 3 recorded, and every link from there on."""
    with db.engine.begin() as connection:
        rows = connection.execute(
            sa.select(AuditEvent.__table__).order_by(AuditEvent.seq)
        ).mappings()
        previous = GENESIS
        for row in [dict(row) for row in rows]:
            if row["seq"] == 3:
                row["digest"] = digest("salt", "{}")
                connection.execute(
                    sa.update(AuditPayload)
                    .where(AuditPayload.seq == 3)
                    .values(salt="salt", body="{}")
                )
            previous = row["hash"] = link(previous, row)
            connection.execute(
                sa.update(AuditEvent).where(AuditEvent.seq == row["seq"]).values(row)
            )
        connection.execute(sa.update(AuditHead).values(hash=previous))


def test_verifying_can_be_stopped(chain, monkeypatch):
    monkeypatch.setattr(verify, "CHUNK", 1)
    progress = Progress()
    progress.cancel()

    with chain.reading(SYSTEM) as session, pytest.raises(Cancelled):
        verify.verify(session, None, progress)


def test_a_head_is_remembered_outside_the_database(home):
    paths = Paths.of_this_user()
    assert verify.recall(paths, "some-uid") is None

    verify.remember(paths, "some-uid", Head(7, "a" * 64))

    assert verify.recall(paths, "some-uid") == Head(7, "a" * 64)
    assert verify.recall(paths, "another") is None
    (home / "state" / "audit" / "some-uid.json").write_text("damaged")
    assert verify.recall(paths, "some-uid") is None
