"""What a person sees: times until painted, and how long the window ever stood still."""

import statistics
from collections.abc import Iterator
from functools import partial
from itertools import product
from time import perf_counter

import sqlalchemy as sa
from PySide6.QtCore import QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QTableView

from app.core.listing import ListQuery
from app.customers import queries
from app.customers.model import Customer
from app.customers.queries import SORTS
from app.organization.service import current
from tests.bench import lists
from tests.bench.data import Scene
from tests.bench.measure import Line, middle
from tests.bench.screen import Screen, screen
from tests.bench.waiting import Painted, until
from ui.customers.window import CustomerWindow

ROWS, COLUMNS = 100, 11
OPENINGS = 5
SEARCHES = 24
TIMES = 3
SCROLL_STEPS = 80
FRAME_MS = 16


def lines(scene: Scene) -> Iterator[Line]:
    """Every line, measured when it is asked for."""
    gaps: dict[str, float] = {}
    yield navigation(scene, gaps)
    with screen(scene, "customers") as shown:
        shown.gaps = gaps
        yield from sorting(scene, shown)
        yield from jumping(scene, shown)
        searching(scene, shown)
        scrolling(shown)
        opening(scene, shown)
    yield Line("window stood still, typical step", statistics.median(gaps.values()), above=16)
    name = max(gaps, key=lambda step: gaps[step])
    yield Line(f"window stood still, longest ({name})", gaps[name], above=50)


def navigation(scene: Scene, gaps: dict[str, float]) -> Line:
    """From another page to the customers' first rows; the bare table is of the same size."""
    figures, floors = [], []
    for _time in range(OPENINGS):
        with screen(scene) as shown:
            shown.gaps = gaps
            floors.append(bare_table(shown) + scene.raw.read(raw_rows("created_at", down=True)))
            go = partial(shown.window.open_page, "customers")
            figures.append(shown.step("opening the list", go, partial(has_rows, shown)))
    figure, floor = statistics.median(figures), statistics.median(floors)
    return Line("customers' page: first rows painted", figure, floor, 3)


def has_rows(shown: Screen) -> bool:
    return shown.page.model.rowCount() > 0


def bare_table(shown: Screen) -> float:
    """A plain table in the place of the page, until it is painted."""
    stack, begun = shown.window.stack, perf_counter()
    view = QTableView()
    model = QStandardItemModel(ROWS, COLUMNS, view)
    for row, column in product(range(ROWS), range(COLUMNS)):
        model.setItem(row, column, QStandardItem(f"Row {row} of {column}"))
    view.setModel(model)
    stack.addWidget(view)
    stack.setCurrentWidget(view)
    took = Painted(view.viewport(), lambda: True).wait() - begun
    stack.removeWidget(view)
    view.deleteLater()
    # What was there before comes back now, not during the step that is measured next.
    stack.update()
    Painted(stack, lambda: True).wait()
    return took * 1000


def raw_rows(key: str, *, down: bool) -> sa.Select:
    order = SORTS[key].desc() if down else SORTS[key].asc()
    return sa.select(Customer.id).where(lists.CURRENT).order_by(order).limit(ROWS)


def sorting(scene: Scene, shown: Screen) -> Iterator[Line]:
    """A click on each column's header, and another: the worst of them."""
    worst = Line("", 0, 0)
    for column in shown.page.model.columns:
        if column.key not in SORTS:
            continue
        for down in (False, True):
            asked = shown.page.view.header.sort_asked.emit
            figures = []
            for _time in range(TIMES):
                shown.page.sort = (column.key, not down)
                figures.append(shown.ask(f"sorting by {column.key}", partial(asked, column.key)))
            figure = statistics.median(figures)
            floor = middle(lambda c=column, d=down: scene.raw.read(raw_rows(c.key, down=d)), 3)
            if figure - floor >= worst.figure - worst.floor:
                worst = Line(f"sort: click to rows (worst: {column.key})", figure, floor, above=15)
    yield worst


def jumping(scene: Scene, shown: Screen) -> Iterator[Line]:
    """To the middle and the end of the list."""
    with scene.database.reading(scene.actor) as session:
        listing = queries.listing(current(session), session.info["now"])
    for name, share in (("the middle", 0.5), ("the end", 1.0)):
        figures, floors = [], []
        for turn in range(5):
            shown.jump("jumping", 0.02 * turn)
            place = min(share, share - 0.01 * turn if share < 1 else 1)
            figures.append(shown.jump("jumping", place))
            top = shown.page.view.seen()[0]
            wanted = shown.page.model.ids[max(0, top - 100) : top + 100]
            raw = listing.select.where(listing.key.in_(wanted))
            floors.append(scene.raw.read(raw))
            if share == 1:
                shown.page.model.outdate()
        figure, floor = statistics.median(figures), statistics.median(floors)
        yield Line(f"jump to {name}: rows painted", figure, floor, above=16)


def searching(scene: Scene, shown: Screen) -> None:
    """Words and letters typed into the search box."""
    for word in (*lists.words(scene)[:SEARCHES], *lists.SHORT, ""):
        shown.watched("searching", partial(typed, shown, word))


def typed(shown: Screen, word: str) -> None:
    """A word in the search box, until the list asks for it."""
    shown.page.tools.search.setText(word)
    until(lambda: shown.page.asker.query.text == word)


def scrolling(shown: Screen) -> None:
    """The scroll bar dragged from the top to the end, a step each frame."""
    page, left = shown.page, list(range(1, SCROLL_STEPS + 1))
    bar = page.view.verticalScrollBar()

    def drag() -> None:
        if left:
            bar.setValue(bar.maximum() * left.pop(0) // SCROLL_STEPS)

    clock = QTimer(page, interval=FRAME_MS)
    clock.timeout.connect(drag)
    shown.jump("scrolling", 0)
    shown.step(
        "scrolling", clock.start, lambda: not left and page.model.is_ready(page.view.seen()[0])
    )
    clock.stop()


def opening(scene: Scene, shown: Screen) -> None:
    """Some customers' windows."""
    for row in scene.services.customers.first(ListQuery(sort="name"), 3):
        shown.watched("opening a customer", partial(opened, shown, row.id))


def opened(shown: Screen, customer_id: int) -> None:
    """A customer's window, until all of it is painted."""
    shown.page.open(customer_id)
    window = shown.workplace.navigator.windows[-1]
    assert isinstance(window, CustomerWindow)
    until(lambda: window.profile is not None and window.profile.isVisible())
    window.update()
    Painted(window, lambda: True).wait()
