"""Passwords kept by the operating system's own store; never in a file of ours.

Where there is no such store, or it does not answer, a secret lives as long as the
program runs.
"""

import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import ModuleType
from typing import TypeVar

SERVICE = "customer-desk"
PATIENCE = 5.0

R = TypeVar("R")


class SecretStore:
    """Secrets by name. Use it off the GUI thread: a store may take seconds to answer."""

    def __init__(self) -> None:
        self._session: dict[str, str] = {}
        self._works = True

    @property
    def lasting(self) -> bool:
        """Whether secrets outlive the program, as far as is known yet."""
        return self._works

    def get(self, name: str) -> str | None:
        """The secret of that name, or None."""
        if name in self._session:
            return self._session[name]
        return self._ask(lambda: _keyring().get_password(SERVICE, name))

    def put(self, name: str, secret: str) -> bool:
        """Keep a secret; False when only until the program ends."""
        self._session[name] = secret

        def keep() -> bool:
            _keyring().set_password(SERVICE, name, secret)
            return True

        return self._ask(keep) or False

    def forget(self, name: str) -> None:
        """Keep the secret no longer."""
        self._session.pop(name, None)

        def remove() -> None:
            if _keyring().get_password(SERVICE, name) is not None:
                _keyring().delete_password(SERVICE, name)

        self._ask(remove)

    def _ask(self, question: Callable[[], R]) -> R | None:
        """What the store answers in time; a store that once failed is left alone."""
        if not self._works:
            return None
        answers: SimpleQueue[tuple[bool, R | None]] = SimpleQueue()

        def work() -> None:
            try:
                answers.put((True, question()))
            except Exception:  # noqa: BLE001 - each system's store has its own ways to be absent
                answers.put((False, None))

        # A store that waits for somebody must not keep the program from ending.
        threading.Thread(target=work, name="secrets", daemon=True).start()
        try:
            self._works, answer = answers.get(timeout=PATIENCE)
        except Empty:
            self._works = False
            return None
        return answer


def _keyring() -> ModuleType:
    import keyring  # noqa: PLC0415 - slow, seldom needed

    return keyring
