import argon2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.passwords import LONGEST, SHORTEST, Hasher, PasswordPolicy, generate

QUICK = Hasher(memory_kib=64, time_cost=1)
# As shipped; read before the tests' own thrift begins.
SHIPPED = (Hasher.MEMORY_KIB, Hasher.TIME_COST)


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("Secret#2026", []),
        ("Sec#1", ["at least 8 characters"]),
        ("secret#2026", ["an uppercase letter (A to Z)"]),
        ("SECRET#2026", ["a lowercase letter (a to z)"]),
        ("Secret#Word", ["a number (0 to 9)"]),
        ("Secret2026", ["a special character (@, #, $ …)"]),
        ("Ünde rbar9", []),
    ],
)
def test_a_password_lacks_exactly_what_it_lacks(password, missing):
    assert PasswordPolicy().missing(password) == missing


def test_an_empty_password_lacks_every_requirement_in_their_order():
    policy = PasswordPolicy()

    assert policy.missing("") == policy.requirements()
    assert len(policy.requirements()) == 5


def test_kinds_of_characters_can_be_switched_off_but_not_the_length():
    policy = PasswordPolicy(3, upper=False, lower=False, digit=False, special=False)

    assert policy.min_length == SHORTEST
    assert policy.requirements() == ["at least 8 characters"]
    assert policy.missing("aaaaaaaa") == []
    assert policy.missing("aaaaaaa") == ["at least 8 characters"]


def test_the_sentence_names_everything_missing():
    assert PasswordPolicy().problem("Secret#2026") is None
    assert PasswordPolicy().problem("secret") == (
        "The password still needs: at least 8 characters, an uppercase letter (A to Z), "
        "a number (0 to 9), a special character (@, #, $ …)."
    )


def test_a_password_too_long_to_hash_is_refused_with_the_limit():
    assert str(LONGEST) in (PasswordPolicy().problem("aA1#" * LONGEST) or "")


@given(st.integers(0, 40), st.integers(0, 40))
def test_a_generated_password_meets_the_policy(length, min_length):
    policy = PasswordPolicy(min_length)
    password = generate(length, policy)

    assert policy.missing(password) == []
    assert len(password) == max(length, policy.min_length)


def test_generated_passwords_differ():
    assert len({generate() for _ in range(100)}) == 100


@given(st.text(st.characters(), max_size=50))
def test_whatever_was_typed_is_recognised_again(password):
    stored = QUICK.hash(password)

    assert QUICK.verify(stored, password)
    assert not QUICK.verify(stored, password + "x")


def test_a_letter_composed_differently_is_the_same_password():
    assert QUICK.verify(QUICK.hash("Z\u00fcrich"), "Zu\u0308rich")


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=64"])
def test_nothing_to_compare_with_means_no(stored):
    assert not QUICK.verify(stored, "Secret#2026")


def test_an_unknown_person_costs_the_same_argon2_as_a_known_one(monkeypatch):
    hasher = Hasher(memory_kib=128, time_cost=2)
    stored = hasher.hash("Secret#2026")
    checked = []
    real = argon2.PasswordHasher.verify

    def spy(self, against, password):
        checked.append(argon2.extract_parameters(against))
        return real(self, against, password)

    monkeypatch.setattr(argon2.PasswordHasher, "verify", spy)
    hasher.verify(stored, "wrong")
    hasher.verify(None, "wrong")

    assert checked[0] == checked[1]


def test_a_hash_made_with_other_parameters_is_due_for_renewal():
    stored = QUICK.hash("Secret#2026")

    assert not QUICK.needs_rehash(stored)
    assert Hasher(*SHIPPED).needs_rehash(stored)
    assert Hasher(*SHIPPED).needs_rehash("not a hash")


def test_the_stored_text_states_argon2id_with_64_mib_and_three_passes():
    stored = Hasher(*SHIPPED).hash("Secret#2026")

    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert "Secret" not in stored
