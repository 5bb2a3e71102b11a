"""What a password must contain, how one is made up, and how it is stored."""

import base64
import os
import secrets
import string
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import argon2

from app.core.errors import Unavailable
from app.core.text import _

SHORTEST = 8
LONGEST = 1024
# No I, l, 1, O or 0: a person reads a generated password off the screen.
_UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_LOWER = "abcdefghijkmnopqrstuvwxyz"
_DIGITS = "23456789"
_SPECIAL = "@#$%&*+-=?!"
_SALT_BYTES = 16
_TAG_BYTES = 32


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """What a new password must contain; each kind of character can be switched off.

    `min_length` counts characters and is never below `SHORTEST`, whatever is asked.
    """

    min_length: int = SHORTEST
    upper: bool = True
    lower: bool = True
    digit: bool = True
    special: bool = True

    def __post_init__(self) -> None:
        """Hold the length between what is safe and what can be hashed."""
        object.__setattr__(self, "min_length", min(max(self.min_length, SHORTEST), LONGEST))

    def requirements(self) -> list[str]:
        """Every requirement in words, always in this order, for a checklist."""
        return [words for words, _met in self._judged("")]

    def missing(self, password: str) -> list[str]:
        """The requirements `password` does not meet, in the words of `requirements`."""
        return [words for words, met in self._judged(password) if not met]

    def problem(self, password: str) -> str | None:
        """A sentence naming everything `password` lacks, or None when it will do."""
        if len(_same_spelling(password)) > LONGEST:
            return _("Use at most %d characters for the password.") % LONGEST
        if missing := self.missing(password):
            return _("The password still needs: %s.") % ", ".join(missing)
        return None

    def _judged(self, password: str) -> Iterator[tuple[str, bool]]:
        typed = _same_spelling(password)
        yield _("at least %d characters") % self.min_length, len(typed) >= self.min_length
        if self.upper:
            yield _("an uppercase letter (A to Z)"), any(c.isupper() for c in typed)
        if self.lower:
            yield _("a lowercase letter (a to z)"), any(c.islower() for c in typed)
        if self.digit:
            yield _("a number (0 to 9)"), any(c in string.digits for c in typed)
        if self.special:
            yield _("a special character (@, #, $ …)"), any(not c.isalnum() for c in typed)


def generate(length: int = 16, policy: PasswordPolicy | None = None) -> str:
    """A random password of at least `length` characters that meets `policy`.

    It holds every kind of character, also those the policy leaves free.
    """
    length = max(length, (policy or PasswordPolicy()).min_length)
    kinds = (_UPPER, _LOWER, _DIGITS, _SPECIAL)
    chosen = [secrets.choice(kind) for kind in kinds]
    chosen += [secrets.choice("".join(kinds)) for _more in range(length - len(kinds))]
    secrets.SystemRandom().shuffle(chosen)
    return "".join(chosen)


class Hasher:
    """Argon2id; the parameters cost about a fifth of a second, so not on the GUI thread.

    The parameters travel inside each hash: raising them here leaves old ones valid,
    and `needs_rehash` tells which to renew at the next sign-in.
    """

    # Memory and rounds where nothing else is asked for.
    MEMORY_KIB: ClassVar[int] = 64 * 1024
    TIME_COST: ClassVar[int] = 3

    def __init__(
        self, memory_kib: int | None = None, time_cost: int | None = None, parallelism: int = 1
    ) -> None:
        memory_kib, time_cost = memory_kib or self.MEMORY_KIB, time_cost or self.TIME_COST
        self._argon2 = argon2.PasswordHasher(
            time_cost=time_cost,
            memory_cost=memory_kib,
            parallelism=parallelism,
            hash_len=_TAG_BYTES,
            salt_len=_SALT_BYTES,
        )
        # Well formed and costly to check like any other, yet no password leads to it.
        self._nobody = (
            f"$argon2id$v=19$m={memory_kib},t={time_cost},p={parallelism}"
            f"${_unpadded(_SALT_BYTES)}${_unpadded(_TAG_BYTES)}"
        )

    def hash(self, password: str) -> str:
        """The text to store for `password`; a new salt each time.

        Raises:
            Unavailable: there is not enough memory.
        """
        try:
            return self._argon2.hash(_bytes(password))
        except argon2.exceptions.HashingError as error:
            raise Unavailable(_no_memory()) from error

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether `password` led to `stored`.

        Where there is nothing to compare with (None, an unknown person, a damaged
        hash) the answer is no, after the same work as otherwise.

        Raises:
            Unavailable: there is not enough memory.
        """
        try:
            return self._argon2.verify(stored or self._nobody, _bytes(password))
        except argon2.exceptions.VerifyMismatchError:
            return False
        except (argon2.exceptions.VerificationError, argon2.exceptions.InvalidHashError) as error:
            if stored:  # damaged; where it is memory that is short, the next try says so
                return self.verify(None, password)
            raise Unavailable(_no_memory()) from error

    def stretch(self, password: str, recipe: str = "") -> tuple[str, bytes]:
        """A 32-byte key only this password leads to, with the recipe that leads there again.

        Without a `recipe` a new one is made, with a salt of its own.

        Raises:
            Unavailable: there is not enough memory.
        """
        made = self._argon2
        recipe = recipe or "$".join(
            (
                str(made.memory_cost),
                str(made.time_cost),
                str(made.parallelism),
                os.urandom(16).hex(),
            )
        )
        memory, time, lanes, salt = recipe.split("$")
        try:
            key = argon2.low_level.hash_secret_raw(
                _bytes(password), bytes.fromhex(salt), int(time), int(memory), int(lanes),
                _TAG_BYTES, argon2.Type.ID,
            )  # fmt: skip
        except argon2.exceptions.HashingError as error:
            raise Unavailable(_no_memory()) from error
        return recipe, key

    def needs_rehash(self, stored: str) -> bool:
        """Whether `stored` was made with other parameters than today's."""
        try:
            return self._argon2.check_needs_rehash(stored)
        except argon2.exceptions.InvalidHashError:
            return True


def _same_spelling(password: str) -> str:
    """Keyboards differ in how they compose an accented letter; people cannot see it."""
    return unicodedata.normalize("NFC", password)


def _bytes(password: str) -> bytes:
    return _same_spelling(password).encode("utf-8", "surrogatepass")


def _unpadded(size: int) -> str:
    return base64.b64encode(secrets.token_bytes(size)).rstrip(b"=").decode("ascii")


def _no_memory() -> str:
    return _(
        "There is not enough free memory to check a password. Close other programs and try again."
    )
