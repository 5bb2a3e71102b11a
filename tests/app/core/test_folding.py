import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import (
    MOST_TERMS,
    fold,
    like_pattern,
    main_digits,
    search_text,
    sort_key,
    terms,
)

ANY_TEXT = st.text(st.characters())
PHONE_LIKE = st.text("0123456789+ ().-/x,#a", max_size=30)


def found(query, stored):
    return all(term in stored for term in terms(query))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Müller", "muller"),
        ("MÜLLER", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Straße STRAẞE", "strasse strasse"),
        ("Łódź", "lodz"),
        ("Đorđe Ðuro", "dorde duro"),
        ("Ægir Œuvre", "aegir oeuvre"),
        ("Þórr", "thorr"),
        ("Bjørn", "bjorn"),
        ("İSTANBUL ısı", "istanbul isi"),
        ("François\u00a0 Tremblay\n", "francois tremblay"),
        ("O\u2019Brien", "o'brien"),
        ("ﬁne Ｗｉｄｅ", "fine wide"),
        ("٠١٢", "012"),
        ("a\u200bd\u202emin", "admin"),
        ("nul\0l \ud800x", "null x"),
        ("❤\ufe0f", "❤"),
        (" \t ", ""),
    ],
)
def test_folding_overlooks_what_people_overlook(text, folded):
    assert fold(text) == folded


def test_every_character_folds_once_and_for_all():
    for code in range(sys.maxunicode + 1):
        folded = fold(chr(code))
        assert fold(folded) == folded, hex(code)


@given(ANY_TEXT)
def test_folded_text_is_stable_and_fits_both_engines(text):
    folded = fold(text)

    assert fold(folded) == folded
    assert folded.encode().decode() == folded
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Cf"} for c in folded)


@given(ANY_TEXT)
def test_composition_and_case_make_no_difference(text):
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)
    assert fold(unicodedata.normalize("NFC", text)) == fold(text)
    # The Greek iota below a letter is a mark to us, to Unicode's folding a letter.
    if "\u0345" not in unicodedata.normalize("NFD", text):
        assert fold(text.casefold()) == fold(text)


def test_names_without_letters_to_sort_by_have_no_key():
    assert sort_key(None) is None
    assert sort_key("  \u200b ") is None
    assert sort_key("Élan") == "elan"
    assert len(sort_key("x" * 10_000)) == 250


@given(st.lists(ANY_TEXT | PHONE_LIKE, max_size=4), st.lists(PHONE_LIKE, max_size=2))
def test_what_is_stored_is_found_by_asking_for_it(parts, phones):
    stored = search_text(parts, phones)

    for asked in parts + phones:
        assert found(asked, stored)


def test_no_word_spans_two_parts():
    assert not found("mannbau", search_text(["Hoffmann", "Bau"]))
    assert search_text(["A", None, "", "B"]) == "a\nb"


@pytest.mark.parametrize(
    "query",
    [
        "+1-555-0789",
        "+1 (555) 0789",
        "555-0789",
        "(555) 0789",
        "555 0789",
        "555.0789",
        "15550789",
        "001 555 0789",
        "+1 555",
        "0789",
        "555-07",
        "\uff15\uff15\uff15-0789",
    ],
)
def test_a_phone_is_found_in_any_notation(query):
    assert found(query, search_text(["Acme"], ["+1-555-0789"]))


@pytest.mark.parametrize(
    "typed",
    ["+49 0711 2842222", "+49 (0)711 2842222", "+49711/2842222", "0049 711 2842222"],
)
@pytest.mark.parametrize(
    "query",
    [
        "+49 711 2842222",
        "+49 (0) 711-2842222",
        "0711 2842222",
        "0711/2842222",
        "0049-711-2842222",
    ],
)
def test_country_code_and_trunk_zero_are_interchangeable(typed, query):
    assert found(query, search_text([], [typed]))


def test_another_number_is_not_found():
    stored = search_text(["Acme"], ["+1-555-0789"])

    assert not found("555-0788", stored)
    assert not found("+44 555 0789", stored)


def test_an_extension_is_asked_for_apart():
    stored = search_text([], ["397.884.0519x718"])

    assert terms("397-884-0519 x718") == ["3978840519", "x718"]
    assert found("397-884-0519x718", stored)
    assert found("(397) 884-0519 ext. 718", stored)
    assert not found("397-884-0519x719", stored)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("Müller  GmbH müller", ["muller", "gmbh"]),
        ("12-14 High Street", ["12", "14", "high", "street"]),
        ("CUST-000123", ["cust-000123"]),
        ("50%_x", ["50%_x"]),
        ("anna@example.org +49 30 1234", ["anna@example.org", "49301234"]),
        ("555-0789 Acme", ["5550789", "acme"]),
        ("(Berlin)", ["(berlin)"]),
        ("", []),
        ("\u200b", []),
    ],
)
def test_words_of_a_query(query, words):
    assert terms(query) == words


def test_a_pasted_novel_asks_for_a_bounded_number_of_words():
    assert len(terms(" ".join(f"word{n}" for n in range(10_000)))) == MOST_TERMS


def test_hostile_punctuation_is_answered_at_once():
    assert terms("( " * 50_000) == ["("]
    assert search_text(["(" * 100_000, "+" * 100_000, "1 x" * 30_000])


def test_wildcards_are_plain_characters():
    assert like_pattern("50%_\\") == "%50\\%\\_\\\\%"


def test_main_digits_leave_the_extension_out():
    assert main_digits("+1 (555) 0789 ext. 12") == "15550789"
    assert main_digits("001-539-402-0259x123") == "0015394020259"
    assert main_digits("call me") == ""
