"""The customers' dialogs and windows as `--screenshot` paints them."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import Clash
from app.core.listing import ListQuery
from app.core.receipt import Receipt
from app.core.text import _
from app.customers.drafts import CompanyDraft, ProfileDraft
from ui.customers import bulk_shots, holds, list_shots, undo_shots
from ui.customers.company_form import CompanyDialog
from ui.customers.customer_form import CustomerDialog
from ui.customers.facts import gather
from ui.customers.looks import NOBODY
from ui.customers.page import CustomersPage
from ui.customers.verify import VerifyDialog, unverify
from ui.customers.window import SIZE, CustomerWindow
from ui.customers.words import in_words
from ui.kit.conflict_dialog import ConflictDialog
from ui.kit.conflict_rows import rows
from ui.kit.desk import Desk

_TYPED = CompanyDraft(
    company_name="Lindenhof Software GmbH",
    website="lindenhof.example",
    phone="+49 30 901820",
    country="DE",
    address_line1="Lindenstra\u00dfe 12",
    city="Berlin",
    postal_code="10969",
    admin_first_name="Anna",
    admin_last_name="Schmidt",
    admin_email="anna@gmail.com",
    admin_password="Correct-horse-7",  # noqa: S106 - made up, for a picture
)

_NOTES = "Renewal is due in March. The invoice goes to accounting, with our order number on it."


def company(desk: Desk, parent: QWidget) -> QWidget:
    """The company form, empty."""
    dialog = CompanyDialog(desk, gather(desk).settings, parent)
    dialog.show()
    return dialog


def company_review(desk: Desk, parent: QWidget) -> QWidget:
    """The company form's last look before saving."""
    dialog = CompanyDialog(desk, gather(desk).settings, parent)
    dialog.panel.load(_TYPED)
    dialog.show()
    dialog.look.click()
    return dialog


def customer(desk: Desk, parent: QWidget) -> QWidget:
    """The quick form."""
    dialog = CustomerDialog(desk, gather(desk), parent)
    dialog.show()
    return dialog


def deactivate(desk: Desk, parent: QWidget) -> QWidget:
    """The dialog that suspends a customer."""
    dialog = holds.deactivate(desk, *_newest(desk), parent)
    dialog.show()
    return dialog


def verify(desk: Desk, parent: QWidget) -> QWidget:
    """The look at a customer before it is verified."""
    dialog = VerifyDialog(desk, desk.services.verification.review(_newest(desk)[0]), parent)
    dialog.show()
    return dialog


def unverifying(desk: Desk, parent: QWidget) -> QWidget:
    """The dialog that takes a verification back."""
    dialog = unverify(desk, *_newest(desk), parent, Receipt())
    dialog.show()
    return dialog


def profile(desk: Desk, _parent: QWidget) -> QWidget:
    """A customer's window."""
    return _window(desk, "profile")


def conflict(_desk: Desk, parent: QWidget) -> QWidget:
    """The questions after somebody else changed the same fields."""
    fields = {
        "city": ("Boston", "Denver", "Chicago"),
        "notes": (_NOTES, _NOTES.replace("March", "April"), f"{_NOTES} Petra signs."),
    }
    authors = dict.fromkeys(fields, ("Grace Hopper", datetime.now(UTC)))
    clash = Clash(2, {}, fields, ("phone",), authors, {})
    titles = {"city": _("City"), "notes": _("Internal notes")}
    dialog = ConflictDialog(_("%s changed the same fields") % "Grace Hopper", parent)
    dialog.ask(rows(clash, titles, ProfileDraft.together, in_words({})), _("Phone number"))
    dialog.show()
    return dialog


def peek(desk: Desk, parent: QWidget) -> QWidget:
    """The list with the panel beside it."""
    desk.navigator.open_page("customers")
    page = parent.findChild(CustomersPage)
    if page is None or page.peek is None:
        return parent
    page.view.choose([0], 0)
    page.peek.show_panel()
    return parent


def history(desk: Desk, _parent: QWidget) -> QWidget:
    """The same at what was changed."""
    return _window(desk, "history")


def _window(desk: Desk, tab: str) -> QWidget:
    desk.navigator.open_customer(_newest(desk)[0], tab)
    windows = (one for one in QApplication.topLevelWidgets() if isinstance(one, CustomerWindow))
    found = next(one for one in windows if one.isVisible())
    found.resize(SIZE)
    return found


def _newest(desk: Desk) -> tuple[int, str]:
    """The newest customer's id and name; where there is none, its window says so."""
    rows = desk.services.customers.first(ListQuery(), 1)
    return (rows[0].id, rows[0].name or rows[0].email) if rows else (0, NOBODY)


SHOTS = (
    ("company", company),
    ("company_review", company_review),
    ("customer", customer),
    ("deactivate", deactivate),
    ("verify", verify),
    ("unverify", unverifying),
    *bulk_shots.SHOTS,
    ("customers_peek", peek),
    *list_shots.SHOTS,
    ("detail", profile),
    ("detail_history", history),
    ("conflict", conflict),
    *undo_shots.SHOTS,
)
