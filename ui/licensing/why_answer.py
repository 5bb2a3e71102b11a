"""Shows a verdict: the sentence on top, the licenses it is about, and each check below."""

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.core.text import N_, _
from app.licensing.checks_facts import Check, Result
from app.licensing.explain_schemas import Asked, Explained, Explanation
from ui.kit.flow import FlowLayout
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon, icon
from ui.kit.parts import label, line, picture, restyle
from ui.kit.text_parts import paragraph
from ui.kit.theme import Role, theme
from ui.licensing.why_remedies import Remedies

LOOKS = {
    Result.PASSED: (Icon.CIRCLE_CHECK, Role.OK_FG, N_("Passed")),
    Result.FAILED: (Icon.CIRCLE_X, Role.DANGER, N_("Failed")),
    Result.SKIPPED: (Icon.MINUS, Role.MUTED, N_("Not asked")),
}
_ROWS = 4


class Answer(QWidget):
    """What came of a question; `remedies` makes the buttons."""

    def __init__(self, place: str, remedies: Remedies) -> None:
        super().__init__()
        self._place, self._remedies = place, remedies
        self._found: Explained | None = None
        self._asked = Asked()
        self._chosen: int | None = None
        self.banner = QFrame()
        self.mark = picture(Icon.CIRCLE_CHECK, 20)
        self.verdict = paragraph("", "h2", f"{place}.verdict")
        self.note = paragraph("", "caption", f"{place}.note")
        self.licenses = QListWidget()
        self.licenses.setObjectName(f"{place}.licenses")
        self.licenses.setAccessibleName(_("Licenses"))
        self.licenses.setProperty("role", "boxed")
        self.licenses.setIconSize(QSize(16, 16))
        self.licenses.currentRowChanged.connect(self._show)
        self.area: QScrollArea = scrolled(QWidget())
        self._arrange()

    def show_answer(self, found: Explained, asked: Asked) -> None:
        """Show this; the license that was looked at stays chosen, if it is there again."""
        self._found, self._asked = found, asked
        self._say(found.message, good=found.allowed, mixed=_mixed(found))
        self.note.setText(" ".join(found.notes))
        self.note.setVisible(bool(found.notes))
        self.licenses.blockSignals(True)
        self.licenses.clear()
        whose = len({one.customer_id for one in found.found}) > 1
        for one in found.found:
            self.licenses.addItem(_item(one, whose=whose))
        self.licenses.blockSignals(False)
        several = len(found.found) > 1
        self.licenses.setVisible(several)
        self.area.setVisible(bool(found.found))
        rows = min(len(found.found), _ROWS)
        self.licenses.setFixedHeight(rows * theme().px(34) + 12)
        ids = [one.license_id for one in found.found]
        place = ids.index(self._chosen) if self._chosen in ids else 0
        if found.found:
            self.licenses.blockSignals(True)
            self.licenses.setCurrentRow(place)
            self.licenses.blockSignals(False)
            self._show(place)

    def _say(self, text: str, *, good: bool, mixed: bool) -> None:
        self.verdict.setText(text)
        role = "warning" if mixed else "good" if good else "problem"
        name = Icon.ALERT if mixed else Icon.CIRCLE_CHECK if good else Icon.CIRCLE_X
        tone = Role.WARN_FG if mixed else Role.OK_FG if good else Role.BAD_FG
        self.mark.show_icon(name, tone)
        restyle(self.banner, role=role)
        restyle(self.verdict)
        self.banner.setAccessibleName(text)

    def _show(self, place: int) -> None:
        """The checks of one license."""
        if self._found is None or not 0 <= place < len(self._found.found):
            return
        one = self._found.found[place]
        self._chosen = one.license_id
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(0)
        if len(self._found.found) > 1:
            column.addWidget(paragraph(one.verdict.message, "strong", f"{self._place}.message"))
            column.addSpacing(8)
        self._offer_activation(column, one)
        urgent = next(iter(one.verdict.failed), None)
        for check in one.verdict.checks:
            row = self._row(check, one, urgent=check is urgent)
            column.addWidget(row)
            column.addWidget(line())
            if check is urgent:
                # Once it has its place, which is not before the layout was at work.
                QTimer.singleShot(0, row, partial(self._bring, row))
        column.addStretch(1)
        focus = QApplication.focusWidget()
        had_focus = focus is not None and self.area.isAncestorOf(focus)
        self.area.setWidget(inside)
        if had_focus:
            self._keep_focus(inside)

    def _keep_focus(self, inside: QWidget) -> None:
        """The button that was pressed is gone: go on at what is next to be done."""
        following = inside.findChild(QPushButton)
        if following is None:
            following = self.window().findChild(QPushButton, f"{self._place}.ask")
        if following is not None:
            following.setFocus()

    def _bring(self, row: QWidget) -> None:
        """Let the first check that failed be seen, with what can be done about it."""
        if self.area.isAncestorOf(row):
            self.area.ensureWidgetVisible(row, 0, 12)

    def _offer_activation(self, column: QVBoxLayout, one: Explanation) -> None:
        step = self._remedies.activation(one, self._asked)
        if step is not None:
            column.addWidget(step, 0, Qt.AlignmentFlag.AlignLeft)
            column.addSpacing(8)

    def _row(self, check: Check, one: Explanation, *, urgent: bool) -> QWidget:
        name, tone, word = LOOKS[check.result]
        row = QWidget()
        row.setObjectName(f"{self._place}.check.{check.name}")
        row.setAccessibleName(f"{check.title}: {_(word)}. {check.evidence}")
        across = QHBoxLayout(row)
        across.setContentsMargins(2, 9, 0, 9)
        across.setSpacing(10)
        sign = picture(name, 18, tone)
        sign.setToolTip(_(word))
        across.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        skipped = check.result is Result.SKIPPED
        words.addWidget(label(check.title, "muted" if skipped else "strong"))
        evidence = paragraph(check.evidence, "" if not check.passed else "muted")
        evidence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        # The word at the side says as much.
        if not skipped or check.evidence != _("Not asked."):
            words.addWidget(evidence)
        if check.advice:
            words.addWidget(paragraph(check.advice))
        steps = [] if self._asked.at else self._remedies.steps(check, one, urgent=urgent)
        if steps:
            words.addSpacing(4)
            flow = FlowLayout()
            for step in steps:
                flow.addWidget(step)
            words.addLayout(flow)
        across.addLayout(words, 1)
        across.addWidget(label(_(word), "caption"), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _arrange(self) -> None:
        top = QHBoxLayout(self.banner)
        top.setContentsMargins(14, 10, 14, 10)
        top.setSpacing(10)
        top.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.verdict, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.banner)
        column.addWidget(self.note)
        column.addWidget(self.licenses)
        column.addWidget(self.area, 1)
        column.addStretch(0)


def _mixed(found: Explained) -> bool:
    allowed = sum(one.verdict.allowed for one in found.found)
    return 0 < allowed < len(found.found)


def _item(one: Explanation, *, whose: bool) -> QListWidgetItem:
    good = one.verdict.allowed
    name, tone, _word = LOOKS[Result.PASSED if good else Result.FAILED]
    customer = one.customer if whose else ""
    named = " \u00b7 ".join(filter(None, (one.key, one.product, one.plan, customer)))
    said = _("can be activated") if good else one.verdict.failed[0].evidence
    made = QListWidgetItem(icon(name, tone), f"{named} \u2014 {said}")
    made.setSizeHint(QSize(0, theme().px(34)))
    made.setToolTip(one.verdict.message)
    return made
