"""Undo and redo of single changes."""

from dataclasses import replace

from app.core.service import Receipt
from app.customers.drafts import CustomerDraft
from app.customers.editing import profile_of
from app.customers.model import Customer

JANE = CustomerDraft("jane@roe.example", "Jane", "Roe")


def test_an_edit_is_undone_and_redone(services, desk_db, admin):
    jane = services.customers.create(JANE)
    with desk_db.reading(admin) as session:
        base = profile_of(session.get_one(Customer, jane))
    receipt = Receipt()
    services.customers.noting(receipt).edit(jane, 1, base, replace(base, city="Bern"))
    assert services.undo.steps().undo.title == "Edit Jane Roe"
    assert services.undo.undo(receipt.command).rows == 1
    assert services.customers.show(jane).city == ""
    assert services.undo.steps().redo.title == "Edit Jane Roe"
    assert services.undo.steps().undo.title == "Create Jane Roe"
    services.undo.redo(receipt.command)
    assert services.customers.show(jane).city == "Bern"
