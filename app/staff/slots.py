"""The slots of the vault: its data key, wrapped under each person's password.

Whoever sets a password wraps the key for it, if they hold it themselves. A demo's key is
wrapped under nothing: it seals made-up data, and anybody may enter.
"""

import hashlib
import os
from dataclasses import dataclass
from functools import partial

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.passwords import Hasher
from app.core.vault import KEY_BYTES, NO_VAULT, Vault, seal, unseal
from app.staff.model import VaultSlot

_DEMO = hashlib.sha256(b"customer desk demo").digest()


@dataclass(frozen=True, slots=True, repr=False)
class Wrapping:
    """What wraps a data key: how it came from a password, and the key that wraps."""

    recipe: str
    key: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Slot:
    """A person's slot as it was read."""

    staff_id: int
    recipe: str
    wrapped: bytes


def wrapping(hasher: Hasher, password: str) -> Wrapping:
    """A new one for a password; as slow as checking it.

    Raises:
        Unavailable: there is not enough memory.
    """
    return Wrapping(*hasher.stretch(password))


def new_vault() -> Vault:
    """The vault of a database that has none yet."""
    key = os.urandom(KEY_BYTES)
    return Vault(lambda: key)


def put(session: Session, staff_id: int, by: Wrapping | None, vault: Vault) -> None:
    """Let a person open the vault by what wraps it from now on; None for a demo's.

    Where whoever acts cannot open it themselves, the person cannot either any more.
    """
    session.execute(sa.delete(VaultSlot).where(VaultSlot.staff_id == staff_id))
    if not vault.is_open:
        return
    wrapped = seal(by.key if by else _DEMO, vault.key, _place(staff_id))
    session.add(VaultSlot(staff_id=staff_id, recipe=by.recipe if by else "", wrapped=wrapped))


def slot_of(session: Session, staff_id: int) -> Slot | None:
    """A person's slot; None where nobody wrapped the key for them."""
    found = session.get(VaultSlot, staff_id)
    return Slot(staff_id, found.recipe, found.wrapped) if found else None


def is_vaultless(session: Session) -> bool:
    """Whether the database comes from before there was a vault."""
    return session.scalar(sa.select(VaultSlot.staff_id).limit(1)) is None


def opened(hasher: Hasher, password: str, slot: Slot | None) -> Vault:
    """What a slot opens with its person's password, at once: the password is not kept.

    Raises:
        Unavailable: there is not enough memory.
    """
    if slot is None:
        return NO_VAULT
    wrapping_key = hasher.stretch(password, slot.recipe)[1] if slot.recipe else _DEMO
    return Vault(partial(unseal, wrapping_key, slot.wrapped, _place(slot.staff_id)))


def _place(staff_id: int) -> str:
    return f"vault_slots/{staff_id}"
