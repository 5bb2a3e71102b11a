"""License keys: made with enough chance, told apart however typed, slips found out."""

import pytest

from app.catalogue import key_format
from app.catalogue.key_format import DEFAULT
from app.licensing import keys
from app.licensing.keys import ALPHABET, Known

FORMATS = (DEFAULT, "ACME-XXXXXXXX-XXXXXXXX-XXXXXXXX", "PRO2-" + "X" * 40)


def known(text, formats=(DEFAULT,)):
    return keys.judge(text, formats).known


@pytest.mark.parametrize("looks", FORMATS)
def test_a_generated_key_looks_like_its_format_and_is_known(looks):
    found = keys.generate(looks)
    assert len(found) == len(looks)
    assert all(
        one in ALPHABET if wanted == "X" else one == wanted
        for one, wanted in zip(found, looks, strict=True)
    )
    assert known(found, FORMATS) is Known.GENERATED


@pytest.mark.parametrize("looks", FORMATS)
def test_every_wrong_character_and_every_swap_of_neighbours_is_found_out(looks):
    typed = keys.normalise(keys.generate(looks))
    random_from = len(typed) - looks.count("X")
    wrong = [
        typed[:place] + one + typed[place + 1 :]
        for place in range(random_from, len(typed))
        for one in ALPHABET
        if one != typed[place]
    ]
    swapped = [
        typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
        for place in range(len(typed) - 1)
        if typed[place] != typed[place + 1]
    ]
    assert len(wrong) == 31 * looks.count("X")
    assert len(swapped) > 10
    assert {known(one, (looks,)) for one in wrong + swapped} == {Known.MISTYPED}


def test_the_checks_hold_for_every_pair_of_neighbours():
    # Exhaustively, place by place: which two neighbours are swapped depends on nothing else.
    base = [0] * 25
    for place in range(24):
        for one in range(32):
            for other in range(32):
                values = [*base[:place], one, other, *base[place + 2 :]]
                swapped = [*base[:place], other, one, *base[place + 2 :]]
                assert one == other or keys.sums(values) != keys.sums(swapped)


def test_a_key_is_the_same_however_it_is_typed():
    found = "ABCDE-01234-FGHJK-56789-MNPQR"
    for typed in (
        found.lower(),
        found.replace("-", " "),
        found.replace("-", ""),
        found.replace("0", "o").replace("1", "l"),
        found.replace("1", "I"),
        f"  {found}\n",
        found.replace("-", "\u2013"),
    ):
        assert keys.digest(typed) == keys.digest(found)
    assert keys.digest(found[:-1] + "S") != keys.digest(found)


@pytest.mark.parametrize("looks", FORMATS)
def test_one_slip_leads_back_to_the_key(looks):
    found = keys.normalise(keys.generate(looks))
    place = len(found) - 4
    other = "7" if found[place] != "7" else "8"
    slips = [
        found[:place] + other + found[place + 1 :],
        found[:place] + found[place + 1 :],
        found[:place] + other + found[place:],
    ]
    if found[place] != found[place + 1]:
        slips.append(found[:place] + found[place + 1] + found[place] + found[place + 2 :])
    for typed in slips:
        assert found in list(keys.corrections(typed, looks))


def test_what_is_wrong_with_a_mistyped_key_is_said():
    found = keys.generate(DEFAULT)
    short, odd = keys.judge(found[:-1], [DEFAULT]), keys.judge("U" + found[1:], [DEFAULT])
    assert short.problem == "It has 24 letters and digits instead of 25."
    assert odd.problem == "Its character 1, “U”, does not belong there."
    assert known("my own key, of 2019") is Known.FOREIGN


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12345", "at least 6"),
        ("- - - - - - -", "at least 6"),
        ("abc\ndefg", "visible"),
        ("x" * 201, "200"),
        ("schlüssel", None),
        ("x" * 200, None),
    ],
)
def test_foreign_keys_are_taken_as_they_are(typed, said):
    found = keys.problem(typed)
    assert (said in found) if said else found is None


@pytest.mark.parametrize(
    ("looks", "said"),
    [
        ("XXXX-XXXX", "8 random places"),
        ("X" * 21, "guessed"),
        ("acme-" + "X" * 25, "“a”"),
        ("X" * 61, "60"),
        ("X" * 25 + "-ACME", "end in X"),
        (DEFAULT, None),
        ("X" * 22, None),
    ],
)
def test_a_format_that_could_be_guessed_is_refused(looks, said):
    found = key_format.problem(looks)
    assert (said in found) if said else found is None
