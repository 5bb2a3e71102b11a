"""Use cases on saved views: everybody keeps their own, and uses what others share."""

import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.driver_errors import Duplicate
from app.core.errors import Conflict, DeskError, Invalid, NotFound, PermissionDenied
from app.core.listing import ListQuery
from app.core.listing_json import salvage, to_json
from app.core.service import Service, query, use_case
from app.core.text import _
from app.staff.model import StaffUser
from app.views.model import DefaultView, SavedView
from app.views.schemas import SavedView as Shown
from app.views.schemas import ViewDraft, Views, is_place

_KEY = re.compile(r"\w{0,40}", re.ASCII)


class ViewService(Service):
    """Views of lists. They narrow what a list shows; who may see a row is the list's to say.

    A view belongs to whoever saved it. A shared one may be changed by its owner and by
    whoever may change what the organization shares.
    """

    @query(Permission.CUSTOMERS_READ)
    def of_page(self, session: Session, page: str) -> Views:
        """The actor's own views of a page and those others share."""
        mine = SavedView.owner_id == self.actor.id
        statement = (
            sa.select(SavedView, StaffUser.name)
            .join(StaffUser, StaffUser.id == SavedView.owner_id)
            .where(SavedView.page == page, sa.or_(mine, SavedView.shared))
            .order_by(mine.desc(), SavedView.name_key, SavedView.id)
        )
        found = [self._shown(view, owner) for view, owner in session.execute(statement)]
        default = session.get(DefaultView, (self.actor.id, page)) if self.actor.id else None
        return Views(tuple(found), default.view if default else "")

    @use_case(Permission.CUSTOMERS_READ)
    def save(self, session: Session, draft: ViewDraft) -> int:
        """Keep a new view of the actor's, and return its id.

        Raises:
            Invalid: the draft has problems, keyed by field; `existing` names the view
                that has the name.
            PermissionDenied: the actor has no account here.
        """
        values = draft.checked()
        if self.actor.id is None:
            raise PermissionDenied(_("Only somebody with an account here can save views."))
        self._claim(session, draft.page, self.actor.id, values["name"])
        view = SavedView(
            page=draft.page,
            name=values["name"],
            name_key=values["name"].casefold(),
            owner_id=self.actor.id,
            shared=draft.shared,
            asked=to_json(draft.asked),
            layout=dict(draft.layout),
        )
        session.add(view)
        session.flush()
        return view.id

    @use_case(Permission.CUSTOMERS_READ)
    def update(
        self,
        session: Session,
        view_id: int,
        version: int,
        asked: ListQuery,
        layout: Mapping[str, Any],
        *,
        shared: bool | None = None,
    ) -> None:
        """Let a view show this from now on; `version` is the one that was read.

        Without `shared` it stays with those who see it.

        Raises:
            Invalid: what is asked cannot be stored.
            NotFound: the view is gone, or not the actor's to see.
            PermissionDenied: it is not the actor's to change.
            Conflict: somebody else changed it since.
        """
        view = self._editable(session, view_id)
        ViewDraft(view.page, view.name, asked, layout).checked()
        if view.version != version:
            raise Conflict(
                _("%s changed this view meanwhile. Choose it again and make your changes anew.")
                % (view.updated_by or _("Somebody else"))
            )
        view.asked, view.layout = to_json(asked), dict(layout)
        view.shared = view.shared if shared is None else shared

    @use_case(Permission.CUSTOMERS_READ)
    def rename(self, session: Session, view_id: int, name: str) -> None:
        """Call a view otherwise.

        Raises:
            Invalid: the name is blank, too long, or another view's (`existing`).
            NotFound: the view is gone, or not the actor's to see.
            PermissionDenied: it is not the actor's to change.
        """
        view = self._editable(session, view_id)
        values = ViewDraft(view.page, name).checked()
        self._claim(session, view.page, view.owner_id, values["name"], view.id)
        view.name, view.name_key = values["name"], values["name"].casefold()

    @use_case(Permission.CUSTOMERS_READ)
    def share(self, session: Session, view_id: int, *, shared: bool) -> None:
        """Show a view to everybody, or to its owner alone.

        Raises:
            NotFound: the view is gone, or not the actor's to see.
            PermissionDenied: it is not the actor's to change.
        """
        self._editable(session, view_id).shared = shared

    @use_case(Permission.CUSTOMERS_READ)
    def delete(self, session: Session, view_id: int) -> ViewDraft:
        """Take a view away for everybody, and return what would save it again.

        Raises:
            NotFound: the view is gone, or not the actor's to see.
            PermissionDenied: it is not the actor's to change.
        """
        view = self._editable(session, view_id)
        asked, _dropped = _question(view)
        session.delete(view)
        return ViewDraft(view.page, view.name, asked, dict(view.layout), view.shared)

    @use_case(Permission.CUSTOMERS_READ)
    def prefer(self, session: Session, page: str, view: str) -> None:
        """Begin a page with this view from now on; "" is the list as it comes.

        Raises:
            Invalid: there can be no such page or view.
        """
        if not is_place(page) or not _KEY.fullmatch(view):
            raise Invalid({"view": _("There is no such view. Choose another.")})
        if self.actor.id is not None:
            session.merge(DefaultView(staff_id=self.actor.id, page=page, view=view))

    def _editable(self, session: Session, view_id: int) -> SavedView:
        view = session.get(SavedView, view_id, with_for_update=True)
        if view is None or not (view.shared or view.owner_id == self.actor.id):
            raise NotFound(_("This view is gone. Somebody deleted it, or shares it no longer."))
        if not self._may_edit(view):
            raise PermissionDenied(
                _("This view belongs to somebody else. Save one of your own instead.")
            )
        return view

    def _may_edit(self, view: SavedView) -> bool:
        return view.owner_id == self.actor.id or self.actor.can(Permission.SETTINGS_EDIT)

    def _claim(
        self, session: Session, page: str, owner_id: int, name: str, but: int | None = None
    ) -> None:
        """Check that the owner has no other view of this name."""
        other = session.scalar(
            sa.select(SavedView.id).where(
                SavedView.page == page,
                SavedView.owner_id == owner_id,
                SavedView.name_key == name.casefold(),
            )
        )
        if other not in (None, but):
            raise Invalid({"name": _taken()}, {"name": other})

    def _shown(self, view: SavedView, owner: str) -> Shown:
        asked, dropped = _question(view)
        return Shown(
            view.id, view.version, view.name, owner, view.owner_id == self.actor.id, view.shared,
            self._may_edit(view), asked, dict(view.layout), dropped,
        )  # fmt: skip

    def _explain(self, duplicate: Duplicate) -> DeskError:
        return Invalid({"name": _taken()}) if duplicate.table == "saved_views" else duplicate


def _taken() -> str:
    return _("There is a view of this name already. Choose another name.")


def _question(view: SavedView) -> tuple[ListQuery, tuple[str, ...]]:
    """What the view asks, as far as this version understands it."""
    try:
        return salvage(view.asked)
    except Invalid:
        return ListQuery(), ("?",)
