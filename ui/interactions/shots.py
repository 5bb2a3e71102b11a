"""The dialogs about interactions and follow-ups as `--screenshot` paints them."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.listing import Condition, ListQuery, Op
from app.customers.schemas import Outcome
from app.interactions.schemas import FollowUpRow, FollowUpState, InteractionType, Sentiment
from ui.interactions import follow_form, form, timeline_shots
from ui.interactions.card import InteractionCard
from ui.interactions.follow_card import FollowUpCard
from ui.interactions.follow_page import ALL, FollowUpsPage
from ui.interactions.follow_steps import FollowUpSteps
from ui.interactions.steps import InteractionSteps
from ui.kit import format as fmt
from ui.kit.desk import Desk

TALL = 1100


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def _customer(desk: Desk) -> int:
    return desk.services.customers.first(ListQuery(), 1)[0].id


def _open(desk: Desk) -> FollowUpRow | None:
    """An open follow-up, if there is one."""
    is_open = Condition("state", Op.IN, (FollowUpState.OPEN,))
    rows = desk.services.follow_ups.first(ListQuery(conditions=(is_open,)), 1)
    return rows[0] if rows else None


def _form(kind: InteractionType, desk: Desk, parent: QWidget) -> QWidget:
    """The form of one type, with something promised."""
    known = form.gather(desk, _customer(desk))
    dialog = form.new_form(desk, known, kind, parent)
    given = {"subject": "Renewal", "sentiment": Sentiment.POSITIVE, "promised": True}
    for key, value in given.items():
        dialog.panel.box(key).editor.write(value)
    dialog.panel.box("promise_due_on").editor.write(fmt.today() + timedelta(days=1))
    dialog.panel.mark_clean()
    dialog.resize(820, TALL)
    return _shown(dialog)


def promise(desk: Desk, parent: QWidget) -> QWidget:
    """What is to be done for a customer."""
    return _shown(follow_form.new_form(desk, follow_form.gather(desk, None), parent))


def result(desk: Desk, parent: QWidget) -> QWidget:
    """What came of it."""
    title = "Done: Call back"
    return _shown(follow_form.result_form(desk, title, lambda _draft: Outcome(()), parent))


def talk(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about an interaction."""
    row = _open(desk)
    if row is None or row.interaction_id is None:
        return promise(desk, parent)
    found = desk.services.interactions.show(row.interaction_id)
    return _shown(InteractionCard(desk, found, InteractionSteps(desk, parent), parent))


def card(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about a follow-up."""
    row = _open(desk)
    if row is None:
        return promise(desk, parent)
    found = desk.services.follow_ups.show(row.id)
    return _shown(FollowUpCard(desk, found, FollowUpSteps(desk, parent), parent))


def every(desk: Desk, parent: QWidget) -> QWidget:
    """The list of all follow-ups."""
    desk.navigator.open_page("followUps")
    page = parent.findChild(FollowUpsPage)
    if page is not None:
        page.tabs.setCurrentIndex(ALL)
    return parent


def tab(desk: Desk, _parent: QWidget) -> QWidget:
    """What was said with one customer."""
    row = _open(desk)
    desk.navigator.open_customer(row.customer_id if row else _customer(desk), "interactions")
    windows = (one for one in QApplication.topLevelWidgets() if one.objectName() == "detail")
    found = next(one for one in windows if one.isVisible())
    found.resize(1040, 720)
    return found


SHOTS: tuple[tuple[str, Callable[[Desk, QWidget], QWidget]], ...] = (
    ("follow_ups_all", every),
    ("interaction_new", partial(_form, InteractionType.CALL)),
    ("interaction_support", partial(_form, InteractionType.SUPPORT)),
    ("interaction_card", talk),
    ("interaction_tab", tab),
    *timeline_shots.SHOTS,
    ("follow_up_new", promise),
    ("follow_up_result", result),
    ("follow_up_card", card),
)
