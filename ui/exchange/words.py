"""How the labels of an import look and read, the same in summary, preview and result."""

from collections.abc import Mapping, Sequence

from app.core.text import N_, _, ngettext
from app.exchange.schemas import FIELDS, Label, Problem, RowPlan, title
from ui.kit import format as fmt
from ui.kit.icons import Icon
from ui.kit.theme import Tone

_FEW = 8
LABELS = (
    (Label.CREATE, N_("Create")),
    (Label.UPDATE, N_("Update")),
    (Label.UNCHANGED, N_("Unchanged")),
    (Label.SKIP, N_("Skip")),
    (Label.ERROR, N_("Problem")),
)
LOOKS = {
    Label.CREATE: (Tone.OK, Icon.PLUS),
    Label.UPDATE: (Tone.INFO, Icon.PENCIL),
    Label.UNCHANGED: (Tone.NEUTRAL, Icon.MINUS),
    Label.SKIP: (Tone.NEUTRAL, Icon.MINUS),
    Label.ERROR: (Tone.BAD, Icon.CIRCLE_ALERT),
}


def label(value: Label) -> str:
    """A label in words."""
    return _(dict(LABELS)[value])


def reason(plan: RowPlan) -> str:
    """Why a row has its label, and what is odd about it."""
    said = [plan.reason] if plan.reason else []
    said += [_told(problem) for problem in (*plan.problems, *plan.warnings)]
    if plan.changes:
        names = [title(one.field) for one in plan.changes if one.field in FIELDS]
        said.insert(0, _("Changes: %s.") % ", ".join(names or [_("Annual revenue")]))
    return " ".join(said)


def _told(problem: Problem) -> str:
    return f"{title(problem.field)}: {problem.message}" if problem.field else problem.message


def rows(count: int) -> str:
    """A number of rows in words."""
    return ngettext("%s row", "%s rows", count) % fmt.text(count)


def new_tags(names: Sequence[str]) -> str:
    """Which tags would be created."""
    return _("New tags: %s.") % _listed(names)


def tags_outcome(names: Sequence[str]) -> list[str]:
    """Which tags were created; nothing where none were."""
    return [_("Tags created: %s.") % _listed(names)] if names else []


def _listed(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    listed = ", ".join(map(fmt.short, names[:_FEW]))
    rest = len(names) - _FEW
    more = ngettext("%(names)s and %(rest)s more", "%(names)s and %(rest)s more", rest)
    return more % {"names": listed, "rest": fmt.text(rest)} if rest > 0 else listed


def outcome(counts: Mapping[Label, int]) -> list[str]:
    """What an import did, a sentence for each label that came up."""
    sentences = {
        Label.CREATE: ("%s customer was created.", "%s customers were created."),
        Label.UPDATE: ("%s customer was updated.", "%s customers were updated."),
    }
    return _outcome(counts, sentences)


def _outcome(counts: Mapping[Label, int], changed: Mapping[Label, tuple[str, str]]) -> list[str]:
    sentences = {
        **changed,
        Label.UNCHANGED: ("%s was as in the file already.", "%s were as in the file already."),
        Label.SKIP: ("%s row was skipped.", "%s rows were skipped."),
        Label.ERROR: ("%s row was left out.", "%s rows were left out."),
    }
    return [
        ngettext(*sentences[label], counts[label]) % fmt.text(counts[label])
        for label, _title in LABELS
        if counts[label]
    ]


def rows_outcome(counts: Mapping[Label, int]) -> list[str]:
    """What an import of something else than customers did, by rows."""
    sentences = {
        Label.CREATE: ("%s row was added.", "%s rows were added."),
        Label.UPDATE: ("%s was updated.", "%s were updated."),
    }
    return _outcome(counts, sentences)


def invitation() -> str:
    """What can be brought in, and that nothing happens yet."""
    return _(
        "A CSV file, an Excel workbook or contact cards (vCard), or cells copied in a "
        "spreadsheet. You see what would become of each row before anything is written."
    )
