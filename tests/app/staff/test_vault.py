"""Who may open what is sealed: whoever's password the data key was wrapped under."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.access import ANONYMOUS, SYSTEM
from app.core.vault import Sealed, Vault
from app.staff.gate import GateService
from app.staff.model import VaultSlot
from app.staff.schemas import StaffDraft
from tests.app.staff.conftest import QUICK
from tests.conftest import PASSWORD

OTHER = "An0ther-one!"


@pytest.fixture
def founder(gate):
    """The first person of a database, who makes its vault by signing in."""
    return gate.sign_in("ada@example.org", PASSWORD)


def added(staff, founder, email="bo@example.org"):
    role = next(row.id for row in staff.roles() if row.name == "Viewer")
    mine = replace(staff, actor=founder)
    return mine, mine.add(StaffDraft("Bo", email, role), PASSWORD)


def test_what_one_seals_another_opens(gate, staff, founder):
    added(staff, founder)
    sealed = founder.vault.seal(b"key", "licenses.key/1")

    bo = gate.sign_in("bo@example.org", PASSWORD)

    assert bo.vault.unseal(sealed, "licenses.key/1") == b"key"
    with pytest.raises(Sealed, match="changed outside"):
        bo.vault.unseal(sealed, "licenses.key/2")
    with pytest.raises(Sealed, match="changed outside"):
        bo.vault.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), "licenses.key/1")


def test_a_new_password_keeps_the_way_in(gate, staff, founder):
    mine, bo = added(staff, founder)
    mine.set_password(bo, OTHER)
    own = replace(staff, actor=gate.sign_in("bo@example.org", OTHER))
    own.change_own_password(OTHER, PASSWORD)

    again = gate.sign_in("bo@example.org", PASSWORD)

    assert again.vault.key == founder.vault.key


def test_who_holds_no_key_gives_none_away(gate, staff, founder):
    mine, bo = added(staff, founder)
    keyless = replace(staff, actor=replace(founder, vault=Vault(refuse)))
    keyless.set_password(bo, OTHER)

    with pytest.raises(Sealed, match="set your password anew"):
        _ = gate.sign_in("bo@example.org", OTHER).vault.key
    mine.set_password(bo, PASSWORD)
    assert gate.sign_in("bo@example.org", PASSWORD).vault.key == founder.vault.key


def refuse():
    raise Sealed


def test_the_database_alone_opens_nothing(desk_db, founder):
    with desk_db.reading(SYSTEM) as session:
        stored = session.execute(sa.select(VaultSlot.recipe, VaultSlot.wrapped)).all()
    assert stored
    for slot in stored:
        assert slot.recipe
        assert founder.vault.key not in slot.wrapped


def test_a_slot_is_of_no_use_to_another_account(gate, staff, desk_db, founder):
    _mine, bo = added(staff, founder)
    with desk_db.transaction(SYSTEM, "test") as session:
        ours = session.get_one(VaultSlot, founder.id)
        theirs = session.get_one(VaultSlot, bo)
        theirs.recipe, theirs.wrapped = ours.recipe, ours.wrapped

    with pytest.raises(Sealed):
        _ = (
            GateService(desk_db, ANONYMOUS, gate.changes, hasher=QUICK)
            .sign_in("bo@example.org", PASSWORD)
            .vault.key
        )
