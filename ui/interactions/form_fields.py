"""The fields of the forms of interactions and follow-ups."""

from collections.abc import Sequence

from app.core.access import Permission
from app.core.text import N_, _
from app.interactions.filter_fields import SENTIMENTS
from app.interactions.schemas import Direction, InteractionType
from app.interactions.types import HIGHEST, LOWEST, TYPES, Shape, TypeField, every_field
from ui.interactions import looks
from ui.interactions.editors import DueEditor, MinutesEditor, ReminderEditor, WhoEditor
from ui.interactions.form_drafts import PROMISE
from ui.kit.customer_picker import customer
from ui.kit.desk import Desk
from ui.kit.form import Field, Section
from ui.kit.form_choices import Option
from ui.kit.form_editors import Editor, EditorFactory, ParagraphEditor, check
from ui.kit.form_files import FilesEditor
from ui.kit.form_segments import Segment, segments
from ui.kit.icons import Icon

_BODY_LINES, _TEXT_LINES = 4, 3
_UNSAID = (None, N_("Not noted"), None)
_FILES = Field(
    "files", N_("Files"), lambda _kind: FilesEditor(), wide=True,
    help=N_("At most 50 MB each. You can also drop them here."),
)  # fmt: skip
PROMISED = ("due_on", "remind_at", "assignee_id", "title", "note")


def interaction(
    desk: Desk, staff: Sequence[Option], *, chooses: bool, is_new: bool
) -> tuple[Section, ...]:
    """What is asked about an interaction; who `chooses` the customer is asked for it too.

    One that is new can bring files and a follow-up.
    """
    whose = Field("customer_id", N_("Customer"), customer(desk), required=True, wide=True)
    about = Section("", (
        *((whose,) if chooses else ()),
        Field("type", N_("Type"), segments(_types), required=True, wide=True),
        Field("subject", N_("Subject"), required=True, wide=True,
              placeholder=N_("What it was about, in a few words")),
        Field("body", N_("Description"), _paragraph(_BODY_LINES), required=True, wide=True),
        Field("occurred_at", N_("When")),
        *(_of_type(one) for one in every_field().values()),
        Field("sentiment", N_("Sentiment"), segments(_moods), wide=True,
              help=N_("How the customer felt about it")),
        Field("direction", N_("Direction"), segments(_ways), wide=True),
        *((_FILES,) if is_new and desk.actor.can(Permission.ATTACHMENTS_EDIT) else ()),
    ))  # fmt: skip
    return (about, _promise(staff)) if is_new else (about,)


def follow_up(desk: Desk, staff: Sequence[Option], *, chooses: bool) -> tuple[Section, ...]:
    """What is asked about a follow-up of its own."""
    whose = Field("customer_id", N_("Customer"), customer(desk), required=True, wide=True)
    title, note = _title(""), _note("")
    return (Section("", (*((whose,) if chooses else ()), title, *_when("", staff), note)),)


def _promise(staff: Sequence[Option]) -> Section:
    # A blank title is the subject, so it may stay blank here.
    title = Field(
        f"{PROMISE}title", N_("What to do"), wide=True, help=N_("Blank is the subject above.")
    )
    return Section(
        N_("Follow-up"),
        (
            Field("promised", N_("Something is to be done afterwards"), check, wide=True),
            *_when(PROMISE, staff), title, _note(PROMISE),
        ),
    )  # fmt: skip


def _when(prefix: str, staff: Sequence[Option]) -> tuple[Field, ...]:
    return (
        Field(f"{prefix}due_on", N_("Due"), lambda _kind: DueEditor(), required=True, wide=True),
        Field(f"{prefix}remind_at", N_("Remind"), lambda _kind: ReminderEditor()),
        Field(f"{prefix}assignee_id", N_("Assigned to"), _who(staff)),
    )


def _title(prefix: str) -> Field:
    return Field(f"{prefix}title", N_("What to do"), required=True, wide=True,
                 placeholder=N_("Call back about the offer"))  # fmt: skip


def _note(prefix: str) -> Field:
    return Field(f"{prefix}note", N_("Note"), _paragraph(_TEXT_LINES), wide=True)


def _of_type(field: TypeField) -> Field:
    if field.shape is Shape.MINUTES:
        return Field(field.key, field.title, lambda _kind: MinutesEditor(), help=field.hint)
    if field.shape is Shape.STARS:
        return Field(field.key, field.title, segments(_stars), help=field.hint, wide=True)
    if field.shape is Shape.LINE:
        return Field(field.key, field.title, help=field.hint, wide=True)
    return Field(field.key, field.title, _paragraph(_TEXT_LINES), help=field.hint, wide=True)


def _paragraph(lines: int) -> EditorFactory:
    return lambda _kind: ParagraphEditor(lines)


def _who(staff: Sequence[Option]) -> EditorFactory:
    def make(_kind: object) -> Editor:
        return WhoEditor(staff)

    return make


def _types() -> list[Segment]:
    return [(one, _(TYPES[one].title), looks.LOOKS[one][1]) for one in InteractionType]


def _moods() -> list[Segment]:
    moods: list[Segment] = [(one, _(said), looks.MOODS[one][1]) for one, said in SENTIMENTS]
    return [*moods, _unsaid()]


def _ways() -> list[Segment]:
    ways: list[Segment] = [(one, looks.way(one), looks.ARROWS[one]) for one in Direction]
    return [*ways, _unsaid()]


def _stars() -> list[Segment]:
    stars: list[Segment] = [(one, str(one), Icon.STAR) for one in range(LOWEST, HIGHEST + 1)]
    return [*stars, _unsaid()]


def _unsaid() -> Segment:
    value, said, drawn = _UNSAID
    return value, _(said), drawn
