"""Adds one customer by the quick form (CCF-31 to CCF-38)."""

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.drafts import CustomerDraft
from app.customers.schemas import Kind, Probe
from ui.customers.editors import company_size, industry
from ui.customers.facts import Facts, gather
from ui.customers.looks import short
from ui.customers.similar import SimilarHint
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editors import paragraph
from ui.kit.form_money import money
from ui.kit.form_tags import tags
from ui.kit.undoing import done

PLACE = "customer"
BUSINESS = ("company_name", "company_size", "industry", "annual_revenue")


def _sections(facts: Facts) -> tuple[Section, ...]:
    return (
        Section(
            "",
            (
                Field(
                    "email",
                    N_("E-mail"),
                    required=True,
                    wide=True,
                    placeholder=N_("anna@example.com"),
                    help=N_("Unique; the customer signs in with it"),
                ),
                Field(
                    "first_name",
                    N_("First name"),
                    required=True,
                    placeholder=N_("Enter first name"),
                ),
                Field(
                    "last_name",
                    N_("Last name"),
                    required=True,
                    placeholder=N_("Enter last name"),
                ),
                Field(
                    "phone",
                    N_("Phone number"),
                    placeholder=N_("+1-555-0789"),
                    help=N_("With the country code: + and 7 to 15 digits"),
                ),
                Field("kind", N_("Customer type")),
                Field(
                    "company_name",
                    N_("Company name"),
                    placeholder=N_("Enter company name"),
                ),
                Field("company_size", N_("Company size"), company_size),
                Field("industry", N_("Industry"), industry),
                Field("annual_revenue", N_("Annual revenue"), money(*facts.currencies)),
                Field("tags", N_("Tags"), tags(lambda: facts.tags), wide=True),
                Field("notes", N_("Notes"), paragraph, wide=True, help=N_("Seen by staff only")),
                Field(
                    "client_id",
                    N_("Client ID"),
                    placeholder=N_("Made up if left blank"),
                    help=N_("Unique; links orders and licenses from elsewhere"),
                ),
                Field("active", N_("Active: may sign in")),
            ),
        ),
    )


class CustomerDialog(FormDialog[CustomerDraft]):
    """The quick form; `saved` carries the new customer's id."""

    def __init__(self, desk: Desk, facts: Facts, parent: QWidget | None = None) -> None:
        receipt = self._receipt = Receipt()
        super().__init__(
            desk,
            PLACE,
            N_("New customer"),
            CustomerDraft,
            _sections(facts),
            lambda draft: desk.services.customers.noting(receipt).create(_fitting(draft)),
            verb=N_("Create customer"),
            subject=(PLACE, 0),
            parent=parent,
        )
        self._desk, self._name = desk, ""
        self.hint = SimilarHint(desk, PLACE)
        body = self.layout()
        if isinstance(body, QVBoxLayout):
            body.insertWidget(body.indexOf(self.bar), self.hint)
        self.panel.edited.connect(self._edited)
        self.panel.box("kind").editor.edited.connect(self._show_business)
        self.saved.connect(self._tell)
        self._show_business()

    def _show_business(self) -> None:
        self.panel.show_fields(BUSINESS, self.panel.box("kind").read() is Kind.BUSINESS)

    def _edited(self) -> None:
        typed = {
            key: str(self.panel.box(key).editor.state())
            for key in ("email", "first_name", "last_name", "phone", "company_name")
        }
        person = f"{typed['first_name']} {typed['last_name']}".strip()
        business = self.panel.box("kind").read() is Kind.BUSINESS
        self._name = (business and typed["company_name"]) or person
        self.hint.look_for(Probe(email=typed["email"], name=self._name, phone=typed["phone"]))

    def _tell(self, customer_id: int) -> None:
        opens = partial(self._desk.navigator.open_customer, customer_id)
        said = _("%s was created.") % short(self._name)
        done(self._desk, said, self._receipt.command, (_("Open"), opens))


def _fitting(draft: CustomerDraft) -> CustomerDraft:
    """Without what was typed about a company, for somebody who is none."""
    if draft.kind is Kind.BUSINESS:
        return draft
    return replace(draft, company_name="", company_size="", industry="", annual_revenue=None)


def open_customer_form(desk: Desk, parent: QWidget) -> None:
    """Ask for what the form needs to know, then open it, once."""

    def show(facts: Facts) -> None:
        if parent.findChild(CustomerDialog) is None:
            CustomerDialog(desk, facts, parent).open()

    desk.tasks.run(parent, partial(gather, desk), show)
