"""Seals what must not be read by whoever steals the database: license keys, signing keys.

One random 256-bit data key per database seals with AES-256-GCM; where a value belongs
(table, column, row) is authenticated with it, so that moved to another row it is refused.
The data key itself is kept once per staff member, wrapped under their password: signing
in opens it, and a stolen file or backup gives nothing away without a password.
"""

import os
from collections.abc import Callable
from functools import cached_property

from app.core.errors import DeskError
from app.core.text import _

KEY_BYTES = 32
_NONCE = 12


class Sealed(DeskError):
    """The data key is not at hand, or the value is not what was sealed here."""


class Vault:
    """The open data key of one database; `open_key` gives its 32 bytes when first needed."""

    def __init__(self, open_key: Callable[[], bytes]) -> None:
        self._open_key = open_key

    @cached_property
    def key(self) -> bytes:
        """The data key.

        Raises:
            Sealed: this person's account does not hold it.
        """
        return self._open_key()

    @property
    def is_open(self) -> bool:
        """Whether this person's account holds the data key."""
        try:
            return bool(self.key)
        except Sealed:
            return False

    def seal(self, plain: bytes, place: str) -> bytes:
        """What to store in `place` ("licenses.key/<uid>").

        Raises:
            Sealed: this person's account does not hold the data key.
        """
        return seal(self.key, plain, place)

    def unseal(self, sealed: bytes, place: str) -> bytes:
        """What was sealed for `place`.

        Raises:
            Sealed: the key is not at hand, or the value was changed or comes from elsewhere.
        """
        return unseal(self.key, sealed, place)


def _locked() -> bytes:
    raise Sealed(
        _(
            "Your account does not open what is sealed here yet. Ask an administrator who "
            "can read license keys to set your password anew."
        )
    )


# Of those who hold no key.
NO_VAULT = Vault(_locked)


def seal(key: bytes, plain: bytes, place: str) -> bytes:
    """Nonce, ciphertext and tag."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - seldom needed

    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """The plain value.

    Raises:
        Sealed: it was changed, sealed with another key, or for another place.
    """
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - seldom needed
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - as above

    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:
        raise Sealed(
            _("This value was changed outside of Customer Desk. Restore it from a backup.")
        ) from error
