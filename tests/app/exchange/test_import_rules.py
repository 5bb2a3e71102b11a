"""Rules, matches, modes and mended cells decide what a row becomes, alike in rehearsal and run."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.access import Scope
from app.core.changes import Changes
from app.core.errors import Invalid
from app.exchange.options import Case, ColumnRule, MatchBy, Mode, NameOrder, Options
from app.exchange.rules import split_name
from app.exchange.schemas import DateOrder, Label, RowsRefused
from app.services import Services
from app.staff.schemas import StaffDraft
from tests.app.exchange.test_import import PEOPLE, counts, problems


def rule(field, **how):
    return Options(rules={field: ColumnRule(**how)})


def plans(services, path, mapping=None, options=None):
    found = services.exchange.rehearse(path, mapping, options or Options())
    return {plan.line: plan for plan in found.rows}


def carried_out(services, path, mapping=None, options=None):
    """An import, which does exactly what its rehearsal said, and nothing a second time."""
    options = replace(options or Options(), skip_errors=True)
    rehearsed = services.exchange.rehearse(path, mapping, options)
    done = services.exchange.run(path, mapping, options)
    assert done.counts == rehearsed.counts
    again = services.exchange.rehearse(path, mapping, options)
    assert again.counts[Label.CREATE] == again.counts[Label.UPDATE] == 0, again.rows[:]
    return done


@pytest.mark.parametrize(
    ("text", "order", "parts"),
    [
        ("Jane Doe", NameOrder.FIRST_LAST, ("Jane", "Doe")),
        ("Ludwig van Beethoven", NameOrder.FIRST_LAST, ("Ludwig", "van Beethoven")),
        ("María José de la Cruz", NameOrder.FIRST_LAST, ("María José", "de la Cruz")),
        ("Doe, Jane", NameOrder.FIRST_LAST, ("Jane", "Doe")),
        ("Jane Doe, MD", NameOrder.FIRST_LAST, ("Jane", "Doe, MD")),
        ("Cher", NameOrder.FIRST_LAST, ("Cher", "")),
        ("Doe Jane Ann", NameOrder.LAST_FIRST, ("Jane Ann", "Doe")),
        ("van Beethoven Ludwig", NameOrder.LAST_FIRST, ("Ludwig", "van Beethoven")),
        ("von der", NameOrder.LAST_FIRST, ("der", "von")),
        ("毛泽东", NameOrder.LAST_FIRST, ("", "毛泽东")),
    ],
)
def test_a_full_name_falls_into_its_parts(text, order, parts):
    assert split_name(text, order) == parts


def test_letters_and_spaces_are_rewritten(services, stored, write):
    cells = {
        "C-1": ({"case": Case.TITLE}, "ANNA o'neil  McDonald", "Anna O'Neil  McDonald"),
        "C-2": (
            {"case": Case.TITLE, "collapse": True},
            "  JOE'S   éclair-BAR ",
            "Joe's Éclair-Bar",
        ),
        "C-3": ({"case": Case.UPPER}, "Straße", "STRASSE"),
        "C-4": ({"case": Case.LOWER}, "ÅRE", "åre"),
        "C-5": ({"collapse": True}, "a \u00a0 b", "a b"),
        "C-6": ({}, " as  it is ", "as  it is"),
    }
    for code, (how, cell, kept) in cells.items():
        path = write(f"Client ID,E-mail,City\n{code},{code}@a.org,{cell}\n")
        carried_out(services, path, options=rule("city", **how))
        assert stored()[code].city == kept


def test_a_default_fills_blanks_and_overwrites_nothing(services, stored, write):
    services.exchange.run(
        write("Client ID,E-mail,Country,City\nC-1,a@a.org,AT,\nC-2,b@b.org,,Rom\n")
    )
    options = Options(rules={"country": ColumnRule(default="Germany"),
                             "city": ColumnRule(default="Bonn")})  # fmt: skip
    path = write("Client ID,E-mail,Country,City\nC-1,,,\nC-2,,,\nC-3,c@c.org,,\nC-4,d@d.org,FR,X\n")
    assert carried_out(services, path, options=options).counts == counts(create=2, update=2)
    found = {code: (row.country, row.city) for code, row in stored().items()}
    assert found == {
        "C-1": ("AT", "Bonn"), "C-2": ("DE", "Rom"), "C-3": ("DE", "Bonn"), "C-4": ("FR", "X"),
    }  # fmt: skip


def test_a_fixed_value_is_every_rows(services, stored, write):
    services.exchange.run(write("Client ID,E-mail,Country\nC-1,a@a.org,AT\n"))
    options = Options(fixed={"country": "Deutschland", "kind": "Firma", "industry": "Retail"})
    path = write("Client ID,E-mail\nC-1,\nC-2,b@b.org\n")
    assert carried_out(services, path, options=options).counts == counts(create=1, update=1)
    assert {(row.country, row.kind.value, row.industry) for row in stored().values()} == {
        ("DE", "business", "Retail")
    }


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (Options(fixed={"country": "Atlantis"}), "Country: There is no country “Atlantis”"),
        (rule("country", default="Atlantis"), "Country: There is no country"),
        (rule("email", default="a@a.org"), "E-mail cannot be the same for many customers."),
        (Options(fixed={"client_id": "C"}), "Client ID comes from a column already"),
        (rule("client_id", default="C"), "Client ID cannot be the same"),
        (Options(fixed={"first_name": "X"}), "First name comes from a column already"),
        (Options(fixed={"shoe": "X"}), "There is no field “shoe”"),
        (Options(fixed={"owner": "Nobody"}), "Owner: Nobody here is called “Nobody”"),
        (rule("created_at", default="soon"), "Joined: “soon” is no date"),
        (rule("annual_revenue", default="much"), "Annual revenue: Write the amount"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_a_rule_that_suits_no_row_is_refused_at_once(services, write, options, said):
    with pytest.raises(Invalid) as refusal:
        services.exchange.rehearse(write(PEOPLE), None, options)
    assert said in refusal.value.fields["rules"]


def test_names_fall_apart_as_the_rule_says(services, stored, write):
    path = write('K,M,N\nC-1,a@a.org,van Dyck Anna\nC-2,b@b.org,"Bee, Bob"\n')
    columns = {"K": "client_id", "M": "email", "N": "name"}
    carried_out(services, path, columns, rule("name", names=NameOrder.LAST_FIRST))
    assert [(one.first_name, one.last_name) for one in stored().values()] == [
        ("Anna", "van Dyck"), ("Bob", "Bee"),
    ]  # fmt: skip
    path = write("K,M,N\nC-3,c@c.org,Acme Gmbh\n")
    carried_out(services, path, columns, rule("name", names=NameOrder.COMPANY))
    assert (stored()["C-3"].company_name, stored()["C-3"].kind.value) == ("Acme Gmbh", "business")


def test_a_columns_own_order_and_sign_go_first(services, stored, write):
    path = write('Client ID,E-mail,Joined,Annual revenue\nC-1,a@a.org,03/04/2024,"1.234,5"\n')
    options = Options(
        date_order=DateOrder.MDY, decimal_sign=".",
        rules={"created_at": ColumnRule(date_order=DateOrder.DMY),
               "annual_revenue": ColumnRule(decimal_sign=",")},
    )  # fmt: skip
    carried_out(services, path, options=options)
    one = stored()["C-1"]
    assert (one.created_at.date(), one.annual_revenue_minor) == (date(2024, 4, 3), 123450)


def test_countries_in_any_language_and_a_word_on_unsure_ones(services, stored, write):
    names = ["Deutschland", "Ελλάδα", "日本", "Côte d’Ivoire", "Congo", "ประเทศไทย", "الجزائر"]
    path = write(
        "Client ID,E-mail,Country\n"
        + "".join(f"C-{at},p{at}@a.org,{name}\n" for at, name in enumerate(names))
    )
    found = plans(services, path)
    assert [one.line for one in found.values() if one.warnings] == [6]
    assert found[6].warnings[0].message == (
        "“Congo” may be Congo - Brazzaville or Congo - Kinshasa; it is taken for the first."
    )
    carried_out(services, path)
    assert [one.country for one in stored().values()] == ["DE", "GR", "JP", "CI", "CG", "TH", "DZ"]


@pytest.fixture
def colleagues(services):
    """Two people called Sam Lee, one called Bea, and one who left."""
    role = next(role.id for role in services.staff.roles() if role.name == "Sales Manager")
    found = {}
    for name, email in (
        ("Sam Lee", "sam@e.org"), ("Sam Lee", "lee@e.org"), ("Bea", "bea@e.org"),
        ("Gone", "g@e.org"),
    ):  # fmt: skip
        draft = StaffDraft(name, email, role, team="North")
        found[email] = services.staff.add(draft, "Correct-horse-9")
    gone = next(one for one in services.staff.everyone() if one.email == "g@e.org")
    return found, gone


def test_owners_are_named_or_addressed(services, stored, write, colleagues):
    ids, gone = colleagues
    path = write(
        "Client ID,E-mail,Owner\nC-1,a@a.org,bea\nC-2,b@b.org,LEE@e.org\nC-3,c@c.org,\n"
        "C-4,d@d.org,Sam Lee\nC-5,e@e.org,Nobody\nC-6,f@f.org,Gone\n"
    )
    assert services.exchange.inspect(path).mapping.get("Owner") == "owner"
    columns = {"Client ID": "client_id", "E-mail": "email", "Owner": "owner"}
    services.exchange.run(path, columns, Options(skip_errors=True, skipped=frozenset({7})))
    services.staff.deactivate(gone.id)
    found = problems(services, path, columns)
    assert "Several people here are called “Sam Lee”" in found[5, "owner"]
    assert "Nobody here is called “Nobody”" in found[6, "owner"]
    assert "Gone no longer works here" in found[7, "owner"]
    kept = stored()
    assert [kept[code].owner_id for code in ("C-1", "C-2", "C-3")] == [
        ids["bea@e.org"], ids["lee@e.org"], 1,
    ]  # fmt: skip
    assert (kept["C-1"].owner_key, kept["C-1"].team_id) == ("bea", kept["C-2"].team_id)
    assert kept["C-1"].team_id is not None

    # Named by a name two people have, the one who owns it stays.
    moved = write("Client ID,Owner\nC-2,Sam Lee\nC-3,bea@e.org\n")
    done = carried_out(services, moved, {"Client ID": "client_id", "Owner": "owner"})
    assert done.counts == counts(update=1, unchanged=1)
    kept = stored()
    assert (kept["C-3"].owner_id, kept["C-3"].owner_key) == (ids["bea@e.org"], "bea")
    [change] = [row for row in services.customers.history(kept["C-3"].id) if row.field == "Owner"][
        :1
    ]
    assert (change.old, change.new) == ("Ada Admin", "Bea")


def test_an_owner_column_of_strangers_is_not_proposed(services, write):
    path = write("E-mail,Owner\na@a.org,Somebody Else\nb@b.org,Another\n")
    assert services.exchange.inspect(path).ignored == ("Owner",)
    assert services.exchange.run(path).counts == counts(create=2)


def test_blanks_empty_a_field_only_if_asked(services, stored, write):
    services.exchange.run(
        write("Client ID,E-mail,First name,City,Country,Annual revenue\nC-1,a@a.org,Ann,Rom,IT,5\n")
    )
    path = write("Client ID,E-mail,First name,City,Country,Annual revenue\nC-1,,,,,\n")
    assert services.exchange.run(path).counts == counts(unchanged=1)
    done = carried_out(services, path, options=Options(blanks_clear=True))
    assert done.counts == counts(update=1)
    one = stored()["C-1"]
    assert (one.email, one.first_name, one.city, one.country) == ("a@a.org", "", "", "")
    assert (one.annual_revenue_minor, one.annual_revenue_currency) == (None, "")
    assert (one.name, one.city_key) == (None, None)
    plan = plans(services, write("Client ID,City\nC-1,Bonn\n"))[2]
    assert [(one.field, one.old, one.new) for one in plan.changes] == [("city", "", "Bonn")]


def test_changes_are_told_in_words(services, write, colleagues):
    assert colleagues
    services.exchange.run(
        write(
            "Client ID,E-mail,Country,Annual revenue,Joined,Type\n"
            "C-1,a@a.org,AT,5,2024-01-31,Person\n"
        )
    )
    path = write(
        "Client ID,Country,Annual revenue,Joined,Type,Owner\n"
        "C-1,Italien,7.50,2023-02-01,Firma,Bea\n"
    )
    [plan] = plans(services, path).values()
    assert plan.customer_id
    assert {one.field: (one.old, one.new) for one in plan.changes} == {
        "country": ("Austria", "Italy"),
        "annual_revenue": ("5.00 EUR", "7.50 EUR"),
        "created_at": ("2024-01-31", "2023-02-01"),
        "kind": ("Individual", "Business"),
        "owner": ("Ada Admin", "Bea"),
    }


def test_rows_are_known_by_e_mail_alone(services, stored, write):
    services.exchange.run(write(PEOPLE))
    path = write("Client ID,E-mail,City\nC-9,ANN@a.org,Bonn\nC-2,new@n.org,Rom\n,,Wien\n")
    options = Options(match=MatchBy.EMAIL)
    found = plans(services, path, options=options)
    assert [one.label for one in found.values()] == [Label.UPDATE, Label.ERROR, Label.ERROR]
    assert found[3].problems[0].message == "This Client ID already belongs to Bob Baker."
    assert "needs one" in found[4].problems[0].message
    carried_out(services, path, options=options)
    assert stored()["C-9"].city == "Bonn"


def test_rows_are_known_by_client_id_alone(services, write):
    services.exchange.run(write(PEOPLE))
    path = write("Client ID,E-mail,City\nC-1,,Bonn\n,bob@b.org,Rom\n,x@x.org,Wien\n")
    options = Options(match=MatchBy.CLIENT_ID)
    found = plans(services, path, options=options)
    assert [one.label for one in found.values()] == [Label.UPDATE, Label.ERROR, Label.CREATE]
    assert "already belongs to Bob Baker" in found[3].problems[0].message


COMPANIES = (
    "Client ID,E-mail,Company name,Postal code\n"
    "C-1,a@a.org,Acme GmbH,10 115\nC-2,b@b.org,Acme Inc.,SW1A-1AA\n"
    'C-3,c@c.org,"Bolt, Ltd",10115\n'
    "C-4,d@d.org,Bolt,10115\nC-5,e@e.org,Acmeville,10115\nC-6,f@f.org,Deutsche Bank AG,60325\n"
)  # fmt: skip


def test_rows_are_known_by_company_and_postal_code(services, stored, write):
    services.exchange.run(write(COMPANIES))
    path = write(
        "Company name,Postal code,E-mail,City\n"
        "ACME,10115,,Berlin\nAcme Corp,sw1a 1aa,,London\nBolt Inc,10115,,Nowhere\n"
        "Acme,99999,new@n.org,New\nacme ag,10115,,Twin\nDeutsche,60325,x@x.org,X\n"
        ",10115,y@y.org,Y\n"
    )
    options = Options(match=MatchBy.COMPANY)
    found = plans(services, path, options=options)
    assert [one.label.value for one in found.values()] == [
        "update", "update", "error", "create", "error", "create", "error",
    ]  # fmt: skip
    assert found[4].problems[0].message == (
        "Several customers have this company and postal code: Bolt, Ltd (C-3), Bolt (C-4). "
        "Give a Client ID."
    )
    assert found[6].problems[0].message == "Line 2 has the same company and postal code."
    assert "Enter company and postal code" in found[8].problems[0].message
    done = carried_out(services, path, options=options)
    assert done.counts == counts(create=2, update=2, error=3)
    kept = stored()
    assert (kept["C-1"].city, kept["C-2"].city, kept["C-1"].company_name) == (
        "Berlin", "London", "ACME",
    )  # fmt: skip


def test_a_company_elsewhere_is_not_named_to_whom_may_not_see_it(services, acting, desk_db, write):
    services.exchange.run(write(COMPANIES))
    actor = replace(acting("Manager").exchange.actor, id=2, scope=Scope.OWN)
    mine = Services.build(desk_db, actor, Changes())
    path = write("Company name,Postal code,E-mail\nBolt,10115,z@z.org\n")
    [plan] = plans(mine, path, options=Options(match=MatchBy.COMPANY)).values()
    assert plan.label is Label.CREATE


@pytest.mark.parametrize(
    ("match", "header", "said"),
    [
        (MatchBy.EMAIL, "Client ID,City", "Map a column to E-mail"),
        (MatchBy.CLIENT_ID, "E-mail,City", "Map a column to Client ID"),
        (MatchBy.COMPANY, "E-mail,Company name", "Company name and to Postal code"),
        (MatchBy.AUTOMATIC, "City,Company name", "E-mail or to Client ID"),
    ],
)
@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_what_rows_are_known_by_must_be_mapped(services, write, match, header, said):
    with pytest.raises(Invalid) as refusal:
        services.exchange.rehearse(write(f"{header}\na,b\n"), None, Options(match=match))
    assert said in refusal.value.fields["mapping"]


def test_modes_skip_rows_with_a_reason(services, stored, write):
    services.exchange.run(write(PEOPLE))
    path = write(
        "Client ID,E-mail,City\nC-1,ann@a.org,Bonn\nC-7,g@g.org,Rom\nC-2,not an address,X\n"
        "C-8,not an address,X\n"
    )
    found = plans(services, path, options=Options(mode=Mode.CREATE))
    assert [(one.label.value, one.reason) for one in found.values()] == [
        ("skip", "Ann Able is a customer already."), ("create", ""),
        ("skip", "Bob Baker is a customer already."), ("error", ""),
    ]  # fmt: skip
    found = plans(services, path, options=Options(mode=Mode.UPDATE))
    assert [(one.label.value, one.reason) for one in found.values()] == [
        ("update", ""), ("skip", "There is no such customer yet."), ("error", ""), ("error", ""),
    ]  # fmt: skip
    done = carried_out(services, path, options=Options(mode=Mode.UPDATE))
    assert done.counts == counts(update=1, skip=1, error=2)
    done = carried_out(services, path, options=Options(mode=Mode.CREATE))
    assert done.counts == counts(create=1, skip=2, error=1)
    assert set(stored()) == {"C-1", "C-2", "C-7"}


def test_cells_mended_in_the_grid_take_the_place_of_the_files(services, stored, write, tmp_path):
    path = write(PEOPLE + "C-3,not an address,Cid,Cole\nC-2,x@x.org,Dup,Twin\n")
    options = Options(fixes={(4, "E-mail"): "cid@c.org", (4, "First name"): "Sid\x00"})
    found = plans(services, path, options=options)
    assert (found[4].label, found[4].cells) == (Label.CREATE, ("C-3", "cid@c.org", "Sid", "Cole"))
    assert found[5].label is Label.ERROR
    [checked] = services.exchange.check_rows(
        services.exchange.inspect(path), {5: ("C-5", "x@x.org", "Dup", "Twin")}
    )
    assert (checked.line, checked.label) == (5, Label.CREATE)

    saved = tmp_path / "mend.csv"
    broken = replace(options, fixes={**options.fixes, (4, "Client ID"): "C-2"})
    assert services.exchange.save_errors(path, saved, None, broken) == 2
    assert "C-2,cid@c.org,Sid,Cole" in saved.read_text(encoding="utf-8-sig")

    both = replace(options, fixes={**options.fixes, (5, "Client ID"): "C-5"})
    assert carried_out(services, path, options=both).counts == counts(create=4)
    assert (stored()["C-3"].first_name, stored()["C-5"].email) == ("Sid", "x@x.org")


def test_a_line_left_out_makes_way_for_its_twin(services, write):
    path = write(PEOPLE + "C-1,ann@a.org,Anna,Two\n")
    options = Options(skipped=frozenset({2}))
    found = plans(services, path, options=options)
    assert [(one.label.value, one.reason) for one in found.values()] == [
        ("skip", "You left this row out."), ("create", ""), ("create", ""),
    ]  # fmt: skip
    assert services.exchange.run(path, None, options).counts == counts(create=2, skip=1)


def test_a_fix_for_a_column_that_is_gone_is_refused(services, write):
    with pytest.raises(Invalid) as refusal:
        services.exchange.rehearse(write(PEOPLE), None, Options(fixes={(2, "Gone"): "x"}))
    assert "no column “Gone” any more" in refusal.value.fields["fixes"]


def test_a_broken_row_can_only_be_mended_in_the_file(services, write):
    path = write(PEOPLE + "C-3,c@c.org,Cid,Cole,,,7\n")
    options = Options(fixes={(4, "E-mail"): "d@d.org"})
    plan = plans(services, path, options=options)[4]
    assert (plan.label, plan.broken) == (Label.ERROR, True)
    with pytest.raises(RowsRefused):
        services.exchange.run(path, None, options)
