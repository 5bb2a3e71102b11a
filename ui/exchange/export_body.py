"""The form of an export: preset, format, columns, customers and the rest."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.listing import ListQuery
from app.core.text import _
from app.exchange.export_schemas import (
    COLUMNS,
    ExportOrder,
    Format,
    Preset,
    PresetDraft,
    suggested_name,
)
from ui.exchange.export_columns import ColumnList
from ui.exchange.export_form import Export, ExportForm, Known
from ui.exchange.export_options import ExportOptions
from ui.exchange.export_scope import CUSTOMERS, ScopeChoice
from ui.exchange.format_cards import FormatCards
from ui.exchange.preset_bar import AS_SHOWN, PresetBar
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.icons import Icon
from ui.kit.parts import card, label, picture
from ui.kit.text_parts import paragraph, title_for

# What the list of customers shows to begin with.
_USUAL = ("name", "phone", "email", "status", "licenses", "revenue", "created_at")


class ExportBody(ExportForm):
    """An export of customers; `visible` are the columns the list shows, the usual for none."""

    options: ExportOptions

    def __init__(
        self, desk: Desk, place: str, asked: ListQuery, ids: Sequence[int], visible: Sequence[str]
    ) -> None:
        super().__init__()
        self.title, self.doing = _("Export customers"), _("Exporting customers…")
        self.memory, self.size_hint, self.rows = place, (880, 690), CUSTOMERS
        self._desk, self._asked = desk, asked
        self._visible = tuple(key for key in visible if key in COLUMNS) or _USUAL
        self.presets = PresetBar(desk, place, self.draft)
        self.formats = FormatCards(place)
        self.columns = ColumnList(place)
        self.scope = ScopeChoice(place, asked, ids)
        self.options = ExportOptions(place)
        self._tables = QStackedWidget()
        self._tables.addWidget(self.columns)
        self._tables.addWidget(_about_cards())
        self._arrange()
        self.presets.chosen.connect(self.take)
        self.formats.changed.connect(self._offer)
        self.take(None)
        self._offer()

    def order(self) -> ExportOrder:
        """What is to be exported."""
        preset = self.presets.current
        sort, descending = self.options.sort.read()
        headings = preset.headings if preset else {}
        return ExportOrder(
            form=self.formats.read(),
            selection=self.scope.selection(),
            columns=self.columns.read(),
            title=self.options.title.text() or (_(preset.name) if preset else ""),
            purpose=self.options.purpose.text(),
            sort=sort,
            descending=descending,
            each_email_once=self.options.once.isChecked(),
            headings={key: _(words) for key, words in headings.items()},
        )

    def problems(self) -> Mapping[str, str]:
        """What is wrong with the order."""
        return self.order().problems()

    def suggested(self) -> str:
        """What to call the file: by its preset, or customers."""
        preset = self.presets.current
        return suggested_name(self.form(), fmt.today(), _(preset.name) if preset else "")

    def export_to(self, path: Path) -> Export:
        """What writes the order's file."""
        return partial(self._desk.services.exports.run, path, self.order())

    def gather(self) -> Known:
        """How many customers there are, the presets, and what the organization asks."""
        exports = self._desk.services.exports
        settings = self._desk.services.organization.settings()
        return Known(
            exports.reach(self._asked), settings.export_purpose_required, exports.presets()
        )  # fmt: skip

    def draft(self) -> PresetDraft:
        """What a preset would keep of it, without a name."""
        order = self.order()
        return PresetDraft(
            "",
            order.form,
            order.columns or (),
            order.sort,
            order.descending,
            order.each_email_once,
        )

    def take(self, preset: Preset | None) -> None:
        """Show what a preset keeps, or for None what the list shows."""
        if preset is None:
            self.columns.write(self._visible)
            self.options.sort.write("", descending=False)
            self.options.once.setChecked(False)
            return
        self.formats.write(preset.form)
        self.columns.write(preset.columns)
        self.options.sort.write(preset.sort, descending=preset.descending)
        self.options.once.setChecked(preset.each_email_once)

    def state(self) -> dict[str, object]:
        """What is remembered of it until the next time."""
        preset, order = self.presets.current, self.order()
        return {
            "preset": preset.key if preset else AS_SHOWN,
            "form": order.form.value,
            "columns": list(order.columns or ()),
            "sort": order.sort,
            "descending": order.descending,
            "once": order.each_email_once,
        }

    def recall(self, state: Mapping[str, object], presets: Sequence[Preset]) -> None:
        """Show what was remembered, as far as it makes sense."""
        self.presets.show_presets(presets, str(state.get("preset", AS_SHOWN)))
        if self.presets.current is not None:
            self.take(self.presets.current)
            columns = state.get("columns")
            keys = columns if isinstance(columns, list) else []
            if known := tuple(key for key in dict.fromkeys(keys) if key in COLUMNS):
                self.columns.write(known)
        if state.get("form") in set(Format):
            self.formats.write(Format(str(state["form"])))
        if "sort" in state:
            self.options.sort.write(str(state["sort"]), descending=state.get("descending") is True)
            self.options.once.setChecked(state.get("once") is True)

    def _offer(self) -> None:
        form = self.formats.read()
        self._tables.setCurrentIndex(int(form is Format.VCARD))
        self.options.show_for(form)

    def _arrange(self) -> None:
        below = QHBoxLayout()
        below.setSpacing(24)
        below.addWidget(self._tables, 1)
        below.addWidget(self.side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.presets)
        formats = QVBoxLayout()
        formats.setSpacing(4)
        formats.addWidget(title_for(self.formats, _("Format")))
        formats.addWidget(self.formats)
        column.addLayout(formats)
        column.addLayout(below, 1)


def _about_cards() -> QWidget:
    """What stands in place of the columns where there are none to choose."""
    made = card()
    column = made.layout()
    centre = Qt.AlignmentFlag.AlignHCenter
    text = paragraph(
        _(
            "A card has the name, company, e-mail, phone, website and address. Notes stay "
            "out of it: cards are made to be passed on."
        ),
        "muted",
    )
    text.setAlignment(centre)
    if isinstance(column, QVBoxLayout):
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(picture(Icon.USERS, 36), 0, centre)
        column.addWidget(label(_("One card for each customer"), "h2"), 0, centre)
        column.addWidget(text)
        column.addStretch(1)
    return made
