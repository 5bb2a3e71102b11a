"""Bars above a customer's profile: what others changed meanwhile, and what holds it back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.text import _
from app.customers.schemas import CustomerDetail, HoldDetail
from ui.customers.looks import in_force, sentence
from ui.kit import format as fmt
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, picture
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role


class ChangeBar(QFrame):
    """Says what somebody else just did to the customer; `show_asked` wants to see where."""

    show_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("detail.changed")
        self.setProperty("role", "bar")
        self.text = paragraph("", name="detail.changed.message")
        self.look = button(_("Show"), "detail.changed.show", Icon.EYE)
        self.look.clicked.connect(self.show_asked)
        self.close_button = icon_button(_("Close the message"), "detail.changed.close", Icon.X)
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(10)
        row.addWidget(picture(Icon.USERS, 18, Role.ACCENT))
        row.addWidget(self.text, 1)
        row.addWidget(self.look)
        row.addWidget(self.close_button)
        self.hide()

    def say(self, text: str, offer: str = "") -> None:
        """Show a sentence; `offer` names the button that shows where, if it is somewhere."""
        self.text.setText(text)
        self.setAccessibleName(text)
        self.look.setText(offer)
        self.look.setAccessibleName(offer)
        self.look.setVisible(bool(offer))
        self.setVisible(bool(text))


class StateBars(QWidget):
    """One bar for each hold in force, and one while the customer is deleted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_customer(self, found: CustomerDetail) -> None:
        """Show what holds this customer back."""
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        bars = [_bar("detail.deleted", _deleted(found), Icon.TRASH)] if found.deleted_at else []
        bars += [_hold_bar(hold) for hold in in_force(found.holds)]
        for bar in bars:
            self._column.addWidget(bar)
        self.setVisible(bool(bars))


def _hold_bar(hold: HoldDetail) -> QFrame:
    said = sentence(hold)
    return _bar(f"detail.hold.{hold.id}", f"{said}\n{hold.note}" if hold.note else said)


def _deleted(found: CustomerDetail) -> str:
    if found.purged_at is not None:
        return _("Deleted and purged on %s. What remains are its licenses and its history.") % (
            fmt.day(found.purged_at)
        )
    said = _("Deleted on %s.") % fmt.day(found.deleted_at) if found.deleted_at else ""
    if found.purge_due_at is not None:
        said += " " + _("Restore it before %s, when its data is purged for good.") % (
            fmt.day(found.purge_due_at)
        )
    return said


def _bar(name: str, text: str, drawing: Icon = Icon.PAUSE) -> QFrame:
    made = QFrame()
    made.setObjectName(name)
    made.setProperty("role", "warning")
    made.setAccessibleName(text)
    row = QHBoxLayout(made)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(10)
    row.addWidget(picture(drawing, 16, Role.WARN_FG), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(paragraph(text, name=f"{name}.text"), 1)
    return made
