"""A shop's customers come with the numbers of those who look after them."""

import csv
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.customers.model import Customer
from app.staff.model import Role, StaffUser
from tests.app.exchange.test_import import DATA

EMPLOYEES = Path(DATA / "chinook-employees.csv")


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_customers_belong_to_their_support_rep(services, desk_db, admin):
    with EMPLOYEES.open(encoding="utf-8") as file:
        people = list(csv.DictReader(file))
    with desk_db.transaction(admin, "test") as session:
        role = session.scalar(sa.select(Role.id).where(Role.name == "Support Staff"))
        # Number one is whoever founded the organization.
        for one in people[1:]:
            name, email = f"{one['FirstName']} {one['LastName']}", one["Email"]
            staff = StaffUser(
                name=name, email=email, email_norm=email, password_hash="x", role_id=role
            )
            session.add(staff)
            session.flush()
            assert staff.id == int(one["EmployeeId"])
    path = DATA / "chinook-customers.csv"
    mapping = services.exchange.inspect(path).mapping | {"SupportRepId": "owner"}
    result = services.exchange.run(path, mapping)
    assert result.rehearsal.total == 59
    with desk_db.reading(admin) as session:
        owned = session.execute(
            sa.select(Customer.client_id, StaffUser.name).join(
                StaffUser, StaffUser.id == Customer.owner_id
            )
        ).all()
    assert Counter(row.name for row in owned) == {
        "Jane Peacock": 21, "Margaret Park": 20, "Steve Johnson": 18,
    }  # fmt: skip
    with path.open(encoding="utf-8") as file:
        wanted = {row["CustomerId"]: row["SupportRepId"] for row in csv.DictReader(file)}
    names = {one["EmployeeId"]: f"{one['FirstName']} {one['LastName']}" for one in people}
    owners = {row.client_id: row.name for row in owned}
    assert owners == {key: names[rep] for key, rep in wanted.items()}
