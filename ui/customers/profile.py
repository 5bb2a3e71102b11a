"""The Profile tab: every field of a customer, edited in place and saved together."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.errors import Unsure
from app.core.receipt import Receipt
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.schemas import CustomerDetail, Probe
from ui.customers.bars import ChangeBar
from ui.customers.live import LiveForm, News
from ui.customers.looks import short
from ui.customers.news import listed, told
from ui.customers.profile_body import ProfileBody
from ui.customers.record import Loaded, Record
from ui.customers.similar import SimilarHint
from ui.customers.words import in_words
from ui.kit.conflict import Settler
from ui.kit.desk import Desk
from ui.kit.draft_keeper import DraftBar, DraftKeeper
from ui.kit.form import MessageBar, Saver
from ui.kit.form_basis import Basis
from ui.kit.form_entries import typed
from ui.kit.parts import button
from ui.kit.undoing import done

PLACE = "detail"


class ProfileTab(QWidget):
    """Shows `record`, which must have been loaded; `dirty_changed` tells of unsaved changes.

    It is ready once `building` has come to its end.
    """

    dirty_changed = Signal(bool)

    def __init__(self, desk: Desk, record: Record, loaded: Loaded, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self.record = desk, record
        self._dirty = False
        self._shown = loaded.detail
        self.body = ProfileBody(desk, record.customer_id, loaded.facts, self)

    def building(self) -> Iterator[None]:
        """Make it, step by step."""
        desk = self.desk
        yield from self.body.building()
        yield
        self.body.facts.show_customer(self._shown)
        yield
        self.panel, self.live = self.body.panel, LiveForm(self.body)
        self.change_bar, self.bar = ChangeBar(), MessageBar(PLACE)
        self.save = button(_("Save"), f"{PLACE}.save", role="primary")
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self.saver = Saver(desk, self.panel, self.bar, self.save, self._save)
        self.settler = Settler(
            desk, self.saver, self.panel, self.bar, in_words, self.live.settle,
            ProfileDraft.together,
        )  # fmt: skip
        # The field the bar is about.
        self._told_of = ""
        self._fill(self._shown)
        yield
        self.draft_bar = DraftBar(PLACE)
        subject = (PLACE, self.record.customer_id)
        self.keeper = DraftKeeper(desk, self.panel, self.draft_bar, self._name, subject)
        # It may answer before the rest is there.
        self.keeper.moved.connect(self._tell_moved)
        self.hint = SimilarHint(desk, PLACE)
        yield
        self._arrange()
        yield
        self._connect()
        self._tell_dirty()

    @property
    def is_dirty(self) -> bool:
        """Whether something was changed and not saved."""
        return self.panel.is_dirty

    def start(self) -> None:
        """Put the keyboard into the first field."""
        next(iter(self.panel.boxes.values())).editor.input.setFocus()

    def save_then(self, then: Callable[[], object]) -> None:
        """Save, and call `then` if that went well."""
        once = _Once(self, then)
        self.saver.saved.connect(once.run)
        self.saver.refused.connect(once.drop)
        self.saver.invalid.connect(once.drop)
        self.saver.submit()

    def show_loaded(self, loaded: Loaded) -> None:
        """Take in the customer as it is now, without touching what is being typed."""
        found, before = loaded.detail, self._shown
        # While a save is under way nobody knows yet what it will find.
        if found.version < self.live.seen or self.saver.busy:
            return
        self._shown = found
        self.body.show_facts(found, editable=self._may_edit(found))
        news = self.live.meet(found)
        if found.version != before.version:
            self._tell(before, found, news)

    def show_gone(self, reason: str) -> None:
        """The customer cannot be seen any more: what is typed may still be copied."""
        self.body.freeze()
        self.save.setEnabled(False)
        self.change_bar.say(f"{reason} {_('Your entries are still here to be copied.')}")

    def _tell(self, before: CustomerDetail, found: CustomerDetail, news: News) -> None:
        """Say what somebody else just changed."""
        ours = found.updated_by == self.desk.actor.name
        if ours and not news.clashing:
            return
        self._told_of = next(iter(news.clashing or news.changed), "")
        said = told(before, found, self._titles(news.changed))
        if news.clashing:
            said += " " + _("Where you typed something else, you will be asked.")
        elif found.deleted_at and self.is_dirty:
            said += " " + _("Your entries are still here. Restore it to save them.")
        self.change_bar.say(said, _("Show") if self._told_of else "")

    def _titles(self, names: Sequence[str]) -> list[str]:
        return [self.panel.box(name).shown_title for name in names]

    def _show_change(self) -> None:
        self.live.show(self._told_of)

    def _fill(self, found: CustomerDetail) -> None:
        """Show a customer from scratch."""
        self.live.fill(found, editable=self._may_edit(found))
        self.change_bar.hide()
        self.bar.say("")

    def _save(self, draft: ProfileDraft) -> tuple[Basis[ProfileDraft], Receipt]:
        """Runs on a worker."""
        basis, receipt = self.live.basis, Receipt()
        mine = basis.mine(draft)

        def saved(version: int) -> tuple[Basis[ProfileDraft], Receipt]:
            return Basis(version, mine, draft), receipt

        customers = self.desk.services.customers.noting(receipt)
        try:
            version = customers.edit(self.record.customer_id, basis.version, basis.base, mine)
        except Unsure as unsure:
            raise unsure.then(saved) from unsure
        return saved(version)

    def _name(self) -> str:
        detail = self.record.now and self.record.now.detail
        return (detail and (detail.name or detail.email)) or _("A customer")

    def _tell_moved(self, keys: Sequence[str]) -> None:
        """Fields somebody changed while what was typed into them waited to be saved."""
        for key in keys:
            box = self.panel.box(key)
            theirs = partial(box.editor.bring, self.panel.begun[key])
            said = _("Somebody changed this after you typed it. Saving takes your entry.")
            box.warn(said, (_("Use theirs"), theirs))

    def _saved(self, result: tuple[Basis[ProfileDraft], Receipt]) -> None:
        basis, receipt = result
        self.keeper.drop()
        self.live.saved(basis)
        self.change_bar.hide()
        said = _("Saved.")
        if receipt.merged:
            words = {"who": short(receipt.by), "fields": listed(self._titles(receipt.merged))}
            said = _("Saved. What %(who)s changed meanwhile was kept: %(fields)s.") % words
        done(self.desk, said, receipt.command)

    def _refused(self, _error: Exception) -> None:
        self.live.mark()
        # What others did meanwhile may be the reason, and was not shown while saving.
        self.record.load()

    def _revert(self) -> None:
        self.keeper.throw_away()
        if self.record.now is not None:
            self._shown = self.record.now.detail
            self._fill(self._shown)

    def _may_edit(self, found: CustomerDetail) -> bool:
        return self.desk.actor.can(Permission.CUSTOMERS_EDIT) and found.deleted_at is None

    def _enter(self) -> None:
        """Enter saves, unless it chooses from a list that hangs below a field."""
        if self.is_dirty and QApplication.activePopupWidget() is None:
            self.saver.submit()

    def _save_now(self) -> None:
        if self.is_dirty:
            self.saver.submit()

    def _tell_dirty(self) -> None:
        dirty = self.is_dirty
        self.foot.setVisible(dirty)
        if dirty != self._dirty:
            self._dirty = dirty
            self.dirty_changed.emit(dirty)

    def _look_for_others(self) -> None:
        """Warn of customers who have what is being typed here already."""
        now = {
            key: str(pair[1]) for key, pair in typed(self.panel).items() if isinstance(pair[1], str)
        }
        person = "first_name" in now or "last_name" in now
        name = now.get("company_name", "")
        if person and not name:
            parts = (str(self.panel.box(key).editor.kept()) for key in ("first_name", "last_name"))
            name = " ".join(parts).strip()
        entered = {key: now.get(key, "") for key in ("email", "phone", "website")}
        code = str(self.panel.box("postal_code").editor.kept())
        probe = Probe(**entered, name=name, postal_code=code, own=self.record.customer_id)
        self.hint.look_for(probe if name or any(entered.values()) else Probe())

    def _arrange(self) -> None:
        self.foot = QWidget()
        buttons = QDialogButtonBox(self.foot)
        buttons.addButton(self.cancel, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        low = QVBoxLayout(self.foot)
        low.setContentsMargins(0, 0, 0, 0)
        low.addWidget(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        for widget in (self.change_bar, self.draft_bar, self.body.states):
            column.addWidget(widget)
        column.addWidget(self.body, 1)
        column.addWidget(self.hint)
        column.addWidget(self.bar)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.record.loaded.connect(self.show_loaded)
        self.change_bar.show_asked.connect(self._show_change)
        self.cancel.clicked.connect(self._revert)
        self.saver.saved.connect(self._saved)
        self.saver.refused.connect(self._refused)
        self.saver.invalid.connect(lambda _error: self.record.load())
        self.panel.edited.connect(self._tell_dirty)
        self.panel.edited.connect(self._look_for_others)
        self.panel.entered.connect(self._enter)
        self.body.facts.copied.connect(lambda _text: self.desk.notices.say(_("UUID copied.")))
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.activated.connect(self._save_now)


class _Once(QObject):
    """Runs something when a save went well, and forgets it when it did not."""

    def __init__(self, parent: QObject, done: Callable[[], object]) -> None:
        super().__init__(parent)
        self._done = done

    def run(self, _result: object) -> None:
        self.deleteLater()
        self._done()

    def drop(self, _error: object) -> None:
        self.deleteLater()
