"""Asks how much of an issued invoice is taken back, and why."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from app.core.money import Money
from app.core.text import N_, _, ngettext
from app.invoices.drafts import CreditDraft, CreditLine
from app.invoices.schemas import InvoiceDetail, InvoiceLineRow
from ui.billing.totals import TotalsView
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_editors import Editor, ParagraphEditor, Unreadable
from ui.kit.form_money import AmountEditor
from ui.kit.parts import label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme

FORM = "creditNote"
AMOUNT, REASON_LINES = 120, 2
# Of more lines than these only the whole is taken back, or one asks in parts.
MOST = 200


def left_of(line: InvoiceLineRow) -> Money:
    """What was not taken back of a line yet, net of tax."""
    return line.net - line.credited


def open_lines(found: InvoiceDetail) -> list[InvoiceLineRow]:
    """The lines something is left of."""
    return [line for line in found.lines if left_of(line)]


class CreditEditor(Editor):
    """The value is what is taken back of each line; nothing when it is all that is left."""

    titled = True

    def __init__(self, place: str, lines: Sequence[InvoiceLineRow]) -> None:
        box = QWidget()
        box.setProperty("role", "clear")
        self._lines = lines
        self.ticks: list[QCheckBox] = []
        self.amounts: list[AmountEditor] = []
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for row, line in enumerate(lines):
            self._add(grid, place, row, line)
        column.addLayout(grid)
        self.sum = TotalsView(place)
        column.addWidget(self.sum)
        super().__init__(box, self.ticks[0])
        for tick, amount in zip(self.ticks, self.amounts, strict=True):
            tick.toggled.connect(amount.input.setEnabled)
            tick.toggled.connect(self._edited)
            amount.edited.connect(self._edited)
        self._edited()

    def read(self) -> Any:
        wanted = self._wanted()
        if not wanted:
            raise Unreadable(_("Tick at least one line."), ())
        whole = len(wanted) == len(self._lines) and all(
            one.net == left_of(line) for one, line in zip(wanted, self._lines, strict=True)
        )
        return () if whole else wanted

    def write(self, value: Sequence[CreditLine] | None) -> None:
        nets = {one.line_id: one.net for one in value or ()}
        for line, tick, amount in zip(self._lines, self.ticks, self.amounts, strict=True):
            tick.setChecked(not nets or line.id in nets)
            amount.write(nets.get(line.id, left_of(line)))

    def state(self) -> object:
        return tuple(
            (tick.isChecked(), amount.state())
            for tick, amount in zip(self.ticks, self.amounts, strict=True)
        )

    def set_name(self, name: str, title: str) -> None:
        self.widget.setObjectName(name)
        self.widget.setAccessibleName(title)

    def _wanted(self) -> tuple[CreditLine, ...]:
        found = []
        for line, tick, amount in zip(self._lines, self.ticks, self.amounts, strict=True):
            if not tick.isChecked():
                continue
            net = amount.read()
            if not net:
                said = _("Enter how much of \u201c%s\u201d is taken back, or untick it.")
                raise Unreadable(said % line.name, ())
            found.append(CreditLine(line.id, net))
        return tuple(found)

    def _edited(self) -> None:
        try:
            wanted = self._wanted()
        except Unreadable:
            self.sum.show_sums(())
        else:
            net = sum(one.net.minor for one in wanted)
            said = fmt.text(Money(net, left_of(self._lines[0]).currency))
            self.sum.show_sums((("net", _("Taken back, net of tax"), said, True),))
        self.edited.emit()

    def _add(self, grid: QGridLayout, place: str, row: int, line: InvoiceLineRow) -> None:
        tick = QCheckBox(fmt.short(line.name))
        tick.setObjectName(f"{place}.lines.{row}.tick")
        tick.setAccessibleName(_("Take back: %s") % line.name)
        tick.setChecked(True)
        left = left_of(line)
        amount = AmountEditor(left.currency)
        amount.set_name(f"{place}.lines.{row}.amount", _("Amount of: %s") % line.name)
        amount.widget.setFixedWidth(theme().px(AMOUNT))
        amount.write(left)
        said = label(_("of %s") % fmt.text(left), "muted")
        grid.addWidget(tick, row, 0)
        grid.addWidget(amount.widget, row, 1)
        grid.addWidget(said, row, 2)
        self.ticks.append(tick)
        self.amounts.append(amount)


def credit_form(desk: Desk, found: InvoiceDetail, parent: QWidget) -> FormDialog[CreditDraft]:
    """`saved` carries the credit note that was made."""
    lines = open_lines(found)
    fields = [
        Field("reason", N_("Reason"), lambda _kind: ParagraphEditor(REASON_LINES), required=True,
              wide=True, help=N_("Printed on the credit note.")),
    ]  # fmt: skip
    hint = _("It gets the next number at once, and lowers what is owed on %s.") % found.number
    if found.paid:
        hint += " " + _("What was paid beyond that stays as credit.")
    if 0 < len(lines) <= MOST:
        make: Callable[[Any], Editor] = lambda _kind: CreditEditor(FORM, lines)  # noqa: E731 - as short as it gets
        fields.append(Field("items", N_("What is taken back"), make, wide=True,
                            help=N_("Net of tax. Its tax is taken back with it.")))  # fmt: skip
    dialog = FormDialog(
        desk, FORM, _("Credit note for %s") % found.number, CreditDraft,
        (Section("", tuple(fields), hint),),
        partial(desk.services.invoices.credit, found.id), verb=N_("Issue credit note"),
        parent=parent,
    )  # fmt: skip
    layout = dialog.layout()
    if len(lines) > MOST and isinstance(layout, QVBoxLayout):
        said = ngettext("All of its %s line is taken back.", "All of its %s lines are taken back.",
                        len(lines)) % fmt.text(len(lines))  # fmt: skip
        layout.insertWidget(1, paragraph(said, "muted"))
    return dialog
