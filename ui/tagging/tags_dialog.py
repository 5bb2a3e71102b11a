"""Looks after tags: which there are, who carries them, and what is done with them."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.core.access import Permission
from app.core.changes import Touched
from app.core.conditions import Condition, Op
from app.core.listing import ListQuery
from app.core.receipt import Receipt
from app.core.text import _, ngettext
from app.tags.drafts import TagDraft
from app.tags.schemas import TagChip, TagList, TagRow
from ui.kit import format as fmt
from ui.kit.badge import Badge
from ui.kit.chips import Strip
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.flow import FlowLayout
from ui.kit.form import FormDialog
from ui.kit.form_panel import scrolled
from ui.kit.icons import Icon
from ui.kit.list_states import StateView
from ui.kit.parts import button, card, icon_button, label
from ui.kit.text_parts import paragraph
from ui.kit.theme import Tone, theme
from ui.kit.undoing import done
from ui.tagging.tags_form import tag_form
from ui.tagging.tags_merge import MergeDialog, missing
from ui.tagging.tags_rule import RuleDialog

PLACE = "tags"
# What a step is called in names, its title, its sign, and what it does.
Step = tuple[str, str, Icon, Callable[[], None]]
_SIZE = (640, 640)


class TagsDialog(QDialog):
    """Every tag with what can be done to it; whoever may not change any can still look."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk, self._tags = desk, desk.services.tags
        self._may = desk.actor.can(Permission.TAGS_MANAGE)
        self.found: TagList | None = None
        self._cards: dict[TagRow, QFrame] = {}
        self._added_last = 0
        self.setObjectName(PLACE)
        self.setWindowTitle(_("Tags"))
        self.setProperty("shows_toasts", True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.crowded = paragraph("", name=f"{PLACE}.crowded")
        self.add = button(_("Add tag…"), f"{PLACE}.add", Icon.PLUS, role="primary")
        self.usual = button(_("Add the usual tags"), f"{PLACE}.usual")
        self.unused = QCheckBox(_("Unused only"))
        self.unused.setObjectName(f"{PLACE}.unused")
        self.unused.setAccessibleName(self.unused.text())
        self.empty = StateView(f"{PLACE}.empty", Icon.TAG)
        self.close_button = button(_("Close"), f"{PLACE}.close")
        self.rows = QVBoxLayout()
        self._arrange()
        self.add.clicked.connect(lambda _checked=False: self._form(None))
        self.usual.clicked.connect(lambda _checked=False: self._add_usual())
        self.unused.toggled.connect(lambda _on: self._paint())
        self.close_button.clicked.connect(self.reject)
        desk.changes.heard.connect(self._heard)
        self._load()

    def _heard(self, touched: Touched) -> None:
        if not {"tags", "customers", "segments"}.isdisjoint(touched):
            self._load()

    def _load(self) -> None:
        self.desk.tasks.run(self, self._tags.list, self._show)

    def _show(self, found: TagList) -> None:
        self.found = found
        self._paint()

    def _paint(self) -> None:
        """Show the rows anew where they changed; the focus stays where it is, by name."""
        focus = self.focusWidget()
        name = focus.objectName() if focus is not None else ""
        tags = self.found.tags if self.found else ()
        shown = [row for row in tags if not self.unused.isChecked() or not row.customers]
        gone = [self._cards.pop(row) for row in self._cards.keys() - set(shown)]
        for place, row in enumerate(shown):
            if row not in self._cards:
                self._cards[row] = self._card(row)
            self.rows.insertWidget(place, self._cards[row])
            self._cards[row].show()
        self._let_go(gone, name)
        self._tell_empty(nothing=not tags, shown=bool(shown))
        self.unused.setVisible(bool(tags))
        self.usual.setVisible(self._may and bool(tags) and len(tags) <= 1)
        crowded = self.found is not None and self.found.crowded
        self.crowded.setText(
            _("More than ten tags are hard to keep apart. Merge some, or set some inactive.")
            if crowded
            else ""
        )
        self.crowded.setVisible(crowded)
        self._reveal(f"{PLACE}.{self._added_last}")

    def _let_go(self, gone: Sequence[QFrame], name: str) -> None:
        """Take cards away; the focus of one goes to what has this name in its place."""
        held = any(one.findChild(QWidget, name) for one in gone if name)
        for one in gone:
            # What goes must not be found by its name any more.
            one.setObjectName("")
            for part in one.findChildren(QWidget):
                part.setObjectName("")
        if held and (again := self.findChild(QWidget, name)) is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reveal(name)
        for one in gone:
            one.setParent(None)
            one.deleteLater()

    def _tell_empty(self, *, nothing: bool, shown: bool) -> None:
        self.empty.setVisible(not shown)
        if nothing and self._may:
            usual = _("VIP, New, At Risk, Loyal, Premium, Trial, Enterprise and Priority.")
            offer = (_("Add the usual tags"), self._add_usual)
            self.empty.tell(_("No tags yet"), usual, offer)
        elif nothing:
            self.empty.tell(_("No tags yet"), _("Somebody who manages tags adds them."))
        else:
            self.empty.tell(_("Every tag is in use"))

    def _card(self, row: TagRow) -> QFrame:
        made, place = card(margins=(12, 8, 8, 8)), f"{PLACE}.{row.id}"
        made.setObjectName(place)
        chip = Strip(f"{place}.chip")
        chip.show_tags([TagChip(row.id, row.name, row.colour)])
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(chip)
        if not row.active:
            badge = Badge(f"{place}.badge")
            badge.show_badge(_("Inactive"), Tone.NEUTRAL, Icon.CIRCLE_OFF)
            top.addWidget(badge)
        top.addStretch(1)
        count = ngettext("%s customer", "%s customers", row.customers) % fmt.text(row.customers)
        opens = button(count, f"{place}.customers", role="link")
        opens.setAccessibleName(f"{row.name}: {count}")
        opens.setEnabled(row.customers > 0)
        opens.clicked.connect(lambda _checked=False: self._open(row))
        top.addWidget(opens)
        for thing, title, icon, run in self._steps(row):
            step = icon_button(title, f"{place}.{thing}", icon)
            step.setAccessibleName(f"{title}: {row.name}")
            step.clicked.connect(lambda _checked=False, run=run: run())
            top.addWidget(step)
        inside = made.layout()
        if isinstance(inside, QVBoxLayout):
            inside.setSpacing(2)
            inside.addLayout(top)
            by_itself = _("Given by itself to the members of “%s”.") % row.segment
            told = " · ".join(filter(None, (row.meaning, by_itself if row.segment_id else "")))
            if told:
                inside.addWidget(paragraph(told, "muted", f"{place}.told"))
        return made

    def _steps(self, row: TagRow) -> tuple[Step, ...]:
        if not self._may:
            return ()
        return (
            ("edit", _("Edit tag"), Icon.PENCIL, partial(self._form, row)),
            ("rule", _("Give it by itself"), Icon.FILTER, partial(self._rule, row)),
            ("merge", _("Merge into another"), Icon.MERGE, partial(self._merge, row)),
            ("remove", _("Remove tag"), Icon.TRASH, partial(self._remove, row)),
        )

    def _open(self, row: TagRow) -> None:
        """Show who carries it, in the list of customers."""
        asked = ListQuery(conditions=(Condition("tags", Op.IN, (row.id,)),))
        tags = self.found.tags if self.found else ()
        names = tuple((one.id, one.name) for one in tags)
        self.desk.navigator.open_list("customers", asked, {"tags": names})
        self.accept()

    def _form(self, row: TagRow | None) -> None:
        def save(draft: TagDraft) -> object:
            if row is None:
                return self._tags.add(draft)
            return self._tags.edit(row.id, row.version, draft)

        form = tag_form(self.desk, row, save, self)
        if row is None:
            form.saved.connect(partial(self._added, form))
        form.open()

    def _added(self, form: FormDialog[TagDraft], tag_id: int) -> None:
        """Say so, and show it wherever it stands among the others."""
        name = fmt.short(form.panel.box("name").read())
        self.desk.notices.say(_("The tag “%s” was added.") % name)
        self._added_last = tag_id
        self._reveal(f"{PLACE}.{tag_id}")

    def _reveal(self, name: str) -> None:
        """Scroll to what has this name; what was added last may not be there yet."""
        found = self._area.findChild(QWidget, name)
        if found is not None:
            self._added_last = 0
            # Where it stands is known once everything was laid out anew.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            self._area.ensureWidgetVisible(found)

    def _add_usual(self) -> None:
        def added(count: int) -> None:
            said = ngettext("%d tag was added.", "%d tags were added.", count)
            self.desk.notices.say(said % count)

        self.desk.tasks.run(self, self._tags.add_starting_set, added)

    def _merge(self, row: TagRow) -> None:
        tags = self.found.tags if self.found else ()
        MergeDialog(self.desk, row, [one for one in tags if one.id != row.id], self).open()

    def _rule(self, row: TagRow) -> None:
        def ask(segments: tuple[tuple[int, str], ...]) -> None:
            RuleDialog(self.desk, row, segments, self).open()

        self.desk.tasks.run(self, self.desk.services.tag_rules.segments, ask)

    def _remove(self, row: TagRow) -> None:
        said = ngettext(
            "%s customer shows it no longer.", "%s customers show it no longer.", row.customers
        ) % fmt.text(row.customers)
        parts = (
            said if row.customers else _("No current customer carries it."),
            missing(row),
            _("Undo brings it back; until then its name is free."),
        )
        title, text = _("Remove the tag “%s”?") % row.name, " ".join(filter(None, parts))
        if confirm(self, title, text, _("Remove tag"), destructive=True):
            receipt = Receipt()
            work = partial(self._tags.noting(receipt).remove, row.id)
            told = _("The tag “%s” was removed.") % row.name
            self.desk.tasks.run(self, work, lambda _none: done(self.desk, told, receipt.command))

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(label(_("Tags"), "h1", name=f"{PLACE}.title"))
        hint = _("Coloured words on customers, to see and find at once what matters about them.")
        column.addWidget(paragraph(hint, "muted"))
        bar = FlowLayout()
        for press in (self.add, self.usual, self.unused):
            bar.addWidget(press)
        column.addLayout(bar)
        column.addWidget(self.crowded)
        self.add.setVisible(self._may)
        hidden: tuple[QWidget, ...] = (self.usual, self.unused, self.empty, self.crowded)
        for widget in hidden:
            widget.hide()
        inside = QWidget()
        inside.setProperty("role", "clear")
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, 8, 0)
        self.rows.setSpacing(8)
        body.addWidget(self.empty)
        body.addLayout(self.rows)
        body.addStretch(1)
        self._area = scrolled(inside)
        column.addWidget(self._area, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column.addLayout(buttons)
        self.resize(*(theme().px(side) for side in _SIZE))


def manage_tags(desk: Desk, parent: QWidget) -> TagsDialog:
    """The open dialog that looks after tags."""
    dialog = TagsDialog(desk, parent)
    dialog.open()
    return dialog
