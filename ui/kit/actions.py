"""Everything a person can do, once: its words, icon, shortcut and permission, as a QAction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolButton, QWidget

from app.core.access import Actor, Permission
from app.core.text import _
from ui.kit.icons import Icon, icon
from ui.kit.parts import BUTTON_ICON_ROLES, ICON, ICON_AND_GAP
from ui.kit.pressing import PushButton, ToolButton
from ui.kit.theme import Role


@dataclass(frozen=True, slots=True)
class Action:
    """Something the user can do here, offered only to those who may.

    `name` is `<place>.<thing>`: a button made for it is called so, its QAction
    `action.<place>.<thing>`. `title` is an `N_()` constant. A `primary` action is the
    one its place is for.
    """

    title: str
    run: Callable[[], None]
    permission: Permission | None = None
    icon: Icon | None = None
    shortcut: str | QKeySequence.StandardKey = ""
    name: str = ""
    primary: bool = False
    destructive: bool = False


@dataclass(frozen=True, slots=True)
class RowAction:
    """Something to do with the chosen rows of a list: `run` gets their ids, in order.

    `many` offers it for several rows at once, in the selection bar, where `many_needs`
    may ask for a permission more, and those of one `group` (an `N_()` constant) share a
    menu. `inline` puts a button for it into each row. `fits` may refuse it for a single
    row, which it gets.
    """

    title: str
    run: Callable[[Sequence[int]], None]
    permission: Permission | None = None
    icon: Icon | None = None
    shortcut: str | QKeySequence.StandardKey = ""
    name: str = ""
    many: bool = False
    one: bool = True
    inline: bool = False
    destructive: bool = False
    fits: Callable[[Any], bool] | None = None
    many_needs: Permission | None = None
    group: str = ""


def make_action(spec: Action | RowAction, actor: Actor, owner: QWidget) -> QAction:
    """The QAction of `spec`, added to `owner`; invisible and dead without the permission.

    `owner.actions()` lists them, for menus, the palette and the shortcut overview.
    """
    made = QAction(_(spec.title), owner)
    made.setObjectName(f"action.{spec.name}")
    # The text without the ellipsis: what a tooltip and a screen reader say.
    plain = _(spec.title).replace("&", "").rstrip("\u2026")
    made.setShortcut(QKeySequence(spec.shortcut))
    shortcut = made.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{plain} ({shortcut})" if shortcut else plain)
    if spec.icon:
        made.setIcon(icon(spec.icon, Role.DANGER if spec.destructive else Role.MUTED))
    allowed = spec.permission is None or actor.can(spec.permission)
    made.setVisible(allowed)
    made.setEnabled(allowed)
    primary = isinstance(spec, Action) and spec.primary
    made.setProperty("role", "primary" if primary else "danger" if spec.destructive else "")
    made.setProperty("picture", spec.icon.value if spec.icon else "")
    made.setProperty("permission", spec.permission.value if spec.permission else "")
    if isinstance(spec, RowAction):
        made.setProperty("group", spec.group)
    else:
        run = spec.run
        made.triggered.connect(lambda _checked=False: run())
    owner.addAction(made)
    return made


class ActionButton(PushButton):
    """Does what its action does, and looks as able; where room is short, by its icon alone."""

    def __init__(self, action: QAction) -> None:
        super().__init__()
        self._action, self.narrow = action, False
        role = action.property("role")
        if picture := action.property("picture"):
            self.setIcon(icon(Icon(picture), BUTTON_ICON_ROLES.get(role, Role.MUTED)))
        self.setObjectName(action.objectName().removeprefix("action."))
        self.setAccessibleName(action.text().rstrip("\u2026"))
        self.setProperty("role", role)
        self.setAutoDefault(False)
        self.setIconSize(ICON_AND_GAP)
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def set_narrow(self, narrow: bool) -> None:
        """Leave the words out, if there is an icon to stand for them."""
        narrow = narrow and not self.icon().isNull()
        if narrow != self.narrow:
            self.narrow = narrow
            self.setIconSize(ICON if narrow else ICON_AND_GAP)
            self._follow()

    @property
    def words(self) -> int:
        """How much narrower it is without its words, in pixels."""
        # Measured as Qt measures a button, or the sums of a row would be off by a pixel.
        said = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic, self._action.text())
        return said.width() + ICON_AND_GAP.width() - ICON.width()

    def _follow(self) -> None:
        self.setText("" if self.narrow else self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())
        # Shown without a parent it would be a window of its own.
        if self.parent() is not None or not self._action.isVisible():
            self.setVisible(self._action.isVisible())


def action_button(action: QAction) -> ActionButton:
    """A push button for `action`; put it into a layout, and it shows itself if allowed."""
    return ActionButton(action)


def action_icon_button(action: QAction) -> QToolButton:
    """A button of the action's icon alone; its tooltip names it."""
    made = ToolButton()
    made.setDefaultAction(action)
    made.setObjectName(action.objectName().removeprefix("action."))
    made.setAccessibleName(action.text().rstrip("\u2026"))
    made.setProperty("role", "icon")
    made.setIconSize(QSize(18, 18))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setVisible(action.isVisible())
    return made
