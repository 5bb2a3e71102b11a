"""A product with its files, and a plan with its earlier terms, to read."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.catalogue.schemas import FileRow, PlanDetail, ProductDetail
from app.core.access import Permission
from app.core.text import _
from ui.catalogue.columns import LOOKS, size, state
from ui.catalogue.words import granted, prices, tiers
from ui.kit import format as fmt
from ui.kit.badge import ElidedLabel
from ui.kit.desk import Desk
from ui.kit.facts_dialog import Fact, FactsDialog
from ui.kit.icons import Icon
from ui.kit.parts import button, icon_button, label
from ui.kit.text_parts import paragraph
from ui.kit.work import WorkBar

PRODUCT, PLAN = "productCard", "planCard"


class ProductCard(FactsDialog):
    """Its signals ask for what needs more than reading; the two about a file carry (id, name)."""

    edit_asked = Signal()
    plans_asked = Signal()
    add_file_asked = Signal()
    save_file_asked = Signal(object)
    remove_file_asked = Signal(object)

    def __init__(self, desk: Desk, found: ProductDetail, parent: QWidget | None) -> None:
        tone, picture = LOOKS[found.active]
        facts: tuple[Fact, ...] = (
            ("reference", _("Reference"), found.reference),
            ("plans", _("Plans"), fmt.text(found.plans)),
            ("licenses", _("Licenses"), fmt.text(found.licenses)),
            ("keys", _("Looks of its keys"), found.key_format),
            ("mail", _("E-mail on issue"), fmt.text(found.email_on_issue)),
            ("created", _("Created"), _stamp(fmt.text(found.created_at), found.created_by)),
            ("updated", _("Last changed"), _stamp(fmt.text(found.updated_at), found.updated_by)),
            ("uid", _("UUID"), found.uid),
        )
        super().__init__(
            PRODUCT, found.name, (state(found.active), tone, picture), facts, parent,
            lead=found.description, copied=frozenset({"reference", "uid"}),
        )  # fmt: skip
        self.product_id = found.id
        self._edits = desk.actor.can(Permission.PRODUCTS_EDIT)
        self._files = QVBoxLayout()
        self.body.insertWidget(self.body.count() - 1, label(_("Files to download"), "h2"))
        self.body.insertLayout(self.body.count() - 1, self._files)
        self.show_files(found)
        self.work = WorkBar(PRODUCT, desk.tasks)
        self.stop = button(_("Cancel"), f"{PRODUCT}.stop")
        self.stop.clicked.connect(self.work.cancel)
        self.stop.hide()
        self.work.busy_changed.connect(self.stop.setVisible)
        doing = QHBoxLayout()
        doing.addWidget(self.work, 1)
        doing.addWidget(self.stop)
        self.body.insertLayout(self.body.count() - 1, doing)
        plans = button(_("Plans"), f"{PRODUCT}.plansOf", Icon.LAYERS)
        plans.clicked.connect(self._to_plans)
        self.add_step(plans)
        if self._edits:
            add = button(_("Add file\u2026"), f"{PRODUCT}.addFile", Icon.PLUS)
            add.clicked.connect(self.add_file_asked)
            edit = button(_("Edit\u2026"), f"{PRODUCT}.edit", Icon.PENCIL)
            edit.clicked.connect(self._to_edit)
            self.work.busy_changed.connect(add.setDisabled)
            self.add_step(add)
            self.add_step(edit)

    def done(self, result: int) -> None:
        """Close; what is on its way is stopped."""
        self.work.stop()
        super().done(result)

    def show_files(self, found: ProductDetail) -> None:
        """Show its files as they are now."""
        while (item := self._files.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in found.files:
            self._files.addWidget(self._line(one))
        if not found.files:
            said = _("None yet.")
            self._files.addWidget(paragraph(said, "muted", f"{PRODUCT}.noFiles"))

    def _line(self, one: FileRow) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        name = ElidedLabel(name=f"{PRODUCT}.file.{one.id}")
        parts = (one.release, one.file_name, size(one.size), fmt.text(one.released_on), one.note)
        name.show_text(" · ".join(part for part in parts if part))
        row.addWidget(name, 1)
        carried = (one.id, one.file_name)
        save = icon_button(_("Save %s as…") % one.file_name, f"{PRODUCT}.file.{one.id}.save",
                           Icon.DOWNLOAD)  # fmt: skip
        save.clicked.connect(partial(self.save_file_asked.emit, carried))
        row.addWidget(save)
        if self._edits:
            remove = icon_button(_("Remove %s") % one.file_name,
                                 f"{PRODUCT}.file.{one.id}.remove", Icon.TRASH)  # fmt: skip
            remove.clicked.connect(partial(self.remove_file_asked.emit, carried))
            row.addWidget(remove)
        return box

    def _to_plans(self) -> None:
        self.accept()
        self.plans_asked.emit()

    def _to_edit(self) -> None:
        self.accept()
        self.edit_asked.emit()


class PlanCard(FactsDialog):
    """`edit_asked` asks for its form."""

    edit_asked = Signal()

    def __init__(self, desk: Desk, found: PlanDetail, parent: QWidget | None) -> None:
        tone, picture = LOOKS[found.active]
        super().__init__(
            PLAN, found.name, (state(found.active), tone, picture), _plan_facts(found), parent,
            lead=found.description,
        )  # fmt: skip
        if len(found.history) > 1:
            self._put(label(_("Earlier terms"), "h2"))
        for one in found.history[1:]:
            said = _("Since %(when)s by %(who)s: %(prices)s. %(granted)s")
            words = {
                "when": fmt.day(one.since),
                "who": one.by,
                "prices": prices(one.terms),
                "granted": granted(one.terms),
            }
            self._put(paragraph(said % words, "muted", f"{PLAN}.terms.{one.terms.number}"))
        if desk.actor.can(Permission.PRODUCTS_EDIT):
            edit = button(_("Edit…"), f"{PLAN}.edit", Icon.PENCIL)
            edit.clicked.connect(self._to_edit)
            self.add_step(edit)

    def _put(self, widget: QWidget) -> None:
        self.body.insertWidget(self.body.count() - 1, widget)

    def _to_edit(self) -> None:
        self.accept()
        self.edit_asked.emit()


def _plan_facts(found: PlanDetail) -> tuple[Fact, ...]:
    terms = found.terms
    quotas = "\n".join(f"{name}: {fmt.text(amount)}" for name, amount in terms.quotas.items())
    used = "\n".join(f"{name}: {fmt.text(price)}" for name, price in terms.usage_prices.items())
    return (
        ("product", _("Product"), found.product),
        ("prices", _("Prices"), prices(terms)),
        ("tiers", _("Other prices"), tiers(terms)),
        ("granted", _("Grants"), granted(terms)),
        ("quotas", _("Quotas"), quotas),
        ("usage", _("Prices by use"), used),
        ("licenses", _("Licenses"), fmt.text(found.licenses)),
        ("terms", _("Terms since"), _stamp(fmt.day(found.history[0].since), found.history[0].by)),
        ("created", _("Created"), _stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), _stamp(fmt.text(found.updated_at), found.updated_by)),
    )


def _stamp(when: str, who: str) -> str:
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who else when
