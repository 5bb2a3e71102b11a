"""Products and plans on both databases: kept, named, versioned, retired, and taken away."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.catalogue.drafts import FileDraft, PlanDraft, ProductDraft
from app.catalogue.schemas import Duration
from app.catalogue.terms import Cycle, Overage
from app.contents import taking
from app.contents.model import Content
from app.core.access import SYSTEM
from app.core.errors import Cancelled, Conflict, Invalid, NotFound, PermissionDenied, Stale
from app.core.listing import Condition, ListQuery, Op
from app.core.money import Money
from app.core.progress import Progress
from app.core.receipt import Receipt
from app.customers.drafts import CustomerDraft
from app.licensing.drafts import IssueDraft
from app.services import Services
from app.subscriptions.drafts import SubscriptionDraft

LEDGER = ProductDraft("Älder Ledger", "ALDER-LEDGER")
TEAM = PlanDraft(
    "Team", monthly=Money(5900, "EUR"), yearly=Money(59_000, "EUR"), activation_limit=5,
    overage=Overage.PERCENT, overage_percent=20, quotas=(("storage_gb", 50),),
    usage_prices=(("pages", Money(2, "EUR")),),
    tiers=((5, Money(5500, "EUR"), None), (10, Money(4900, "EUR"), Money(49_000, "EUR"))),
)  # fmt: skip


@pytest.fixture
def ledger(services):
    return services.products.create(LEDGER)


@pytest.fixture
def team(services, ledger):
    return services.plans.create(ledger, TEAM)


def test_a_product_is_found_by_name_and_reference(services, ledger):
    for text in ("alder ledger", "ALDER-L"):
        [row] = services.products.first(ListQuery(text), 5)
        assert (row.id, row.plans, row.licenses, row.active) == (ledger, 0, 0, True)
    assert services.products.count(ListQuery("finch")) == 0


@pytest.mark.parametrize(
    ("draft", "field", "said"),
    [
        (replace(LEDGER, name=" "), "name", "Enter the product's name"),
        (replace(LEDGER, reference="with space"), "reference", "letters A to Z"),
        (replace(LEDGER, reference="alder-ledger"), "reference", "has the reference"),
        (replace(LEDGER, reference="X", key_format="XXXX"), "key_format", "could be guessed"),
    ],
)
@pytest.mark.usefixtures("ledger")
def test_what_a_product_lacks_is_said(services, draft, field, said):
    with pytest.raises(Invalid) as refusal:
        services.products.create(draft)
    assert said in refusal.value.fields[field]
    assert services.products.count(ListQuery()) == 1


def test_terms_come_back_as_they_were_typed(services, team, ledger):
    found = services.plans.show(team)

    assert PlanDraft.of(found.name, found.description, found.terms) == TEAM
    assert found.terms.price(Cycle.MONTHLY, 7) == Money(5500, "EUR")
    assert found.terms.price(Cycle.YEARLY, 7) == Money(59_000, "EUR")
    assert services.products.show(ledger).plans == 1
    [choice] = services.plans.choices()
    assert (choice.id, choice.product, choice.terms) == (team, "Älder Ledger", found.terms)


def test_changed_terms_are_a_new_version_and_what_was_sold_keeps_the_old(services, team, ledger):
    sold = services.licenses.issue(IssueDraft(product_id=ledger, plan_id=team, cycle=Cycle.YEARLY))
    dearer = replace(TEAM, yearly=Money(69_000, "EUR"), activation_limit=3)

    services.plans.edit(team, 1 + 1, dearer)
    services.plans.edit(team, services.plans.show(team).version, replace(dearer, description="x"))

    found = services.plans.show(team)
    assert [(one.terms.number, one.terms.activation_limit) for one in found.history] == [
        (2, 3), (1, 5),
    ]  # fmt: skip
    assert found.history[1].by == "Ada Admin"
    assert services.licenses.show(sold.id).limit == 5
    assert services.plans.first(ListQuery(), 5)[0].yearly == Money(69_000, "EUR")


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"name": ""}, "name", "Enter the plan's name"),
        ({"name": "TEAM"}, "name", "has a plan called TEAM already"),
        ({"monthly": None, "yearly": None, "tiers": ()}, "yearly", "0 if the plan is free"),
        ({"monthly": Money(-1, "EUR")}, "monthly", "negative"),
        ({"monthly": Money(100, "USD")}, "monthly", "in EUR"),
        ({"currency": "XXQ"}, "currency", "not a currency"),
        ({"activation_limit": 0}, "activation_limit", "between 1 and"),
        ({"grace_days": -1}, "grace_days", "between 0 and"),
        ({"duration": Duration.MONTHS}, "months", "how many months"),
        ({"overage_percent": 0}, "overage_percent", "per cent"),
        ({"quotas": (("a", 1), ("A ", 2))}, "quotas", "there twice"),
        ({"quotas": (("", 1),)}, "quotas", "Name what each line counts"),
        ({"quotas": (("a", -1),)}, "quotas", "negative"),
        ({"tiers": ((10, None, Money(1, "EUR")), (5, None, Money(1, "EUR")))}, "tiers", "greater"),
        ({"tiers": ((1, None, Money(1, "EUR")),)}, "tiers", "2 or more"),
        ({"tiers": ((5, None, None),)}, "tiers", "Enter a price for each tier"),
    ],
)
@pytest.mark.usefixtures("team")
def test_what_a_plan_lacks_is_said(services, ledger, given, field, said):
    with pytest.raises(Invalid) as refusal:
        services.plans.create(ledger, replace(TEAM, **{"name": "Other", **given}))
    assert said in refusal.value.fields[field]
    assert services.plans.count(ListQuery()) == 1


def test_edits_need_the_version_that_was_read(services, ledger, team):
    services.products.edit(
        ledger, services.products.show(ledger).version, replace(LEDGER, name="A")
    )
    with pytest.raises(Conflict, match="Ada Admin changed this product meanwhile"):
        services.products.edit(ledger, 1, LEDGER)
    with pytest.raises(Conflict, match="changed this plan meanwhile"):
        services.plans.edit(team, 99, TEAM)


def test_two_peoples_edits_of_a_product_are_joined(services, ledger, admin, desk_db, changes):
    bert = Services.build(desk_db, replace(admin, name="Bert"), changes)
    seen = services.products.show(ledger).version
    bert.products.edit(ledger, seen, replace(LEDGER, name="Ledger 2", description="Books"), LEDGER)
    receipt = Receipt()

    mine = replace(LEDGER, email_on_issue=True)
    services.products.noting(receipt).edit(ledger, seen, mine, LEDGER)

    found = services.products.show(ledger)
    assert (found.name, found.description, found.email_on_issue) == ("Ledger 2", "Books", True)
    assert (receipt.merged, receipt.by) == (("name", "description"), "Bert")
    with pytest.raises(Stale, match="Bert changed Name at") as refusal:
        services.products.edit(ledger, seen, replace(LEDGER, name="Ledger 3"), LEDGER)
    clash = refusal.value.clash
    assert clash.fields == {"name": ("Älder Ledger", "Ledger 2", "Ledger 3")}
    assert services.products.show(ledger).version == clash.version
    stored = ProductDraft(**clash.stored)
    services.products.edit(ledger, clash.version, replace(stored, name="Ledger 3"), stored)
    assert services.products.show(ledger).email_on_issue


def test_two_peoples_edits_of_a_plan_are_joined(services, team, admin, desk_db, changes):
    bert, cleo = (Services.build(desk_db, replace(admin, name=name), changes)
                  for name in ("Bert", "Cleo"))  # fmt: skip
    seen = services.plans.show(team).version
    dear = replace(TEAM, monthly=Money(6900, "EUR"))
    bert.plans.edit(team, seen, dear, TEAM)
    cleo.plans.edit(team, seen, replace(TEAM, user_limit=9), TEAM)

    services.plans.edit(team, seen, replace(TEAM, name="Crew", grace_days=14), TEAM)

    found = services.plans.show(team)
    assert (found.name, found.terms.monthly, found.terms.user_limit, found.terms.grace_days) == (
        "Crew", Money(6900, "EUR"), 9, 14,
    )  # fmt: skip
    assert [one.by for one in found.history] == ["Ada Admin", "Cleo", "Bert", "Ada Admin"]
    cheap = replace(TEAM, name="Gang", monthly=Money(100, "EUR"), duration=Duration.EVER)
    with pytest.raises(Stale, match="changed Name, A month at") as refusal:
        services.plans.edit(team, seen, cheap, TEAM)
    clash = refusal.value.clash
    assert {name: who for name, (who, _when) in clash.authors.items()} == {
        "name": "Ada Admin", "monthly": "Bert",
    }  # fmt: skip
    assert set(clash.merged) == {"user_limit", "grace_days"}
    assert services.plans.show(team).version == found.version


def test_what_was_sold_follows_a_new_name(services, ledger, team):
    jane = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    services.subscriptions.start(SubscriptionDraft(jane, team))
    services.licenses.issue(IssueDraft(product_id=ledger, plan_id=team, cycle=Cycle.YEARLY))
    version = services.products.show(ledger).version

    services.products.edit(ledger, version, replace(LEDGER, name="Zebra"))
    services.plans.edit(team, services.plans.show(team).version, replace(TEAM, name="Squad"))

    with services.licenses.db.reading(SYSTEM) as session:
        for table in ("licenses", "subscriptions"):
            asked = sa.text(f"SELECT product_key, plan_key FROM {table}")
            assert session.execute(asked).all() == [("zebra", "squad")]
    assert services.plans.count(ListQuery("zebra")) == 1


def test_what_is_retired_is_not_offered_and_comes_back(services, ledger, team):
    services.plans.retire(team)
    assert services.plans.choices() == ()
    assert len(services.plans.choices(every=True)) == 1
    services.plans.offer(team)
    services.products.retire(ledger)
    assert services.plans.choices() == ()
    assert services.products.choices() == ()
    on_sale = ListQuery(conditions=(Condition("active", Op.IS, value=True),))
    assert services.products.count(on_sale) == 0
    with pytest.raises(Conflict, match="Sell it again first, then add the plan"):
        services.plans.create(ledger, replace(TEAM, name="Other"))
    services.products.offer(ledger)
    assert len(services.plans.choices(ledger)) == 1


def test_only_what_was_never_sold_can_be_taken_away(services, ledger, team):
    with pytest.raises(Conflict, match="still has plans"):
        services.products.remove(ledger)
    jane = services.customers.create(CustomerDraft("jane@roe.example", "Jane", "Roe"))
    services.subscriptions.start(SubscriptionDraft(jane, team))
    with pytest.raises(Conflict, match="Team was sold"):
        services.plans.remove(team)
    other = services.plans.create(ledger, replace(TEAM, name="Other"))
    services.plans.remove(other)
    assert services.products.show(ledger).plans == 1
    with pytest.raises(NotFound):
        services.plans.show(other)


def stopping():
    """A progress that is cancelled at the first step."""
    progress = Progress(lambda *_told: progress.cancel())
    return progress


def test_files_are_kept_once_and_come_back_whole(services, ledger, tmp_path, desk_db, monkeypatch):
    source = tmp_path / "setup.exe"
    source.write_bytes(b"MZ" + bytes(range(256)) * 40)
    monkeypatch.setattr(taking, "PIECE", 4096)
    first = services.products.add_file(ledger, FileDraft("2.4.1"), source)
    second = services.products.add_file(ledger, FileDraft("2.4.2", "Same build"), source)

    services.products.save_file(second, tmp_path / "copy.exe")

    assert (tmp_path / "copy.exe").read_bytes() == source.read_bytes()
    files = services.products.show(ledger).files
    assert [(one.release, one.file_name, one.size) for one in files] == [
        ("2.4.2", "setup.exe", 10_242), ("2.4.1", "setup.exe", 10_242),
    ]  # fmt: skip

    services.products.save_file(second, tmp_path / "pieces.exe")
    assert (tmp_path / "pieces.exe").read_bytes() == source.read_bytes()
    with pytest.raises(Cancelled):
        services.products.save_file(first, tmp_path / "half.exe", stopping())
    with pytest.raises(Cancelled):
        services.products.add_file(ledger, FileDraft("3"), tmp_path / "copy.exe", stopping())
    assert len(services.products.show(ledger).files) == 2
    assert sorted(one.name for one in tmp_path.glob("*.exe")) == [
        "copy.exe", "pieces.exe", "setup.exe",
    ]  # fmt: skip

    def contents():
        services.upkeep.run_due()
        with desk_db.reading(SYSTEM) as session:
            return session.scalar(sa.select(sa.func.count()).select_from(Content))

    assert contents() == 1
    services.products.remove_file(first)
    assert contents() == 1
    services.products.remove_file(second)
    assert contents() == 0
    services.products.add_file(ledger, FileDraft("4"), source)
    services.products.remove(ledger)
    assert contents() == 0
    with pytest.raises(NotFound):
        services.products.save_file(second, tmp_path / "gone.exe")


def test_files_that_are_no_use_are_refused(services, ledger, tmp_path):
    with pytest.raises(Invalid) as refusal:
        services.products.add_file(ledger, FileDraft("1"), tmp_path / "vanished.zip")
    assert "vanished.zip" in refusal.value.fields["file"]
    large = tmp_path / "large.iso"
    with large.open("wb") as file:
        file.truncate((50 << 20) + 1)
    with pytest.raises(Invalid, match="larger than 50 MB"):
        services.products.add_file(ledger, FileDraft("1"), large)
    with pytest.raises(Invalid, match="Enter the release"):
        services.products.add_file(ledger, FileDraft(""), large)


def test_who_may_only_look_cannot_change(desk_db, changes, admin, ledger):
    from app.core.access import PRESETS
    from app.services import Services

    viewer = Services.build(desk_db, replace(admin, permissions=PRESETS[-1].permissions), changes)
    assert viewer.products.count(ListQuery()) == 1
    with pytest.raises(PermissionDenied):
        viewer.products.retire(ledger)
