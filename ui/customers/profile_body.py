"""What the Profile tab shows: the form, and beside it contacts and facts."""

from collections.abc import Iterator, Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QComboBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.schemas import CustomerDetail, Kind
from app.organization.schemas import EmailPolicy
from ui.customers.address import AddressFollower
from ui.customers.bars import StateBars
from ui.customers.basis import profile_of
from ui.customers.contacts_card import ContactsCard
from ui.customers.editors import EmailEditor, OfferEditor
from ui.customers.facts import Facts
from ui.customers.facts_card import FactsCard
from ui.customers.money import MoneyFacts
from ui.customers.profile_fields import COMPANY_ONLY, profile_sections
from ui.kit.customer_picker import CustomerEditor
from ui.kit.desk import Desk
from ui.kit.form import FormPanel
from ui.kit.form_editors import Editor, LineEditor, ParagraphEditor
from ui.kit.theme import theme

_SIDE, _NARROW = 300, 880
Names = Mapping[str, Mapping[int, str]]


class ProfileBody(QScrollArea):
    """`states` are the bars above it, put where its owner wants them.

    It is ready once `building` has come to its end.
    """

    def __init__(self, desk: Desk, customer_id: int, facts: Facts, parent: QWidget) -> None:
        super().__init__(parent)
        # From the outside in: whatever moves to another parent is dressed anew with all in it.
        inside = self._inside = QWidget()
        self.setWidget(inside)
        self._side = QWidget(inside)
        self._policy = facts.settings.email_policy
        self._editable: bool | None = None
        self.panel: FormPanel[ProfileDraft] = FormPanel(
            "detail", ProfileDraft, profile_sections(desk, facts), parent=inside, whole=False
        )
        self.states, self.facts = StateBars(self), FactsCard()
        self.money = MoneyFacts(desk, customer_id, self.facts)
        self.contacts = ContactsCard(desk, customer_id)
        self._arrange()
        theme().changed.connect(self._fit)

    def building(self) -> Iterator[None]:
        """Make the form, step by step."""
        yield from self.panel.building()
        self.follower = AddressFollower(self.panel)
        self.panel.box("kind").editor.edited.connect(self._show_company)

    def show_customer(self, found: CustomerDetail, *, editable: bool) -> None:
        """Show this customer, also in the form."""
        for key, (value, name) in named(found).items():
            self.offer(key, value, name)
        self.panel.load(profile_of(found))
        self._show_company()
        self._editable = None
        self.show_facts(found, editable=editable)

    def take(self, values: Mapping[str, Any], names: Names) -> None:
        """Show these as what is stored now; `names` are of the ids among them."""
        for key, value in values.items():
            self.offer(key, value, names.get(key, {}).get(value, ""))
        self.panel.take(values)
        self._show_company()

    def offer(self, key: str, value: Any, name: str) -> None:
        """What the value written next is called, where that is an id."""
        editor = self.panel.box(key).editor
        if isinstance(editor, CustomerEditor | OfferEditor) and value is not None and name:
            editor.offer(value, name)

    def freeze(self) -> None:
        """Let nothing be edited any more; what was typed can be read and copied."""
        self._editable = False
        self.contacts.setEnabled(False)
        self._freeze()

    def show_facts(self, found: CustomerDetail, *, editable: bool) -> None:
        """Show all but what the form holds."""
        self.states.show_customer(found)
        self.facts.show_customer(found)
        self.money.look()
        self.contacts.show_customer(found, editable=editable)
        if editable is not self._editable:
            self._editable = editable
            self._freeze()

    def _freeze(self) -> None:
        """Let people read and copy, and change what they may."""
        editable = self._editable is True
        for box in self.panel.boxes.values():
            _freeze(box.editor, frozen=not editable)
        email = self.panel.box("email")
        if isinstance(email.editor, EmailEditor):
            email.editor.lock(allowed=editable and self._policy is not EmailPolicy.IMMUTABLE)
        email.set_help(_EMAIL_HELP[self._policy]())

    def _show_company(self) -> None:
        """A person has no company size, unless somebody noted one."""
        business = self.panel.box("kind").read() is Kind.BUSINESS
        for key in COMPANY_ONLY:
            self.panel.show_fields((key,), business or not self.panel.box(key).editor.is_blank)

    def _arrange(self) -> None:
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        beside = QVBoxLayout(self._side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(16)
        beside.addWidget(self.contacts)
        beside.addWidget(self.facts)
        beside.addStretch(1)
        inside = self._inside
        inside.setProperty("role", "clear")
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inside)
        self._columns.setContentsMargins(0, 0, 12, 0)
        self._columns.setSpacing(24)
        self._columns.addWidget(self.panel, 1)
        self._columns.addWidget(self._side)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Beside each other where there is room, else below."""
        way, look = QBoxLayout.Direction, theme()
        narrow = self.viewport().width() < look.px(_NARROW)
        self._columns.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        widest = 16_777_215 if narrow else look.px(_SIDE)
        self._side.setMinimumWidth(0 if narrow else widest)
        self._side.setMaximumWidth(widest)


def named(found: CustomerDetail) -> dict[str, tuple[int | None, str]]:
    """By field, the ids a customer holds and what they are called."""
    return {
        "owner_id": (found.owner_id, found.owner),
        "parent_id": (found.parent_id, found.parent),
        "referred_by_id": (found.referred_by_id, found.referred_by),
    }


_EMAIL_HELP: dict[EmailPolicy, Any] = {
    EmailPolicy.VERIFIED: lambda: _("A new address must be confirmed again."),
    EmailPolicy.IMMEDIATE: lambda: _("A new address counts as not verified."),
    EmailPolicy.IMMUTABLE: lambda: _("The organization's settings do not let it change."),
}


def _freeze(editor: Editor, *, frozen: bool) -> None:
    """Hold an editor as it is, or let it go."""
    if isinstance(editor, LineEditor):
        editor.line.setReadOnly(frozen)
        for combo in editor.widget.findChildren(QComboBox):
            combo.setEnabled(not frozen)
    elif isinstance(editor, ParagraphEditor):
        editor.text.setReadOnly(frozen)
    else:
        editor.input.setEnabled(not frozen)
