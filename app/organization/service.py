"""The organization's shared settings: read by every feature, changed by administrators."""

from dataclasses import asdict, fields
from enum import Enum
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Permission
from app.core.errors import Conflict, NotFound
from app.core.service import Service, query, use_case
from app.core.text import _
from app.organization import events
from app.organization.defaults import local_currency, local_time_zone
from app.organization.model import Organization
from app.organization.schemas import (
    TAX_ROUNDINGS,
    EmailPolicy,
    OrganizationDraft,
    OrganizationSettings,
)

# Columns of their own; everything else lives in the JSON.
_COLUMNS = ("name", "time_zone", "currency", "version")


class OrganizationService(Service):
    """Use cases on the organization itself."""

    @query(Permission.SIGN_IN)
    def settings(self, session: Session) -> OrganizationSettings:
        """What everybody shares.

        Raises:
            NotFound: the database has not been initialised.
        """
        return current(session)

    @use_case(Permission.SETTINGS_EDIT)
    def save(self, session: Session, settings: OrganizationSettings) -> None:
        """Keep changed settings.

        Raises:
            Conflict: somebody else saved settings since these were read.
            Invalid: a value is out of its range, keyed by field.
        """
        values = settings.checked()
        organization = the_one(session)
        if organization.version != settings.version:
            raise Conflict(
                _("%s changed the settings meanwhile. Reload them and change yours again.")
                % (organization.updated_by or _("Somebody else"))
            )
        has_other_currency = organization.currency != values["currency"]
        for name in ("name", "time_zone", "currency"):
            setattr(organization, name, values[name])
        organization.settings = _stored(values)
        if has_other_currency:
            session.flush()
            for tell in events.currency_changed:
                tell(session)


def current(session: Session) -> OrganizationSettings:
    """What everybody shares, for other features.

    Raises:
        NotFound: the database has not been initialised.
    """
    row = the_one(session)
    stored = {key: value for key, value in row.settings.items() if _fits(key, value)}
    if "email_policy" in stored:
        stored["email_policy"] = EmailPolicy(stored["email_policy"])
    return OrganizationSettings(
        row.name, row.time_zone, row.currency, version=row.version, **stored
    )


def the_one(session: Session) -> Organization:
    """The organization this database belongs to.

    Raises:
        NotFound: the database has not been initialised.
    """
    if found := session.scalars(sa.select(Organization)).first():
        return found
    raise NotFound(
        _("This database belongs to no organization yet. Start Customer Desk, or run desk init.")
    )


def is_initialised(session: Session) -> bool:
    """Whether the first run is over."""
    return session.scalar(sa.select(Organization.id)) is not None


def create(session: Session, draft: OrganizationDraft) -> Organization:
    """Add the one organization, with every setting as it ships.

    Raises:
        Invalid: the draft has problems, keyed by field.
    """
    row = Organization(
        uid=str(uuid4()),
        name=draft.checked()["name"],
        time_zone=draft.time_zone or local_time_zone(),
        currency=draft.currency or local_currency(),
        demo=draft.demo,
        settings={},
    )
    session.add(row)
    session.flush()
    return row


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.value if isinstance(value, Enum) else value
        for key, value in values.items()
        if key not in _COLUMNS
    }


_SHIPPED = asdict(OrganizationSettings("", "", ""))
_KEYS = frozenset(field.name for field in fields(OrganizationSettings)) - frozenset(_COLUMNS)


def _fits(key: str, value: object) -> bool:
    """Whether a stored value can be used; what another version wrote may not."""
    if key not in _KEYS:
        return False
    if key == "email_policy":
        return value in list(EmailPolicy)
    if key == "tax_rounding":
        return value in TAX_ROUNDINGS
    return type(value) is type(_SHIPPED[key])
