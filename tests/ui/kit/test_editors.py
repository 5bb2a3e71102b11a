"""Editors read what people type and refuse the rest with an example."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget

from app.core.money import Money
from app.core.passwords import PasswordPolicy
from ui.kit import format as fmt
from ui.kit.form_choices import ChoiceEditor, SearchEditor
from ui.kit.form_editors import ParagraphEditor, Unreadable
from ui.kit.form_money import MoneyEditor
from ui.kit.form_time import DayEditor, MomentEditor, parse_day
from ui.kit.password import Checklist, NewPasswordEditor, PasswordEditor, strength


@pytest.fixture(autouse=True)
def english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield qapp
    QLocale.setDefault(before)


def shown(qtbot, editor):
    # The closing function keeps the editor: Qt must not outlive its Python side.
    qtbot.addWidget(editor.widget, before_close_func=lambda _widget: editor.widget.hide())
    editor.widget.show()
    return editor


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("Jan 26, 2026", date(2026, 1, 26)),
        ("26 Jan 2026", date(2026, 1, 26)),
        ("2026-01-26", date(2026, 1, 26)),
        ("1/26/2026", date(2026, 1, 26)),
        ("  2024-02-29 ", date(2024, 2, 29)),
        ("2026-02-30", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(typed, day):
    assert parse_day(typed) == day


def test_a_day_is_tidied_on_leaving_and_refused_with_an_example(qtbot):
    editor = shown(qtbot, DayEditor())
    editor.line.setText("2026-01-26")
    QTest.keyClick(editor.line, Qt.Key.Key_Return)
    assert editor.line.text() == "Jan 26, 2026"
    assert editor.read() == date(2026, 1, 26)
    editor.line.setText("soon")
    with pytest.raises(Unreadable, match="Jan 26, 2026"):
        editor.read()
    editor.write(None)
    assert editor.read() is None


@pytest.mark.qt_log_ignore("raise|grabbing")
def test_a_day_is_picked_with_the_keyboard(qtbot):
    editor = shown(qtbot, DayEditor())
    editor.write(date(2026, 1, 26))
    with qtbot.waitActive(editor.widget):
        editor.widget.activateWindow()
    editor.line.setFocus()
    QTest.keyClick(editor.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = QApplication.activePopupWidget().findChild(QCalendarWidget)
    calendar.activated.emit(calendar.selectedDate().addDays(1))
    assert editor.read() == date(2026, 1, 27)


def test_a_moment_is_aware_and_in_the_zone_shown(qtbot):
    fmt.use_zone(ZoneInfo("Europe/Berlin"))
    try:
        editor = shown(qtbot, MomentEditor())
        summer = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
        editor.write(summer)
        assert editor.day.line.text() == "Jul 2, 2026"
        assert editor.read() == summer
        editor.write(None)
        assert editor.read() is None
    finally:
        fmt.use_zone(None)


def test_money_keeps_its_currency_and_refuses_words(qtbot):
    editor = shown(qtbot, MoneyEditor(["EUR", "JPY"]))
    editor.line.setText("1,234.50")
    assert editor.read() == Money(123450, "EUR")
    editor.write(Money(2**40, "USD"))
    assert editor.read() == Money(2**40, "USD")
    editor.line.setText("a lot")
    with pytest.raises(Unreadable):
        editor.read()
    editor.line.clear()
    assert editor.read() is None


def test_paragraphs_stay_as_typed(qtbot):
    editor = shown(qtbot, ParagraphEditor())
    text = "<b>bold?</b>\n𝒳 \u202eright to left\n\ttab"
    editor.write(text)
    assert editor.read() == text


def test_choices_keep_values_that_qt_would_change(qtbot):
    big = 2**40
    editor = shown(qtbot, ChoiceEditor([(None, "—"), (big, "Big"), (("a", 1), "Pair")]))
    for value in (big, ("a", 1), None):
        editor.write(value)
        assert editor.read() == value


def test_search_matches_without_regard_to_case(qtbot):
    editor = shown(qtbot, SearchEditor([("DE", "Germany"), ("NE", "Niger"), ("NG", "Nigeria")]))
    editor.combo.setEditText("NIGER")
    assert editor.read() == "NE"
    editor.combo.setEditText("Nige")
    with pytest.raises(Unreadable):
        editor.read()
    editor.write("NG")
    assert editor.combo.currentText() == "Nigeria"


def test_a_password_is_hidden_until_asked_for(qtbot):
    editor = shown(qtbot, PasswordEditor())
    editor.set_name("signIn.password", "Password")
    assert editor.line.echoMode() is editor.line.EchoMode.Password
    editor.reveal.click()
    assert editor.line.echoMode() is editor.line.EchoMode.Normal
    assert editor.reveal.accessibleName() == "Hide the password"


def test_checklist_ticks_what_is_met(qtbot):
    checklist = Checklist(PasswordPolicy())
    qtbot.addWidget(checklist)
    assert len(checklist.unmet) == 5
    checklist.judge("Abcdefg1")
    assert checklist.unmet == ["a special character (@, #, $ …)"]
    checklist.judge("Abcdefg1!")
    assert checklist.unmet == []


def test_generated_passwords_differ_and_are_strong(qtbot):
    editor = shown(qtbot, NewPasswordEditor(PasswordPolicy(min_length=20)))
    made = set()
    for _time in range(5):
        editor.generate.click()
        made.add(editor.read())
        assert editor.checklist.unmet == []
    assert len(made) == 5
    assert min(map(len, made)) >= 20
    assert {strength(one) for one in made} == {4}


def test_strength_sees_through_repetition():
    assert strength("") == 0
    assert strength("aaaaaaaaaaaaaaaa") == 0
    assert strength("abcdefgh12345678") < 2
    assert strength("password") < strength("tG7#pQ2!xZ9m")
