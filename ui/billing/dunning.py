"""What is overdue and whom to remind: looked at first, then sent exactly so."""

from array import array
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.errors import DeskError
from app.core.listing import ListQuery, ListSource, small
from app.core.progress import Progress
from app.core.text import N_, _, ngettext
from app.payments.schemas import Reminded, Reminder
from ui.billing.dunning_rows import COLUMNS, WORDS, Row, row_of
from ui.kit import dialogs
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.facts_dialog import FactsDialog
from ui.kit.form_saver import MessageBar
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage
from ui.kit.parts import button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import theme
from ui.kit.work import WorkBar, is_cancelled

PLACE, LETTER = "overdue", "overdueLetter"
SIZE = (1080, 640)


class DunningDialog(QDialog):
    """Sends what was looked at. Open it with `open()`."""

    def __init__(self, desk: Desk, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._found: dict[int, Reminder] = {}
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Overdue invoices"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = small(self._rows)
        source = ListSource(self._first, self._ids, rows.rows)
        self.list: ListPage[Row] = ListPage(
            desk, f"{PLACE}.list", WORDS, COLUMNS, source, actions=self._actions(),
            row_actions=self._row_actions(), watches=("invoices", "allocations", "dunning_letters"),
            embedded=True,
        )  # fmt: skip
        self.list.opened.connect(self._open)
        self.bar, self.work = MessageBar(PLACE), WorkBar(PLACE, desk.tasks)
        self.bar.pressed.connect(self._again)
        self.work.failed.connect(self._failed)
        self.work.busy_changed.connect(self._busy)
        self.close_button = button(_("Close"), f"{PLACE}.close")
        self.close_button.clicked.connect(self.reject)
        self._arrange()

    def reject(self) -> None:
        """Stop what is being sent, or close."""
        if self.work.is_busy:
            self.work.cancel()
            return
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def send(self, ids: Sequence[int]) -> None:
        """Send these reminders once that is confirmed."""
        chosen = [self._found[one] for one in ids if one in self._found]
        chosen = [one for one in chosen if not one.problem]
        if not chosen or self.work.is_busy:
            self._desk.notices.say(_("There is no reminder that could go out."))
            return
        many = ngettext("Send %s reminder?", "Send %s reminders?", len(chosen))
        verb = ngettext("Send reminder", "Send reminders", len(chosen))
        if dialogs.confirm(self, many % fmt.text(len(chosen)), _follows(chosen), verb):
            pairs = [(one.invoice_id, one.step_id) for one in chosen]
            work = partial(self._desk.services.dunning.run, pairs)
            self.bar.say("")
            self.work.start(
                self, _("Reminding\u2026"), lambda progress: work(progress=progress), self._sent
            )

    def _actions(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("Send all\u2026"), self._send_all, Permission.INVOICES_ISSUE, Icon.MAIL,
                name=f"{PLACE}.sendAll", primary=True,
            ),
        )  # fmt: skip

    def _row_actions(self) -> tuple[RowAction, ...]:
        return (
            RowAction(
                N_("Read letter"), lambda ids: self._open(ids[0]), Permission.BILLING_READ,
                Icon.EYE, name=f"{PLACE}.read", inline=True,
            ),
            RowAction(
                N_("Send reminder\u2026"), self.send, Permission.INVOICES_ISSUE, Icon.MAIL,
                name=f"{PLACE}.send", many=True, inline=True, fits=lambda row: not row.problem,
            ),
            RowAction(
                N_("Open customer"), self._customer, Permission.CUSTOMERS_READ, Icon.USERS,
                name=f"{PLACE}.openCustomer",
            ),
        )  # fmt: skip

    def _send_all(self) -> None:
        self.send(list(self.list.model.ids))

    def _customer(self, ids: Sequence[int]) -> None:
        found = self._found.get(ids[0])
        if found is not None:
            self._desk.navigator.open_customer(found.customer_id, "invoices")

    def _open(self, invoice_id: int) -> None:
        found = self._found.get(invoice_id)
        if found is not None:
            LetterDialog(found, self).open()

    def _sent(self, done: Reminded) -> None:
        said = [ngettext("%s reminder is on its way.", "%s reminders are on their way.", done.sent)
                % fmt.text(done.sent)]  # fmt: skip
        if done.held:
            said.append(
                ngettext("%s customer was suspended.", "%s customers were suspended.", done.held)
                % fmt.text(done.held)
            )
        self._desk.notices.say(" ".join(said))
        if done.refused:
            why = list(dict.fromkeys(reason for _id, reason in done.refused))
            self.bar.say(" ".join(why[:3]))
        self.list.reload()

    def _failed(self, error: Exception) -> None:
        if is_cancelled(error):
            self.bar.say(_("Stopped. No reminder was sent."))
        elif isinstance(error, DeskError):
            self.bar.say(str(error), retry=True, verb=_("Look again"))
        else:
            self._desk.notices.show_error(error)

    def _again(self) -> None:
        self.bar.say("")
        self.list.reload()

    def _busy(self, busy: bool) -> None:
        self.list.setEnabled(not busy)
        self.close_button.setText(_("Stop") if busy else _("Close"))
        self.close_button.setAccessibleName(self.close_button.text())

    def _first(self, asked: ListQuery, limit: int) -> Sequence[Row]:
        self._look()
        return small(self._rows).first(asked, limit)

    def _ids(self, asked: ListQuery, progress: Progress) -> "array[int]":
        self._look()
        return small(self._rows).ids(asked, progress)

    def _look(self) -> None:
        """Ask what is due now; runs on a worker."""
        self._found = {one.invoice_id: one for one in self._desk.services.dunning.preview()}

    def _rows(self) -> list[Row]:
        return [row_of(one) for one in self._found.values()]

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(label(self.windowTitle(), "h1"))
        said = _(
            "Each invoice with the reminder it has come to. What is sent is what you see here; "
            "each step is taken once."
        )
        column.addWidget(paragraph(said, "muted"))
        column.addWidget(self.list, 1)
        column.addWidget(self.bar)
        column.addWidget(self.work)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column.addLayout(foot)
        screen, (width, height) = self.screen().availableSize(), SIZE
        self.resize(
            min(theme().px(width), screen.width() - 40),
            min(theme().px(height), screen.height() - 60),
        )


class LetterDialog(FactsDialog):
    """A reminder as it would go out."""

    def __init__(self, found: Reminder, parent: QWidget | None) -> None:
        holds = _("The customer is suspended until it is paid.") if found.holds else ""
        super().__init__(
            LETTER,
            found.subject,
            None,
            (("to", _("To"), found.sent_to), ("step", _("Step"), found.step),
             ("holds", _("Also"), holds), ("problem", _("Not yet"), found.problem)),
            parent,
        )  # fmt: skip
        body = paragraph(found.body, name=f"{LETTER}.body")
        body.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.body.insertWidget(1, body)
        more = body.heightForWidth(self.width() - 60)
        self.resize(self.width(), min(self.height() + more, self.screen().size().height() - 60))


def _follows(chosen: Sequence[Reminder]) -> str:
    held = len({one.customer_id for one in chosen if one.holds})
    said = [_("The letters go to the outbox at once.")]
    if held:
        said.append(
            ngettext(
                "%s customer is suspended until nothing is overdue any more.",
                "%s customers are suspended until nothing is overdue any more.",
                held,
            )
            % fmt.text(held)
        )
    return " ".join(said)
