"""What "why won't it activate?" is asked by: a key, an e-mail or a device, and a day."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.core.draft import Draft
from app.core.text import N_, _
from app.licensing.explain_schemas import Asked
from app.licensing.schemas import DeviceKind
from ui.kit import format as fmt
from ui.kit.form_choices import choice
from ui.kit.form_editors import check
from ui.kit.form_field import Field, Section

KINDS = ((DeviceKind.HARDWARE, N_("Device")), (DeviceKind.DOMAIN, N_("Domain")))


@dataclass(frozen=True, slots=True)
class AskDraft(Draft):
    """What is typed; `on` is a past day, at whose end is judged."""

    key: str = ""
    email: str = ""
    device: str = ""
    kind: DeviceKind = DeviceKind.HARDWARE
    on: date | None = None
    offline: bool = False

    def asked(self, license_id: int | None = None) -> Asked:
        """The question, about one license where it is known which."""
        return Asked(
            key="" if license_id else self.key.strip(),
            license_id=license_id,
            email="" if license_id or self.key.strip() else self.email.strip(),
            device=self.device.strip(),
            kind=self.kind,
            offline=self.offline,
            at=None if self.on is None else end_of(self.on),
        )


SPEC = (
    Section(
        "",
        (
            Field("key", N_("License key"), placeholder=N_("Paste or type the key")),
            Field("email", N_("Or e-mail"), placeholder=N_("All licenses of a customer")),
            Field(
                "device",
                N_("Device or domain"),
                help=N_("Alone: wherever it is active or blocked."),
            ),
            Field("kind", N_("That is a"), choice(lambda: [(one, _(said)) for one, said in KINDS])),
            Field("on", N_("As of"), help=N_("Blank is now.")),
            Field("offline", N_("It has no network"), check),
        ),
    ),
)


def end_of(day: date) -> datetime | None:
    """The last moment of a past day where moments are shown; None for today.

    A day ahead is asked as it stands, and refused with the reason.
    """
    if day == fmt.today():
        return None
    last = datetime.combine(day, time(23, 59, 59), UTC)
    return last - (fmt.local(last).utcoffset() or timedelta())
