"""What there is to read about an invoice besides its lines, a line each."""

from datetime import timedelta

from app.core.countries import country_name
from app.core.text import _, ngettext
from app.invoices.schemas import InvoiceDetail, InvoiceKind, Related
from ui.kit import format as fmt
from ui.kit.facts_dialog import Fact


def facts(found: InvoiceDetail) -> tuple[Fact, ...]:
    """Whom it is for, its days, what it has to do with, who made it."""
    return (
        ("buyer", _("Billed to"), address(found.buyer)),
        ("issued", _("Issued"), fmt.text(found.issued_on)),
        ("due", _("Due"), _due(found)),
        ("period", _("Period"), _period(found)),
        ("reference", _("Reference"), found.reference),
        ("credits", _("Takes back"), _related(found.credits)),
        ("creditNotes", _("Taken back by"), ", ".join(map(_related, found.credit_notes))),
        ("reason", _("Reason"), found.reason),
        ("automatic", _("Payment"), _("Marked for automatic charge") if found.automatic else ""),
        ("note", _("Note"), found.note),
        ("created", _("Created"), stamp(fmt.text(found.created_at), found.created_by)),
        ("updated", _("Last changed"), _changed(found)),
        ("hash", _("Fingerprint"), found.content_hash),
    )


def title_of(found: InvoiceDetail) -> str:
    """Such as "INV-2026-00042" or "Draft for Jane Roe"."""
    if found.number:
        return found.number
    return _("Draft for %s") % fmt.short(found.customer or fmt.NOBODY)


def address(buyer: dict[str, object]) -> str:
    """A name and address in a line."""

    def part(key: str) -> str:
        return str(buyer.get(key) or "").strip()

    town = " ".join(filter(None, (part("postal_code"), part("city"))))
    country = country_name(part("country")) if part("country") else ""
    lines = (
        part("name"), part("person"), part("address_line1"), part("address_line2"), town,
        part("state"), country, part("tax_id"),
    )  # fmt: skip
    return ", ".join(dict.fromkeys(filter(None, lines)))


def stamp(when: str, who: str) -> str:
    """When something was done, and by whom."""
    return _("%(when)s by %(who)s") % {"when": when, "who": who} if who else when


def _changed(found: InvoiceDetail) -> str:
    """When it was changed last, if it was since it was made."""
    if found.updated_at == found.created_at:
        return ""
    return stamp(fmt.text(found.updated_at), found.updated_by)


def _due(found: InvoiceDetail) -> str:
    if found.due_on is not None:
        return fmt.text(found.due_on)
    if found.kind is InvoiceKind.CREDIT_NOTE or found.terms_days is None:
        return ""
    days = ngettext("%s day after it is issued", "%s days after it is issued", found.terms_days)
    return days % fmt.text(found.terms_days)


def _period(found: InvoiceDetail) -> str:
    if found.period_start is None or found.period_end is None:
        return ""
    return _("%(first)s to %(last)s") % {
        "first": fmt.text(found.period_start),
        "last": fmt.text(found.period_end - timedelta(days=1)),
    }


def _related(one: Related | None) -> str:
    if one is None:
        return ""
    return _("%(number)s over %(total)s") % {"number": one.number, "total": fmt.text(one.total)}
