"""Use cases on the seller's picture; the rest of the seller is in the organization's settings."""

import hashlib

from sqlalchemy.orm import Session

from app.billing.model import SellerLogo
from app.billing.parties import logo_of
from app.core.access import Permission
from app.core.errors import Invalid
from app.core.service import Service, query, use_case
from app.core.text import _
from app.organization.service import current, the_one

LARGEST = 1 << 20
_KINDS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


class SellerService(Service):
    """Who sells, as invoices show it."""

    @query(Permission.BILLING_READ)
    def logo(self, session: Session) -> bytes | None:
        """The picture new invoices carry (PNG or JPEG), or none."""
        return logo_of(session, current(session).logo)

    @use_case(Permission.SETTINGS_EDIT)
    def set_logo(self, session: Session, content: bytes | None) -> None:
        """Let new invoices carry a picture (PNG or JPEG, at most 1 MB), or none.

        What was issued keeps the one it had.

        Raises:
            Invalid: the picture is too large or of another kind, under "logo".
        """
        digest = ""
        if content is not None:
            if len(content) > LARGEST:
                said = _("The picture is larger than 1 MB. Choose a smaller one.")
                raise Invalid({"logo": said})
            if not content.startswith(_KINDS):
                raise Invalid({"logo": _("Choose a PNG or JPEG picture.")})
            digest = hashlib.sha256(content).hexdigest()
            if session.get(SellerLogo, digest) is None:
                session.add(SellerLogo(sha256=digest, content=content))
        organization = the_one(session)
        if organization.settings.get("logo", "") != digest:
            organization.settings = {**organization.settings, "logo": digest}
