"""The tables of licensing without a network."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import NEVER_AGAIN, Base, Entity, Key
from app.offline.schemas import FileKind, RequestKind


class SigningKey(Entity):
    """An Ed25519 key license files are signed with.

    Of those with `signs_since` that are not retired the newest signs; one without is
    prepared, so that products can be told its public key before. `public_key` is its 32
    bytes in base64; the private part is sealed (see `core.vault`).
    """

    __tablename__ = "signing_keys"
    __table_args__ = (sa.UniqueConstraint("key_id"), NEVER_AGAIN)

    key_id: Mapped[str] = mapped_column(sa.String(32))
    public_key: Mapped[str] = mapped_column(sa.String(60))
    private_sealed: Mapped[bytes] = mapped_column(
        sa.LargeBinary, deferred=True, info={"secret": True}
    )
    signs_since: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class OfflineRequest(Base):
    """A request that was answered: its nonce is never accepted again."""

    __tablename__ = "offline_requests"
    __table_args__ = (
        sa.UniqueConstraint("nonce"), sa.Index(None, "license_id", "id"), NEVER_AGAIN,
    )  # fmt: skip

    id: Mapped[Key]
    nonce: Mapped[str] = mapped_column(sa.String(64))
    kind: Mapped[RequestKind]
    license_id: Mapped[int] = mapped_column(sa.ForeignKey("licenses.id"))
    activation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("activations.id"))
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime]
    answered_by: Mapped[str] = mapped_column(sa.String(200))


class LicenseFile(Base):
    """A signed file that was given out: for which device, by which key, good until when.

    `expires_on` is the last good day in the organization's zone; `sha256` is of its text.
    """

    __tablename__ = "license_files"
    __table_args__ = (
        sa.UniqueConstraint("uid"), sa.Index(None, "license_id", "id"), NEVER_AGAIN,
    )  # fmt: skip

    id: Mapped[Key]
    uid: Mapped[str] = mapped_column(sa.String(36))
    kind: Mapped[FileKind]
    license_id: Mapped[int] = mapped_column(sa.ForeignKey("licenses.id"))
    activation_id: Mapped[int | None] = mapped_column(sa.ForeignKey("activations.id"))
    key_id: Mapped[str] = mapped_column(sa.String(32))
    issued_at: Mapped[datetime]
    issued_by: Mapped[str] = mapped_column(sa.String(200))
    expires_on: Mapped[date | None]
    sha256: Mapped[str] = mapped_column(sa.String(64))
