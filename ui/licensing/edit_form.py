"""Asks for what of a license is edited field by field."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.catalogue.terms import ExpiryBasis, OnExpiry, Overage
from app.core.draft import Draft
from app.core.errors import Clash, Stale
from app.core.receipt import Receipt
from app.core.text import N_, _
from app.licensing.drafts import TOGETHER, LicenseDraft, Own
from app.licensing.schemas import LicenseDetail
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editing import editing
from ui.kit.form_editors import paragraph
from ui.licensing import facts

FORM = "licenseEdit"
_NUMBERS = ("activation_limit", "grace_days", "stale_days", "self_deactivations", "overage_percent")
_ENDLESS = frozenset({"activation_limit", "self_deactivations"})
_CHOICES = ("overage", "expiry_basis", "on_expiry", "offline_allowed")
_OVERAGES = {
    Overage.NONE: N_("Refused"),
    Overage.PERCENT: N_("So many per cent more"),
    Overage.ALWAYS: N_("Let in, and marked as over the limit"),
}
_ALLOWED = {True: N_("Allowed"), False: N_("Not allowed")}
_WORDS: dict[object, str] = {
    value: words
    for options in (_OVERAGES, facts.BASIS, facts.AFTER, _ALLOWED)
    for value, words in options.items()
}


@dataclass(frozen=True, slots=True)
class EditDraft(Draft):
    """As it is typed: blank overrides are as the plan says."""

    order_number: str = ""
    starts_on: date | None = None
    expires_on: date | None = None
    note: str = ""
    activation_limit: str = ""
    overage: Overage | None = None
    overage_percent: str = ""
    grace_days: str = ""
    stale_days: str = ""
    self_deactivations: str = ""
    expiry_basis: ExpiryBasis | None = None
    on_expiry: OnExpiry | None = None
    offline_allowed: bool | None = None

    lines: ClassVar[Mapping[str, tuple[int, str]]] = LicenseDraft.lines
    paragraphs: ClassVar[Mapping[str, tuple[int, str]]] = LicenseDraft.paragraphs
    together: ClassVar[Mapping[str, tuple[str, ...]]] = TOGETHER

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Numbers are numbers; the rest is the license's own rules."""
        found = {key: _wrong(key) for key in _NUMBERS if not _fits(key, values[key])}
        if not found:
            problems = dict(self.license().problems())
            if (said := problems.pop("overrides", "")) and "activation_limit" not in problems:
                problems["activation_limit"] = said
            found |= problems
        return found

    def license(self) -> LicenseDraft:
        """What the service saves."""
        own = {key: _number(getattr(self, key)) for key in _NUMBERS if getattr(self, key).strip()}
        own |= {key: getattr(self, key) for key in _CHOICES if getattr(self, key) is not None}
        return LicenseDraft(self.order_number, self.starts_on, self.expires_on, own, self.note)


def edit_form(desk: Desk, found: LicenseDetail, parent: QWidget) -> FormDialog[EditDraft]:
    """`saved` carries a receipt."""

    def save(receipt: Receipt, version: int, mine: EditDraft, base: EditDraft) -> int:
        licenses = desk.services.licenses.noting(receipt)
        try:
            return licenses.edit(found.id, version, mine.license(), base.license())
        except Stale as stale:
            raise Stale(str(stale), _as_typed(stale.clash)) from stale

    named = {key: title for key, title, _words in facts.rules(found.policy)}
    own = frozenset(found.overrides)
    said = {key: words for key, _title, words in facts.rules(found.policy)}

    def text(key: str) -> Field:
        return Field(key, named.get(key, key), placeholder="" if key in own else said.get(key, ""))

    def pick(key: str, options: list[tuple[Any, str]]) -> Field:
        plan = _("As the plan says") if key in own else _("As the plan says: %s") % said[key]
        return Field(key, named[key], choice(lambda: [(None, plan), *options]))

    over = [(one, _(words)) for one, words in _OVERAGES.items()]
    basis = [(one, _(words)) for one, words in facts.BASIS.items()]
    after = [(one, _(words)) for one, words in facts.AFTER.items()]
    sections = (
        Section("", (
            Field("order_number", N_("Order number")),
            Field("starts_on", N_("Starts on")),
            Field("expires_on", N_("Expires on"), help=N_("Blank is never.")),
            Field("note", N_("Note"), paragraph, wide=True, help=N_("Seen by staff only")),
        )),
        Section(N_("Agreed for this license alone"), (
            text("activation_limit"), pick("overage", over),
            Field("overage_percent", N_("Per cent more")), text("grace_days"),
            text("stale_days"), text("self_deactivations"), pick("expiry_basis", basis),
            pick("on_expiry", after),
            pick("offline_allowed", [(True, _("Allowed")), (False, _("Not allowed"))]),
        ), N_("Blank fields are as the plan says. Type “unlimited” for a limit that is none.")),
    )  # fmt: skip
    return editing(
        desk, FORM, _("Edit the license %s") % found.key, sections,
        (found.version, _draft(found)), save, _in_words, parent,
    )  # fmt: skip


def _draft(found: LicenseDetail) -> EditDraft:
    own = frozenset(found.overrides)
    values: dict[str, Any] = {}
    for key in _NUMBERS:
        value = getattr(found.policy, key)
        values[key] = "" if key not in own else _("unlimited") if value is None else str(value)
    for key in _CHOICES:
        values[key] = getattr(found.policy, key) if key in own else None
    return EditDraft(found.order_number, found.starts_on, found.expires_on, found.note, **values)


def _typed(key: str, value: Any) -> Any:
    """A stored value as the form has it."""
    if key in _NUMBERS:
        return "" if value is Own.NOTHING else _("unlimited") if value is None else str(value)
    return None if value is Own.NOTHING else value


def _as_typed(clash: Clash) -> Clash:
    stored = {key: _typed(key, value) for key, value in clash.stored.items()}
    asked = {
        key: (_typed(key, base), _typed(key, theirs), _typed(key, mine))
        for key, (base, theirs, mine) in clash.fields.items()
    }
    return replace(clash, stored=stored, fields=asked)


def _in_words(key: str, value: Any) -> str:
    if key in _NUMBERS or key in _CHOICES:
        if value is None or value == "":
            return _("As the plan says")
        return _(_WORDS[value]) if value in _WORDS else fmt.text(value)
    return fmt.text(value)


def _number(typed: str) -> int | None:
    plain = typed.strip()
    return int(plain) if plain.isascii() and plain.isdigit() else None


def _fits(key: str, typed: str) -> bool:
    plain = typed.strip()
    if not plain or _number(plain) is not None:
        return True
    return key in _ENDLESS and plain.casefold() in {"unlimited", _("unlimited").casefold()}


def _wrong(key: str) -> str:
    if key in _ENDLESS:
        return _("Type a whole number, “unlimited”, or nothing.")
    return _("Type a whole number, or nothing.")
