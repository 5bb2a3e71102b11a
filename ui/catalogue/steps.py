"""What can be done with products and plans from their lists and from what shows one whole."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.catalogue.drafts import FileDraft
from app.catalogue.schemas import PlanDetail, ProductDetail
from app.core.listing import Condition, ListQuery, Op
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.core.text import _, ngettext
from ui.catalogue.card import PlanCard, ProductCard
from ui.catalogue.forms import file_form, plan_form, product_form
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.dialogs import ask_open_path, ask_save_path, confirm
from ui.kit.form import FormDialog
from ui.kit.form_editing import kept

T = TypeVar("T")


class CatalogueSteps(QObject):
    """Each looks at the record as it is now before it asks; dialogs stand over `owner`."""

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner
        self._products, self._plans = desk.services.products, desk.services.plans

    def new_product(self) -> None:
        """Ask for a new one, and offer to add its first plan."""

        def added(product_id: int, dialog: FormDialog[Any]) -> None:
            name = dialog.panel.draft().name
            offer = (_("Add a plan\u2026"), partial(self.new_plan, product_id))
            self._desk.notices.say(_("%s was added.") % fmt.short(name), offer)

        dialog = product_form(self._desk, None, self._owner)
        dialog.saved.connect(lambda product_id: added(product_id, dialog))
        dialog.open()

    def edit_product(self, product_id: int) -> None:
        """Ask for changes."""

        def ask(found: ProductDetail) -> None:
            dialog = product_form(self._desk, found, self._owner)
            self._announce(dialog, _("%s was saved.") % fmt.short(found.name))

        self._run(partial(self._products.show, product_id), ask)

    def show_product(self, product_id: int) -> None:
        """Show everything about one, and its files."""

        def show(found: ProductDetail) -> None:
            card = ProductCard(self._desk, found, self._owner)
            card.add_file_asked.connect(lambda: self._add_file(card, product_id))
            card.save_file_asked.connect(lambda one: self._save_file(card, *one))
            card.remove_file_asked.connect(lambda one: self._remove_file(card, *one))
            card.work.failed.connect(self._desk.notices.show_error)
            card.edit_asked.connect(lambda: self.edit_product(product_id))
            card.plans_asked.connect(lambda: self.plans_of(product_id, found.name))
            card.open()

        self._run(partial(self._products.show, product_id), show)

    def plans_of(self, product_id: int, name: str) -> None:
        """Show the plans of a product in their list."""
        where = Condition("product_id", Op.IN, (product_id,))
        asked = ListQuery(conditions=(where,))
        self._desk.navigator.open_list("plans", asked, {"product_id": [(product_id, name)]})

    def new_plan(self, product_id: int) -> None:
        """Ask for a new plan of a product."""

        def look() -> tuple[ProductDetail, str]:
            currency = self._desk.services.organization.settings().currency
            return self._products.show(product_id), currency

        def ask(found: tuple[ProductDetail, str]) -> None:
            product, currency = found
            dialog = plan_form(self._desk, (product_id, product.name), None, currency, self._owner)
            self._announce(dialog, _("The plan was added."))

        self._run(look, ask)

    def edit_plan(self, plan_id: int) -> None:
        """Ask for changes, and say what they do to what was sold."""

        def ask(found: PlanDetail) -> None:
            product = (found.product_id, found.product)
            dialog = plan_form(self._desk, product, found, found.terms.currency, self._owner)
            said = _("%s was saved.") % fmt.short(found.name)
            if found.licenses:
                kept = ngettext(
                    "%s license keeps the terms it was sold with.",
                    "%s licenses keep the terms they were sold with.",
                    found.licenses,
                )
                said = f"{said} {kept % fmt.text(found.licenses)}"
            self._announce(dialog, said)

        self._run(partial(self._plans.show, plan_id), ask)

    def show_plan(self, plan_id: int) -> None:
        """Show everything about one, earlier terms included."""

        def show(found: PlanDetail) -> None:
            card = PlanCard(self._desk, found, self._owner)
            card.edit_asked.connect(lambda: self.edit_plan(plan_id))
            card.open()

        self._run(partial(self._plans.show, plan_id), show)

    def retire_product(self, product_id: int, name: str) -> None:
        """Offer it and its plans no longer."""
        follows = _(
            "It and its plans are no longer offered for new licenses and subscriptions. What was "
            "sold goes on. You can sell it again at any time."
        )
        self._retire(name, follows, partial(self._products.retire, product_id),
                     partial(self._products.offer, product_id))  # fmt: skip

    def retire_plan(self, plan_id: int, name: str) -> None:
        """Sell it no longer."""
        follows = _("It is no longer offered. Who has it keeps it. You can sell it again.")
        self._retire(name, follows, partial(self._plans.retire, plan_id),
                     partial(self._plans.offer, plan_id))  # fmt: skip

    def offer_product(self, product_id: int, name: str) -> None:
        """Sell it again."""
        self._do(partial(self._products.offer, product_id), _("%s is on sale again."), name)

    def offer_plan(self, plan_id: int, name: str) -> None:
        """Sell it again."""
        self._do(partial(self._plans.offer, plan_id), _("%s is on sale again."), name)

    def remove_product(self, product_id: int, name: str) -> None:
        """Take it away, if it was never sold."""
        self._remove(name, partial(self._products.remove, product_id))

    def remove_plan(self, plan_id: int, name: str) -> None:
        """Take it away, if it was never sold."""
        self._remove(name, partial(self._plans.remove, plan_id))

    def _remove(self, name: str, work: Callable[[], object]) -> None:
        follows = _("It can be removed only if nothing was ever sold of it. The history stays.")
        title = _("Remove %s?") % fmt.short(name)
        if confirm(self._owner, title, follows, _("Remove"), destructive=True):
            self._do(work, _("%s was removed."), name)

    def _retire(
        self, name: str, follows: str, work: Callable[[], object], back: Callable[[], object]
    ) -> None:
        if not confirm(self._owner, _("Retire %s?") % fmt.short(name), follows, _("Retire")):
            return
        said = _("%s is retired.") % fmt.short(name)
        again = partial(self._do, back, _("%s is on sale again."), name)
        self._run(work, lambda _none: self._desk.notices.say(said, (_("Undo"), again)))

    def _add_file(self, card: ProductCard, product_id: int) -> None:
        path = ask_open_path(card, _("A file to offer for download"))
        if path is None:
            return

        def add(draft: FileDraft) -> None:
            def work(progress: Progress) -> int:
                return self._products.add_file(product_id, draft, path, progress)

            title = _("Adding %s\u2026") % fmt.short(path.name)
            card.work.start(card, title, work, lambda _id: self._again(card, product_id))

        dialog = file_form(self._desk, path, card)
        dialog.saved.connect(add)
        dialog.open()

    def _save_file(self, card: ProductCard, file_id: int, name: str) -> None:
        path = ask_save_path(card, name)
        if path is None:
            return

        def work(progress: Progress) -> None:
            self._products.save_file(file_id, path, progress)

        said = _("Saved as %s.") % path.name
        title = _("Saving %s\u2026") % fmt.short(path.name)
        card.work.start(card, title, work, lambda _none: self._desk.notices.say(said))

    def _remove_file(self, card: ProductCard, file_id: int, name: str) -> None:
        title = _("Remove %s?") % fmt.short(name)
        follows = _("Customers can no longer download it. This cannot be undone.")
        if confirm(card, title, follows, _("Remove file"), destructive=True):
            work = partial(self._products.remove_file, file_id)
            again = partial(self._again, card, card.product_id)
            self._desk.tasks.run(card, work, lambda _none: again())

    def _again(self, card: ProductCard, product_id: int) -> None:
        # The card may be closed before the answer is there.
        self._desk.tasks.run(card, partial(self._products.show, product_id), card.show_files)

    def _announce(self, dialog: FormDialog[Any], said: str) -> None:
        def saved(result: object) -> None:
            more = kept(dialog, result) if isinstance(result, Receipt) else ""
            self._desk.notices.say(f"{said} {more}".strip())

        dialog.saved.connect(saved)
        dialog.open()

    def _do(self, work: Callable[[], object], said: str, name: str) -> None:
        self._run(work, lambda _none: self._desk.notices.say(said % fmt.short(name)))

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._desk.tasks.run(self, work, then)
