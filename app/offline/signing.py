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
from app.offline.schemas import KeyState, PublicKeys, SigningKeyRow


class SigningKeyService(Service):
    """Signing keys; their private parts are sealed, and nobody is ever shown one."""

    @query(Permission.LICENSES_READ)
    def all(self, session: Session) -> list[SigningKeyRow]:
        """Every signing key, the newest first."""
        return [
            SigningKeyRow(
                row.key_id, row.public_key, _state(row), row.created_at, row.created_by,
                row.signs_since, row.retired_at,
            )
            for row in _newest_first(session)
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
        """Make the first signing key, or beside it the one to rotate to; its id.

        The second does not sign yet: build its public key into products first.

        Raises:
            Conflict: there is a prepared one already.
            Sealed: this person's account does not hold the key its private part is sealed with.
        """
        states = {_state(row) for row in _newest_first(session)}
        if KeyState.PREPARED in states:
            raise Conflict(_("The next signing key is prepared already. Rotate to sign with it."))
        return _make(session, self.actor, signs=KeyState.SIGNS not in states).key_id

    @use_case(Permission.LICENSES_SIGN)
    def rotate(self, session: Session) -> str:
        """Sign from now on with the prepared key, or a new one; its id.

        What the old ones signed stays good wherever their public keys are trusted.

        Raises:
            Sealed: this person's account does not hold the key its private part is sealed with.
        """
        live = sa.select(SigningKey).where(SigningKey.retired_at.is_(None)).with_for_update()
        following, now = None, session.info["now"]
        for row in session.scalars(live.order_by(SigningKey.id)):
            if _state(row) is KeyState.PREPARED:
                following = row
                row.signs_since = now
            else:
                row.retired_at = now
        if following is None:
            following = _make(session, self.actor, signs=True)
        return following.key_id


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
        row = _make(session, actor, signs=True)
    seed = actor.vault.unseal(row.private_sealed, _place(row.key_id))
    key = Ed25519PrivateKey.from_private_bytes(seed)
    if envelope.key_id(envelope.raw_public(key.public_key())) != row.key_id:
        raise Sealed(_("The signing key was changed from outside. Restore it from a backup."))
    return key


def trusted(session: Session) -> list[bytes]:
    """Every public key of ours, of 32 bytes each, the newest first."""
    return [base64.b64decode(row.public_key) for row in _newest_first(session)]


def _current(session: Session) -> SigningKey | None:
    rows = _newest_first(session)
    return next((row for row in rows if _state(row) is KeyState.SIGNS), None)


def _state(row: SigningKey) -> KeyState:
    if row.retired_at is not None:
        return KeyState.RETIRED
    return KeyState.PREPARED if row.signs_since is None else KeyState.SIGNS


def _newest_first(session: Session) -> list[SigningKey]:
    return list(session.scalars(sa.select(SigningKey).order_by(SigningKey.id.desc())))


def _make(session: Session, actor: Actor, *, signs: bool) -> SigningKey:
    key = Ed25519PrivateKey.generate()
    public = envelope.raw_public(key.public_key())
    name = envelope.key_id(public)
    row = SigningKey(
        key_id=name,
        public_key=base64.b64encode(public).decode(),
        private_sealed=actor.vault.seal(key.private_bytes_raw(), _place(name)),
        signs_since=session.info["now"] if signs else None,
        retired_at=None,
    )
    session.add(row)
    session.flush()
    return row


def _place(name: str) -> str:
    return f"signing_keys.private/{name}"
