"""What is done to devices, the same from the list, a card and "why won't it activate?"."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from app.core.draft import Draft
from app.core.errors import NotFound
from app.core.text import N_, _, ngettext
from app.customers.schemas import Outcome
from app.licensing.schemas import ActivationRow, ActivationState, LicenseRow
from ui.kit import format as fmt
from ui.kit.asking import Asking, counted
from ui.kit.desk import Desk
from ui.kit.form import Field, FormDialog, Section
from ui.kit.form_choices import choice
from ui.kit.form_editors import paragraph
from ui.licensing.activations_looks import ago

END, RELEASE = "activationEnd", "activationRelease"
DEACTIVATED = (N_("%s device deactivated."), N_("%s devices deactivated."))
BLOCKED = (N_("%s device blocked."), N_("%s devices blocked."))
UNBLOCKED = (N_("%s device unblocked."), N_("%s devices unblocked."))
# So many devices are looked at before asking.
_LOOKED_AT = 1_000
Ids = Sequence[int]


@dataclass(frozen=True, slots=True)
class EndDraft(Draft):
    """Why devices lose their seats."""

    reason: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = {"reason": (500, N_("Reason"))}


@dataclass(frozen=True, slots=True)
class ReleaseDraft(Draft):
    """Which device loses its seat, and why."""

    device: int | None = None
    reason: str = ""

    lines: ClassVar[Mapping[str, tuple[int, str]]] = EndDraft.lines


@dataclass(frozen=True)
class Held:
    """The devices that are asked about, as far as they are looked at, and their licenses."""

    rows: Sequence[ActivationRow]
    licenses: Mapping[int, LicenseRow]
    count: int

    @property
    def title(self) -> str:
        """What they are called together."""
        if self.count == 1:
            return fmt.short(self.rows[0].device, 40)
        return ngettext("%s device", "%s devices", self.count) % fmt.text(self.count)

    @property
    def frees(self) -> str:
        """How many seats become free, and what that makes of the count."""
        seats = Counter(row.license_id for row in self.rows if row.state is ActivationState.ACTIVE)
        if self.count > len(self.rows):
            return _("Frees the seats of those that are active.")
        if not seats:
            return _("It has no seat now.") if self.count == 1 else _("None has a seat now.")
        total = sum(seats.values())
        freed = ngettext("Frees a seat", "Frees %d seats", total)
        freed = freed % total if "%d" in freed else freed
        if len(seats) > 1:
            return _("%(freed)s on %(count)d licenses.") % {"freed": freed, "count": len(seats)}
        [(license_id, gone)] = seats.items()
        found = self.licenses.get(license_id)
        if found is None:
            return f"{freed}."
        named = {"freed": freed, "was": found.activations, "now": found.activations - gone}
        if found.limit is None:
            return _("%(freed)s: %(was)d devices become %(now)d.") % named
        said = _("%(freed)s: %(was)d of %(limit)d becomes %(now)d of %(limit)d.")
        return said % {**named, "limit": found.limit}


class ActivationSteps(Asking):
    """Each looks at the devices as they are now before it asks."""

    def show(self, activation_id: int) -> None:
        """Show everything about one."""
        from ui.licensing.activations_card import ActivationCard  # noqa: PLC0415 - it has these steps

        self.run(
            partial(look_at, self.desk, [activation_id]),
            lambda held: ActivationCard(self.desk, held, self.owner).open(),
        )

    def deactivate(self, ids: Ids) -> None:
        """Ask why, say what it frees, and free it."""
        service, whole = self.desk.services.activations, list(ids)

        def ask(held: Held) -> None:
            if self.is_asking():
                return
            follows = _("The program stops there at its next check. It can be activated again.")
            dialog = end_form(
                self.desk, _("Deactivate %s?") % held.title, f"{held.frees} {follows}",
                counted((N_("Deactivate device"), N_("Deactivate devices")), held.count),
                lambda draft: service.deactivate(whole, draft.reason), self.owner,
            )  # fmt: skip
            dialog.saved.connect(partial(self.told, DEACTIVATED))
            dialog.open()

        self.run(partial(look_at, self.desk, whole), ask)

    def block(self, ids: Ids) -> None:
        """Ask why, and bar them."""
        service, whole = self.desk.services.activations, list(ids)

        def ask(held: Held) -> None:
            if self.is_asking():
                return
            follows = _("It cannot be activated on its license again until it is unblocked.")
            dialog = end_form(
                self.desk, _("Block %s?") % held.title, f"{held.frees} {follows}",
                counted((N_("Block device"), N_("Block devices")), held.count),
                lambda draft: service.block(whole, draft.reason), self.owner,
            )  # fmt: skip
            dialog.saved.connect(partial(self.told, BLOCKED))
            dialog.open()

        self.run(partial(look_at, self.desk, whole), ask)

    def unblock(self, ids: Ids) -> None:
        """Let them come back; each needs to be activated again."""
        self.many(self.desk.services.activations.unblock, ids, UNBLOCKED)

    def verify(self, activation_id: int) -> None:
        """Note that a device was in touch just now."""
        said = _("Noted: the device was in touch just now.")
        verify = self.desk.services.activations.verify
        self.run(partial(verify, activation_id), lambda _found: self.say(said))

    def release(self, ids: Ids) -> None:
        """Let one of these devices be chosen, the first of them unless told otherwise."""
        wanted = list(ids)

        def ask(held: Held) -> None:
            if self.is_asking():
                return
            by_id = {row.id: row for row in held.rows}
            rows = [by_id[one] for one in wanted if one in by_id]
            if rows:
                release_form(self, rows, held).open()

        self.run(partial(look_at, self.desk, wanted), ask)


def look_at(desk: Desk, ids: Ids) -> Held:
    """The first of these devices and the licenses they are on; runs on a worker."""
    rows = desk.services.activations.rows(list(ids[:_LOOKED_AT]))
    if not rows:
        raise NotFound(_("The device is not there any more."))
    found = desk.services.licenses.rows(list({row.license_id for row in rows}))
    return Held(rows, {row.id: row for row in found}, len(ids))


def end_form(
    desk: Desk, title: str, hint: str, verb: str, save: Any, parent: QWidget
) -> FormDialog[EndDraft]:
    """Asks why; `saved` carries the outcome."""
    why = Field(
        "reason", N_("Reason"), paragraph, wide=True,
        help=N_("Kept in the history and shown with the device."),
    )  # fmt: skip
    return FormDialog(
        desk, END, title, EndDraft, (Section("", (why,), hint),), save, verb=verb, danger=True,
        parent=parent,
    )  # fmt: skip


def release_form(
    steps: ActivationSteps, rows: Sequence[ActivationRow], held: Held
) -> FormDialog[ReleaseDraft]:
    """Asks which device gives its seat back."""
    said = _("%(device)s (last verified %(ago)s)")
    named = [
        (row.id, said % {"device": fmt.short(row.device, 40), "ago": ago(row.last_verified_at)})
        for row in rows
    ]
    service = steps.desk.services.activations

    def save(draft: ReleaseDraft) -> Outcome:
        chosen = [] if draft.device is None else [draft.device]
        outcome: Outcome = service.deactivate(chosen, draft.reason)
        return outcome

    one = Held(rows[:1], held.licenses, 1)
    fields = (
        Field("device", N_("Device"), choice(lambda: named), required=True, wide=True,
              help=N_("The one that was not verified for longest comes first.")),
        Field("reason", N_("Reason"), paragraph, wide=True),
    )  # fmt: skip
    dialog = FormDialog(
        steps.desk, RELEASE, N_("Release a device"), ReleaseDraft,
        (Section("", fields, one.frees),), save, ReleaseDraft(rows[0].id),
        verb=N_("Deactivate device"), danger=True, parent=steps.owner,
    )  # fmt: skip
    dialog.saved.connect(partial(steps.told, DEACTIVATED))
    return dialog
