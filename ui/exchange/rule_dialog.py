"""How the cells of one column are rewritten before they are read."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.text import _
from app.exchange.schemas import (
    CASES,
    DATE_ORDERS,
    NAME_ORDERS,
    Case,
    ColumnRule,
    NameOrder,
    title,
)
from ui.kit.form_choices import ChoiceEditor
from ui.kit.form_editors import CheckEditor, Editor, LineEditor
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph, titled
from ui.kit.theme import theme

PLACE = "import.rule"
# Fields in which the letters' case means nothing, or is somebody's own.
_NO_CASE = frozenset({"created_at", "annual_revenue", "kind", "country", "owner", "email"})


class RuleDialog(QDialog):
    """`chosen` carries the new rule; only what makes sense for the field is offered."""

    chosen = Signal(object)

    def __init__(self, field: str, rule: ColumnRule, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Rules for %s") % title(field))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme().px(420))
        self.default, self.collapse = LineEditor(), CheckEditor()
        self.case = ChoiceEditor([(case, _(words)) for case, words in CASES.items()])
        self.names = ChoiceEditor([(order, _(words)) for order, words in NAME_ORDERS.items()])
        as_guessed = (None, _("As in the rest of the file"))
        orders = [(order, _(words)) for order, words in DATE_ORDERS.items()]
        self.date_order = ChoiceEditor([as_guessed, *orders])
        signs = [(".", _("Point: 1,234.50")), (",", _("Comma: 1.234,50"))]
        self.decimal_sign = ChoiceEditor([as_guessed, *signs])
        self._write(rule)
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(24, 20, 24, 20)
        self._body.setSpacing(12)
        self._body.addWidget(label(self.windowTitle(), "h2"))
        self._arrange(field)

    @property
    def rule(self) -> ColumnRule:
        """The rule as it is chosen now."""
        return ColumnRule(
            default=self.default.read().strip(),
            collapse=self.collapse.read(),
            case=self.case.read() or Case.KEEP,
            date_order=self.date_order.read(),
            decimal_sign=self.decimal_sign.read(),
            names=self.names.read() or NameOrder.GUESS,
        )

    def accept(self) -> None:
        """Hand the rule over."""
        self.chosen.emit(self.rule)
        super().accept()

    def _write(self, rule: ColumnRule) -> None:
        for editor, value in (
            (self.default, rule.default),
            (self.collapse, rule.collapse),
            (self.case, rule.case),
            (self.date_order, rule.date_order),
            (self.decimal_sign, rule.decimal_sign),
            (self.names, rule.names),
        ):
            editor.write(value)

    def _arrange(self, field: str) -> None:
        self._add(self.default, "default", _("Instead of blank cells"))
        hint = _("Known customers keep what they have; only what is blank there is filled.")
        self._body.addWidget(paragraph(hint, "caption"))
        if field == "created_at":
            self._add(self.date_order, "dateOrder", _("Order in dates"))
        if field == "annual_revenue":
            self._add(self.decimal_sign, "decimalSign", _("Decimal sign"))
        if field == "name":
            self._add(self.names, "names", _("A full name is"))
        if field not in _NO_CASE:
            self._add(self.case, "case", _("Letters"))
            self.collapse.set_name(f"{PLACE}.collapse", _("Make several spaces one"))
            self._body.addWidget(self.collapse.widget)
        buttons = QDialogButtonBox(self)
        cancel, done = (
            button(_("Cancel"), f"{PLACE}.cancel"),
            button(_("Use these rules"), f"{PLACE}.use", role="primary"),
        )
        done.setDefault(True)
        buttons.addButton(cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(done, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._body.addSpacing(4)
        self._body.addWidget(buttons)

    def _add(self, editor: Editor, thing: str, words: str) -> None:
        editor.set_name(f"{PLACE}.{thing}", words)
        self._body.addLayout(titled(editor.widget, words, editor.input))
