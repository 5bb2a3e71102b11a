"""Files that were added, renamed, removed and restored, taken back and done again."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.attachments.schemas import AttachmentDraft
from app.contents.model import Content
from app.core.access import SYSTEM, Permission
from app.core.changes import Changes
from app.core.errors import PermissionDenied
from app.core.service import Receipt
from app.interactions.drafts import InteractionDraft
from app.interactions.schemas import InteractionType
from app.services import Services
from app.undo.schemas import Blocked
from tests.app.attachments.conftest import acting, file, jane, john, to
from tests.app.orders.conftest import order, rates, stored
from tests.app.undo.acts import dump

__all__ = ["acting", "file", "jane", "john", "order", "rates", "stored", "to"]


@pytest.fixture
def done(services):
    """A function that does something with files; its command."""

    def act(name, *given):
        receipt = Receipt()
        getattr(services.attachments.noting(receipt), name)(*given)
        return receipt.command

    return act


def names(services, to, **which):
    return [row.name for row in services.attachments.of(to, **which)]


def test_each_step_is_taken_back_and_forth(services, desk_db, done, to, file, order):
    call = InteractionDraft(to.customer_id, InteractionType.CALL, "About it", "They like it.")
    on_call = replace(to, interaction_id=services.interactions.log(call))
    on_order = replace(to, order_id=order())
    states, titles, commands = [dump(desk_db)], [], []
    for step in (
        lambda: done("add", to, file()),
        lambda: done("add", on_call, file("b.txt", b"b")),
        lambda: done("add", on_order, file("c.txt", b"c")),
        lambda: done("edit", 1, 1, AttachmentDraft("Offer (signed).pdf", "Signed")),
        lambda: done("remove", [1]),
        lambda: done("restore", [1]),
        lambda: done("remove", [1, 2, 3]),
    ):
        commands.append(step())
        states.append(dump(desk_db))
        titles.append(services.undo.steps().undo.title)
    added, edited, removed, restored = (
        f"{what} a file {of} Jane Roe"
        for what, of in (("Add", "to"), ("Edit", "of"), ("Remove", "of"), ("Restore", "of"))
    )
    assert titles == [added, added, added, edited, removed, restored, removed]
    for command, before in zip(reversed(commands), reversed(states[:-1]), strict=True):
        assert services.undo.steps().undo.command == command
        assert services.undo.undo(command).rows == 1
        assert dump(desk_db) == before
    assert names(services, to, removed=True) == []
    for command, after in zip(commands, states[1:], strict=True):
        assert services.undo.steps().redo.command == command
        services.undo.redo(command)
        assert dump(desk_db) == after
    assert services.upkeep.verify_audit().whole


def test_what_is_done_again_says_what_it_said(services, done, to, file, tmp_path):
    command = done("add", to, file())
    services.undo.undo(command)
    services.upkeep.run_due()
    services.undo.redo(command)
    services.attachments.save_as(1, tmp_path / "out.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"%PDF- an offer"


def test_what_came_after_stands_in_the_way(services, acting, done, to, file):
    added = done("add", to, file())
    edited = done("edit", 1, 1, AttachmentDraft("Mine.pdf", ""))
    theirs = acting("Manager", staff_id=2).attachments
    theirs.edit(1, 2, AttachmentDraft("Theirs.pdf", ""))
    for command in (added, edited):
        with pytest.raises(Blocked, match=r"A Manager changed a file \(Name\) on Nov 20"):
            services.undo.undo(command)
    theirs.remove([1])
    with pytest.raises(Blocked, match="A Manager removed a file on Nov 20"):
        services.undo.undo(added)
    assert names(services, to, removed=True) == ["Theirs.pdf"]


def test_what_is_not_kept_cannot_come_back(services, desk_db, done, to, file, clock):
    undone, removed = done("add", to, file("a.txt", b"a")), done("add", to, file("b.txt", b"b"))
    services.undo.undo(undone)
    removed = done("remove", [2])
    clock.at += timedelta(days=31)
    services.upkeep.run_due()
    with desk_db.reading(SYSTEM) as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Content)) == 0
    with pytest.raises(Blocked, match="What this file said is not kept any more"):
        services.undo.redo(undone)
    with pytest.raises(Blocked, match="removed a file on Dec"):
        services.undo.undo(removed)


def test_the_files_of_a_deleted_customer_stay_as_they_are(services, done, to, file):
    command = done("add", to, file())
    services.lifecycle.delete([to.customer_id])
    with pytest.raises(Blocked, match="This customer is deleted"):
        services.undo.undo(command)
    services.lifecycle.restore(to.customer_id)
    assert services.undo.undo(command).rows == 1


def test_a_customer_goes_only_after_the_files_it_was_given(services, done, to, file):
    command = done("add", to, file())
    created = services.customers.history(to.customer_id)[-1].seq
    with pytest.raises(Blocked, match="You added a file on"):
        services.undo.undo(created)
    services.undo.undo(command)
    services.undo.undo(created)
    services.undo.redo(created)
    services.undo.redo(command)
    assert names(services, to) == ["offer.pdf"]


def test_it_needs_the_right_to_change_files(desk_db, admin, done, to, file):
    command = done("add", to, file())
    may = frozenset(Permission) - {Permission.ATTACHMENTS_EDIT}
    undo = Services.build(desk_db, replace(admin, permissions=may), Changes()).undo
    with pytest.raises(PermissionDenied):
        undo.undo(command)
    found = undo.steps().undo
    assert found is None or found.command != command
