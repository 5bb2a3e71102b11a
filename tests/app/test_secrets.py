"""Planted passwords turn up nowhere: no table, log, file or printed word holds one."""

import json
from pathlib import Path

import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.engine import Database
from app.core.errors import DeskError
from app.customers.drafts import CompanyDraft
from app.customers.service import CustomerService
from app.exchange.export_schemas import ExportOrder, Format
from app.staff.gate import GateService
from app.staff.schemas import SetupDraft, StaffDraft
from tests.app.commands.conftest import ADA
from tests.app.commands.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.conftest import PASSWORD

STAFF, OWN, RESET, COMPANY, WRONG, SHORT = (f"Canary-{number}-pässword" for number in range(6))
PLANTED = (PASSWORD, STAFF, OWN, RESET, COMPANY, WRONG, SHORT)


def everything_in(database: Database) -> str:
    """Every value of every column of every table, as text."""
    with database.reading(SYSTEM) as session:
        names = sa.inspect(session.connection()).get_table_names()
        found = []
        for name in names:
            if not name.startswith("customers_search_"):
                rows = session.execute(sa.text(f'SELECT * FROM "{name}"')).all()
                found += [str(tuple(row)) for row in rows]
    return "\n".join(found)


def test_planted_passwords_are_found_nowhere(
    services, desk_db, changes, admin, home, tmp_path, desk, monkeypatch
):
    sam = services.staff.add(StaffDraft("Sam", "sam@example.org", 1), STAFF)
    gate = GateService(desk_db, admin, changes)
    for password in (WRONG, STAFF):
        try:
            gate.sign_in("sam@example.org", password)
        except DeskError as refusal:
            assert WRONG not in str(refusal)  # noqa: PT017 - one of the two gets in
    services.staff.set_password(sam, RESET)
    services.staff.change_own_password(PASSWORD, OWN)
    draft = CompanyDraft("Acme", address_line1="Weg 1", country="CH", admin_first_name="Zoë",
                         admin_last_name="Ng", admin_email="zoe@acme.example",
                         admin_password=COMPANY)  # fmt: skip
    made = services.customers.create_company(draft)
    services.exports.run(tmp_path / "out.csv", ExportOrder(Format.CSV))
    services.upkeep.verify_audit()
    customers = services.customers
    shown = [customers.show(made.customer_id), customers.history(made.customer_id)]
    shown.append(services.staff.everyone())

    def broken(_self, draft):
        raise ZeroDivisionError(draft.company_name)

    address = desk_db.address.url.render_as_string(hide_password=False)
    company = tmp_path / "company.json"
    company.write_text(json.dumps({"company_name": "B", "admin_password": SHORT}))
    asked = ("--database", address, "--user", ADA, "customers")
    said = []
    for password in (WRONG, OWN):
        monkeypatch.setenv("DESK_PASSWORD", password)
        said += [desk(*asked, "list"), desk(*asked, "create-company", company)]
    monkeypatch.setattr(CustomerService, "create_company", broken)
    said.append(desk(*asked, "create-company", company))
    company.unlink()

    stored = everything_in(desk_db)
    assert stored.count("$argon2id$") == 3, "two staff members and the company's admin user"
    files = [path for path in (*home.rglob("*"), *tmp_path.glob("*.csv")) if path.is_file()]
    assert {"desk.log", "out.csv"} <= {path.name for path in files}
    texts = [stored, str(shown), str(said), *(path.read_text("utf-8", "replace") for path in files)]
    if isinstance(desk_db.address.path, Path):
        texts += [path.read_bytes().decode("latin-1") for path in tmp_path.glob("*.db*")]
    for secret in PLANTED:
        assert not [text for text in texts if secret in text], secret
    # Hashes stay where they are checked: neither told to callers nor kept in the history.
    assert "$argon2" not in str(shown) + str(said)
    with desk_db.reading(SYSTEM) as session:
        bodies = "".join(session.scalars(sa.text("SELECT body FROM audit_payloads")))
        outbox = str(session.execute(sa.text('SELECT "values" FROM outbox_messages')).all())
    assert "password_hash" in bodies
    assert "$argon2" not in bodies + outbox


def test_drafts_do_not_show_their_passwords():
    setup = SetupDraft("Firm", "Ada", "ada@example.org", PASSWORD)
    for draft in (CompanyDraft(admin_password=PASSWORD), setup):
        assert PASSWORD not in repr(draft)
