"""What an import refuses, and what it does beside others who work."""

from dataclasses import replace

import pytest

from app.core.access import Permission, Scope
from app.core.changes import Changes
from app.core.errors import Cancelled, Conflict, Invalid, PermissionDenied
from app.core.listing import ListQuery
from app.core.progress import Progress
from app.customers.drafts import CustomerDraft
from app.exchange.importing import Plan
from app.exchange.schemas import Label, MappingDraft, Options, RowsRefused
from app.services import Services
from tests.app.exchange.test_import import PEOPLE, SKIPPING, counts, problems


class Eager(Progress):
    """Cancels itself once the work is as far as `share`."""

    def __init__(self, share):
        super().__init__()
        self.share = share

    def report(self, done, total=None):
        if total and done / total >= self.share:
            self.cancel()
        super().report(done, total)


class Meddler(Progress):
    """Lets somebody else save something once every row is decided."""

    def __init__(self, meddle, share=0.3):
        super().__init__()
        self.meddle, self.share = meddle, share

    def report(self, done, total=None):
        if self.meddle and total and done / total > self.share:
            meddle, self.meddle = self.meddle, None
            meddle()
        super().report(done, total)


def test_rows_with_problems_stop_everything_unless_skipped(services, write):
    path = write(PEOPLE + "C-3,not an address,Cid,Cole\n")
    with pytest.raises(RowsRefused) as refusal:
        services.exchange.run(path)
    assert refusal.value.rehearsal.counts == counts(create=2, error=1)
    assert "1 row has a problem" in str(refusal.value)
    assert services.customers.count(ListQuery()) == 0

    assert services.exchange.run(path, None, SKIPPING).counts == counts(create=2, error=1)
    assert services.customers.count(ListQuery()) == 2


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        ("C-9,,Cid,Cole,,", "email", "needs one"),
        ("C-9,x@,Cid,Cole,,", "email", "e-mail"),
        ("C-9,ann@a.org,Cid,Cole,,", "email", "already belongs to Ann Able"),
        ("C-9, Ann@A.org ,Cid,Cole,,", "email", "already belongs to Ann Able"),
        ("C-2,ann@a.org,Cid,Cole,,", "email", "already belongs to Ann Able"),
        ("C-9,c@c.org,Cid,Cole,Atlantis,", "country", "no country “Atlantis”"),
        (f"C-9,c@c.org,{'x' * 101},Cole,,", "first_name", "100 characters"),
        ("C-9,c@c.org,Cid,Cole,,12 dollars", "annual_revenue", "Write the amount like"),
        ("C-9,c@c.org,Cid,Cole,,-5", "annual_revenue", "cannot be negative"),
        ('C-9,c@c.org,"Cid\nC",Cole,,', "first_name", "single line"),
        ("C-9,c@c.org,Cid,Cole,,,7", "", "7 cells"),
        ('C-9,c@c.org,C"i"d,Co"le,,x"', "annual_revenue", "amount"),
    ],
)
def test_a_bad_row_is_named_with_line_field_and_reason(services, write, row, field, said):
    services.exchange.run(write(PEOPLE))
    path = write(f"Client ID,E-mail,First name,Last name,Country,Annual revenue\n{row}\n")
    found = problems(services, path)
    assert list(found) == [(2, field)], found
    assert said in found[2, field]
    with pytest.raises(RowsRefused):
        services.exchange.run(path)
    assert services.customers.count(ListQuery()) == 2


def test_twins_inside_the_file_name_the_other_line(services, write):
    path = write(PEOPLE + "C-3,ANN@a.org ,Ann,Two\nC-2,x@x.org,Bob,Two\n")
    assert problems(services, path) == {
        (4, "email"): "Line 2 has the same e-mail address.",
        (5, "client_id"): "Line 3 has the same Client ID.",
    }


def test_two_rows_about_one_customer_are_refused(services, write):
    services.exchange.run(write(PEOPLE))
    path = write("Client ID,E-mail,City\nC-1,,Bonn\n,ann@a.org,Köln\n")
    assert problems(services, path) == {(3, ""): "Line 2 is about the same customer."}


def test_customers_of_others_are_neither_changed_nor_named(services, acting, desk_db, write):
    services.exchange.run(write(PEOPLE))
    preset = acting("Manager").exchange.actor
    other = replace(preset, id=2, scope=Scope.OWN)
    mine = Services.build(desk_db, other, Changes())
    found = problems(mine, write("Client ID,E-mail,City\nC-1,,Bonn\nC-9,bob@b.org,Rom\n"))
    assert "not yours" in found[2, ""]
    assert found[3, "email"] == "This e-mail already belongs to another customer."


@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.79, 0.9, 1.0])
def test_cancelled_at_any_moment_nothing_is_left(services, write, share):
    lines = [f"C-{number},p{number}@p.org,P,N{number}" for number in range(1200)]
    path = write("Client ID,E-mail,First name,Last name\n" + "\n".join(lines))
    with pytest.raises(Cancelled):
        services.exchange.run(path, None, Options(), Eager(share))
    assert services.customers.count(ListQuery()) == 0
    assert services.exchange.run(path).counts == counts(create=1200)


def many(number):
    """Enough rows for the first to be written before the last."""
    lines = [f"M-{row},m{row}@m.org,M,{row}" for row in range(number)]
    return "Client ID,E-mail,First name,Last name\n" + "\n".join(lines)


def test_others_save_while_rows_are_decided_and_are_reckoned_with(services, write):
    services.exchange.run(write(many(600)))
    path = write(many(1200).replace(",M,", ",N,"), "changed.csv")
    rehearsed = services.exchange.rehearse(path)
    assert rehearsed.counts == counts(create=600, update=600)
    jane = CustomerDraft("m1199@m.org", "Jane", "Roe")
    last = write("Client ID,First name\nM-599,N\n", "last.csv")

    def meddle():
        services.customers.create(jane)
        assert services.exchange.run(last).counts == counts(update=1)

    done = services.exchange.run(path, None, SKIPPING, Meddler(meddle, 0.15))
    assert done.counts == counts(create=599, update=599, unchanged=1, error=1)
    [plan] = done.rehearsal.rows.of(Label.ERROR)
    assert "Jane Roe" in plan.problems[0].message
    assert services.customers.count(ListQuery()) == 1200


def test_what_others_do_elsewhere_changes_no_decision(services, write, monkeypatch):
    decided = []
    decide = Plan.decide
    monkeypatch.setattr(Plan, "decide", lambda *args: (decided.append(1), decide(*args))[1])
    settings = ("a list", ("E-mail",), {"E-mail": "email"})
    meddler = Meddler(lambda: services.imports.save_profile(MappingDraft(*settings)), 0.15)
    services.exchange.run(write(many(600)), None, Options(), meddler)
    assert (decided, meddler.meddle) == ([1], None)


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_an_email_taken_meanwhile_is_named(services, write):
    path = write(many(600))
    jane = CustomerDraft("m599@m.org", "Jane", "Roe")
    with pytest.raises(RowsRefused) as refusal:
        services.exchange.run(
            path, None, Options(), Meddler(lambda: services.customers.create(jane))
        )
    [plan] = [row for row in refusal.value.rehearsal.rows if row.problems]
    assert (plan.line, plan.problems[0].field) == (601, "email")
    assert "Jane Roe" in plan.problems[0].message
    assert services.customers.count(ListQuery()) == 1


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
def test_an_edit_made_meanwhile_is_not_overwritten(services, write):
    services.exchange.run(write(many(600)))
    last = services.customers.find("M-599")
    other = write("Client ID,City\nM-599,Rom\n", "other.csv")
    path = write(many(600).replace(",M,", ",N,"))
    with pytest.raises(Conflict, match="nothing was imported"):
        services.exchange.run(path, None, Options(), Meddler(lambda: services.exchange.run(other)))
    shown = services.customers.show(last)
    assert (shown.city, shown.first_name) == ("Rom", "M")


def test_a_file_changed_since_the_rehearsal_is_refused(services, write):
    path = write(PEOPLE)
    rehearsed = services.exchange.rehearse(path)
    path.write_text(PEOPLE + "C-3,c@c.org,C,C\n")
    with pytest.raises(Invalid, match="changed meanwhile"):
        services.exchange.run(path, None, Options(sha256=rehearsed.sha256))


def test_importing_needs_its_permission(acting, write):
    path = write(PEOPLE)
    for role in ("Viewer", "Sales Manager", "Support Staff", "Operator"):
        services = acting(role)
        assert not services.exchange.actor.can(Permission.CUSTOMERS_IMPORT)
        for use in (services.exchange.inspect, services.exchange.rehearse, services.exchange.run):
            with pytest.raises(PermissionDenied):
                use(path)


def test_rows_with_problems_are_saved_to_be_mended(services, write, tmp_path):
    path = write(PEOPLE + 'C-3,not an address,"=Cid, C.",Cole\nC-2,x@x.org,Bob,Two\n')
    saved = tmp_path / "mend.csv"
    assert services.exchange.save_errors(path, saved) == 2
    lines = saved.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == "Client ID,E-mail,First name,Last name,Problem"
    assert "Line 3 has the same Client ID." in lines[2]
    services.exchange.run(path, None, SKIPPING)
    mended = saved.read_text(encoding="utf-8-sig").replace("not an address", "cid@c.org")
    saved.write_text(mended.replace("C-2", "C-4"))
    assert services.exchange.inspect(saved).ignored == ("Problem",)
    assert services.exchange.run(saved).counts == counts(create=2)
    assert services.customers.show(services.customers.find("C-3")).first_name == "=Cid, C."
