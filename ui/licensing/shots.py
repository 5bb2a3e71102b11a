"""The dialogs about licenses as `--screenshot` paints them."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.core.listing import Condition, ListQuery, Op
from app.licensing.schemas import LicenseStatus
from ui.kit.desk import Desk
from ui.licensing import steps
from ui.licensing.assign_form import WhomDraft, assign_form
from ui.licensing.card import LicenseCard
from ui.licensing.edit_form import edit_form
from ui.licensing.history import HistoryDialog
from ui.licensing.issue_form import Offer, issue_form
from ui.licensing.key_dialog import KeyDialog
from ui.licensing.page import LicenseList
from ui.licensing.plan_form import look, plan_form
from ui.licensing.pool_form import pool_form
from ui.licensing.previewed import Previewed
from ui.licensing.renewals import RenewalsDialog
from ui.licensing.steps import reason_form
from ui.licensing.time_forms import extend_form, renew_form
from ui.licensing.transfer_form import TransferDraft, transfer_form

Shot = Callable[[Desk, QWidget], QWidget]


def _ids(desk: Desk, count: int = 1, *, ends: bool = False) -> list[int]:
    """Active licenses somebody has, the newest first."""
    conditions = [
        Condition("status", Op.IN, (LicenseStatus.ACTIVE,)),
        Condition("no_customer", Op.IS, value=False),
    ]
    if ends:
        conditions.append(Condition("expires_on", Op.NEXT, 365))
    return [one.id for one in desk.services.licenses.first(ListQuery("", tuple(conditions)), count)]


def _shown(dialog: QDialog) -> QWidget:
    dialog.show()
    return dialog


def _offer(desk: Desk) -> Offer:
    return Offer(desk.services.products.choices(), desk.services.plans.choices())


def peek(desk: Desk, parent: QWidget) -> QWidget:
    """The list with the panel beside it."""
    desk.navigator.open_page("licenses")
    page = parent.findChild(LicenseList)
    if page is not None and page.peek is not None:
        page.view.choose([0], 0)
        page.peek.show_panel()
    return parent


def chosen(desk: Desk, parent: QWidget) -> QWidget:
    """Several rows, and what can be done with them; what can be filtered by."""
    desk.navigator.open_page("licenses")
    page = parent.findChild(LicenseList)
    if page is not None and page.peek is not None:
        page.peek.hide_panel()
        page.tools.toggle_filters()
        page.view.choose([0, 1, 2], 0)
    return parent


def tab(desk: Desk, _parent: QWidget) -> QWidget:
    """A customer's licenses."""
    row = desk.services.licenses.rows(_ids(desk))[0]
    desk.navigator.open_customer(row.customer_id or 0, "licenses")
    windows = (one for one in QApplication.topLevelWidgets() if one.objectName() == "detail")
    found = next(one for one in windows if one.isVisible())
    found.resize(1040, 780)
    return found


def card(desk: Desk, parent: QWidget) -> QWidget:
    """Everything about a license."""
    found = desk.services.licenses.show(_ids(desk, ends=True)[0])
    return _shown(LicenseCard(desk, found, parent))


def history(desk: Desk, parent: QWidget) -> QWidget:
    """Its changes."""
    return _shown(HistoryDialog(desk, _ids(desk)[0], parent))


def key(desk: Desk, parent: QWidget) -> QWidget:
    """A whole key."""
    return _shown(KeyDialog(desk, "NORTH-7K3QF-9XW2M-T4HBD-18ZRC", parent=parent))


def new(desk: Desk, parent: QWidget) -> QWidget:
    """A new license from the page."""
    return _shown(issue_form(desk, _offer(desk), None, "", parent))


def pool(desk: Desk, parent: QWidget) -> QWidget:
    """A pool of licenses."""
    return _shown(pool_form(desk, _offer(desk), parent))


def assign(desk: Desk, parent: QWidget) -> QWidget:
    """Whom licenses are for."""
    dialog = assign_form(desk, _ids(desk, 2), parent)
    dialog.panel.load(WhomDraft(email="john@company.example"))
    return _shown(dialog)


def transfer(desk: Desk, parent: QWidget) -> QWidget:
    """A customer's licenses to another e-mail."""
    row = desk.services.licenses.rows(_ids(desk))[0]
    dialog = transfer_form(desk, row.customer_id or 0, (), parent)
    dialog.panel.load(TransferDraft(email="new@company.example"))
    if (previewed := dialog.findChild(Previewed)) is not None:
        previewed.ask()
    return _shown(dialog)


def renew(desk: Desk, parent: QWidget) -> QWidget:
    """What renewing would do."""
    return _shown(renew_form(desk, _ids(desk, 4, ends=True), parent))


def extend(desk: Desk, parent: QWidget) -> QWidget:
    """Until when."""
    return _shown(extend_form(desk, _ids(desk, ends=True), parent))


def plan(desk: Desk, parent: QWidget) -> QWidget:
    """What another plan changes."""
    ids = _ids(desk)
    return _shown(plan_form(desk, ids, look(desk, ids), parent))


def edit(desk: Desk, parent: QWidget) -> QWidget:
    """What is edited field by field."""
    return _shown(edit_form(desk, desk.services.licenses.show(_ids(desk)[0]), parent))


def revoke(desk: Desk, parent: QWidget) -> QWidget:
    """Why a license ends."""
    life, ids = desk.services.license_life, _ids(desk)
    save = lambda draft: life.revoke(ids, draft.reason)  # noqa: E731 - as short as it gets
    return _shown(reason_form(desk, steps.REVOKE, 1, save, parent))


def renewals(desk: Desk, parent: QWidget) -> QWidget:
    """Whom to talk to."""
    return _shown(RenewalsDialog(desk, parent))


SHOTS: tuple[tuple[str, Shot], ...] = (
    ("license_peek", peek),
    ("license_chosen", chosen),
    ("license_tab", tab),
    ("license_card", card),
    ("license_history", history),
    ("license_key", key),
    ("license_new", new),
    ("license_pool", pool),
    ("license_assign", assign),
    ("license_transfer", transfer),
    ("license_renew", renew),
    ("license_extend", extend),
    ("license_plan", plan),
    ("license_edit", edit),
    ("license_revoke", revoke),
    ("license_renewals", renewals),
)
