"""What each type of interaction asks for beside its subject: one table for forms, files and CLI."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.core.text import N_
from app.interactions.schemas import InteractionType as T

BODY_LENGTH = 50_000
LINE_LENGTH = 500
TEXT_LENGTH = 10_000
# A day and a bit: nobody talks longer without a break.
MOST_MINUTES = 48 * 60
LOWEST, HIGHEST = 1, 5


class Shape(StrEnum):
    """How a field of a type is entered."""

    LINE = "line"
    TEXT = "text"
    MINUTES = "minutes"
    STARS = "stars"


@dataclass(frozen=True, slots=True)
class TypeField:
    """A field that only some types have.

    MINUTES and STARS are the draft's own `minutes` and `satisfaction`; the rest are keys of
    its `details`. `title` and `hint` are `N_()` constants.
    """

    key: str
    title: str
    shape: Shape = Shape.TEXT
    hint: str = ""

    @property
    def in_details(self) -> bool:
        """Whether it is kept in `details`, not in a column of its own."""
        return self.shape in {Shape.LINE, Shape.TEXT}

    @property
    def limit(self) -> int:
        """So many characters a text has at most."""
        return LINE_LENGTH if self.shape is Shape.LINE else TEXT_LENGTH


@dataclass(frozen=True, slots=True)
class TypeOf:
    """A type's title, what its description is called, and the fields it adds."""

    title: str
    body: str
    fields: tuple[TypeField, ...]


_MINUTES = TypeField("minutes", N_("Minutes"), Shape.MINUTES, N_("How long it took"))
TYPES: Mapping[T, TypeOf] = {
    T.CALL: TypeOf(
        N_("Call"),
        N_("Description"),
        (
            _MINUTES,
            TypeField("key_points", N_("Key points"), hint=N_("What was agreed, point by point")),
        ),
    ),
    T.EMAIL: TypeOf(
        N_("E-mail"),
        N_("Message"),
        (TypeField("response", N_("Response"), hint=N_("What came back, or was sent back")),),
    ),
    T.MEETING: TypeOf(
        N_("Meeting"),
        N_("Description"),
        (
            _MINUTES,
            TypeField("agenda", N_("Agenda")),
            TypeField("attendees", N_("Attendees"), Shape.LINE, N_("Names, separated by commas")),
            TypeField("action_items", N_("Action items"), hint=N_("Who does what")),
        ),
    ),
    T.SUPPORT: TypeOf(
        N_("Support"),
        N_("Issue"),
        (
            TypeField("resolution", N_("Resolution"), hint=N_("The steps that solved it")),
            TypeField(
                "satisfaction", N_("Satisfaction"), Shape.STARS, N_("From 1 (poor) to 5 (great)")
            ),
        ),
    ),
    T.PURCHASE: TypeOf(
        N_("Purchase"),
        N_("Order discussion"),
        (
            TypeField("upsell", N_("Upsell opportunities")),
            TypeField("feedback", N_("Product feedback")),
        ),
    ),
    T.INQUIRY: TypeOf(
        N_("Inquiry"),
        N_("Question"),
        (
            TypeField("answer", N_("Answer")),
            TypeField(
                "qualification", N_("Lead qualification"), Shape.LINE, N_("Hot, warm, cold, or why")
            ),
        ),
    ),
}  # fmt: skip


def field_of(kind: T, key: str) -> TypeField | None:
    """The field of this key that a type has."""
    return next((field for field in TYPES[kind].fields if field.key == key), None)


def every_field() -> dict[str, TypeField]:
    """The fields of all types by key, each once, in the order of the types."""
    return {field.key: field for kind in TYPES.values() for field in kind.fields}
