import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.clean import line, paragraph, without_controls
from tests.naughty import ACCEPTABLE, REFUSED

ROOMY = 20_000


@pytest.mark.parametrize("text", ACCEPTABLE, ids=range(len(ACCEPTABLE)))
@pytest.mark.parametrize("check", [line, paragraph])
def test_naughty_strings_are_stored_as_typed(check, text):
    clean, problem = check(text, ROOMY, "Name")

    assert problem is None
    assert clean == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", REFUSED, ids=range(len(REFUSED)))
@pytest.mark.parametrize("check", [line, paragraph])
def test_what_engines_disagree_on_is_refused_by_name(check, text):
    _clean, problem = check(text, ROOMY, "Company name")

    assert problem is not None
    assert problem.startswith("Company name holds ")


def test_the_sentence_says_which_character_and_where():
    assert line("Acme\x07", 50, "City")[1] == (
        "City holds an invisible control character (U+0007) in place 5. "
        "Delete it, or type the text again."
    )


def test_the_limit_counts_composed_characters_without_outer_spaces():
    assert line("  Zu\u0308rich \u3000", 6, "City") == ("Z\u00fcrich", None)
    assert line("Zürich!", 6, "City")[1] == (
        "City can have 6 characters at most, and has 7. Shorten it."
    )


def test_a_single_line_takes_no_line_break_and_no_tab():
    assert line("a\nb", 50, "City")[1] == "City must be a single line. Take the line break out."
    assert "U+0009" in (line("a\tb", 50, "City")[1] or "")
    assert line("outside\r\n", 50, "City") == ("outside", None)


def test_a_paragraph_keeps_tabs_and_has_one_kind_of_line_break():
    assert paragraph("a\r\nb\rc\n\td\n", 50, "Notes") == ("a\nb\nc\n\td", None)


@given(st.text(st.characters()), st.integers(1, 30))
def test_whatever_passes_can_be_stored_and_passes_again(text, limit):
    for check in (line, paragraph):
        clean, problem = check(text, limit, "Notes")
        if problem is None:
            assert len(clean) <= limit
            assert "\0" not in clean
            assert clean.encode().decode() == clean
            assert check(clean, limit, "Notes") == (clean, None)


@given(st.text(st.characters()))
def test_removing_controls_leaves_nothing_to_refuse(text):
    clean = without_controls(text)

    assert paragraph(clean, ROOMY, "Cell")[1] is None
    assert without_controls(clean) == clean
