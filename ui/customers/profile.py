"""The Profile tab: every field of a customer, edited in place and saved together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.errors import Stale
from app.core.text import _
from app.customers.drafts import ProfileDraft
from app.customers.schemas import CustomerDetail, Probe
from ui.customers.bars import ChangeBar
from ui.customers.basis import Basis, profile_of, putter, read_back, said
from ui.customers.looks import short
from ui.customers.profile_body import ProfileBody
from ui.customers.record import Loaded, Record
from ui.customers.similar import SimilarHint
from ui.kit.desk import Desk
from ui.kit.draft_keeper import DraftBar, DraftKeeper
from ui.kit.form import MessageBar, Saver
from ui.kit.form_editors import Unreadable
from ui.kit.form_entries import typed
from ui.kit.parts import button

PLACE = "detail"


class ProfileTab(QWidget):
    """Shows `record`, which must have been loaded; `dirty_changed` tells of unsaved changes."""

    dirty_changed = Signal(bool)

    def __init__(self, desk: Desk, record: Record, loaded: Loaded) -> None:
        super().__init__()
        self.desk, self.record = desk, record
        self._dirty = False
        # Whether a save was refused because of what others changed, and that still stands.
        self._stopped = False
        self.body = ProfileBody(desk, record.customer_id, loaded.facts)
        self.panel = self.body.panel
        self.change_bar, self.bar = ChangeBar(), MessageBar(PLACE)
        self.save = button(_("Save"), f"{PLACE}.save", role="primary")
        self.cancel = button(_("Cancel"), f"{PLACE}.cancel")
        self.saver = Saver(desk, self.panel, self.bar, self.save, self._save)
        self._basis = self._fill(loaded.detail)
        self.draft_bar = DraftBar(PLACE)
        subject = (PLACE, record.customer_id)
        self.keeper = DraftKeeper(desk, self.panel, self.draft_bar, self._name, subject)
        self.hint = SimilarHint(desk, PLACE)
        self._arrange()
        self._connect()
        self._tell_dirty()

    @property
    def is_dirty(self) -> bool:
        """Whether something was changed and not saved."""
        return self.panel.is_dirty

    def start(self) -> None:
        """Put the keyboard into the first field."""
        next(iter(self.panel.boxes.values())).editor.input.setFocus()

    def save_then(self, done: Callable[[], object]) -> None:
        """Save, and call `done` if that went well."""
        once = _Once(self, done)
        self.saver.saved.connect(once.run)
        self.saver.refused.connect(once.drop)
        self.saver.invalid.connect(once.drop)
        self.saver.submit()

    def show_loaded(self, loaded: Loaded) -> None:
        """Take in the customer as it is now, without touching what is being typed."""
        found, theirs, basis = loaded.detail, profile_of(loaded.detail), self._basis
        if found.version < basis.version:
            return
        self.body.show_facts(found, editable=self._may_edit(found))
        ours = found.version == basis.version or found.updated_by == self.desk.actor.name
        if theirs == basis.base or found.version == basis.version:
            self._basis = replace(basis, version=found.version, base=theirs)
            if self._stopped:
                told = _("%s changed this customer just now, so nothing was saved. Save again.")
                self.change_bar.say(told % (found.updated_by or _("Somebody else")))
            elif not ours:
                self.change_bar.say(_("%s changed this customer just now.") % found.updated_by)
            return
        if ours and not self.is_dirty:
            self._basis = self._fill(found)
            return
        self._tell_changed(found, theirs)

    def _fill(self, found: CustomerDetail) -> Basis:
        """Show a customer from scratch; what the form is judged against from now on."""
        self.body.show_customer(found, editable=self._may_edit(found))
        self.change_bar.hide()
        self.bar.say("")
        self._stopped = False
        base = profile_of(found)
        return Basis(found.version, base, read_back(self.panel, base))

    def _save(self, draft: ProfileDraft) -> Basis:
        """Runs on a worker."""
        basis = self._basis
        mine = basis.mine(draft)
        version = self.desk.services.customers.edit(
            self.record.customer_id, basis.version, basis.base, mine
        )
        return Basis(version, mine, draft)

    def _name(self) -> str:
        detail = self.record.now and self.record.now.detail
        return (detail and (detail.name or detail.email)) or _("A customer")

    def _tell_moved(self, keys: Sequence[str]) -> None:
        """Fields somebody changed while what was typed into them waited to be saved."""
        for key in keys:
            box = self.panel.box(key)
            theirs = partial(box.editor.bring, self.panel.begun[key])
            told = _("Somebody changed this after you typed it. Saving takes your entry.")
            box.warn(told, (_("Use theirs"), theirs))

    def _saved(self, basis: Basis) -> None:
        self.keeper.drop()
        self._basis = basis
        self._stopped = False
        self.change_bar.hide()
        self.desk.notices.say(_("Saved."))

    def _refused(self, error: Exception) -> None:
        if isinstance(error, Stale):
            self.bar.say("")
            self._stopped = True
            self.change_bar.say(str(error), _("Reload theirs"))
            self.record.load()

    def _tell_changed(self, found: CustomerDetail, theirs: ProfileDraft) -> None:
        titles = [
            _(box.field.title)
            for key, box in self.panel.boxes.items()
            if getattr(theirs, key) != getattr(self._basis.base, key)
        ]
        words = {"who": found.updated_by or _("Somebody else"), "fields": ", ".join(titles)}
        if self.is_dirty:
            told = _("%(who)s changed %(fields)s meanwhile. Your entries are still here.")
            if self._stopped:
                told = _(
                    "%(who)s changed %(fields)s meanwhile, so nothing was saved. Your entries "
                    "are still here: reload theirs, then choose which of yours to use."
                )
            self.change_bar.say(told % words, _("Reload theirs"))
        else:
            self.change_bar.say(_("%(who)s changed %(fields)s.") % words, _("Reload"))

    def _reload(self) -> None:
        """Show theirs; what was typed stays visible below its field, to be used again."""
        if self.record.now is None:
            return
        typed = {
            key: (said(box.editor), putter(box.editor))
            for key, box in self.panel.boxes.items()
            if _read(box.read) != getattr(self._basis.shown, key)
        }
        self._basis = self._fill(self.record.now.detail)
        for key, (text, put) in typed.items():
            box = self.panel.box(key)
            if said(box.editor) == text:
                continue

            def use(put: Callable[[], None] = put, key: str = key) -> None:
                put()
                self.panel.box(key).warn("")

            told = _("You had typed “%s”.") % short(text) if text else _("You had cleared this.")
            box.warn(told, (_("Use mine"), use))

    def _revert(self) -> None:
        self.keeper.throw_away()
        if self.record.now is not None:
            self._basis = self._fill(self.record.now.detail)

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
        told = {key: now.get(key, "") for key in ("email", "phone", "website")}
        code = str(self.panel.box("postal_code").editor.kept())
        probe = Probe(**told, name=name, postal_code=code, own=self.record.customer_id)
        self.hint.look_for(probe if name or any(told.values()) else Probe())

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
        self.change_bar.reload_asked.connect(self._reload)
        self.cancel.clicked.connect(self._revert)
        self.saver.saved.connect(self._saved)
        self.saver.refused.connect(self._refused)
        self.keeper.moved.connect(self._tell_moved)
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


def _read(read: Callable[[], object]) -> object:
    try:
        return read()
    except Unreadable as problem:
        return problem
