"""The lower part of a list page: the rows, or a picture of why there are none."""

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.core.text import _
from ui.kit.icons import Icon
from ui.kit.list_states import Skeleton, StateView
from ui.kit.list_words import ListWords
from ui.kit.parts import restyle
from ui.kit.table_view import TableView
from ui.kit.theme import Role

# Wide enough for the ring, so that nothing moves when it appears.
_MARGINS = (2, 4, 2, 6)


class TableCard(QFrame):
    """A rounded frame around a table, with a ring while the keyboard is in it."""

    def __init__(self, view: TableView) -> None:
        super().__init__()
        self.setProperty("role", "card")
        box = QVBoxLayout(self)
        box.setContentsMargins(*_MARGINS)
        box.addWidget(view)
        view.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            restyle(self, focused=event.type() is QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)


class ListBody(QWidget):
    """Shows one of: rows, grey bars, nothing yet, no match, a failure with or without rows."""

    def __init__(
        self,
        place: str,
        words: ListWords,
        view: TableView,
        retry: Callable[[], None],
        clear: Callable[[], None],
    ) -> None:
        super().__init__()
        self._place, self._words, self._retry, self._clear = place, words, retry, clear
        self.card = TableCard(view)
        self.skeleton = Skeleton(f"{place}.skeleton")
        self._stack = QStackedWidget()
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._stack, 1)
        for widget in (self.card, self.skeleton):
            self._stack.addWidget(widget)

    # Both are made when they are first needed, which for most lists is never.

    @cached_property
    def empty(self) -> StateView:
        """Says why there are no rows."""
        made = StateView(f"{self._place}.empty", Icon.INBOX)
        self._stack.addWidget(made)
        return self._in_line(made)

    @cached_property
    def error(self) -> StateView:
        """Says that loading failed."""
        made = StateView(f"{self._place}.error", Icon.CLOUD_ALERT, Role.DANGER)
        made.hide()
        self._column.insertWidget(0, made)
        return self._in_line(made)

    def _in_line(self, made: StateView) -> StateView:
        """The keyboard comes to its button before it comes to the rows."""
        before = self.previousInFocusChain()
        while before not in {None, self} and (
            before.focusPolicy() is Qt.FocusPolicy.NoFocus or self.isAncestorOf(before)
        ):
            before = before.previousInFocusChain()
        self.setTabOrder(before or self, made.button)
        return made

    def show_rows(self) -> None:
        """There are rows."""
        self._stack.setCurrentWidget(self.card)

    def show_waiting(self) -> None:
        """Nothing is known yet."""
        self._stack.setCurrentWidget(self.skeleton)

    def show_nothing(self, first_step: QAction | None) -> None:
        """There is nothing at all; `first_step` is how to begin."""
        do = (first_step.text(), first_step.trigger) if first_step else None
        self.empty.tell(_(self._words.nothing), _(self._words.hint), do, Icon.INBOX)
        self._stack.setCurrentWidget(self.empty)

    def show_no_match(self, text: str, *, filtered: bool) -> None:
        """There is something, but not what was asked for."""
        title = _(self._words.no_match)
        if text:
            title = _("%(nothing)s “%(text)s”") % {"nothing": title, "text": _short(text)}
        else:
            title = _("%s these filters") % title
        hint = _("Check the spelling or clear the filters.")
        if not filtered:
            hint = _("Check the spelling, or search for a shorter part of it.")
        elif not text:
            hint = _("Take a filter off to see more.")
        title_of_button = _("Clear filters") if filtered else _("Clear the search")
        self.empty.tell(title, hint, (title_of_button, self._clear), Icon.SEARCH_NONE)
        self._stack.setCurrentWidget(self.empty)

    def show_failure(self, sentence: str, *, rows: bool) -> None:
        """It could not be loaded; what was there stays. An empty sentence ends this."""
        self._stack.setVisible(rows or not sentence)
        if sentence or "error" in vars(self):
            self.error.setVisible(bool(sentence))
        if sentence:
            title = _("Not up to date.") if rows else _("This list could not be loaded")
            self.error.squeeze(squeezed=rows)
            self.error.tell(title, sentence, (_("Retry"), self._retry))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}\u2026"  # noqa: PLR2004 - fits the page
