"""Who took out what, by which filter, how many and why; also when it came to nothing."""

import csv
import json
from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM
from app.core.audit import AuditEvent, AuditPayload
from app.core.conditions import Condition, Op
from app.core.errors import Invalid, Unavailable
from app.core.listing import ListQuery, Selection
from app.core.listing_json import from_json
from app.customers.schemas import Status
from app.exchange.export_schemas import ExportOrder, Format, Scope
from app.exchange.model import ExportRun

ASKED = ListQuery("org", (Condition("status", Op.IN, (Status.ACTIVE, Status.BLOCKED)),), "name")


@pytest.fixture
def people(services, write):
    services.exchange.run(write("E-mail,First name\na@a.org,Ann\nb@b.org,Bob\nc@c.com,Cy\n"))


@pytest.fixture
def audited(desk_db):
    """A function that gives what the audit trail has of exports."""

    def read():
        with desk_db.reading(SYSTEM) as session:
            rows = session.execute(
                sa.select(AuditEvent.entity_id, AuditPayload.body)
                .join(AuditPayload, AuditPayload.seq == AuditEvent.seq)
                .where(AuditEvent.entity == "exports")
                .order_by(AuditEvent.seq)
            )
            return [(key, json.loads(body)) for key, body in rows]

    return read


@pytest.mark.usefixtures("people")
def test_a_line_of_the_log(services, tmp_path, desk_db, clock, audited):
    order = ExportOrder(Format.XLSX, Selection(ASKED), ("name", "email"), purpose=" Mailing ")
    services.exports.run(tmp_path / "out.xlsx", order)
    [job] = services.exports.jobs()
    assert (job.at, job.who, job.file) == (clock.now(), "Ada Admin", "out.xlsx")
    assert (job.form, job.scope, job.rows) == (Format.XLSX, Scope.FILTERED, 2)
    assert job.words == "Status is Active or Blocked; Search “org”"
    assert (job.columns, job.purpose, job.written) == ("Name, E-mail", "Mailing", True)
    with desk_db.reading(SYSTEM) as session:
        kept = session.get_one(ExportRun, job.id)
        assert from_json(kept.asked) == ASKED
        assert kept.actor_id == 1
    [(key, told)] = audited()
    assert (key, told["reason"]) == (job.id, "Mailing")
    assert told["changes"]["filters"] == [None, job.words]


@pytest.mark.usefixtures("people")
def test_each_scope_says_itself(services, tmp_path):
    path = tmp_path / "o.csv"
    for order in (
        ExportOrder(Format.CSV),
        ExportOrder(Format.CSV, Selection()),
        ExportOrder(Format.CSV, Selection(ids=(1, 2))),
        ExportOrder(Format.VCARD, Selection(ids=(1,))),
    ):
        services.exports.run(path, order)
    assert [
        (job.scope.value, job.words, job.rows) for job in reversed(services.exports.jobs())
    ] == [
        ("all", "All customers, also archived ones", 3),
        ("filtered", "All current customers", 3),
        ("selected", "Selected customers", 2),
        ("selected", "Selected customers", 1),
    ]
    assert services.exports.jobs()[0].columns == ""


@pytest.mark.usefixtures("people")
def test_a_reason_where_the_organization_asks_for_it(services, tmp_path):
    organization = services.organization
    organization.save(replace(organization.settings(), export_purpose_required=True))
    path = tmp_path / "o.csv"
    with pytest.raises(Invalid, match="what the export is for") as refused:
        services.exports.run(path, ExportOrder(Format.CSV, purpose=" "))
    assert set(refused.value.fields) == {"purpose"}
    with pytest.raises(Invalid):
        services.exports.as_text([1], Format.CSV)
    assert not path.exists()
    services.exports.run(path, ExportOrder(Format.CSV, purpose="Mailing"))
    with pytest.raises(Invalid, match="at most"):
        services.exports.run(path, ExportOrder(Format.CSV, purpose="x" * 501))


@pytest.mark.usefixtures("people")
def test_the_log_is_written_into_a_file(services, tmp_path):
    services.exports.run(tmp_path / "o.csv", ExportOrder(Format.CSV, purpose="=Mailing"))
    assert services.exports.save_jobs(tmp_path / "log.csv") == 1
    with (tmp_path / "log.csv").open(encoding="utf-8-sig", newline="") as file:
        header, row = csv.reader(file)
    told = dict(zip(header, row, strict=True))
    assert (told["Who"], told["Rows"], told["Why"]) == ("Ada Admin", "3", "'=Mailing")


@pytest.mark.usefixtures("people")
def test_a_file_open_in_excel_is_said_before_anything_is_done(services, tmp_path, monkeypatch):
    path = tmp_path / "out.csv"
    path.write_text("old")
    from pathlib import Path

    opened = Path.open

    def locked(self, mode="r", *more, **named):
        # What Windows says of a file another program has open.
        if self == path and "+" in mode:
            raise PermissionError(13, "in use")
        return opened(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", locked)
    with pytest.raises(Unavailable, match=r"open in Excel.*or choose another name"):
        services.exports.run(path, ExportOrder(Format.CSV))
    assert path.read_text() == "old"
    assert services.exports.jobs() == []


@pytest.mark.usefixtures("people")
def test_a_file_opened_in_excel_meanwhile_is_told_in_the_log(
    services, tmp_path, monkeypatch, audited
):
    path = tmp_path / "out.csv"
    path.write_text("old")

    def locked(_self, _target):
        raise PermissionError(13, "in use")

    monkeypatch.setattr("pathlib.Path.replace", locked)
    with pytest.raises(Unavailable, match="close it there"):
        services.exports.run(path, ExportOrder(Format.CSV))
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir() if "part" in found.name] == []
    [job] = services.exports.jobs()
    assert not job.written
    assert audited()[-1] == (job.id, {"changes": {"written": [True, False]}, "reason": ""})


def test_what_a_list_and_everything_come_to(services, people):
    assert people is None
    services.lifecycle.archive([1])
    reach = services.exports.reach(ListQuery("org"))
    assert (reach.filtered, reach.everything, reach.words) == (1, 3, "Search “org”")
    assert services.exports.reach(ListQuery()).words == ""
