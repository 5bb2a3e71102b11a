"""Imports devices that use licenses, as another program lists them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.core.access import Actor, Permission
from app.core.errors import Conflict, Invalid
from app.core.progress import Progress
from app.core.text import N_, _
from app.exchange.plans import Label
from app.exchange.seen import Seen
from app.exchange.tables import values
from app.exchange.tables.target import (
    Judge,
    Judged,
    TableField,
    TableRow,
    Target,
    blamed,
    changed_meanwhile,
    reported,
)
from app.licensing import activating, keys, lookup, queries
from app.licensing.activations_drafts import RecordDraft
from app.licensing.activations_facts import policy
from app.licensing.activations_recording import record, refuse, renew
from app.licensing.model import Activation, License
from app.licensing.schemas import ActivationState, DeviceKind
from app.organization.service import current

FIELDS = {
    "key": TableField(N_("License key"), (
        "license", "licensecode", "serial", "serialnumber", "code", "productkey",
        "lizenzschlussel", "lizenz",
    )),
    "identifier": TableField(N_("Device identifier"), (
        "deviceid", "device", "hardwareid", "hwid", "fingerprint", "machineid", "machine",
        "instance", "gerat",
    )),
    "kind": TableField(N_("Kind"), ("type", "devicetype", "art")),
    "label": TableField(N_("Label"), ("name", "devicename", "title")),
    "hostname": TableField(N_("Host name"), ("host", "computername", "computer")),
    "platform": TableField(N_("Platform"), ("os", "operatingsystem", "system")),
    "ip": TableField(N_("IP address"), ("address",)),
    "domain": TableField(N_("Domain"), ("site", "website", "url")),
    "activated_at": TableField(N_("Activated"), (
        "activationdate", "activatedon", "activateddate", "created", "createdat",
    )),
    "last_verified_at": TableField(N_("Last verified"), (
        "lastseen", "lastcheck", "verifiedat", "lastverification",
    )),
    "state": TableField(N_("Status"), ("activationstatus",)),
}  # fmt: skip
_KINDS = {
    "hardware": DeviceKind.HARDWARE, "device": DeviceKind.HARDWARE, "hwid": DeviceKind.HARDWARE,
    "computer": DeviceKind.HARDWARE, "domain": DeviceKind.DOMAIN, "website": DeviceKind.DOMAIN,
}  # fmt: skip
_STATES = {
    **dict.fromkeys(("active", "activated", "enabled", "aktiv", "yes", "true"), True),
    **dict.fromkeys(
        ("inactive", "deactivated", "disabled", "ended", "released", "blocked", "inaktiv",
         "gesperrt", "no", "false"), False,
    ),
}  # fmt: skip
# What a known device is brought up to date with.
_TOLD = ("label", "hostname", "platform", "domain", "ip")


@dataclass(frozen=True, slots=True)
class _New:
    """A device to write down."""

    license_id: int
    draft: RecordDraft


@dataclass(frozen=True, slots=True)
class _Change:
    """What a device known as active gets."""

    license_id: int
    activation_id: int
    version: int
    columns: dict[str, Any]


class ActivationJudge(Judge):
    """Judges and writes rows of devices."""

    def __init__(self, session: Session, actor: Actor) -> None:
        super().__init__(session, actor)
        self._zone = current(session).time_zone
        self._lines, self._planned = Seen(), Counter[int]()
        self._licenses: dict[str, License] = {}
        self._allowed: dict[int, int | None] = {}

    def called(self, row: TableRow) -> tuple[str, str]:
        """The device, and the end of its license's key."""
        key = row.text("key")
        name = row.text("label") or row.text("identifier")
        return name, keys.mask(keys.tail(key)) if key else ""

    def judge(self, row: TableRow) -> Judged:
        """Create, update, or nothing to do."""
        if values.word(row, "state", _STATES, _("active or deactivated")) is False:
            said = _("The file says it is “%s”. Only devices in use are imported.")
            return Judged(row, Label.SKIP, said % row.text("state"))
        found, draft = self._license(row), self._draft(row)
        stored = draft.stored()
        if ahead := draft.moments(self.session.info["now"])[1]:
            raise Invalid(ahead)
        own = f"{found.id} {stored['fingerprint']}"
        if (other := self._lines.first(own, row.line)) != row.line:
            said = _("Line %d has the same device on the same license. Keep one of the two.")
            raise Conflict(said % other)
        before = self._before(found, stored["fingerprint"])
        for one in before:
            if one.state is ActivationState.ACTIVE:
                return self._compared(row, one, stored)
        if any(one.activated_at == draft.activated_at for one in before):
            return Judged(row, Label.SKIP, _("That activation is known, and has ended since."))
        refuse(self.session, found, draft)
        self._seat(found)
        return Judged(row, Label.CREATE, what=_New(found.id, draft))

    def write(self, decided: Sequence[Judged], progress: Progress) -> None:
        """Write devices down, and what is new of known ones."""
        ids = [one.what.license_id for one in decided]
        held = queries.locked(self.session, self.actor, ids)
        for one in reported(decided, progress):
            with blamed(one):
                self._write(one.what, held.get(one.what.license_id))
        activating.count(self.session, ids)

    def _write(self, what: _New | _Change, found: License | None) -> None:
        if found is None:
            raise changed_meanwhile()
        if isinstance(what, _New):
            record(self.session, found, what.draft)
            return
        row = self.session.get_one(Activation, what.activation_id, populate_existing=True)
        if row.version != what.version:
            raise changed_meanwhile()
        renew(self.session, found, row, what.columns)

    def _before(self, found: License, fingerprint: str) -> Sequence[Activation]:
        """The device's activations of the license, whatever became of them."""
        same = sa.and_(Activation.license_id == found.id, Activation.fingerprint == fingerprint)
        return self.session.scalars(sa.select(Activation).where(same)).all()

    def _compared(self, row: TableRow, known: Activation, stored: dict[str, Any]) -> Judged:
        changed = {
            key: stored[key] for key in _TOLD if stored[key] and stored[key] != getattr(known, key)
        }
        seen = stored["last_verified_at"]
        if seen is not None and seen > known.last_verified_at:
            changed["last_verified_at"] = seen
        if not changed:
            return Judged(row, Label.UNCHANGED)
        words = ", ".join(_(FIELDS[key].title) for key in changed)
        what = _Change(known.license_id, known.id, known.version, changed)
        return Judged(row, Label.UPDATE, _("Changes: %s.") % words, what)

    def _license(self, row: TableRow) -> License:
        key = row.text("key")
        if not key:
            raise Invalid({"key": _("Enter the license key.")})
        if said := keys.problem(key):
            raise Invalid({"key": said})
        digest = keys.digest(key)
        if digest not in self._licenses:
            found = queries.exact(self.session, self.actor, key)
            if found is None:
                raise Conflict(lookup.unknown(self.session, self.actor, key))
            self._licenses[digest] = queries.get(self.session, self.actor, found)
        return self._licenses[digest]

    def _draft(self, row: TableRow) -> RecordDraft:
        texts: dict[str, Any] = {name: row.text(name) for name in ("identifier", *_TOLD)}
        seen = values.moment(row, "last_verified_at", self._zone)
        return RecordDraft(
            kind=values.word(row, "kind", _KINDS, _("hardware or domain")) or DeviceKind.HARDWARE,
            # Nobody knows since when; then it was active at the latest.
            activated_at=values.moment(row, "activated_at", self._zone) or seen,
            last_verified_at=seen,
            **texts,
        )

    def _seat(self, found: License) -> None:
        """Count a seat of the license, which rows before this one may have taken already.

        Raises:
            Conflict: there is none left.
        """
        if found.id not in self._allowed:
            self._allowed[found.id] = policy(self.session, found).allowed
        allowed, taken = self._allowed[found.id], found.activations + self._planned[found.id]
        if allowed is not None and taken >= allowed:
            said = _(
                "Activation limit reached. With the rows above, %(count)d devices are active. "
                "Raise the limit, or leave the row out."
            )
            raise Conflict(said % {"count": taken})
        self._planned[found.id] += 1


ACTIVATIONS = Target(
    "activations", Permission.LICENSES_IMPORT, FIELDS, ("key", "identifier"), ActivationJudge
)  # fmt: skip
