"""Bulk changes at the same time, in any order, and killed at any stage: all of it or nothing."""

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.access import SYSTEM
from app.core.engine import Database
from app.core.errors import Conflict
from app.core.listing import Condition, ListQuery, Op, Selection
from app.customers import bulk_run, editing, relations
from app.customers.bulk_changes import (
    Activate,
    Archive,
    BeginHold,
    BulkChange,
    ChangeOwner,
    Delete,
    Edit,
    EditFields,
    How,
    Restore,
    Unarchive,
)
from app.customers.drafts import HoldDraft
from app.customers.editing import profile_of
from app.customers.model import Customer
from app.customers.schemas import HoldKind, Kind, Shelf, Status
from app.services import Services
from tests.app.customers.bulk_people import everyone, fill, stored

PROJECT = Path(__file__).parents[3]
WORDS = st.sampled_from(["Bern", "Zürich", "a", "x" * 99, "Weg 1", "Ä"])
EDITS = st.one_of(
    st.builds(Edit, st.sampled_from(["city", "state", "company_name", "notes"]), value=WORDS),
    st.builds(
        Edit, st.sampled_from(["city", "legal_name", "notes"]), st.just(How.REPLACE), WORDS,
        find=st.sampled_from(["e", "R", "weg", "BERN"]), match_case=st.booleans(),
    ),
    st.builds(Edit, st.sampled_from(["city", "country", "phone"]), st.just(How.CLEAR)),
    st.builds(Edit, st.just("notes"), st.just(How.ADD), WORDS),
    st.builds(Edit, st.just("kind"), value=st.sampled_from(Kind)),
    st.builds(Edit, st.just("country"), value=st.sampled_from(["DE", "CH"])),
    st.builds(Edit, st.just("parent_id"), value=st.integers(1, 4)),
)  # fmt: skip
CHANGES: st.SearchStrategy[BulkChange] = st.one_of(
    st.lists(EDITS, min_size=1, max_size=3, unique_by=lambda edit: edit.field)
    .map(tuple).map(EditFields)
    .filter(lambda change: not change.problems()),
    st.builds(ChangeOwner, st.sampled_from([1, None])),
    st.builds(BeginHold, st.builds(HoldDraft, st.sampled_from(HoldKind))),
    st.sampled_from([Activate(), Archive(), Unarchive(), Delete(), Restore()]),
)  # fmt: skip
SELECTIONS = st.one_of(
    st.lists(st.integers(1, 16), min_size=1, max_size=12)
    .map(lambda ids: Selection(ids=tuple(ids))),
    st.builds(ListQuery, st.sampled_from(["", "pat", "firm"]), st.tuples(st.builds(
        Condition, st.just("shelf"), st.just(Op.IN), st.sampled_from([(one,) for one in Shelf])
    ))).map(Selection),
    st.just(Selection(ListQuery(
        conditions=(Condition("status", Op.IN, (Status.ACTIVE, Status.DELETED)),)
    ))),
)  # fmt: skip


def test_whatever_is_previewed_happens(services, desk_db, admin, monkeypatch):
    """A long walk: every example goes on with what the last one left."""
    monkeypatch.setattr(bulk_run, "CHUNK", 4)
    everyone(services, desk_db, admin)

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(CHANGES, SELECTIONS)
    def walk(change, selection):
        before = stored(desk_db)["customers"]
        if isinstance(change, EditFields):
            parents = [edit.value for edit in change.edits if edit.field == "parent_id"]
            if any(before[parent]["deleted_at"] for parent in parents):
                return
        seen = services.bulk.preview(selection, change)
        assert stored(desk_db)["customers"] == before
        assert seen.changing + seen.unchanged + seen.refused_total == seen.total
        assert sum(reason.count for reason in seen.reasons) == seen.refused_total
        assert bool(seen.samples) == bool(seen.changing)
        if not seen.total:
            return
        done = services.bulk.run(selection, change, snapshot=seen.snapshot)
        assert (done.changed, done.unchanged, done.refused_total, done.refused) == (
            seen.changing, seen.unchanged, seen.refused_total, seen.refused,
        )  # fmt: skip
        after = stored(desk_db)["customers"]
        changed = {key for key in after if after[key] != before[key]}
        expected = {
            key
            for key, verdict in zip(seen.snapshot.ids, seen.snapshot.verdicts, strict=True)
            if verdict == bulk_run.Decided.CHANGES
        }
        assert changed == expected
        assert services.bulk.preview(Selection(ids=tuple(changed)), change).changing == 0 or (
            isinstance(change, EditFields)
            and any(edit.how in {How.ADD, How.REPLACE} for edit in change.edits)
        )

    walk()
    problems = {found.check: found.problem for found in services.upkeep.check()}
    assert {check for check, problem in problems.items() if problem} <= {"counters"}


def test_two_at_once_lose_nothing(services, desk_db, admin, changes, monkeypatch):
    monkeypatch.setattr(bulk_run, "CHUNK", 20)
    ids = fill(desk_db, admin, 300)
    other = Services.build(desk_db, admin, changes)
    before = stored(desk_db)["customers"]
    works = [
        (services, ids, EditFields((Edit("city", value="Bern"),))),
        (other, ids[::-1], EditFields((Edit("notes", How.ADD, "Called"),))),
        (other, ids[150:] + ids[:150], EditFields((Edit("state", value="BE"),))),
    ]
    together = Barrier(len(works))

    def work(at):
        who, order, change = at
        together.wait()
        return who.bulk.run(Selection(ids=tuple(order)), change)

    with ThreadPoolExecutor() as pool:
        outcomes = list(pool.map(work, works))
    assert [outcome.changed for outcome in outcomes] == [300] * 3
    for key, row in stored(desk_db)["customers"].items():
        assert (row["city"], row["notes"], row["state"]) == ("Bern", "Called", "BE")
        assert row["version"] == before[key]["version"] + 3
    assert services.upkeep.verify_audit().whole


def put_in_bulk(mine, _db, child, parent):
    change = EditFields((Edit("parent_id", value=parent),))
    return mine.bulk.run(Selection(ids=(child,)), change).changed


def put_alone(mine, db, child, parent):
    with db.reading(SYSTEM) as session:
        base = profile_of(session.get_one(Customer, child))
    return mine.customers.edit(child, 1, base, replace(base, parent_id=parent)) - 1


@pytest.mark.parametrize("first", [put_in_bulk, put_alone])
@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_two_who_put_each_other_on_top_do_not_both_succeed(
    desk_db, admin, changes, monkeypatch, first
):
    one, above_one, two, above_two = fill(desk_db, admin, 4)
    whole = Services.build(desk_db, admin, changes)
    put_in_bulk(whole, desk_db, above_one, two)
    put_in_bulk(whole, desk_db, above_two, one)
    written, check = Barrier(2), relations.refuse_circle

    def both_wrote(session, parent):
        written.wait(timeout=20)
        check(session, parent)

    monkeypatch.setattr(relations, "refuse_circle", both_wrote)
    monkeypatch.setattr(editing, "refuse_circle", both_wrote)

    def put(way, child, parent):
        mine = Services.build(desk_db, admin, changes)
        try:
            return way(mine, desk_db, child, parent)
        except Conflict as refusal:
            return str(refusal)

    with ThreadPoolExecutor() as pool:
        children, parents = (one, two), (above_one, above_two)
        came = sorted(pool.map(put, (first, put_in_bulk), children, parents), key=str)
    assert came[0] == 1
    assert "cannot stand above itself" in came[1]
    parents = [row["parent_id"] for row in stored(desk_db)["customers"].values()]
    assert parents.count(None) == 1


ROWS = 1500
WORKER = """
import os, signal, sys
import sqlalchemy as sa
from app.core.access import Actor, Permission
from app.core.changes import Changes
from app.core.engine import Address, Database
from app.core.listing import ListQuery, Selection
from app.core.progress import Progress
from app.customers import bulk_run
from app.customers.bulk_changes import Delete, Edit, EditFields
from app.services import Services

where, share, town = sys.argv[1], sys.argv[2], sys.argv[3]
bulk_run.CHUNK = 100
database = Database(Address.parse(where))

def die(*_any):
    os.kill(os.getpid(), signal.SIGKILL)

class Killed(Progress):
    def report(self, done, total=None):
        if total and share != "commit" and done / total >= float(share):
            die()

if share == "commit":
    sa.event.listen(database.engine, "commit", die)
services = Services.build(database, Actor(1, "Ada Admin", frozenset(Permission)), Changes())
change = EditFields((Edit("city", value=town), Edit("company_name", value=town)))
services.bulk.run(Selection(ListQuery()), change, Killed())
print("done", flush=True)
"""


def test_killed_bulk_edit_leaves_none_or_all(make_address, admin, changes):
    address = make_address(founded=True)
    where = address.path or address.url.render_as_string(hide_password=False)
    database = Database(address)
    services = Services.build(database, admin, changes)
    fill(database, admin, ROWS)
    town = ""
    for number, share in enumerate(
        ("0.01", "0.2", "0.4", "0.6", "0.8", "0.85", "0.95", "1", "commit", "2")
    ):
        ended = subprocess.run(
            [sys.executable, "-c", WORKER, str(where), share, f"Town {number}"],
            cwd=PROJECT, check=False, capture_output=True, text=True,
        )  # fmt: skip
        acknowledged = ended.stdout == "done\n"
        assert ended.returncode == (0 if share == "2" else -signal.SIGKILL), ended.stderr
        assert acknowledged == (share == "2")
        town = f"Town {number}" if acknowledged else town
        with database.reading(SYSTEM) as session:
            towns = sa.select(Customer.city, Customer.company_name, Customer.version).distinct()
            [row] = session.execute(towns).all()
        assert (row.city, row.company_name) == (town, town)
    assert services.customers.count(ListQuery("town 9")) == ROWS
    assert [found.problem for found in services.upkeep.check() if found.problem] == []
    assert (
        services.bulk.run(Selection(ListQuery()), EditFields((Edit("city", value="On"),))).changed
        == ROWS
    )
    database.close()
