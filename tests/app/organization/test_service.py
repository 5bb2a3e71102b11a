"""The settings everybody shares."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.core.access import SYSTEM, Actor, Permission
from app.core.currencies import is_currency
from app.core.errors import Conflict, Invalid, NotFound, PermissionDenied
from app.organization import defaults
from app.organization.model import Organization
from app.organization.schemas import EmailPolicy, OrganizationSettings
from app.organization.service import OrganizationService, current


def test_a_new_organization_has_what_ships(services):
    settings = services.organization.settings()

    assert settings == OrganizationSettings("Test firm", "UTC", "EUR", version=1)
    assert (settings.idle_minutes, settings.grace_days, settings.dormant_months) == (10, 30, 6)
    assert settings.password_policy.min_length == 8


def test_saved_settings_come_back(services, desk_db):
    wanted = replace(
        services.organization.settings(),
        name="  Néue Firma ",
        time_zone="America/Sao_Paulo",
        currency="JPY",
        password_length=12,
        password_upper=False,
        idle_minutes=0,
        grace_days=0,
        email_policy=EmailPolicy.IMMUTABLE,
        open_on_single_click=True,
    )

    services.organization.save(wanted)

    assert services.organization.settings() == replace(wanted, name="Néue Firma", version=2)
    with desk_db.reading(SYSTEM) as session:
        assert current(session).currency == "JPY"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("currency", "eur"),
        ("password_length", 7),
        ("idle_minutes", -1),
        ("grace_days", 3651),
        ("dormant_months", 0),
    ],
)
def test_values_out_of_range_are_refused_by_field(services, field, value):
    settings = services.organization.settings()

    with pytest.raises(Invalid) as refused:
        services.organization.save(replace(settings, **{field: value}))

    assert list(refused.value.fields) == [field]
    assert services.organization.settings() == settings


def test_settings_read_before_another_save_are_stale(services):
    read = services.organization.settings()
    services.organization.save(replace(read, grace_days=10))

    with pytest.raises(Conflict, match="Ada Admin changed the settings"):
        services.organization.save(replace(read, grace_days=20))

    assert services.organization.settings().grace_days == 10


def test_whoever_signs_in_may_read_but_not_save(desk_db, changes):
    viewer = Actor(9, "Vi", frozenset({Permission.SIGN_IN}), role="Viewer")
    service = OrganizationService(desk_db, viewer, changes)

    settings = service.settings()

    with pytest.raises(PermissionDenied):
        service.save(settings)


def test_what_another_version_stored_does_no_harm(services, desk_db):
    stored = {"grace_days": "many", "idle_minutes": True, "email_policy": "later", "new": [1]}
    with desk_db.transaction(SYSTEM) as session:
        session.scalars(sa.select(Organization)).one().settings = stored

    assert replace(services.organization.settings(), version=1) == OrganizationSettings(
        "Test firm", "UTC", "EUR", version=1
    )


def test_before_the_first_run_there_are_no_settings(db):
    with db.reading(SYSTEM) as session, pytest.raises(NotFound, match="desk init"):
        current(session)


def test_this_computers_zone_and_currency_are_usable(monkeypatch):
    monkeypatch.setenv("LC_MONETARY", "de_CH.UTF-8")
    assert defaults.local_currency() == "CHF"
    monkeypatch.setenv("LC_MONETARY", "C")
    monkeypatch.setenv("LC_ALL", "C")
    assert is_currency(defaults.local_currency())
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    assert defaults.local_time_zone() == "Asia/Kolkata"
