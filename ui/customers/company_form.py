"""Creates a company account: four sections, a review, one save, and its credentials once."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.core.errors import Invalid
from app.core.receipt import Receipt
from app.core.text import _
from app.customers.drafts import CompanyDraft
from app.customers.schemas import Created, Probe
from app.organization.schemas import OrganizationSettings
from app.tags.schemas import TagChip
from ui.customers.address import AddressFollower
from ui.customers.company_fields import company_sections
from ui.customers.credentials import Credentials
from ui.customers.editors import ButtonEditor
from ui.customers.facts import Facts, gather
from ui.customers.looks import short
from ui.customers.review import CompanyReview
from ui.customers.similar import SimilarHint
from ui.kit import undoing
from ui.kit.desk import Desk
from ui.kit.dialogs import Unsaved, ask_unsaved
from ui.kit.draft_keeper import DraftBar, DraftKeeper
from ui.kit.form import FormPanel, MessageBar, Saver
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon
from ui.kit.parts import button, label, restyle
from ui.kit.theme import theme

PLACE = "company"
_FORM, _REVIEW, _CREDENTIALS = range(3)


class CompanyDialog(QDialog):
    """Open it with `open()`; `created` carries what came of it."""

    created = Signal(object)

    def __init__(
        self,
        desk: Desk,
        settings: OrganizationSettings,
        parent: QWidget | None = None,
        tags: Sequence[TagChip] = (),
    ) -> None:
        super().__init__(parent)
        self.desk, self._policy = desk, settings.password_policy
        self._made: Created | None = None
        self._receipt = Receipt()
        self._name = ""
        self.setObjectName(PLACE)
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.panel = FormPanel(
            PLACE, CompanyDraft, company_sections(self._policy, tags), self._check
        )
        self.follower = AddressFollower(self.panel, frozenset({"address_line1"}))
        self.hint = SimilarHint(desk, PLACE)
        self.bar = MessageBar(PLACE)
        self.review, self.credentials = CompanyReview(), Credentials()
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self.back = button(_("Back"), f"{PLACE}.back", Icon.ARROW_LEFT)
        self.save = button(_("Save"), f"{PLACE}.save")
        self.look = button(_("Review"), f"{PLACE}.review")
        self.saver = Saver(
            desk,
            self.panel,
            self.bar,
            self.save,
            desk.services.customers.noting(self._receipt).create_company,
        )
        self._left: set[str] = set()
        self.draft_bar = DraftBar(PLACE)
        self.keeper: DraftKeeper | None = DraftKeeper(
            desk, self.panel, self.draft_bar, self._title, (PLACE, 0)
        )
        self._arrange()
        self._connect()
        self._turn_to(_FORM)
        self.panel.box("company_name").editor.input.setFocus()

    def _title(self) -> str:
        return self._values()["company_name"] or _("New company")

    def _check(self, draft: CompanyDraft) -> dict[str, str]:
        """What the password lacks; a blank one is asked for in other words."""
        lacks = draft.admin_password and self._policy.problem(draft.admin_password)
        return {"admin_password": lacks} if lacks else {}

    def _arrange(self) -> None:
        self.heading = label("", "h1", name=f"{PLACE}.title")
        self.pages = QStackedWidget()
        for page in (scrolled(self.panel), self.review, self.credentials):
            self.pages.addWidget(page)
        body = QVBoxLayout(self)
        body.setContentsMargins(24, 20, 24, 20)
        body.setSpacing(12)
        body.addWidget(self.heading)
        body.addWidget(self.draft_bar)
        body.addWidget(self.pages, 1)
        body.addWidget(self.hint)
        body.addWidget(self.bar)
        body.addWidget(self._foot())
        room = self.screen().availableSize()
        self.resize(
            min(theme().px(800), room.width() - 40), min(theme().px(820), room.height() - 60)
        )

    def _foot(self) -> QDialogButtonBox:
        """The buttons of every page, in the order people know from their system."""
        box, roles, shown = QDialogButtonBox(self), QDialogButtonBox.ButtonRole, self.credentials
        for made in (self.back, shown.copy):
            box.addButton(made, roles.ResetRole)
        for made in (self.save, shown.open):
            box.addButton(made, roles.AcceptRole)
        # What comes next stands last, to the right of what is merely possible.
        for made in (self.look, shown.close_button):
            box.addButton(made, roles.YesRole)
        box.addButton(self.cancel, roles.RejectRole)
        return box

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.reject)
        self.back.clicked.connect(partial(self._turn_to, _FORM))
        self.look.clicked.connect(self._review)
        self.saver.saved.connect(self._saved)
        self.saver.busy_changed.connect(self._busy)
        self.saver.invalid.connect(partial(self._turn_to, _FORM))
        self.panel.edited.connect(self._edited)
        for key, box in self.panel.boxes.items():
            box.editor.left.connect(partial(self._warn, key))
        self.panel.box("country").editor.edited.connect(self._warn)
        same = self.panel.box("contact_name").editor
        if isinstance(same, ButtonEditor):
            same.button.clicked.connect(self._same_as_admin)
        self.credentials.open_asked.connect(self._open_made)
        self.credentials.done.connect(self.accept)

    def reject(self) -> None:
        """Close, after asking what to do with what was typed."""
        if self.saver.busy:
            return
        if self._made is not None:
            self.accept()
            return
        if self.panel.is_dirty:
            answer = ask_unsaved(self, _("the new company"))
            if answer is Unsaved.SAVE:
                self.saver.submit()
            if answer is not Unsaved.DISCARD:
                return
        if self.keeper is not None:
            self.keeper.throw_away()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def done(self, result: int) -> None:
        """Close for good: the password goes with it."""
        self.credentials.forget()
        self.panel.box("admin_password").editor.write("")
        super().done(result)
        if self._made is not None:
            opens = partial(self.desk.navigator.open_customer, self._made.customer_id)
            said = _("%s was created.") % self._name
            undoing.done(self.desk, said, self._receipt.command, (_("Open"), opens))

    def _turn_to(self, page: int, _checked: bool = False) -> None:
        """Show one of the three pages with its buttons; the last verb is the main one."""
        self.pages.setCurrentIndex(page)
        titles = (_("New company"), _("Check the new company"), _("Sign-in details"))
        self.heading.setText(titles[page])
        self.setWindowTitle(titles[page])
        made = page == _CREDENTIALS
        self.back.setVisible(page == _REVIEW)
        self.look.setVisible(page == _FORM)
        for each in (self.cancel, self.save):
            each.setVisible(not made)
        for each in (self.credentials.copy, self.credentials.open, self.credentials.close_button):
            each.setVisible(made)
        self.hint.setVisible(page == _FORM and bool(self.hint.matches))
        main = (self.look, self.save, self.credentials.close_button)[page]
        _promote(main, among=(self.look, self.save))
        if page != _FORM:
            main.setFocus(Qt.FocusReason.OtherFocusReason)

    def _review(self) -> None:
        try:
            draft = self.panel.draft()
        except Invalid:
            # Saving is refused for the same reasons and puts each where it belongs.
            self.saver.submit()
            return
        self.bar.say("")
        self.panel.forget_problems()
        self.review.show_draft(draft, self._policy)
        self._turn_to(_REVIEW)

    def _busy(self, busy: bool) -> None:
        for made in (self.look, self.back, self.cancel):
            made.setEnabled(not busy)

    def _saved(self, made: Created) -> None:
        self._made = made
        if self.keeper is not None:
            self.keeper.drop()
        values = self._values()
        self._name = short(values["company_name"])
        person = f"{values['admin_first_name']} {values['admin_last_name']}"
        password = self.panel.box("admin_password").read()
        self.credentials.show_created(values["company_name"], person, made, password)
        self._turn_to(_CREDENTIALS)
        self.created.emit(made)

    def _open_made(self) -> None:
        if self._made is not None:
            self.desk.navigator.open_customer(self._made.customer_id)

    def _edited(self) -> None:
        values = self._values()
        self.hint.look_for(
            Probe(
                email=values["admin_email"],
                name=values["company_name"],
                phone=values["phone"],
                website=values["website"],
                postal_code=values["postal_code"],
            )
        )

    def _warn(self, key: str = "") -> None:
        """Say what looks odd in the fields that were visited, without refusing it."""
        self._left.add(key)
        draft = replace(CompanyDraft(), **self._values())
        warnings = draft.warnings()
        for name in self._left & self.panel.boxes.keys():
            if not (box := self.panel.box(name)).problem:
                box.warn(warnings.get(name, ""))

    def _values(self) -> dict[str, Any]:
        """What is typed, right or wrong; a country that is none counts as the usual one."""
        found = {}
        for key, box in self.panel.boxes.items():
            if key == "tags":
                continue  # They look odd in no way.
            found[key] = str(box.editor.state()) if key != "country" else self._country()
        return found

    def _country(self) -> str:
        chosen = getattr(self.panel.box("country").editor, "chosen", None)
        return chosen or CompanyDraft().country

    def _same_as_admin(self) -> None:
        values = self._values()
        person = f"{values['admin_first_name']} {values['admin_last_name']}".strip()
        for key, value in (
            ("contact_name", person),
            ("contact_phone", values["phone"]),
            ("contact_email", values["admin_email"]),
        ):
            self.panel.box(key).editor.write(value)


def _promote(main: QPushButton, among: tuple[QPushButton, ...]) -> None:
    """Make one button the one its page is for."""
    for each in among:
        restyle(each, role="primary" if each is main else "")
    main.setDefault(True)


def open_company_form(desk: Desk, parent: QWidget) -> None:
    """Ask for what the form needs to know, then open it, once."""

    def show(facts: Facts) -> None:
        if parent.findChild(CompanyDialog) is None:
            CompanyDialog(desk, facts.settings, parent, facts.tags).open()

    desk.tasks.run(parent, partial(gather, desk), show)
