"""Secrets in the system's store, or for this session only."""

import threading

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import PasswordDeleteError

from app.core import secrets
from app.core.secrets import SecretStore


class InMemory(KeyringBackend):
    """A store that works."""

    priority = 1

    def __init__(self):
        super().__init__()
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("no such password")


class Waiting(InMemory):
    """A locked store, whose prompt nobody answers."""

    def __init__(self):
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service, username):
        self.answered.wait(60)
        return super().get_password(service, username)


@pytest.fixture
def use():
    """A function that puts a store in the place of the system's."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_store_that_works_keeps_secrets_beyond_the_session(use):
    use(InMemory())

    assert SecretStore().put("server", "s3cret")

    assert SecretStore().get("server") == "s3cret"
    store = SecretStore()
    store.forget("server")
    store.forget("server")
    assert SecretStore().get("server") is None
    assert store.lasting


def test_without_a_store_a_secret_lives_as_long_as_the_session(use):
    use(NoKeyring())
    store = SecretStore()

    assert not store.put("server", "s3cret")

    assert store.get("server") == "s3cret"
    assert not store.lasting
    assert SecretStore().get("server") is None
    store.forget("server")
    assert store.get("server") is None


def test_a_store_that_does_not_answer_is_given_up(use, monkeypatch):
    monkeypatch.setattr(secrets, "PATIENCE", 0.05)
    waiting = Waiting()
    use(waiting)
    store = SecretStore()

    assert store.get("server") is None
    assert not store.lasting
    assert not store.put("server", "s3cret")
    assert store.get("server") == "s3cret"
    waiting.answered.set()
