"""Mappings are saved under a name, offered for files they fit, and adapted to others."""

import pytest

from app.core.access import PRESETS, Actor
from app.core.errors import Conflict, DeskError, Invalid, NotFound
from app.exchange.options import Case, ColumnRule, MatchBy, Mode, NameOrder, Options
from app.exchange.schemas import DateOrder, Label, MappingDraft
from app.services import Services
from app.staff.schemas import StaffDraft

HEADER = ("Nr", "Mail", "Wer", "Land")
MAPPING = {"Nr": "client_id", "Mail": "email", "Wer": "name", "Land": "country"}
OPTIONS = Options(
    delimiter=";", encoding="cp1252", date_order=DateOrder.DMY, decimal_sign=",",
    sheet="Kunden", header_row=3, match=MatchBy.EMAIL, mode=Mode.UPDATE, blanks_clear=True,
    create_tags=True,
    rules={"name": ColumnRule("Unknown", True, Case.TITLE, None, None, NameOrder.LAST_FIRST),
           "created_at": ColumnRule(date_order=DateOrder.MDY, decimal_sign=".")},
    fixed={"kind": "Person"},
    skip_errors=True, sha256="x", fixes={(2, "Nr"): "1"}, skipped=frozenset({3}),
)  # fmt: skip
DRAFT = MappingDraft("From the shop", HEADER, MAPPING, OPTIONS)


@pytest.fixture
def colleague(services, desk_db, changes):
    """The services of another manager."""
    role = next(role.id for role in services.staff.roles() if role.name == "Manager")
    staff_id = services.staff.add(StaffDraft("Bea", "bea@e.org", role), "Correct-horse-9")
    preset = next(preset for preset in PRESETS if preset.name == "Manager")
    actor = Actor(staff_id, "Bea", preset.permissions, preset.scope, role="Manager")
    return Services.build(desk_db, actor, changes)


def test_a_mapping_comes_back_as_it_was_saved(services, colleague):
    saved = services.imports.save_profile(DRAFT)
    [found] = services.imports.profiles()
    assert (found.id, found.name, found.columns, found.mapping) == (
        saved, "From the shop", HEADER, MAPPING,
    )  # fmt: skip
    kept = found.options
    assert (kept.skip_errors, kept.sha256, kept.fixes, kept.skipped) == (False, "", {}, frozenset())
    for name in ("delimiter", "encoding", "date_order", "decimal_sign", "sheet", "header_row",
                 "match", "mode", "blanks_clear", "create_tags", "rules", "fixed"):  # fmt: skip
        assert getattr(kept, name) == getattr(OPTIONS, name), name
    assert (found.mine, found.owner, found.used_at) == (True, "Ada Admin", None)
    assert colleague.imports.profiles() == []


def test_a_shared_mapping_is_everybodys_to_use_and_its_owners_to_change(services, colleague):
    shared = MappingDraft("Ours", HEADER, MAPPING, shared=True)
    saved = services.imports.save_profile(shared)
    [found] = colleague.imports.profiles()
    assert (found.name, found.mine, found.owner) == ("Ours", False, "Ada Admin")
    with pytest.raises(Conflict, match="belongs to somebody else"):
        colleague.imports.save_profile(shared, saved, found.version)
    with pytest.raises(Conflict):
        colleague.imports.remove_profile(saved)
    # Who may change the settings looks after what is shared.
    theirs = colleague.imports.save_profile(MappingDraft("Ours", HEADER, MAPPING, shared=True))
    services.imports.remove_profile(theirs)
    private = colleague.imports.save_profile(MappingDraft("Mine", HEADER, MAPPING))
    with pytest.raises(NotFound):
        services.imports.remove_profile(private)


def test_saving_again_needs_the_version_that_was_seen(services):
    saved = services.imports.save_profile(DRAFT)
    [found] = services.imports.profiles()
    services.imports.save_profile(MappingDraft("Renamed", HEADER, MAPPING), saved, found.version)
    with pytest.raises(Conflict, match="meanwhile"):
        services.imports.save_profile(DRAFT, saved, found.version)
    services.imports.remove_profile(saved)
    with pytest.raises(NotFound):
        services.imports.remove_profile(saved)
    assert services.imports.profiles() == []


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (MappingDraft(" ", HEADER, MAPPING), "name"),
        (MappingDraft("x" * 101, HEADER, MAPPING), "name"),
        (MappingDraft("from THE shop", HEADER, MAPPING), "name"),
        (MappingDraft("X", HEADER, {}), "mapping"),
        (MappingDraft("X", HEADER, {"Nr": "shoe"}), "mapping"),
        (MappingDraft("X", ("A",), MAPPING), "mapping"),
    ],
)
def test_what_cannot_be_saved_is_said(services, draft, field):
    services.imports.save_profile(DRAFT)
    with pytest.raises(Invalid) as refusal:
        services.imports.save_profile(draft)
    assert list(refusal.value.fields) == [field]


def test_the_mapping_made_for_a_file_is_offered_first(services, write):
    services.imports.save_profile(MappingDraft("Other", ("Mail", "Ort"), {"Mail": "email"}))
    services.imports.save_profile(MappingDraft("Far", ("X", "Y"), {"X": "email"}))
    services.imports.save_profile(MappingDraft("Exact", HEADER, MAPPING))
    found = services.exchange.inspect(write("land,MAIL,wer,nr\nDE,a@a.org,Ann Able,C-1\n"))
    assert [one.profile.name for one in found.profiles] == ["Exact", "Other"]
    best = found.suggested
    assert best.mapping == {"nr": "client_id", "MAIL": "email", "wer": "name", "land": "country"}
    assert (best.missing, best.note, best.exact) == ((), "", True)
    fuller = services.exchange.inspect(write("Land,Mail,Wer,Nr,Neu\nDE,a@a.org,Ann,C-1,x\n"))
    assert fuller.suggested is None
    assert fuller.profiles[0].missing == ()


def test_a_mapping_for_other_columns_is_adapted_and_says_so(services, write):
    services.imports.save_profile(MappingDraft("Shop", HEADER, MAPPING))
    [found] = services.imports.profiles()
    fitted = found.fitted(("Mail", "Ort"))
    assert (fitted.mapping, fitted.missing) == ({"Mail": "email"}, ("Nr", "Wer", "Land"))
    assert fitted.note == (
        "“Shop” was saved for other columns: this file has none of “Nr”, “Wer”, “Land”. "
        "Check what is mapped before you import."
    )
    nothing = found.fitted(("A", "B"))
    assert nothing.mapping == {}
    assert "this file has none of them" in nothing.note
    assert services.imports.fitting(("A", "B")) == ()
    # By its saved columns alone it would name columns the file has not.
    with pytest.raises(DeskError, match="no column “Nr”"):
        services.exchange.rehearse(write("Mail,Ort\na@a.org,Rom\n"), found.mapping)


def test_an_import_remembers_by_which_mapping_it_was(services, write, clock):
    services.imports.save_profile(MappingDraft("Shop", HEADER, MAPPING))
    path = write("Nr,Mail,Wer,Land\nC-1,a@a.org,Ann Able,DE\n")
    best = services.exchange.inspect(path).suggested
    done = services.exchange.run(path, best.mapping, best.options)
    assert done.counts[Label.CREATE] == 1
    assert services.imports.job(done.job).profile == "Shop"
    assert services.imports.profiles()[0].used_at == clock.now()
    services.imports.remove_profile(best.profile.id)
    assert services.imports.job(done.job).profile == "Shop"
