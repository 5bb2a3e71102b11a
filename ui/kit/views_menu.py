"""The button that names the view of a list, and the menu behind it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu

from app.core.text import _
from ui.kit import format as fmt
from ui.kit.icons import Icon, icon
from ui.kit.parts import label
from ui.kit.pressing import PushButton
from ui.kit.theme import theme
from ui.kit.views_book import ListView

if TYPE_CHECKING:
    from ui.kit.views_control import ViewsControl

_LONGEST = 28
_LONGEST_ENTRY = 60
_LEFT, _RIGHT, _WIDEST = 12, 30, 200
_DOT = "\u2022"
_AS_WIDE_AS_A_DIGIT = "\u2007"


class ViewButton(PushButton):
    """Says which view the list shows, with a dot when it was changed."""

    def __init__(self, place: str, control: "ViewsControl") -> None:
        super().__init__()
        self.setObjectName(f"{place}.views")
        self.setAutoDefault(False)
        self._control = control
        # A style sheet gives a button with a menu no room before its text; a label has it.
        self._shown = label("", "strong")
        self._shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(_LEFT, 0, _RIGHT, 0)
        inside.addWidget(self._shown)
        self.setMenu(ViewMenu(place, control, self))
        theme().changed.connect(self.tell)

    def tell(self) -> None:
        """Say it anew."""
        control = self._control
        title, changed = control.current.named, control.is_changed
        shown = fmt.short(title, _LONGEST)
        dot = f" {_DOT}" if changed else ""
        metrics = self._shown.fontMetrics()
        room = _WIDEST - _LEFT - _RIGHT - metrics.horizontalAdvance(dot)
        self._shown.setText(metrics.elidedText(shown, Qt.TextElideMode.ElideRight, room) + dot)
        self.setFixedWidth(self._shown.sizeHint().width() + _LEFT + _RIGHT)
        said = _("View: %s, changed") if changed else _("View: %s")
        self.setAccessibleName(said % title)
        hint = _("The list was changed since this view was chosen.") if changed else ""
        self.setToolTip(" ".join(part for part in (title, hint) if part))


class ViewMenu(QMenu):
    """Every view with the number of its rows, and what can be done about views.

    Built anew whenever it opens; the numbers come as they are counted.
    """

    def __init__(self, place: str, control: "ViewsControl", parent: ViewButton) -> None:
        super().__init__(parent)
        self.setObjectName(f"{place}.views.menu")
        self._control, self._book = control, control.book
        self._entries: dict[str, QAction] = {}
        self.aboutToShow.connect(self._build)
        self.aboutToHide.connect(self._book.rest)
        self._book.counted.connect(self._number)
        self._book.forgotten.connect(self._recount)

    def _build(self) -> None:
        self.clear()
        self._entries = {}
        group = QActionGroup(self)
        book = self._book
        parts = (
            ("", book.shipped),
            (_("My views"), book.mine),
            (_("Shared by others"), book.others),
        )
        for heading, views in parts:
            if heading and views:
                self.addSeparator()
                self.addAction(heading).setEnabled(False)
            for view in views:
                group.addAction(self._entry(view))
        if self._control.more is not None:
            self._control.more(self)
        self.addSeparator()
        self._add_commands()
        book.want_counts()

    def _entry(self, view: ListView) -> QAction:
        action = self.addAction(self._words(view))
        action.setCheckable(True)
        action.setChecked(view.key == self._control.current.key)
        action.triggered.connect(partial(self._control.choose, view.key))
        self._entries[view.key] = action
        return action

    def _add_commands(self) -> None:
        control, current = self._control, self._control.current
        if control.is_changed:
            short = fmt.short(current.title, _LONGEST).replace("&", "&&")
            if current.saved is not None and current.saved.editable:
                keep = self.addAction(icon(Icon.SAVE), _("Save the changes to “%s”") % short)
                keep.triggered.connect(control.save_changes)
            back = self.addAction(icon(Icon.UNDO), _("Back to “%s” as it was") % short)
            back.triggered.connect(control.put_back)
        new = self.addAction(icon(Icon.PLUS), _("Save as a view\u2026"))
        new.triggered.connect(control.save_as)
        manage = self.addAction(icon(Icon.SETTINGS), _("Manage views\u2026"))
        manage.triggered.connect(control.manage)

    def _words(self, view: ListView) -> str:
        count = self._book.count(view.key)
        number = "\u2026" if count is None else fmt.text(count)
        # Digits stand below digits.
        number = number.rjust(len(fmt.text(self._book.highest)), _AS_WIDE_AS_A_DIGIT)
        star = " \u2605" if view.key and view.key == self._book.default else ""
        named = fmt.short(view.named, _LONGEST_ENTRY).replace("&", "&&")
        return f"{named}{star}\t{number}"

    def _number(self, key: str) -> None:
        if key in self._entries:
            for view in self._book.all:
                if view.key in self._entries:
                    self._entries[view.key].setText(self._words(view))

    def _recount(self) -> None:
        if self.isVisible():
            self._book.want_counts()
