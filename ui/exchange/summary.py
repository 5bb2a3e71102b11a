"""How many rows would be created, updated, left alone or refused; a click shows only those."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from app.core.text import _, ngettext
from app.exchange.schemas import KEPT_ROWS, Label, Rehearsal
from ui.exchange import words
from ui.kit import format as fmt
from ui.kit.flow import FlowLayout
from ui.kit.parts import button
from ui.kit.text_parts import paragraph


class Summary(QWidget):
    """`picked` carries the label whose rows are wanted, or None for all.

    With `mending` rows with problems are mended where they are shown.
    """

    picked = Signal(object)

    def __init__(self, place: str, parent: QWidget | None = None, *, mending: bool = True) -> None:
        super().__init__(parent)
        self._mending = mending
        self.text = paragraph("", "", f"{place}.summary")
        self._group = QButtonGroup(self)
        self._buttons: dict[Label | None, QPushButton] = {}
        row = QWidget()
        flow = FlowLayout(row, 6)
        for label in (None, *(label for label, _title in words.LABELS)):
            picture = words.LOOKS[label][1] if label else None
            made = button("", f"{place}.only.{label.value if label else 'all'}", picture)
            made.setCheckable(True)
            made.clicked.connect(partial(self.picked.emit, label))
            self._group.addButton(made)
            self._buttons[label] = made
            flow.addWidget(made)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.text)
        column.addWidget(row)

    def pick(self, label: Label | None) -> None:
        """Mark which rows are shown."""
        self._buttons[label].setChecked(True)

    def show_found(self, found: Rehearsal | None) -> None:
        """Show the figures of a rehearsal; None for none yet."""
        counts: Mapping[Label, int] = found.counts if found else {}
        for label, made in self._buttons.items():
            number = counts.get(label, 0) if label else sum(counts.values())
            title = words.label(label) if label else _("All")
            made.setText(f"{title}  {fmt.text(number)}")
            made.setAccessibleName(_("Show only: %s") % title if label else _("Show all rows"))
            made.setEnabled(number > 0)
        self._buttons[None].setChecked(True)
        self.text.setText(_sentence(found, mending=self._mending) if found else "")
        self.setVisible(found is not None)


def _sentence(found: Rehearsal, *, mending: bool) -> str:
    said = [
        _("%(rows)s: %(create)s to create, %(update)s to update, %(unchanged)s unchanged, "
          "%(error)s with a problem.")
        % {
            "rows": words.rows(found.total),
            **{label.value: fmt.text(count) for label, count in found.counts.items()},
        }
    ]  # fmt: skip
    if found.counts[Label.ERROR]:
        here = _("Choose “Problem” to mend them here.")
        said.append(here if mending else _("Save those, mend them, and import that file."))
    if found.warned:
        said.append(
            ngettext(
                "%s row has something odd that is kept as it is.",
                "%s rows have something odd that is kept as it is.",
                found.warned,
            )
            % fmt.text(found.warned)
        )
    if found.new_tags:
        said.append(words.new_tags(found.new_tags))
    if max(found.counts.values()) > KEPT_ROWS:
        said.append(_("Below are the first %s of each kind.") % fmt.text(KEPT_ROWS))
    return " ".join(said)
