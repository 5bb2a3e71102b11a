"""The upper part of a customer's window: who it is, how it stands, and what can be done."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.customers.schemas import CustomerDetail, Status
from app.customers.verify_schemas import verified_by_words
from ui.customers.avatar import Avatar
from ui.customers.looks import NOBODY, STATUS_LOOKS, isolated
from ui.customers.steps import Steps, Target
from ui.kit import format as fmt
from ui.kit.actions import Action, action_button, make_action
from ui.kit.badge import Badge, ElidedLabel
from ui.kit.chips import Strip
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import button
from ui.kit.theme import Tone
from ui.kit.undoing import done

PLACE = "detail"
Step = Callable[[Steps, Target], None]
# Asks, over a window, for a call with a customer.
LogCall = Callable[[Desk, QWidget, int], object]
_IN_MENU = ("block", "unverify", "archive", "unarchive")
_VERIFIED: dict[bool, Callable[[], tuple[str, Tone, Icon]]] = {
    True: lambda: (_("Verified"), Tone.OK, Icon.VERIFIED),
    False: lambda: (_("Unverified"), Tone.NEUTRAL, Icon.SHIELD),
}


class Head(QWidget):
    """Follows `show_customer`; every action is there only while it applies."""

    def __init__(
        self, desk: Desk, customer_id: int, owner: QWidget, log: LogCall | None = None
    ) -> None:
        super().__init__()
        self._desk, self._customer_id, self._owner, self._log = desk, customer_id, owner, log
        self._found: CustomerDetail | None = None
        self.steps = Steps(desk, owner)
        self.avatar = Avatar(f"{PLACE}.avatar", self._read_picture)
        self.avatar.chosen.connect(self._set_picture)
        self.name = ElidedLabel("h1", f"{PLACE}.name")
        self.status, self.archived = Badge(f"{PLACE}.status"), Badge(f"{PLACE}.archived")
        self.archived.show_badge(_("Archived"), Tone.NEUTRAL, Icon.ARCHIVE)
        self.verified = Badge(f"{PLACE}.verified")
        self.line = ElidedLabel("muted", f"{PLACE}.line")
        self.tags = Strip(f"{PLACE}.chips")
        self._actions = self._make(owner)
        self.more = button(_("More"), f"{PLACE}.more")
        self._menu = QMenu(self.more)
        self._menu.setObjectName(f"{PLACE}.menu")
        self._menu.addActions([self._actions[thing] for thing in _IN_MENU])
        self._menu.addSeparator()
        self._menu.addAction(self._actions["delete"])
        self.more.setMenu(self._menu)
        self._arrange()

    def show_customer(self, found: CustomerDetail) -> None:
        """Show this customer."""
        self._found = found
        name = found.name or found.email or NOBODY
        self.name.show_text(found.name or NOBODY)
        self.status.show_badge(fmt.text(found.status), *STATUS_LOOKS[found.status])
        self.archived.setVisible(found.archived)
        self.verified.show_badge(*_VERIFIED[found.verified_at is not None]())
        self.verified.setToolTip(_who_verified(found))
        since = found.verified_at or found.created_at
        words = _("Customer since %s") if found.verified_at else _("Joined %s")
        person = f"{found.first_name} {found.last_name}".strip()
        parts = [
            person if person != found.name else "",
            found.email,
            words % fmt.day(since),
            _("Owner: %s") % found.owner if found.owner else _("No owner"),
        ]
        self.tags.show_tags(found.chips)
        self.tags.setVisible(bool(found.chips))
        # Each part keeps its own direction, and the line reads as the program does.
        self.line.show_text("\u200e" + " \u00b7 ".join(map(isolated, filter(None, parts))))
        editable = self._desk.actor.can(Permission.CUSTOMERS_EDIT)
        self.avatar.show_customer(found, editable=editable and found.deleted_at is None)
        target = Target(found.id, name, found.status, found.archived, found.verified_at is not None)
        self._offer(target, bool(found.purged_at))

    @property
    def target(self) -> Target | None:
        """The customer as a step takes it."""
        found = self._found
        if found is None:
            return None
        return Target(
            found.id, found.name or found.email or NOBODY, found.status, found.archived,
            found.verified_at is not None,
        )  # fmt: skip

    def _make(self, owner: QWidget) -> dict[str, QAction]:
        about, verify = self._about, Permission.CUSTOMERS_VERIFY
        status, edit, delete = (
            Permission.CUSTOMERS_STATUS,
            Permission.CUSTOMERS_EDIT,
            Permission.CUSTOMERS_DELETE,
        )
        specs = (
            Action(N_("Email\u2026"), self._email, None, Icon.MAIL, name=f"{PLACE}.email"),
            Action(N_("Verify\u2026"), about(Steps.verify), verify, Icon.SHIELD_CHECK,
                   name=f"{PLACE}.verify"),
            Action(N_("Take back the verification\u2026"), about(Steps.unverify), verify,
                   Icon.SHIELD, name=f"{PLACE}.unverify"),
            Action(N_("Log call\u2026"), self._log_call, Permission.INTERACTIONS_LOG, Icon.PHONE,
                   "Ctrl+Shift+L", f"{PLACE}.logCall"),
            Action(N_("Activate"), about(Steps.activate), status, Icon.PLAY,
                   name=f"{PLACE}.activate"),
            Action(N_("Deactivate\u2026"), about(Steps.deactivate), status, Icon.PAUSE,
                   name=f"{PLACE}.deactivate"),
            Action(N_("Restore"), about(Steps.restore), delete, Icon.UNDO,
                   name=f"{PLACE}.restore"),
            Action(N_("Block\u2026"), about(Steps.block), status, Icon.BAN,
                   name=f"{PLACE}.block"),
            Action(N_("Archive"), about(Steps.archive), edit, Icon.ARCHIVE,
                   name=f"{PLACE}.archive"),
            Action(N_("Unarchive"), about(Steps.unarchive), edit, Icon.RESTORE,
                   name=f"{PLACE}.unarchive"),
            Action(N_("Delete\u2026"), about(Steps.delete), delete, Icon.TRASH,
                   name=f"{PLACE}.delete", destructive=True),
        )  # fmt: skip
        made = {spec.name.rpartition(".")[2]: spec for spec in specs}
        return {thing: make_action(spec, self._desk.actor, owner) for thing, spec in made.items()}

    def _offer(self, target: Target, purged: bool) -> None:
        living = target.status is not Status.DELETED
        focused = self.window().focusWidget()
        applies = {
            "email": bool(self._found and self._found.email),
            "logCall": living and self._log is not None,
            "verify": living and not target.verified,
            "unverify": living and target.verified,
            "activate": target.can_activate,
            "deactivate": target.can_deactivate,
            "restore": not living and not purged,
            "block": target.can_block,
            "archive": living and not target.archived,
            "unarchive": living and target.archived,
            "delete": living,
        }
        for thing, fits in applies.items():
            action = self._actions[thing]
            permission = action.property("permission")
            allowed = not permission or self._desk.actor.can(Permission(permission))
            action.setVisible(fits and allowed)
            action.setEnabled(fits and allowed)
        self.more.setVisible(
            any(self._actions[thing].isVisible() for thing in (*_IN_MENU, "delete"))
        )
        if focused is not None and self.isAncestorOf(focused) and focused.isHidden():
            # The next button is another step, which nobody asked for.
            self.more.setFocus(Qt.FocusReason.OtherFocusReason)

    def _about(self, step: Step) -> Callable[[], None]:
        def run() -> None:
            if (target := self.target) is not None:
                step(self.steps, target)

        return run

    def _email(self) -> None:
        if self._found is not None:
            self.steps.email(self._found.email)

    def _log_call(self) -> None:
        if self._log is not None:
            self._log(self._desk, self._owner, self._customer_id)

    def _read_picture(self, read: Callable[[], bytes]) -> None:
        self._desk.tasks.run(self, read, self._set_picture)

    def _set_picture(self, image: bytes | None) -> None:
        receipt = Receipt()
        customers = self._desk.services.customers.noting(receipt)
        save = partial(customers.set_avatar, self._customer_id, image)
        said = _("The picture was saved.") if image else _("The picture was removed.")
        self._desk.tasks.run(self, save, lambda _none: done(self._desk, said, receipt.command))

    def _arrange(self) -> None:
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(self.name)
        middle = Qt.AlignmentFlag.AlignVCenter
        title.addWidget(self.status, 0, middle)
        title.addWidget(self.verified, 0, middle)
        title.addWidget(self.archived, 0, middle)
        title.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(title)
        words.addWidget(self.line)
        words.addWidget(self.tags)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.avatar)
        row.addLayout(words, 1)
        # Everybody knows the receiver, and the name needs the room.
        log = action_button(self._actions["logCall"])
        log.set_narrow(narrow=True)
        row.addWidget(log)
        for thing in ("email", "verify", "activate", "deactivate", "restore"):
            row.addWidget(action_button(self._actions[thing]))
        row.addWidget(self.more)


def _who_verified(found: CustomerDetail) -> str:
    if found.verified_at is None:
        return _("Nobody has verified this customer yet.")
    who = verified_by_words(found.verified_by) or _("Somebody")
    return _("%(who)s, %(when)s") % {"who": who, "when": fmt.text(found.verified_at)}
