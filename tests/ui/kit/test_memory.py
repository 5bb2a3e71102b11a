import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSplitter, QWidget

from ui.kit.memory import Memory, clamp

SCREEN = QRect(0, 0, 1920, 1080)
SECOND = QRect(1920, 0, 1280, 1024)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "looks.ini"


def test_what_is_kept_is_there_in_the_next_run(file):
    Memory(file, "Ada@example.org").keep("sort", ["name", True])

    assert Memory(file, "ada@example.org").recall("sort", []) == ["name", True]


def test_each_user_has_their_own(file):
    Memory(file, "ada@example.org").keep("page", "customers")

    assert Memory(file, "bob@example.org").recall("page", "dashboard") == "dashboard"


def test_names_that_look_like_folders_stay_apart(file):
    Memory(file, "a/b").keep("page", "x")

    assert Memory(file, "a").recall("b/page", "") == ""


@pytest.mark.parametrize("content", ["", "\x00\x01garbage", "[ada]\nsort={not json\n"])
def test_a_damaged_file_counts_as_empty(file, content):
    file.write_text(content)

    assert Memory(file, "ada").recall("sort", ["x"]) == ["x"]


def test_a_value_of_another_kind_is_not_believed(file):
    memory = Memory(file, "ada")
    memory.keep("columns", "oops")

    assert memory.recall("columns", {}) == {}


def test_forgetting(file):
    memory = Memory(file, "ada")
    memory.keep("sort", ["x"])
    memory.forget("sort")

    assert memory.recall("sort", []) == []


@pytest.mark.parametrize(
    ("wanted", "becomes"),
    [
        (QRect(100, 100, 800, 600), QRect(100, 100, 800, 600)),
        (QRect(2000, 50, 800, 600), QRect(2000, 50, 800, 600)),
        (QRect(9000, 50, 800, 600), QRect(1120, 50, 800, 600)),
        (QRect(-5000, -5000, 800, 600), QRect(0, 0, 800, 600)),
        (QRect(0, 0, 5000, 5000), QRect(0, 0, 1920, 1080)),
        (QRect(100, 1070, 800, 600), QRect(100, 480, 800, 600)),
    ],
)
def test_a_window_never_opens_where_no_screen_is(wanted, becomes):
    assert clamp(wanted, [SCREEN, SECOND]) == becomes


def test_a_window_stands_where_it_stood(qtbot, file):
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(40, 30, 500, 400)
    Memory(file, "ada").keep_window(window, "main")

    other = QWidget()
    qtbot.addWidget(other)
    Memory(file, "ada").restore_window(other, "main", QSize(300, 200))

    assert other.geometry() == QRect(40, 30, 500, 400)


def test_a_window_never_seen_before_gets_its_size(qtbot, file):
    window = QWidget()
    qtbot.addWidget(window)
    Memory(file, "ada").restore_window(window, "main", QSize(300, 200))

    assert window.size() == QSize(300, 200)


def test_a_window_larger_than_the_screen_keeps_its_lower_edge_in_sight(qtbot, file):
    window = QWidget()
    qtbot.addWidget(window)
    room = QGuiApplication.primaryScreen().availableGeometry()
    Memory(file, "ada").restore_window(window, "main", room.size() * 2)

    assert window.width() == room.width()
    assert 0 < room.height() - window.height() <= 40


def test_a_splitter_divides_as_it_did(qtbot, file):
    def splitter():
        made = QSplitter()
        made.addWidget(QWidget())
        made.addWidget(QWidget())
        made.resize(600, 100)
        qtbot.addWidget(made)
        made.show()
        return made

    first = splitter()
    first.setSizes([100, 495])
    Memory(file, "ada").keep_splitter(first, "detail")
    second = splitter()
    Memory(file, "ada").restore_splitter(second, "detail")

    assert second.sizes() == first.sizes()
