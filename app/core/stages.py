"""Makes one progress of work that is done in stages."""

from app.core.progress import Progress

_WHOLE = 1000


class Stage(Progress):
    """A part of a longer work: from `start` to `end`, both between 0 and 1 of the whole."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        super().__init__()
        self._whole, self._start, self._share = whole, start, end - start

    def check(self) -> None:
        """Stop here if the whole work was asked to.

        Raises:
            Cancelled: it was.
        """
        self._whole.check()

    def report(self, done: int, total: int | None = None) -> None:
        """Say how far this part is.

        Raises:
            Cancelled: the whole work was asked to stop.
        """
        part = min(1.0, done / total) if total else 0.0
        self._whole.report(round(_WHOLE * (self._start + self._share * part)), _WHOLE)
