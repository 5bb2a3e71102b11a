"""Steps outlive the program: another process undoes what the first one did."""

import subprocess
import sys

import pytest

from app.attachments.schemas import AttachTo
from app.core.errors import PermissionDenied
from app.core.listing import ListQuery
from app.core.service import Receipt
from app.customers.drafts import CustomerDraft
from app.tags.drafts import TagDraft
from tests.app.customers.conftest import acting

__all__ = ["acting"]
JANE = CustomerDraft("jane@roe.example", "Jane", "Roe")
AGAIN = """
import sys
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.services import Services
actor = Actor(1, "Ada Admin", frozenset(Permission), role="Super Admin")
database = Database(Address.parse(sys.argv[1]))
undo = Services.build(database, actor, Changes()).undo
while (step := undo.steps().undo) is not None:
    print(undo.undo(step.command).step.title)
database.close()
"""


def test_a_new_process_knows_the_steps(services, desk_db, tmp_path):
    jane = services.customers.create(JANE)
    services.lifecycle.archive([jane])
    path = tmp_path / "list.csv"
    path.write_text("email,first_name\nnew@example.org,New\n")
    services.exchange.run(path)
    services.attachments.remove([services.attachments.add(AttachTo(jane), path)])
    services.tags.remove(services.tags.add(TagDraft("VIP")))
    address = desk_db.address.url.render_as_string(hide_password=False)
    ran = subprocess.run(
        [sys.executable, "-c", AGAIN, address], check=True, capture_output=True, text=True
    )
    assert ran.stdout.splitlines() == [
        "Remove the tag “VIP”", "Add the tag “VIP”",
        "Remove a file of Jane Roe", "Add a file to Jane Roe",
        "Import list.csv (1 row)", "Archive Jane Roe", "Create Jane Roe",
    ]  # fmt: skip
    assert services.customers.count(ListQuery()) == 0


def test_another_persons_step_needs_the_audit_permission(services, acting):
    receipt = Receipt()
    services.customers.noting(receipt).create(JANE)
    with pytest.raises(PermissionDenied):
        acting("Sales Manager", staff_id=2).undo.undo(receipt.command)
    with pytest.raises(PermissionDenied):
        acting("Viewer").undo.undo(receipt.command)
    assert acting("Viewer").undo.steps().undo is None
    assert acting("Manager", staff_id=2).undo.undo(receipt.command).rows == 1
