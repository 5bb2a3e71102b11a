"""Which words of a text another text does not have."""

import re
from difflib import SequenceMatcher

Spans = tuple[tuple[int, int], ...]
# Amounts, addresses and the like are one word, with the signs inside them.
_WORDS = re.compile(r"\w+(?:[.,:/@'\u2019-]\w+)*|\s+|[^\w\s]")
# Beyond so many words the comparison guesses rather than take seconds.
_EXACT = 1500


def added(old: str, new: str) -> Spans:
    """The stretches of `new`, from and to, that are not in `old`; whole words each.

    Slow for pages of text: not for the GUI thread.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    guess = len(before) + len(after) > _EXACT
    starts = [0]
    for word in after:
        starts.append(starts[-1] + len(word))
    matcher = SequenceMatcher(None, before, after, autojunk=guess)
    return tuple(
        (starts[begin], starts[end])
        for kind, _from, _to, begin, end in matcher.get_opcodes()
        if kind in {"insert", "replace"}
    )


def missing(old: str, *news: str) -> Spans:
    """The stretches of `old` that at least one of `news` does not have."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(span for new in news for span in added(new, old)):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return tuple(found)
