"""The form of how a customer is billed, where that differs from its profile (BIL-12)."""

from functools import partial

from PySide6.QtWidgets import QWidget

from app.billing.drafts import ProfileDraft
from app.billing.schemas import BillsTo, ProfileDetail
from app.core.countries import countries, country_name
from app.core.text import N_, _, ngettext
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice, searchable
from ui.kit.form_editors import check
from ui.kit.form_whole import whole

FORM = "billingProfile"
_OWN = (
    "name", "email", "address_line1", "address_line2", "city", "state", "postal_code", "country",
    "tax_id", "tax_exempt", "tax_note", "terms_days", "automatic", "bills_to",
)  # fmt: skip


def profile_form(
    desk: Desk, found: ProfileDetail, name: str, parent: QWidget
) -> FormDialog[ProfileDraft]:
    """`saved` carries nothing."""
    initial = ProfileDraft(**{key: getattr(found, key) for key in _OWN})
    save = partial(desk.services.billing_profiles.save, found.customer_id, found.version)
    dialog = FormDialog(
        desk, FORM, _("Billing details of %s") % fmt.short(name), ProfileDraft,
        _sections(found), save, initial, parent=parent,
    )  # fmt: skip
    panel = dialog.panel
    for key, words in _now(found).items():
        panel.box(key).editor.set_placeholder(words)
    if found.parent is None:
        panel.show_fields(["bills_to"], shown=False)

    def follow() -> None:
        panel.box("tax_note").editor.widget.setEnabled(bool(panel.box("tax_exempt").read()))

    panel.edited.connect(follow)
    follow()
    return dialog


def _sections(found: ProfileDetail) -> tuple[Section, ...]:
    named = [("", _("As in the profile: %s") % _country(found)),
             *((one.code, one.name) for one in countries())]  # fmt: skip
    parent = _("To %s, on its invoice") % fmt.short(found.parent or "")
    bills = [(BillsTo.SELF, _("To this customer")), (BillsTo.PARENT, parent)]
    days = ngettext("%s day", "%s days", found.to_terms_days) % fmt.text(found.to_terms_days)
    return (
        Section(N_("Billed to"), (
            Field("name", N_("Name on invoices")),
            Field("email", N_("Billing e-mail"), help=N_("Invoices and reminders go here.")),
            Field("address_line1", N_("Address line 1"), wide=True),
            Field("address_line2", N_("Address line 2"), wide=True),
            Field("city", N_("City")),
            Field("postal_code", N_("Postal code")),
            Field("state", N_("State or province")),
            Field("country", N_("Country"), searchable(lambda: named),
                  help=N_("Tax goes by this country.")),
            Field("bills_to", N_("Invoices go"), choice(lambda: bills), wide=True),
        ), N_("What is blank is as in the customer's profile.")),
        Section(N_("Tax and payment"), (
            Field("tax_id", N_("Tax number")),
            Field("terms_days", N_("Days to pay"), whole, help=_("Blank is as usual: %s.") % days),
            Field("tax_exempt", N_("Exempt from tax"), check),
            Field("tax_note", N_("Reason for the exemption"), help=N_("Printed on invoices.")),
            Field("automatic", N_("Mark invoices for automatic charge"), check, wide=True),
        )),
    )  # fmt: skip


def _country(found: ProfileDetail) -> str:
    if found.country or not found.to_country:
        return _("as entered there")
    return country_name(found.to_country)


def _now(found: ProfileDetail) -> dict[str, str]:
    """What holds where nothing is typed."""
    return {
        "name": found.to_name if not found.name else "",
        "email": found.to_email if not found.email else "",
        "address_line1": ", ".join(found.to_address),
        "terms_days": fmt.text(found.to_terms_days) if found.terms_days is None else "",
    }
