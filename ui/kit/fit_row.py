"""A row that stays readable when it gets narrow: its buttons give up their words first."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.kit.actions import ActionButton


class FitRow(QFrame):
    """Put widgets into `row`. Where they do not fit, action buttons show their icon alone.

    First all but the main one do, then `spare`, which must be said elsewhere too, is
    hidden, at last the main one follows.
    """

    def __init__(self, spare: QWidget | None = None) -> None:
        super().__init__()
        self._spare, self._away = spare, False
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(8)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        """Decide by sums alone: to try each way out would ask for a new layout each time."""
        shown = [each for each in self.findChildren(ActionButton) if not each.isHidden()]
        spare = 0
        if self._spare is not None:
            spare = self._spare.sizeHint().width() + self.row.spacing()
        need = self.row.sizeHint().width() + sum(each.words for each in shown if each.narrow)
        need += spare if self._away else 0
        over = need - self.width()
        for main in (False, True):
            group = [each for each in shown if (each.property("role") == "primary") is main]
            for each in group:
                each.set_narrow(over > 0)
            over -= sum(each.words for each in group if each.narrow)
            if not main and self._spare is not None:
                self._away = over > 0
                self._spare.setHidden(self._away)
                over -= spare if self._away else 0
