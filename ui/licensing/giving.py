"""Whose licenses are: issued, assigned, taken back, transferred."""

from collections.abc import Callable, Sequence
from functools import partial

from app.core.text import N_, _
from app.customers.schemas import Outcome
from app.licensing.outcomes import Assigned, Issued
from app.licensing.schemas import LicenseRow
from ui.kit import format as fmt
from ui.kit.asking import Asking, counted
from ui.kit.customer_picker import NOBODY
from ui.kit.notices import Offer
from ui.licensing import assign_form, whom
from ui.licensing.key_dialog import KeyDialog

Ids = Sequence[int]
GIVEN = (
    N_("%(count)s license assigned to %(customer)s."),
    N_("%(count)s licenses assigned to %(customer)s."),
)
MOVED = (
    N_("%(count)s license transferred to %(customer)s."),
    N_("%(count)s licenses transferred to %(customer)s."),
)
TAKEN = (N_("%s license is nobody's now."), N_("%s licenses are nobody's now."))


def _unknown(_license_id: int) -> LicenseRow | None:
    """Where there is no list, nobody knows whose a license was."""
    return None


class Giving(Asking):
    """The same from the page and from a customer's tab."""

    def assign(self, ids: Ids, row_of: Callable[[int], LicenseRow | None] = _unknown) -> None:
        """Ask whom they are for, and give them; those nobody had can be taken back."""
        if self.is_asking():
            return
        dialog = assign_form.assign_form(self.desk, list(ids), self.owner)
        rows = [row_of(one) for one in ids]
        free = all(row is not None and row.customer_id is None for row in rows)
        dialog.saved.connect(partial(self._given, free=free))
        dialog.open()

    def unassign(self, ids: Ids, row_of: Callable[[int], LicenseRow | None]) -> None:
        """Take them from their customers; those of one customer can be given back."""
        rows = [row for one in ids if (row := row_of(one)) is not None]
        owners = {row.customer_id for row in rows}
        assignment = self.desk.services.assignment

        def back(done: Ids) -> Outcome:
            again = assignment.assign(list(done), customer_id=next(iter(owners)))
            return Outcome(again.done, again.refused)

        known = len(rows) == len(ids) and len(owners) == 1
        self.many(assignment.unassign, ids, TAKEN, back if known else None)

    def issue(self, customer_id: int | None) -> None:
        """Ask for a new license, for this customer where it is known."""
        from ui.licensing.issue_form import Offer as Plans  # noqa: PLC0415 - seldom needed
        from ui.licensing.issue_form import issue_form  # noqa: PLC0415 - seldom needed

        services = self.desk.services

        def look() -> tuple[Plans, str]:
            plans = Plans(services.products.choices(), services.plans.choices())
            if customer_id is None:
                return plans, ""
            found = services.customers.show(customer_id)
            return plans, found.name or found.email or NOBODY

        def ask(found: tuple[Plans, str]) -> None:
            if self.is_asking() or self._nothing_to_sell(found[0].products):
                return
            dialog = issue_form(self.desk, found[0], customer_id, found[1], self.owner)
            dialog.saved.connect(self._issued)
            dialog.open()

        self.run(look, ask)

    def generate(self) -> None:
        """Ask how many, and add them to the pool with progress."""
        from ui.licensing.issue_form import Offer as Plans  # noqa: PLC0415 - seldom needed
        from ui.licensing.pool_form import pool_form, start  # noqa: PLC0415 - seldom needed

        services = self.desk.services

        def ask(plans: Plans) -> None:
            if not self.is_asking() and not self._nothing_to_sell(plans.products):
                dialog = pool_form(self.desk, plans, self.owner)
                dialog.saved.connect(partial(start, self))
                dialog.open()

        self.run(lambda: Plans(services.products.choices(), services.plans.choices()), ask)

    def transfer(self, customer_id: int, chosen: Ids) -> None:
        """Ask whom a customer's licenses go to, and move them."""
        from ui.licensing.transfer_form import transfer_form  # noqa: PLC0415 - seldom needed

        if self.is_asking():
            return
        dialog = transfer_form(self.desk, customer_id, list(chosen), self.owner)
        dialog.saved.connect(self._moved)
        dialog.open()

    def _nothing_to_sell(self, products: Sequence[object]) -> bool:
        if not products:
            said = _("There is no product on sale yet. Add one under Products and plans first.")
            self.desk.notices.warn(said)
        return not products

    def _given(self, found: Assigned, *, free: bool) -> None:
        if not found.done:
            self.say("", found.refused)
            return
        said, go = whom.outcome(found, *GIVEN), self._open(found)
        if free:
            work = self.desk.services.assignment.unassign
            back = (_("Undo"), partial(self.many, work, list(found.done), TAKEN))
            self.say(said, found.refused, back, go)
        else:
            self.say(said, found.refused, go)

    def _moved(self, found: Assigned) -> None:
        self.say(whom.outcome(found, *MOVED), found.refused, self._open(found))

    def _open(self, found: Assigned) -> Offer:
        go = partial(self.desk.navigator.open_customer, found.customer_id, "licenses")
        return (_("Open %s") % fmt.short(found.customer, 24), go)

    def _issued(self, found: Issued) -> None:
        said = [_("Copy it now and give it to the customer.")]
        if found.customer_created:
            said.insert(0, _("New customer created."))
        if found.customer_id is None:
            said = [_("It is available: assign it when it is sold.")]
        title = _("The license was added")
        KeyDialog(self.desk, found.key, title, " ".join(said), self.owner).open()


def generated(count: int) -> str:
    """How many are in the pool now."""
    words = (
        N_("%s license generated. It is available."),
        N_("%s licenses generated. They are available."),
    )
    return counted(words, count)
