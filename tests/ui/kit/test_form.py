"""A form says what is wrong where it is wrong, and keeps what was typed."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core.draft import Draft
from app.core.errors import Conflict, Invalid, Unavailable
from app.core.money import Money
from app.core.passwords import PasswordPolicy
from tests.ui.walk import faults
from ui.kit import form as form_module
from ui.kit.dialogs import Unsaved
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import searchable
from ui.kit.form_editors import paragraph
from ui.kit.form_money import money
from ui.kit.password import new_password


class Size(Enum):
    SMALL = "small"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class CompanyDraft(Draft):
    name: str
    email: str
    country: str | None = None
    founded: date | None = None
    size: Size | None = None
    revenue: Money | None = None
    active: bool = True
    secret: str = ""
    notes: str = ""

    def problems(self):
        found = {}
        if not self.name.strip():
            found["name"] = "Enter the company's name."
        if self.email and "@" not in self.email:
            found["email"] = "Write it like name@example.org."
        return found


COUNTRIES = (("DE", "Germany"), ("CI", "Côte d'Ivoire"), ("US", "United States"))
SPEC = (
    Section(
        "Company",
        (
            Field("name", "Company name", required=True, placeholder="Enter company name"),
            Field("email", "E-mail", required=True, help="Used to sign in."),
            Field("country", "Country", searchable(lambda: COUNTRIES)),
            Field("founded", "Founded"),
            Field("size", "Size"),
            Field("revenue", "Revenue", money("EUR", "USD")),
            Field("active", "Active"),
        ),
    ),
    Section(
        "Administrator",
        (
            Field("secret", "Password", new_password(PasswordPolicy)),
            Field("notes", "Notes", paragraph, wide=True),
        ),
        hint="Who signs in first.",
    ),
)


@pytest.fixture
def saves():
    return []


@pytest.fixture
def dialog(qtbot, desk, saves):
    made = FormDialog(desk, "company", "New company", CompanyDraft, SPEC, saves.append)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made, before_close_func=lambda shown: shown.panel.mark_clean())
    made.show()
    qtbot.waitExposed(made)
    return made


def fill(dialog, **values):
    for key, value in values.items():
        dialog.panel.box(key).editor.write(value)


def test_every_part_has_a_name(dialog):
    assert faults(dialog) == []


def test_saving_gives_the_draft_with_values_of_their_types(qtbot, dialog, saves):
    fill(
        dialog,
        name="Acme",
        email="a@example.org",
        country="CI",
        founded=date(2020, 2, 29),
        size=Size.LARGE,
        revenue=Money(123456, "USD"),
        notes="two\nlines",
    )

    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()

    assert saves == [
        CompanyDraft(
            "Acme",
            "a@example.org",
            "CI",
            date(2020, 2, 29),
            Size.LARGE,
            Money(123456, "USD"),
            active=True,
            notes="two\nlines",
        )
    ]
    assert not dialog.isVisible()


def test_save_shows_every_problem_at_once_and_goes_to_the_first(dialog, saves):
    fill(dialog, founded=None)
    dialog.panel.box("founded").editor.line.setText("when?")

    dialog.save.click()

    assert dialog.panel.box("name").problem == "Enter the company's name."
    assert dialog.panel.box("email").problem == "Fill in: E-mail."
    assert "2026" in dialog.panel.box("founded").problem
    assert dialog.focusWidget() is dialog.panel.box("name").editor.input
    assert saves == []


def test_a_problem_appears_on_leaving_the_field_and_moves_nothing(dialog):
    below = dialog.panel.box("country")
    before = below.mapTo(dialog, below.rect().topLeft())
    line = dialog.panel.box("email").editor.input
    line.setFocus()
    QTest.keyClicks(line, "nobody")
    QTest.keyClick(line, Qt.Key.Key_Tab)

    error = dialog.findChild(object, "company.email.error")
    assert error.text() == "Write it like name@example.org."
    assert error.isVisible()
    assert dialog.panel.box("name").problem == ""
    assert below.mapTo(dialog, below.rect().topLeft()) == before


def test_a_refusal_lands_by_its_field_and_offers_the_existing_record(qtbot, desk):
    def refuse(_draft):
        raise Invalid({"email": "This e-mail already belongs to Acme."}, {"email": 7}, "customers")

    dialog = FormDialog(desk, "company", "New company", CompanyDraft, SPEC, refuse)
    qtbot.addWidget(dialog, before_close_func=lambda shown: shown.panel.mark_clean())
    dialog.show()
    fill(dialog, name="Acme", email="a@example.org")
    dialog.save.click()

    box = dialog.panel.box("email")
    qtbot.waitUntil(lambda: box.problem != "")
    assert box.link.isVisible()
    box.link.click()
    assert desk.navigator.customers == [7]
    assert dialog.panel.box("name").read() == "Acme"


def test_work_is_kept_and_can_be_retried_when_the_database_is_gone(qtbot, desk):
    answers = [Unavailable("The database cannot be reached. Try again."), None]

    def save(_draft):
        if answer := answers.pop(0):
            raise answer

    dialog = FormDialog(desk, "company", "New company", CompanyDraft, SPEC, save)
    qtbot.addWidget(dialog, before_close_func=lambda shown: shown.panel.mark_clean())
    dialog.show()
    fill(dialog, name="Acme", email="a@example.org")
    dialog.save.click()
    assert not dialog.save.isEnabled()
    qtbot.waitUntil(dialog.bar.isVisible)
    assert dialog.save.isEnabled()
    assert "cannot be reached" in dialog.bar.text.text()

    with qtbot.waitSignal(dialog.saved):
        dialog.bar.act.click()


def test_a_conflict_is_said_without_retry(qtbot, desk):
    def refuse(_draft):
        raise Conflict("Someone else saved first.")

    dialog = FormDialog(desk, "company", "New company", CompanyDraft, SPEC, refuse)
    qtbot.addWidget(dialog, before_close_func=lambda shown: shown.panel.mark_clean())
    dialog.show()
    fill(dialog, name="Acme", email="a@example.org")
    with qtbot.waitSignal(dialog.saver.refused):
        dialog.save.click()
    assert dialog.bar.isVisible()
    assert not dialog.bar.act.isVisible()


def test_enter_submits_except_in_several_lines(qtbot, dialog, saves):
    fill(dialog, name="Acme", email="a@example.org")
    notes = dialog.panel.box("notes").editor.input
    QTest.keyClick(notes, Qt.Key.Key_Return)
    assert notes.toPlainText() == "\n"
    with qtbot.waitSignal(dialog.saved):
        QTest.keyClick(dialog.panel.box("name").editor.input, Qt.Key.Key_Return)
    assert len(saves) == 1


def test_escape_asks_when_something_was_typed(dialog, monkeypatch):
    answers = [Unsaved.STAY, Unsaved.DISCARD]
    monkeypatch.setattr(form_module, "ask_unsaved", lambda *_asked: answers.pop(0))
    fill(dialog, name="Acme")

    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert answers == []


def test_escape_closes_an_untouched_form_without_asking(dialog, monkeypatch):
    monkeypatch.setattr(form_module, "ask_unsaved", lambda *_asked: pytest.fail("asked"))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_one_column_where_it_is_narrow(dialog):
    wide = dialog.panel.box("email").x()
    dialog.resize(480, 700)
    assert wide > 0
    assert dialog.panel.box("email").x() == 0


def test_withdrawn_fields_are_not_checked(dialog, qtbot, saves):
    fill(dialog, name="Acme")
    dialog.panel.show_fields(["email"], shown=False)
    with qtbot.waitSignal(dialog.saved):
        dialog.save.click()
    assert saves[0].email == ""


def test_a_country_is_found_by_part_of_its_name_and_nothing_else_passes(dialog):
    box = dialog.panel.box("country")
    box.editor.combo.setEditText("germany")
    assert box.read() == "DE"
    box.editor.combo.setEditText("Atlantis")
    dialog.save.click()
    assert "list" in box.problem


def test_generated_password_meets_the_checklist_and_shows(dialog):
    editor = dialog.panel.box("secret").editor
    editor.line.setText("short")
    assert "at least 8 characters" in editor.checklist.unmet
    editor.generate.click()
    assert editor.checklist.unmet == []
    assert editor.line.echoMode() is editor.line.EchoMode.Normal


@pytest.mark.parametrize("danger", [True, False])
def test_what_takes_something_away_looks_like_it(qtbot, desk, danger):
    spec = (Field("name", "Company name"),)
    dialog = FormDialog(desk, "company", "Company", CompanyDraft, spec, str, danger=danger)
    qtbot.addWidget(dialog)
    assert dialog.save.property("role") == ("danger" if danger else "primary")
