"""What is known of a customer and not edited: identity, dates, verification, counters."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.core.text import _
from app.customers.schemas import CustomerDetail
from app.customers.verify_schemas import verified_by_words
from ui.customers.looks import outstanding
from ui.kit import format as fmt
from ui.kit.badge import ElidedLabel
from ui.kit.icons import Icon
from ui.kit.parts import card, icon_button, label
from ui.kit.theme import theme

PLACE = "detail.facts"
# Title, value, tooltip.
Fact = tuple[str, str, str]
YES, NO = "\u2713", "\u2717"


class FactsCard(QWidget):
    """Shows them as pairs of title and value; `copied` carries what was put on the clipboard."""

    copied = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        frame = card()
        column = frame.layout()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(1, 1)
        self._values: dict[str, QLabel] = {}
        self.uid = ElidedLabel(name=f"{PLACE}.uid")
        if isinstance(column, QVBoxLayout):
            column.setSpacing(10)
            column.addWidget(label(_("Facts"), "h2"))
            column.addLayout(self._grid)
        body.addWidget(frame)
        self._add(_("UUID"), self._uid_row())

    def show_customer(self, found: CustomerDetail) -> None:
        """Show this customer's facts."""
        self.uid.show_text(found.uid)
        self.show_facts(_facts(found))

    def show_facts(self, facts: Mapping[str, Fact]) -> None:
        """Show these, by key; new ones come last."""
        for key, (title, value, hint) in facts.items():
            if key not in self._values:
                self._values[key] = label("", name=f"{PLACE}.{key}")
                self._values[key].setWordWrap(True)
                self._add(title, self._values[key])
            self._values[key].setText(value)
            self._values[key].setToolTip(hint)

    def _add(self, title: str, value: QWidget) -> None:
        row, flags = self._grid.rowCount(), Qt.AlignmentFlag
        name = label(title, "muted")
        name.setMinimumWidth(theme().px(96))
        top = flags.AlignTop if isinstance(value, QLabel) else flags.AlignVCenter
        self._grid.addWidget(name, row, 0, top)
        self._grid.addWidget(value, row, 1, top)

    def _uid_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.uid, 1)
        copy = icon_button(_("Copy the UUID"), f"{PLACE}.uid.copy", Icon.COPY)
        copy.clicked.connect(self._copy)
        row.addWidget(copy)
        return box

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.uid.whole)
        self.copied.emit(self.uid.whole)


def _facts(found: CustomerDetail) -> dict[str, Fact]:
    created = _("%(when)s by %(who)s") if found.created_by else "%(when)s"
    updated = _("%(when)s by %(who)s") if found.updated_by else "%(when)s"
    said = {
        "joined": (_("Joined"), fmt.day(found.created_at), fmt.text(found.created_at)),
        "created": (
            _("Created"),
            created % {"when": fmt.text(found.created_at), "who": found.created_by},
            "",
        ),
        "updated": (
            _("Updated"),
            updated % {"when": fmt.text(found.updated_at), "who": found.updated_by},
            "",
        ),
        "last_activity": (
            _("Last activity"),
            fmt.text(found.last_activity_at) or _("Never"),
            "",
        ),
        "email_verified": (
            _("E-mail"),
            _verified(found.email_verified_at is not None),
            fmt.text(found.email_verified_at),
        ),
        "verified": (
            _("Identity"),
            _verified(found.verified_at is not None),
            _by_whom(found),
        ),
        "licenses": (
            _("Licenses"),
            _("%(active)s active of %(all)s")
            % {"active": fmt.text(found.active_licenses), "all": fmt.text(found.licenses)},
            "",
        ),
        "subscriptions": (
            _("Subscriptions"),
            _("%(active)s active of %(all)s")
            % {
                "active": fmt.text(found.active_subscriptions),
                "all": fmt.text(found.subscriptions),
            },
            "",
        ),
        "revenue": (_("Revenue"), fmt.text(found.revenue), ""),
        "open_invoices": (
            _("Invoices"),
            outstanding(found.open_invoices) or _("None outstanding"),
            "",
        ),
    }
    if found.verified_at is not None:
        said["customer_since"] = (_("Customer since"), fmt.day(found.verified_at), "")
    return said


def _by_whom(found: CustomerDetail) -> str:
    parts = (fmt.text(found.verified_at), verified_by_words(found.verified_by))
    return "\n".join(filter(None, parts))


def _verified(yes: bool) -> str:
    return f"{YES} {_('Verified')}" if yes else f"{NO} {_('Not Verified')}"
