"""The list of domains: of everybody as a page, of one customer as a tab."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from app.core.access import Permission
from app.core.listing import Condition, ListQuery, Op, source_of
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.domains.drafts import DomainDraft
from app.domains.filter_fields import FIELDS
from app.domains.schemas import DomainRow, DomainState
from ui.kit import format as fmt
from ui.kit.actions import Action, RowAction
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.exchanging import NOTHING, Exchange, export_action
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import paragraph
from ui.kit.icons import Icon
from ui.kit.list_page import ListPage, ListWords
from ui.kit.row_making import open_customer
from ui.kit.views_book import Shipped
from ui.kit.views_control import ViewsControl
from ui.subscriptions.columns import DOMAIN_FILTERS, DOMAINS, without_customer

FORM = "domain"
WORDS = ListWords(
    title=N_("Domains"),
    one=N_("%s domain"),
    many=N_("%s domains"),
    nothing=N_("No domains yet"),
    hint=N_("Domains are added in a customer's window, under Domains."),
    no_match=N_("No domain matches"),
    search=N_("Search by domain or customer..."),
)
TAB_WORDS = ListWords(
    title=N_("Domains"),
    one=N_("%s domain"),
    many=N_("%s domains"),
    nothing=N_("No domains yet"),
    hint=N_("Add the domains this customer's licenses are used on."),
    no_match=N_("No domain matches"),
    search=N_("Search domains..."),
)
SHIPPED = (
    Shipped(
        "expiring",
        N_("Expiring in 60 days"),
        ListQuery(conditions=(Condition("expires_on", Op.NEXT, 60),), sort="expires_on"),
    ),
)
EVERYTHING = N_("All domains")


class DomainList(ListPage[DomainRow]):
    """All domains, or those of one customer, which can be added there."""

    menu = N_("&Domain")

    def __init__(
        self, desk: Desk, customer_id: int | None = None, given: Exchange = NOTHING
    ) -> None:
        self._given = given
        of_one = customer_id is not None
        self._place = "detail.domains" if of_one else "domains"
        self._customer_id, self._service = customer_id, desk.services.domains
        super().__init__(
            desk,
            self._place,
            TAB_WORDS if of_one else WORDS,
            without_customer(DOMAINS, "name") if of_one else DOMAINS,
            source_of(self._service, customer_id),
            filters=DOMAIN_FILTERS,
            fields=() if of_one else FIELDS,
            actions=self._of_customer() if of_one else self._of_all(),
            row_actions=self._row_actions(),
            sort=("name", False),
            watches=("domains", "customers", "licenses"),
            embedded=of_one,
        )
        self.opened.connect(self._open)
        if not of_one:
            self.views = ViewsControl(self, SHIPPED, EVERYTHING)

    def _of_all(self) -> tuple[Action, ...]:
        title, takes = N_("Export domains\u2026"), Permission.LICENSES_EXPORT
        return export_action(self, self._place, title, takes, self._given)

    def _of_customer(self) -> tuple[Action, ...]:
        return (
            Action(
                N_("Add domain\u2026"),
                lambda: self._ask(None),
                Permission.LICENSES_EDIT,
                Icon.PLUS,
                name=f"{self._place}.new",
                primary=True,
            ),
        )

    def _row_actions(self) -> tuple[RowAction, ...]:
        made = partial(RowAction, permission=Permission.LICENSES_EDIT)
        many = partial(made, many=True)
        customer = open_customer(self, self._place, "domains")
        return (
            *(() if self._customer_id is not None else (customer,)),
            made(
                N_("Edit\u2026"),
                lambda ids: self._open(ids[0]),
                icon=Icon.PENCIL,
                shortcut="F2",
                name=f"{self._place}.edit",
                inline=True,
                fits=lambda row: row.state is not DomainState.REMOVED,
            ),
            many(
                N_("Suspend"),
                self._do(
                    lambda: self._service.suspend,
                    N_("%s domain suspended."), N_("%s domains suspended."),
                ),
                icon=Icon.PAUSE,
                name=f"{self._place}.suspend",
                fits=lambda row: row.state is DomainState.ACTIVE,
            ),
            many(
                N_("Resume"),
                self._do(
                    lambda: self._service.resume,
                    N_("%s domain resumed."), N_("%s domains resumed."),
                ),
                icon=Icon.PLAY,
                name=f"{self._place}.resume",
                fits=lambda row: row.state is DomainState.SUSPENDED,
            ),
            many(
                N_("Remove\u2026"),
                self._remove,
                icon=Icon.TRASH,
                shortcut="Del",
                name=f"{self._place}.remove",
                inline=True,
                destructive=True,
                fits=lambda row: row.state is not DomainState.REMOVED,
            ),
        )  # fmt: skip

    def _open(self, domain_id: int) -> None:
        def show(rows: Sequence[DomainRow]) -> None:
            if rows and rows[0].state is not DomainState.REMOVED:
                self._ask(rows[0])

        self.desk.tasks.run(self, partial(self._service.rows, [domain_id]), show)

    def _ask(self, row: DomainRow | None) -> None:
        whose = self._customer_id if row is None else row.customer_id
        if whose is None:
            return
        licenses = self.desk.services.licenses
        asked = ListQuery(conditions=(Condition("customer_id", Op.IN, (whose,)),))

        def show(found: Sequence[Any]) -> None:
            options = [(one.id, f"{one.key} \u2013 {one.product}") for one in found]
            dialog = domain_form(self.desk, whose, row, options, self)
            dialog.saved.connect(lambda _id: self.desk.notices.say(_("The domain was saved.")))
            dialog.open()

        self.desk.tasks.run(self, partial(licenses.first, asked, 200), show)

    def _remove(self, ids: Sequence[int]) -> None:
        many = ngettext("Remove %s domain?", "Remove %s domains?", len(ids))
        follows = _(
            "Licenses stay as they are, and activations on these domains go on. The names are "
            "free for other customers; the history keeps what was."
        )
        verb = ngettext("Remove domain", "Remove domains", len(ids))
        if confirm(self, many % fmt.text(len(ids)), follows, verb, destructive=True):
            told = self._do(
                lambda: self._service.remove, N_("%s domain removed."), N_("%s domains removed.")
            )
            told(ids)

    def _do(
        self, work: Callable[[], Callable[[Sequence[int]], Outcome]], one: str, many: str
    ) -> Callable[[Sequence[int]], None]:
        def told(outcome: Outcome) -> None:
            done = len(outcome.done)
            said = [ngettext(one, many, done) % fmt.text(done)] if done else []
            said += list(dict.fromkeys(why for _id, why in outcome.refused))[:3]
            self.desk.notices.say(" ".join(said))

        return lambda ids: self.desk.tasks.run(self, partial(work(), list(ids)), told)


def domain_form(
    desk: Desk,
    customer_id: int,
    row: DomainRow | None,
    licenses: Sequence[tuple[int, str]],
    parent: QWidget,
) -> FormDialog[DomainDraft]:
    """Asks for a new domain of a customer, or for changes to one."""
    service = desk.services.domains
    save: Callable[[DomainDraft], object] = partial(service.add, customer_id)
    initial = None
    if row is not None:
        save = partial(service.edit, row.id, row.version)
        initial = DomainDraft(row.name, row.license_id, row.expires_on, row.note)
    options = [(None, _("No license")), *licenses]
    fields = (
        Field("name", N_("Domain"), required=True, placeholder=N_("example.com"), wide=True),
        Field("license_id", N_("License"), choice(lambda: options)),
        Field("expires_on", N_("Registered until"), help=N_("Blank if nobody knows.")),
        Field("note", N_("Note"), paragraph, wide=True, help=N_("Seen by staff only")),
    )
    title = N_("Add domain") if row is None else N_("Edit domain")
    return FormDialog(
        desk, FORM, title, DomainDraft, (Section("", fields),), save, initial, parent=parent
    )
