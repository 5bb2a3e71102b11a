"""What a bulk change says beforehand and afterwards: counts, refusals by name, samples."""

from array import array
from collections import Counter
from dataclasses import dataclass

# So many rows are named; of the rest there is a number.
NAMED = 200
SAMPLES = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """A customer that stays as it is, and why; `name` is empty for one that is not there."""

    customer_id: int
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why so many customers stay as they are."""

    why: str
    count: int


@dataclass(frozen=True, slots=True)
class Sample:
    """What becomes of one field of one customer; `old` and `new` are as shown to a person."""

    customer_id: int
    name: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a preview looked at: ids in rising order, the version of each, what was decided.

    A version is 0 where no customer was found. Given to `run`, it keeps to these.
    """

    ids: "array[int]"
    versions: "array[int]"
    verdicts: bytearray

    def part(self, start: int, end: int) -> "Snapshot":
        """The same of some of the customers, by their places."""
        return Snapshot(self.ids[start:end], self.versions[start:end], self.verdicts[start:end])


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a bulk change would do; nothing was written.

    `changing`, `unchanged` (already so) and `refused_total` add up to `total`. `reasons`
    has every reason, the commonest first; `refused` and `samples` begin with the first
    rows. `notes` are sentences a person should read before agreeing; `about` says in
    words which rows a whole list means, blank for all.
    """

    total: int
    changing: int
    unchanged: int
    refused_total: int
    reasons: tuple[Reason, ...]
    refused: tuple[Refusal, ...]
    samples: tuple[Sample, ...]
    notes: tuple[str, ...]
    snapshot: Snapshot
    about: str = ""


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """What a bulk change did; who refused is named and stayed as it was."""

    changed: int
    unchanged: int
    refused_total: int
    reasons: tuple[Reason, ...] = ()
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One of several transactions a bulk change was done in: its name, and its command."""

    name: str
    command: int
    outcome: BulkOutcome


@dataclass(frozen=True, slots=True)
class BulkParts:
    """What a bulk change in parts did: those done of `total`, and why it stopped, if it did."""

    done: tuple[Part, ...]
    total: int
    stopped: str = ""

    @property
    def outcome(self) -> BulkOutcome:
        """All parts in one."""
        reasons: Counter[str] = Counter()
        for part in self.done:
            reasons.update({reason.why: reason.count for reason in part.outcome.reasons})
        return BulkOutcome(
            sum(part.outcome.changed for part in self.done),
            sum(part.outcome.unchanged for part in self.done),
            sum(part.outcome.refused_total for part in self.done),
            tuple(Reason(why, count) for why, count in reasons.most_common()),
            tuple(refusal for part in self.done for refusal in part.outcome.refused)[:NAMED],
        )
