"""The form of an export of a list other than that of customers."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.core.listing import ListQuery
from app.core.text import _
from app.exchange.export_schemas import Format, Preset, suggested_name
from app.exchange.lists.every import named
from app.exchange.lists.kinds import CURRENCY
from app.exchange.lists.reading import ListOrder
from ui.exchange.export_columns import ColumnList
from ui.exchange.export_form import Export, ExportForm, Known
from ui.exchange.export_options import ExportWords
from ui.exchange.export_scope import Rows, ScopeChoice
from ui.exchange.format_cards import FormatCards
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.text_parts import paragraph, title_for

_FORMATS = (Format.XLSX, Format.CSV, Format.PDF)


class ListBody(ExportForm):
    """An export of the list `name`; `shown` are the columns it shows.

    `customer_id` is whose timeline it is.
    """

    def __init__(
        self, desk: Desk, place: str, name: str, about: tuple[ListQuery, Sequence[int]],
        shown: Sequence[str], customer_id: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._desk, self._name, self._customer_id = desk, name, customer_id
        self._kind, self._asked = named(name, customer_id), about[0]
        words = {"list": _(self._kind.title).lower()}
        self.title, self.doing = _("Export %(list)s") % words, _("Exporting %(list)s…") % words
        self.memory, self.size_hint = f"{place}.{name}", (780, 610)
        self.rows = Rows(self._kind.title, self._kind.total)
        self.formats = FormatCards(place, _FORMATS)
        self.columns = ColumnList(
            place, {key: one.title for key, one in self._kind.columns.items()}
        )
        self.scope = ScopeChoice(place, *about, self.rows)
        self.options = ExportWords(place, _(self._kind.title))
        self.hint = paragraph(_(self._kind.hint) if self._kind.hint else "", "muted")
        self.hint.setVisible(bool(self._kind.hint))
        self._arrange()
        self.formats.changed.connect(self._offer)
        self.columns.write(self._wanted(shown))
        self._offer()

    def order(self) -> ListOrder:
        """What is to be exported."""
        return ListOrder(
            self.form(), self.scope.selection(), self.columns.read(), self.options.title.text(),
            self.options.purpose.text(), self._customer_id,
        )  # fmt: skip

    def problems(self) -> Mapping[str, str]:
        """Whether there are columns."""
        return {} if self.columns.read() else {"columns": _("Choose at least one column.")}

    def suggested(self) -> str:
        """What to call the file: the list."""
        return suggested_name(self.form(), fmt.today(), _(self._kind.title))

    def export_to(self, path: Path) -> Export:
        """What writes the list's file."""
        return partial(self._desk.services.list_exports.run, self._name, path, self.order())

    def gather(self) -> Known:
        """How many rows there are, and what the organization asks."""
        services = self._desk.services
        reach = services.list_exports.reach(self._name, self._asked, self._customer_id)
        return Known(reach, services.organization.settings().export_purpose_required)

    def state(self) -> Mapping[str, object]:
        """The format and the columns."""
        return {"form": self.form().value, "columns": list(self.columns.read())}

    def recall(self, state: Mapping[str, object], _presets: Sequence[Preset]) -> None:
        """Show what was remembered, as far as it makes sense."""
        found = state.get("columns")
        keys = found if isinstance(found, list) else []
        if known := tuple(key for key in dict.fromkeys(keys) if key in self._kind.columns):
            self.columns.write(known)
        if state.get("form") in set(_FORMATS):
            self.formats.write(Format(str(state["form"])))

    def _wanted(self, shown: Sequence[str]) -> tuple[str, ...]:
        """The columns the list shows; what amounts are in stands beside them."""
        keys = [key for key in shown if key in self._kind.columns]
        if (amounts := [key for key in keys if key in self._kind.amounts]) and (
            CURRENCY not in keys
        ):
            keys.insert(keys.index(amounts[-1]) + 1, CURRENCY)
        return tuple(keys) or tuple(self._kind.columns)

    def _offer(self) -> None:
        self.options.show_for(self.form())

    def _arrange(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(24)
        below.addWidget(self.columns, 1)
        below.addWidget(self.side(self.hint))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        formats = QVBoxLayout()
        formats.setSpacing(4)
        formats.addWidget(title_for(self.formats, _("Format")))
        formats.addWidget(self.formats)
        column.addLayout(formats)
        column.addLayout(below, 1)
