"""The buttons beside a check that failed, and what each of them does."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.core.access import Permission
from app.core.text import N_, _
from app.customers.schemas import Status
from app.licensing import checks_facts as facts
from app.licensing.activations_drafts import DeviceDraft
from app.licensing.checks_facts import Check, Remedy
from app.licensing.explain_schemas import Asked, Explanation
from ui.kit import format as fmt
from ui.kit.desk import Desk
from ui.kit.dialogs import confirm
from ui.kit.icons import Icon
from ui.kit.parts import button

PLACE = "why"


@dataclass(frozen=True, slots=True)
class _Step:
    """What a remedy is called, as an `N_()` constant, and who may do it."""

    name: str
    title: str
    icon: Icon
    needs: Permission
    run: Callable[["Remedies", Any, Explanation], object]


class Remedies(QObject):
    """Runs remedies over `owner`; `meant` carries the license of a key that is corrected."""

    meant = Signal(object)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner

    def steps(self, check: Check, about: Explanation, *, urgent: bool) -> list[QPushButton]:
        """A button for each remedy this person may use; the best one stands out if `urgent`."""
        made: list[QPushButton] = []
        for remedy in check.remedies:
            step = _STEPS.get(type(remedy))
            if step is None or not self._desk.actor.can(step.needs) or _is_void(remedy):
                continue
            role = "primary" if urgent and not made else ""
            one = button(_title(step, remedy), f"{PLACE}.{step.name}", step.icon, role)
            one.clicked.connect(partial(self._run, step, remedy, about))
            made.append(one)
        return made

    def activation(self, about: Explanation, asked: Asked) -> QPushButton | None:
        """A button that activates the device that was asked about, where that is allowed."""
        device, license_id = asked.device, about.license_id
        may = self._desk.actor.can(Permission.ACTIVATIONS_EDIT) and asked.at is None
        if not (may and device and license_id and about.verdict.allowed):
            return None
        if any(one.name == "seat" and one.result is facts.Result.PASSED
               for one in about.verdict.checks):  # fmt: skip
            return None
        made = button(_("Activate this device"), f"{PLACE}.activate", Icon.MONITOR, "primary")

        def activate() -> None:
            draft = DeviceDraft(device, asked.kind, offline=asked.offline)
            work = partial(self._desk.services.activations.activate, license_id, draft)
            told = _("%s is activated.") % fmt.short(device)
            self._desk.tasks.run(self, work, lambda _found: self._desk.notices.say(told))

        made.clicked.connect(activate)
        return made

    def release(self, remedy: facts.ReleaseDevice, _about: Explanation) -> None:
        """Let one of the devices be chosen, the stalest first, and free its seat."""
        from ui.licensing.activations_steps import ActivationSteps  # noqa: PLC0415 - steps lead here

        ActivationSteps(self._desk, self._owner).release(remedy.activation_ids)

    def unblock(self, remedy: facts.UnblockDevice, _about: Explanation) -> None:
        """Let the device come back."""
        from ui.licensing.activations_steps import ActivationSteps  # noqa: PLC0415 - steps lead here

        ActivationSteps(self._desk, self._owner).unblock([remedy.activation_id])

    def raise_limit(self, remedy: facts.RaiseLimit, _about: Explanation) -> None:
        """Ask how many devices there may be."""
        from ui.licensing.why_forms import LimitStep  # noqa: PLC0415 - seldom needed

        LimitStep(self._desk, self._owner).ask(remedy.license_id)

    def allow_offline(self, remedy: facts.AllowOffline, _about: Explanation) -> None:
        """Let the license be used without a network, once that is confirmed."""
        from ui.licensing.why_forms import LimitStep  # noqa: PLC0415 - seldom needed

        LimitStep(self._desk, self._owner).allow_offline(remedy.license_id)

    def change(self, verb: str, remedy: Any, _about: Explanation) -> None:
        """Renew, extend or edit it as the list of licenses does."""
        from ui.licensing.changing import Changing  # noqa: PLC0415 - seldom needed

        changing = Changing(self._desk, self._owner)
        if verb == "renew":
            changing.renew([remedy.license_id])
        elif verb == "extend":
            changing.extend([remedy.license_id])

    def dates(self, _remedy: facts.WaitUntil, about: Explanation) -> None:
        """Let its first day be changed."""
        from ui.licensing.changing import Changing  # noqa: PLC0415 - seldom needed

        if about.license_id is not None:
            Changing(self._desk, self._owner).edit(about.license_id)

    def live(self, verb: str, remedy: Any, _about: Explanation) -> None:
        """Resume or reinstate it as the list of licenses does."""
        from ui.licensing.steps import LicenseSteps  # noqa: PLC0415 - seldom needed

        steps = LicenseSteps(self._desk, self._owner)
        (steps.resume if verb == "resume" else steps.reinstate)([remedy.license_id])

    def assign(self, remedy: facts.Assign, _about: Explanation) -> None:
        """Ask whom to give it to."""
        from ui.licensing.giving import Giving  # noqa: PLC0415 - seldom needed

        Giving(self._desk, self._owner).assign([remedy.license_id])

    def replace(self, _remedy: facts.Replace, about: Explanation) -> None:
        """Issue another one to the same customer."""
        from ui.licensing.giving import Giving  # noqa: PLC0415 - seldom needed

        Giving(self._desk, self._owner).issue(about.customer_id)

    def correct(self, remedy: facts.CorrectKey, _about: Explanation) -> None:
        """Go on with the license that was probably meant."""
        self.meant.emit(remedy.license_id)

    def customer(self, remedy: facts.ActivateCustomer, about: Explanation) -> None:
        """Make the customer active again, once that is confirmed."""
        life, name = self._desk.services.lifecycle, fmt.short(about.customer or fmt.NOBODY)
        deleted = remedy.status is Status.DELETED
        title = _("Restore %s?") if deleted else _("Make %s active?")
        follows = _("Everything of this customer works again, and people can sign in.")
        verb = _("Restore customer") if deleted else _("Make active")
        if confirm(self._owner, title % name, follows, verb):
            work = partial(life.restore if deleted else life.activate, remedy.customer_id)
            told = _("%s is active again.") % name
            self._desk.tasks.run(self, work, lambda _none: self._desk.notices.say(told))

    def open_customer(self, about: Explanation) -> None:
        """Show whose license it is."""
        if about.customer_id is not None:
            self._desk.navigator.open_customer(about.customer_id, "licenses")

    def _run(self, step: _Step, remedy: Remedy, about: Explanation, _checked: bool = False) -> None:
        step.run(self, remedy, about)


def _changing(verb: str) -> Callable[[Remedies, Any, Explanation], object]:
    return lambda remedies, remedy, about: remedies.change(verb, remedy, about)


def _living(verb: str) -> Callable[[Remedies, Any, Explanation], object]:
    return lambda remedies, remedy, about: remedies.live(verb, remedy, about)


# Waiting for a day or setting a clock is done elsewhere: the advice says it in words.
_STEPS: dict[type, _Step] = {
    facts.CorrectKey: _Step("correct", N_("Use %s"), Icon.CHECK, Permission.LICENSES_READ,
                            Remedies.correct),
    facts.Assign: _Step("assign", N_("Assign\u2026"), Icon.USER_PLUS, Permission.LICENSES_EDIT,
                        Remedies.assign),
    facts.Resume: _Step("resume", N_("Resume license"), Icon.PLAY, Permission.LICENSES_EDIT,
                        _living("resume")),
    facts.Reinstate: _Step("reinstate", N_("Reinstate\u2026"), Icon.UNDO,
                           Permission.LICENSES_REINSTATE, _living("reinstate")),
    facts.Replace: _Step("replace", N_("Issue another\u2026"), Icon.PLUS, Permission.LICENSES_EDIT,
                         Remedies.replace),
    facts.ActivateCustomer: _Step("activateCustomer", N_("Make the customer active\u2026"),
                                  Icon.USER_CHECK, Permission.CUSTOMERS_STATUS, Remedies.customer),
    facts.WaitUntil: _Step("dates", N_("Change its dates\u2026"), Icon.CALENDAR,
                           Permission.LICENSES_EDIT, Remedies.dates),
    facts.Renew: _Step("renew", N_("Renew\u2026"), Icon.REPEAT, Permission.LICENSES_EDIT,
                       _changing("renew")),
    facts.Extend: _Step("extend", N_("Extend\u2026"), Icon.CALENDAR, Permission.LICENSES_EDIT,
                        _changing("extend")),
    facts.UnblockDevice: _Step("unblock", N_("Unblock device"), Icon.UNLOCK,
                               Permission.ACTIVATIONS_EDIT, Remedies.unblock),
    facts.ReleaseDevice: _Step("release", N_("Release the stalest device\u2026"), Icon.POWER,
                               Permission.ACTIVATIONS_EDIT, Remedies.release),
    facts.RaiseLimit: _Step("raiseLimit", N_("Raise the limit\u2026"), Icon.ARROW_UP,
                            Permission.LICENSES_EDIT, Remedies.raise_limit),
    facts.AllowOffline: _Step("allowOffline", N_("Allow use without a network\u2026"), Icon.CHECK,
                              Permission.LICENSES_EDIT, Remedies.allow_offline),
}  # fmt: skip


def _title(step: _Step, remedy: Remedy) -> str:
    title = _(step.title)
    if isinstance(remedy, facts.CorrectKey):
        return title % remedy.suggestion
    return title


def _is_void(remedy: Remedy) -> bool:
    return isinstance(remedy, facts.CorrectKey) and remedy.license_id is None
