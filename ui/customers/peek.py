"""One customer at a glance, beside the list."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.countries import country_name
from app.core.errors import DeskError
from app.core.text import _
from app.customers.schemas import CustomerDetail
from ui.customers import money
from ui.customers.looks import NOBODY, STATUS_LOOKS, in_force, outstanding, sentence
from ui.kit import format as fmt
from ui.kit.badge import Badge, ElidedLabel
from ui.kit.chips import Strip
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import icon_button, label
from ui.kit.text_parts import paragraph

if TYPE_CHECKING:
    from app.billing.schemas import Figures

PLACE = "customers.peek"
_COPIED = ("email", "phone")
_LONG = ("contact", "address", "notes")


class CustomerPeek:
    """Asks for the customer in the background; the last one stays until the next has come."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked: int | None = None
        self.name, self.status = ElidedLabel("h2", f"{PLACE}.name"), Badge(f"{PLACE}.status")
        self.tags = Strip(f"{PLACE}.tags")
        self.said = paragraph("", "muted", f"{PLACE}.message")
        self._values: dict[str, ElidedLabel | QLabel] = {}
        self._rows: dict[str, int] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.facts = QWidget()
        self.facts.setProperty("role", "clear")
        column = QVBoxLayout(self.facts)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        title = QHBoxLayout()
        title.setSpacing(8)
        title.addWidget(self.name, 1)
        title.addWidget(self.status, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(title)
        column.addWidget(self.tags)
        column.addWidget(self.said)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.widget = QScrollArea()
        self.widget.setWidgetResizable(True)
        self.widget.setFrameShape(QScrollArea.Shape.NoFrame)
        self.widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.widget.setWidget(self.facts)
        self._tell(_("Choose a customer in the list."))

    def show_record(self, record_id: int | None) -> None:
        """Show this customer, or say how to choose one."""
        self._asked = record_id
        if record_id is None:
            self._tell(_("Choose a customer in the list."))
            return
        services = self._desk.services

        def show() -> "tuple[CustomerDetail, Figures | None]":
            return services.customers.show(record_id), money.ask(self._desk, record_id)

        came, failed = partial(self._came, record_id), partial(self._failed, record_id)
        self._desk.tasks.run(self.widget, show, came, failed)

    def _failed(self, record_id: int, error: Exception) -> None:
        if record_id == self._asked:
            self._tell(str(error))
        if not isinstance(error, DeskError):
            self._desk.notices.show_error(error)

    def _tell(self, sentence: str) -> None:
        """Only a sentence."""
        self.name.show_text("")
        self.status.hide()
        self.tags.hide()
        self._say(sentence)
        self._show({})

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))

    def _came(self, record_id: int, came: "tuple[CustomerDetail, Figures | None]") -> None:
        if record_id != self._asked:
            return
        found, figures = came
        self.name.show_text(found.name or NOBODY)
        self.status.show_badge(fmt.text(found.status), *STATUS_LOOKS[found.status])
        self.status.show()
        self.tags.show_tags(found.chips)
        self.tags.setVisible(bool(found.chips))
        self._say("\n".join(sentence(hold) for hold in in_force(found.holds)))
        sums = {key: fact[:2] for key, fact in money.lines(figures).items()}
        self._show(_facts(found) | sums)

    def _show(self, facts: dict[str, tuple[str, str]]) -> None:
        for key, (title, _value) in facts.items():
            if key not in self._values:
                self._add(key, title)
        for key, value in self._values.items():
            said = facts.get(key, ("", ""))[1]
            if isinstance(value, ElidedLabel):
                value.show_text(said)
            else:
                value.setText(said)
            for column in range(3):
                item = self._grid.itemAtPosition(self._rows[key], column)
                if item is not None and (widget := item.widget()) is not None:
                    widget.setVisible(bool(said))

    def _add(self, key: str, title: str) -> None:
        row = self._grid.rowCount()
        name, flags = f"{PLACE}.{key}", Qt.AlignmentFlag
        side = flags.AlignTop if key in _LONG else flags.AlignVCenter
        value = paragraph(name=name) if key in _LONG else ElidedLabel(name=name)
        self._values[key], self._rows[key] = value, row
        self._grid.addWidget(label(title, "muted"), row, 0, side)
        self._grid.addWidget(value, row, 1, 1, 1 if key in _COPIED else 2, side)
        if key in _COPIED:
            copy = icon_button(_("Copy: %s") % title, f"{PLACE}.{key}.copy", Icon.COPY)
            copy.clicked.connect(partial(self._copy, value))
            self._grid.addWidget(copy, row, 2, side)

    def _copy(self, value: ElidedLabel | QLabel, _checked: bool = False) -> None:
        text = value.whole if isinstance(value, ElidedLabel) else value.text()
        QGuiApplication.clipboard().setText(text)
        self._desk.notices.say(_("Copied: %s") % fmt.short(text))


def _facts(found: CustomerDetail) -> dict[str, tuple[str, str]]:
    """By key: title and value, in reading order."""
    person = f"{found.first_name} {found.last_name}".strip()
    place = " ".join(filter(None, (found.postal_code, found.city)))
    address = (found.address_line1, place, found.state, country_name(found.country))
    contact = next(iter(found.contacts), None)
    licenses = _("%(active)s active of %(all)s") % {
        "active": fmt.text(found.active_licenses), "all": fmt.text(found.licenses),
    }  # fmt: skip
    return {
        "email": (_("E-mail"), found.email),
        "phone": (_("Phone"), found.phone),
        "person": (_("Person"), person if person != found.name else ""),
        "contact": (_("Contact"), ", ".join(filter(None, (contact.name, contact.phone)))
                    if contact else ""),
        "address": (_("Address"), ", ".join(filter(None, address))),
        "website": (_("Website"), found.website),
        "client_id": (_("Client ID"), found.client_id),
        "owner": (_("Owner"), found.owner or _("No owner")),
        "joined": (_("Joined"), fmt.day(found.created_at)),
        "licenses": (_("Licenses"), licenses),
        "revenue": (_("Revenue"), fmt.text(found.revenue)),
        "invoices": (_("Invoices"), outstanding(found.open_invoices)),
        "last_activity": (_("Last activity"), fmt.text(found.last_activity_at)),
        "notes": (_("Notes"), " ".join(found.notes.split())),
    }  # fmt: skip
