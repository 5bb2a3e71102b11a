from array import array
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt

from app.core.money import Money
from tests.ui.kit.lists import PEOPLE, People, Person, person
from ui.kit import cells
from ui.kit import format as fmt
from ui.kit.cells import Kind, initials
from ui.kit.face import Face
from ui.kit.icons import Icon
from ui.kit.places import neighbours, place_of, places
from ui.kit.rows import CHUNK, Fetcher, RowCache
from ui.kit.table import Column, TableModel, columns
from ui.kit.theme import theme


@pytest.fixture
def model(qapp):
    made = TableModel(PEOPLE, qapp)
    yield made
    made.deleteLater()


def filled(model, count=50):
    model.show_first(model.cook([person(key) for key in range(1, count + 1)]))
    return model


def test_a_column_that_no_row_has_is_found_at_once():
    with pytest.raises(AttributeError, match="Person has no emial"):
        columns(Person, Column("name", "Name"), Column("emial", "Email"))


def test_numbers_and_money_stand_right_by_their_type():
    @dataclass(frozen=True)
    class Line:
        id: int
        title: str
        amount: Money | None
        count: int

    made = columns(Line, *(Column(key, key) for key in ("title", "amount", "count")))

    assert [spec.align for spec in made] == [fmt.LEFT, fmt.RIGHT, fmt.RIGHT]


def test_the_model_keeps_qts_rules(qtmodeltester, model):
    qtmodeltester.check(filled(model))
    model.take_over(array("q", range(1, 5_000)))
    qtmodeltester.check(model)


def test_a_cell_is_text_tooltip_and_words_for_a_screen_reader(model):
    filled(model)
    number = next(n for n, spec in enumerate(PEOPLE) if spec.key == "licenses")
    index = model.index(0, number)

    assert index.data() == "1 License"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Licenses: 1 License"
    assert index.data(Qt.ItemDataRole.TextAlignmentRole) == fmt.RIGHT
    assert model.data(QModelIndex()) is None


def test_rows_not_here_are_blank_and_not_ready(model):
    filled(model).take_over(array("q", range(1, 1_001)))

    assert not model.is_ready(900)
    assert model.index(900, 0).data() == ""
    assert model.missing(45, 52) == [51, 52, 53]


def test_a_list_that_grew_at_its_end_is_not_reset(qtbot, model):
    filled(model)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.rowsInserted):
        assert not model.take_over(array("q", range(1, 101)))
    assert model.rowCount() == 100


def test_another_order_resets_but_keeps_the_rows_at_hand(qtbot, model):
    filled(model)
    with qtbot.waitSignal(model.modelReset):
        assert model.take_over(array("q", range(50, 0, -1)))
    assert model.row(0) == person(50)


def test_rows_that_are_gone_say_so(model):
    filled(model).take_over(array("q", range(1, 61)))
    model.put(model.cook([person(51)]), asked=[51, 52])

    assert model.is_ready(51)
    assert model.index(51, 0).data() == "\u2014"
    assert model.row(51) is None


def test_the_cache_forgets_the_oldest():
    cache = RowCache(limit=3)
    cache.put({1: "a", 2: "b", 3: "c"})
    cache.missing([1])
    cache.put({4: "d"})

    assert [cache.get(key) for key in (1, 2, 3, 4)] == ["a", None, "c", "d"]


def test_outdated_rows_are_shown_until_new_ones_come():
    cache = RowCache()
    cache.put({1: "old"})
    cache.outdate()

    assert cache.missing([1]) == [1]
    assert cache.get(1) == "old"
    cache.put({1: "new"})
    assert cache.get(1) == "new"
    assert cache.missing([1]) == []


class Later:
    """A loader that answers when told to."""

    def __init__(self):
        self.asked = []

    def __call__(self, ids, then, failed):
        self.asked.append((list(ids), then, failed))

    def answer(self, model, number=-1):
        ids, then, _failed = self.asked[number]
        then(model.cook([person(key) for key in ids]))


@pytest.fixture
def later():
    return Later()


@pytest.fixture
def fetcher(model, later):
    filled(model, 200).take_over(array("q", range(1, 10_001)))
    return Fetcher(model, later, pytest.fail)


def test_what_is_here_is_not_asked_for(fetcher, later):
    fetcher.look_at(0, 20)

    assert later.asked == []


def test_the_view_is_filled_up_to_a_chunk(fetcher, later, model):
    fetcher.look_at(5_000, 5_020)

    assert later.asked[0][0] == list(range(5_001, 5_001 + CHUNK))
    later.answer(model)
    assert model.is_ready(5_020)


def test_the_next_rows_are_fetched_in_the_direction_of_scrolling(fetcher, later, model):
    fetcher.look_at(150, 170)

    assert later.asked[0][0][0] == 201
    later.answer(model)
    fetcher.look_at(9_000, 9_020)
    later.answer(model)
    later.answer(model)
    fetcher.look_at(8_990, 9_010)
    assert max(later.asked[-1][0]) == 9_000


def test_while_one_answer_is_awaited_only_the_latest_view_is_asked_for_next(fetcher, later, model):
    for top in (5_000, 6_000, 7_000, 8_000):
        fetcher.look_at(top, top + 20)
    assert len(later.asked) == 1

    later.answer(model)

    assert later.asked[-1][0][0] == 8_001
    assert len(later.asked) == 2


def test_an_answer_to_an_older_question_is_dropped(fetcher, later, model):
    fetcher.look_at(5_000, 5_020)
    fetcher.start_over()
    later.answer(model, 0)

    assert not model.is_ready(5_000)


def test_finding_ids():
    ids = array("q", range(100_000, 0, -1))
    some = set(range(1, 100_000, 9_999))

    assert places(ids, {100_000, 1, 500_000}) == {100_000: 0, 1: 99_999}
    assert places(ids, some) == {key: 100_000 - key for key in some}
    assert neighbours(ids, place_of(ids, 100_000)) == (None, 99_999)
    assert neighbours(ids, place_of(ids, 1, near=(-1, 99_999))) == (2, None)
    assert neighbours(ids, place_of(ids, 7, near=(100_000, 5))) == (8, 6)
    assert neighbours(ids, place_of(ids, 0)) == (None, None)


def test_nobodys_name_is_not_available():
    cell = cells.name(None, None, "")

    assert (cell.text, cell.kind) == ("N/A", Kind.MUTED)


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Ada Lovelace", "AL"),
        ("ada", "A"),
        ("Müller & Söhne KG", "MK"),
        ("!!", "!"),
        ("Ólafur Ragnar Grímsson", "ÓG"),
        ("3M", "3"),
    ],
)
def test_initials(text, letters):
    assert initials(text) == letters


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 Licenses"), (1, "1 License"), (3, "3 Licenses"), (1234, "1,234 Licenses")],
)
def test_counts_are_said_with_the_right_plural(number, said):
    assert cells.count("%s License", "%s Licenses")(None, number, fmt.text(number)).text == said


def test_an_alert_has_its_reason_as_tooltip():
    cook = cells.with_alert(lambda row: "2 outstanding invoices" if row else "")

    assert cook(True, 1, "x").icon is Icon.ALERT
    assert cook(True, 1, "x").hint == "2 outstanding invoices"
    assert cook(False, 1, "x").icon is None


@pytest.mark.usefixtures("qapp")
def test_long_texts_are_shortened_and_short_ones_are_not():
    face = Face(theme().font())

    assert face.fit("Active", face.width("Active"))[0] == "Active"
    assert face.fit("A" * 10_000, 100)[0].endswith("…")
    assert face.fit("two\nlines", 1_000)[0] == "two lines"


def test_a_row_is_looked_up_once_per_arrival(model):
    people = People(10)
    model.show_first(model.cook(people.rows(range(1, 11))))

    assert model.cell(3, 0) is model.cell(3, 0)
