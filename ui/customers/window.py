"""The window of one customer: head, tabs, and the way to the next one in the list."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.errors import DeskError, NotFound
from app.core.text import _
from ui.customers.head import Head, LogCall
from ui.customers.looks import NOBODY, short
from ui.customers.profile import ProfileTab
from ui.customers.record import Loaded, Record
from ui.kit.desk import Desk
from ui.kit.detail import DetailTabs
from ui.kit.icons import Icon
from ui.kit.list_states import Skeleton, StateView
from ui.kit.parts import icon_button
from ui.kit.theme import Role
from ui.kit.turns import in_turns
from ui.kit.window_base import Window

PLACE = "detail"
SIZE = QSize(1040, 780)
_WAITING, _CONTENT, _ERROR = range(3)


class TabSpec(Protocol):
    """A further tab, as the shell's catalogue lists it."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def permission(self) -> Permission: ...
    @property
    def build(self) -> Callable[[Desk, int], QWidget]: ...


class CustomerWindow(Window):
    """Profile comes first; `tabs` follow it, where the role permits them. `log` asks for a call."""

    def __init__(
        self,
        desk: Desk,
        customer_id: int,
        tabs: Sequence[TabSpec] = (),
        log: LogCall | None = None,
    ) -> None:
        super().__init__(desk, PLACE, SIZE)
        self.customer_id, self._specs = customer_id, tabs
        self.profile: ProfileTab | None = None
        self._begun = False
        self._wanted = ""
        self._after: int | None = None
        self.record = Record(desk, customer_id, self)
        self.head = Head(desk, customer_id, self, log)
        self.tabs = DetailTabs(PLACE)
        self.error = StateView(f"{PLACE}.error", Icon.CLOUD_ALERT, Role.DANGER)
        self.previous = self._step_button(0)
        self.next = self._step_button(1)
        self._arrange()
        self.setWindowTitle(_("Customer"))
        self.record.loaded.connect(self._show)
        self.record.failed.connect(self._failed)
        self.closed.connect(self._go_on)
        self.stayed.connect(self._stay)
        self.record.load()

    def show_part(self, name: str) -> None:
        """Bring a tab to the front, once it is there; in the profile, the first field."""
        if self.profile is None:
            self._wanted = name
            return
        self.tabs.turn_to(name)
        if name == "profile":
            self.profile.start()

    def unsaved(self) -> str:
        """The customer's name, while its profile has unsaved changes."""
        if self.profile is None or not self.profile.is_dirty:
            return ""
        return short(self.head.name.whole)

    def save_then(self, done: Callable[[], object]) -> None:
        """Save the profile, then call `done`."""
        if self.profile is not None:
            self.tabs.turn_to("profile")
            self.profile.save_then(done)

    def discard(self) -> None:
        """What was typed is thrown away; a message offers to keep it."""
        if self.profile is not None:
            self.profile.keeper.throw_away()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.ActivationChange:
            self._fit_steps()
        super().changeEvent(event)

    def _show(self, loaded: Loaded) -> None:
        self.head.show_customer(loaded.detail)
        name = short(loaded.detail.name or loaded.detail.email or NOBODY)
        self.setWindowTitle(_("%s \u2014 Customer Desk") % name)
        self._fit_steps()
        if not self._begun:
            self._begun = True
            in_turns(self, self._building(loaded))
        elif self.profile is not None:
            self.pages.setCurrentIndex(_CONTENT)

    def _building(self, loaded: Loaded) -> Iterator[None]:
        """Make what the window shows, step by step; it is seen when it is whole."""
        profile = ProfileTab(self.desk, self.record, loaded, self.tabs)
        # Into its place while it is empty: whatever moves is dressed anew with all in it.
        self.tabs.add("profile", _("Profile"), lambda: profile)
        yield
        yield from profile.building()
        yield
        self.profile = profile
        profile.saver.refused.connect(self._stay)
        profile.saver.invalid.connect(self._stay)
        for spec in self._specs:
            if self.desk.actor.can(spec.permission):
                build = partial(spec.build, self.desk, self.customer_id)
                self.tabs.add(spec.name, _(spec.title), build)
        self.tabs.turn_to("profile")
        self.tabs.tabBar().setFocus()
        self.show_part(self._wanted)
        if self.record.now is not None and self.record.now is not loaded:
            profile.show_loaded(self.record.now)
        if self.pages.currentIndex() == _WAITING:
            self.pages.setCurrentIndex(_CONTENT)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self.desk.notices.show_error(error)
            return
        if self.profile is not None and not isinstance(error, NotFound):
            self.desk.notices.show_error(error)
            return
        if self.profile is not None and self.profile.is_dirty:
            self.profile.show_gone(str(error))
            return
        do: tuple[str, Callable[[], None]] = (_("Try again"), self.record.load)
        if isinstance(error, NotFound):
            do = (_("Close"), self._shut)
        self.error.tell(_("This customer cannot be shown"), str(error), do)
        self.pages.setCurrentIndex(_ERROR)

    def _shut(self) -> None:
        self.close()

    def _step_button(self, place: int) -> QToolButton:
        """The button to the customer before (0) or after (1) this one."""
        title = (_("Previous customer in the list"), _("Next customer in the list"))[place]
        name = (f"{PLACE}.previous", f"{PLACE}.next")[place]
        standard = (QKeySequence.StandardKey.Back, QKeySequence.StandardKey.Forward)[place]
        made = icon_button(title, name, (Icon.CHEVRON_LEFT, Icon.CHEVRON_RIGHT)[place])
        made.clicked.connect(partial(self._step, place))
        keys = QKeySequence(standard)
        words = keys.toString(QKeySequence.SequenceFormat.NativeText)
        made.setToolTip(f"{title} ({words})")
        QShortcut(keys, self).activated.connect(made.click)
        return made

    def _step(self, place: int, _checked: bool = False) -> None:
        self._after = self.desk.navigator.beside(self.customer_id)[place]
        if self._after is not None:
            self.close()

    def _go_on(self) -> None:
        if self._after is not None:
            self.desk.navigator.open_customer(self._after, self.tabs.current_name)

    def _stay(self) -> None:
        self._after = None

    def _fit_steps(self) -> None:
        beside = partial(self.desk.navigator.beside, self.customer_id)
        self.desk.tasks.run(self, beside, self._offer_steps)

    def _offer_steps(self, around: tuple[int | None, int | None]) -> None:
        for made, key in zip((self.previous, self.next), around, strict=True):
            made.setEnabled(key is not None)

    def _arrange(self) -> None:
        corner = QWidget()
        steps = QHBoxLayout(corner)
        steps.setContentsMargins(0, 0, 0, 2)
        steps.setSpacing(2)
        for made in (self.previous, self.next):
            steps.addWidget(made)
        self.tabs.setCornerWidget(corner)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        column.addWidget(self.tabs, 1)
        self.pages = QStackedWidget()
        for page in (Skeleton(f"{PLACE}.skeleton"), content, self.error):
            self.pages.addWidget(page)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 20, 24, 16)
        around.addWidget(self.pages)
