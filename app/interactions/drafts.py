"""What a person fills in about an interaction and what follows it, and the rules it must meet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar

from app.core.clean import line, paragraph
from app.core.draft import Draft
from app.core.text import N_, _
from app.interactions.schemas import (
    Direction,
    FollowUpDetail,
    InteractionDetail,
    InteractionType,
    Sentiment,
)
from app.interactions.types import (
    BODY_LENGTH,
    HIGHEST,
    LOWEST,
    MOST_MINUTES,
    TYPES,
    Shape,
    TypeField,
    field_of,
)

Lines = Mapping[str, tuple[int, str]]
MOST_FOLLOW_UPS = 20
# Whoever types a year of two digits means none of these.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)
_TITLE = (200, N_("What to do"))


@dataclass(frozen=True, slots=True)
class FollowUpDraft(Draft):
    """A promise to a customer. With an interaction's draft, its customer is that one's.

    No `assignee_id` in a new one is whoever writes it; a blank `title` with an interaction's
    draft is that one's subject. Without `remind_at` nobody is reminded.
    """

    customer_id: int | None = None
    interaction_id: int | None = None
    title: str = ""
    note: str = ""
    due_on: date | None = None
    remind_at: datetime | None = None
    assignee_id: int | None = None

    lines: ClassVar[Lines] = {"title": _TITLE}
    paragraphs: ClassVar[Lines] = {"note": (10_000, N_("Note"))}
    required: ClassVar[Mapping[str, str]] = {
        "customer_id": N_("Choose the customer."),
        "title": N_("Enter what is to be done."),
        "due_on": N_("Choose the day it is due."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A day that people mean."""
        due = values["due_on"]
        if due is not None and not FIRST_DAY <= due <= LAST_DAY:
            return {"due_on": _("Enter a day between 1970 and 2199, such as 2026-12-01.")}
        return {}

    def hints(self, today: date, now: datetime) -> dict[str, str]:
        """What a form says beside its fields, though it can be saved so."""
        if self.due_on is not None and self.due_on < today:
            return {"due_on": _("That day is over: the follow-up will be overdue at once.")}
        if self.remind_at is not None and self.remind_at <= now:
            return {"remind_at": _("That time is over: the reminder will come at once.")}
        return {}


@dataclass(frozen=True, slots=True)
class InteractionDraft(Draft):
    """A contact with a customer. No `occurred_at` is now; moments have a zone.

    `details` are the texts of its type alone, by the keys of `types.TYPES`; blank ones are
    left out. Problems of parts are under names such as "details.agenda" and
    "follow_ups.0.due_on". An edit adds no follow-ups.
    """

    customer_id: int | None = None
    type: InteractionType | None = None
    subject: str = ""
    body: str = ""
    occurred_at: datetime | None = None
    direction: Direction | None = None
    sentiment: Sentiment | None = None
    minutes: int | None = None
    satisfaction: int | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    follow_ups: tuple[FollowUpDraft, ...] = ()

    lines: ClassVar[Lines] = {"subject": (200, N_("Subject"))}
    paragraphs: ClassVar[Lines] = {"body": (BODY_LENGTH, N_("The description"))}
    required: ClassVar[Mapping[str, str]] = {
        "customer_id": N_("Choose the customer."),
        "type": N_("Choose the type, such as a call or a meeting."),
        "subject": N_("Enter a subject: what it was about in a few words."),
        "body": N_("Enter a description: what was said."),
    }

    def rules(self, values: Mapping[str, Any]) -> dict[str, str]:  # noqa: ARG002 - the base's
        """What can be judged without what is stored."""
        found = self._columns() | self._parts()
        for key, text in self.details.items():
            if text.strip() and (said := self._detail(key, text)):
                found[f"details.{key}"] = said
        return found

    def values(self) -> dict[str, Any]:
        """The fields as they will be stored, details cleaned and without blank ones."""
        # `super()` knows no class whose slots made it anew.
        found = Draft.values(self)
        found["details"] = {
            key: clean for key, text in self.details.items() if (clean := _cleaned(key, text)[0])
        }
        return found

    def parts(self) -> tuple[FollowUpDraft, ...]:
        """The follow-ups, completed by what they take over from here."""
        return tuple(
            replace(one, customer_id=self.customer_id, title=one.title.strip() or self.subject)
            for one in self.follow_ups
        )

    def _columns(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if self.minutes is not None and not 0 <= self.minutes <= MOST_MINUTES:
            found["minutes"] = _("Enter between 0 and %s minutes.") % f"{MOST_MINUTES:,}"
        if self.satisfaction is not None and not LOWEST <= self.satisfaction <= HIGHEST:
            said = _("Satisfaction goes from %(low)d (poor) to %(high)d (great).")
            found["satisfaction"] = said % {"low": LOWEST, "high": HIGHEST}
        for key in ("minutes", "satisfaction"):
            if getattr(self, key) is not None and self.type and not field_of(self.type, key):
                found[key] = self._foreign(key)
        if self.occurred_at is not None and self.occurred_at.date() < FIRST_DAY:
            found["occurred_at"] = _("Enter when it was, after 1970.")
        return found

    def _parts(self) -> dict[str, str]:
        if len(self.follow_ups) > MOST_FOLLOW_UPS:
            said = _("An interaction can bring at most %d follow-ups at once.")
            return {"follow_ups": said % MOST_FOLLOW_UPS}
        return {
            f"follow_ups.{place}.{name}": said
            for place, one in enumerate(self.parts())
            for name, said in one.problems().items()
            if name not in {"customer_id", "title"} or getattr(self.follow_ups[place], name)
        }

    def _detail(self, key: str, text: str) -> str | None:
        if self.type is None:
            return None
        known = field_of(self.type, key)
        if known is None or not known.in_details:
            return self._foreign(key)
        return _cleaned(key, text, known)[1]

    def _foreign(self, key: str) -> str:
        """What to say of a field that this type does not have."""
        of = TYPES[self.type or InteractionType.CALL]
        said = _("The type %(type)s has no field “%(key)s”. It has: %(known)s.")
        known = ", ".join(one.key for one in of.fields)
        return said % {"type": _(of.title), "key": key, "known": known}


def _cleaned(key: str, text: str, known: TypeField | None = None) -> tuple[str, str | None]:
    if known is None:
        return paragraph(text, BODY_LENGTH, key)
    clean = line if known.shape is Shape.LINE else paragraph
    return clean(text, known.limit, _(known.title))


@dataclass(frozen=True, slots=True)
class ResultDraft(Draft):
    """What came of a follow-up, or why it was dropped."""

    result: str = ""

    paragraphs: ClassVar[Lines] = {"result": (10_000, N_("The result"))}


def draft_of(found: InteractionDetail) -> InteractionDraft:
    """What a form begins with to edit this interaction."""
    return InteractionDraft(
        found.customer_id, found.type, found.subject, found.body, found.occurred_at,
        found.direction, found.sentiment, found.minutes, found.satisfaction, dict(found.details),
    )  # fmt: skip


def follow_up_draft_of(found: FollowUpDetail) -> FollowUpDraft:
    """What a form begins with to edit this follow-up."""
    return FollowUpDraft(
        found.customer_id, found.interaction_id, found.title, found.note, found.due_on,
        found.remind_at, found.assignee_id,
    )  # fmt: skip
