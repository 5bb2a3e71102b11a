"""The keys license files are signed with: made when first needed, rotated, never taken away."""

import base64

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.errors import Conflict, NotFound
from app.core.service import Service, query, use_case
from app.core.text import _
from app.core.vault import Sealed
from app.offline import envelope, trust
from app.offline.model import SigningKey
from app.offline.schemas import PublicKeys, SigningKeyRow


class SigningKeyService(Service):
    """Signing keys; their private parts are sealed, and nobody is ever shown one."""

    @query(Permission.LICENSES_READ)
    def all(self, session: Session) -> list[SigningKeyRow]:
        """Every signing key, the newest first."""
        rows = _newest_first(session)
        signs = next((row.id for row in rows if row.retired_at is None), None)
        return [
            SigningKeyRow(
                row.key_id, row.public_key, row.id == signs, row.created_at, row.created_by,
                row.retired_at,
            )
            for row in rows
        ]  # fmt: skip

    @query(Permission.LICENSES_READ)
    def public(self, session: Session, key_id: str = "") -> PublicKeys:
        """One public key, or without an id all there ever were, the newest first.

        Raises:
            NotFound: there is no such key, or none at all yet.
        """
        rows = [row for row in _newest_first(session) if key_id in {"", row.key_id}]
        if not rows:
            raise NotFound(_("There is no such signing key. Create one first."))
        publics = [base64.b64decode(row.public_key) for row in rows]
        return PublicKeys(
            tuple(row.key_id for row in rows),
            "".join(map(trust.pem, publics)),
            "".join(f"{row.public_key}\n" for row in rows),
        )

    @use_case(Permission.LICENSES_SIGN)
    def create(self, session: Session) -> str:
        """Make the first signing key; its id.

        Raises:
            Conflict: there is one that signs.
            Sealed: this person's account does not hold the key its private part is sealed with.
        """
        if _current(session) is not None:
            raise Conflict(_("There is a signing key already. Rotate it to get another one."))
        return _make(session, self.actor).key_id

    @use_case(Permission.LICENSES_SIGN)
    def rotate(self, session: Session) -> str:
        """Sign with a new key from now on; its id. What the old ones signed stays good.

        Raises:
            Sealed: this person's account does not hold the key its private part is sealed with.
        """
        live = sa.select(SigningKey).where(SigningKey.retired_at.is_(None)).with_for_update()
        for row in session.scalars(live):
            row.retired_at = session.info["now"]
        return _make(session, self.actor).key_id


def signer(session: Session, actor: Actor) -> Ed25519PrivateKey:
    """The key that signs now; the first is made when it is needed.

    Raises:
        Conflict: there is none, and the actor may not make one.
        Sealed: the actor's account does not open it, or it was changed from outside.
    """
    row = _current(session)
    if row is None:
        if not actor.can(Permission.LICENSES_SIGN):
            raise Conflict(_("There is no signing key yet. Ask an administrator to create one."))
        row = _make(session, actor)
    seed = actor.vault.unseal(row.private_sealed, _place(row.key_id))
    key = Ed25519PrivateKey.from_private_bytes(seed)
    if envelope.key_id(envelope.raw_public(key.public_key())) != row.key_id:
        raise Sealed(_("The signing key was changed from outside. Restore it from a backup."))
    return key


def trusted(session: Session) -> dict[bytes, bool]:
    """Every public key of ours, and whether it still signs."""
    return {
        base64.b64decode(row.public_key): row.retired_at is None for row in _newest_first(session)
    }


def _current(session: Session) -> SigningKey | None:
    return next((row for row in _newest_first(session) if row.retired_at is None), None)


def _newest_first(session: Session) -> list[SigningKey]:
    return list(session.scalars(sa.select(SigningKey).order_by(SigningKey.id.desc())))


def _make(session: Session, actor: Actor) -> SigningKey:
    key = Ed25519PrivateKey.generate()
    public = envelope.raw_public(key.public_key())
    name = envelope.key_id(public)
    row = SigningKey(
        key_id=name,
        public_key=base64.b64encode(public).decode(),
        private_sealed=actor.vault.seal(key.private_bytes_raw(), _place(name)),
        retired_at=None,
    )
    session.add(row)
    session.flush()
    return row


def _place(name: str) -> str:
    return f"signing_keys.private/{name}"
